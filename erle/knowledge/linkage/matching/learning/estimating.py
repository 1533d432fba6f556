"""Expectation and maximisation on counts of patterns, for three kinds of pairs: one person, relatives, strangers.

The model is Fellegi and Sunter's (A Theory for Record Linkage, JASA 1969), learnt as in Winkler (Using the EM Algorithm
for Weight Computation, 1988), with a third class: two people of one household share what a household shares, and
nothing else. Without it, twins and brothers are what independence takes for one person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import Real
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.comparing.names import CROSSED, SWAPPED
from erle.knowledge.linkage.matching.fields import FAMILY, Field, Kind, Whose
from erle.knowledge.linkage.matching.learning.sampling import Counted

ROUNDS, STILL = 200, 1e-7
PSEUDO_PAIRS = 20.0
"""Pairs of one person that the shares written beside the levels weigh as."""
HELD_BY = 0.2
"""Pairs of one person, as a share of them all, that the written shares weigh as where one field alone tells relatives.

With forename, surname and postcode alone a household's pairs lie on a ridge: slowly they become pairs of one person
whose forenames mostly differ, which fits the rows hardly worse.
"""
TWINS = 0.02
"""How often two people of one household are born on one day."""
AT_HOME = 0.7
"""How often relatives share what a household shares: what learning starts from."""
MOST_OF_FAMILY = 10.0
"""Bits that whom both name, or a telephone of both, weighs at most."""
LEAST = 1e-12
LEAST_PAIRS, MOST_OF_ALL = 1e-3, 0.4


@dataclass(frozen=True)
class Shares:
    """How often pairs of each kind are at each level, one array for each field, and how many of all pairs they are."""

    same: tuple[Real, ...]
    strangers: tuple[Real, ...]
    relatives: tuple[Real, ...]
    prior: float
    prior_relatives: float


def estimate(counted: Counted, fields: tuple[Field, ...]) -> Shares:
    """Learn from counts of patterns; pairs that are no candidates are taken for strangers.

    What one person's rows are like is learnt without what a family shares: beside a household's address that would
    make brothers and sisters one. Only how many relatives there are, and what they share, is then learnt with it.
    """
    shares = _start(counted, fields)
    own = [place for place, field in enumerate(fields) if field.name not in FAMILY]
    if len(own) == len(fields):
        return _settled(counted, fields, shares, known={})
    alone = estimate(replace(counted, patterns=counted.patterns[:, own]), tuple(fields[place] for place in own))
    return _settled(counted, fields, _joined(shares, alone, own), known=dict(zip(own, alone.same, strict=True)))


def _settled(counted: Counted, fields: tuple[Field, ...], shares: Shares, *, known: Mapping[int, Real]) -> Shares:
    """Learn until nothing changes; by place, the `known` shares of one person's pairs stay as they are."""
    for _ in range(ROUNDS):
        before = shares.prior
        shares = _better(counted, fields, shares, known)
        if abs(shares.prior - before) <= STILL * before:
            break
    return shares


def _joined(shares: Shares, alone: Shares, own: Sequence[int]) -> Shares:
    """Return the shares with those that were learnt alone in their places, and the priors learnt with them."""
    each = [list(kind) for kind in (shares.same, shares.strangers, shares.relatives)]
    for kind, learnt in zip(each, (alone.same, alone.strangers, alone.relatives), strict=True):
        for place, share in zip(own, learnt, strict=True):
            kind[place] = share
    same, strangers, relatives = (tuple(kind) for kind in each)
    return Shares(same, strangers, relatives, alone.prior, max(alone.prior_relatives, LEAST))


def estimate_priors(counted: Counted, shares: Shares) -> Shares:
    """Learn anew how many of all pairs are one person or relatives, and leave what the levels tell as it is."""
    for _ in range(ROUNDS):
        before = shares.prior
        one, kin = posteriors(counted.patterns, shares)
        priors = _priors(counted, one * counted.candidates, kin * counted.candidates)
        shares = replace(shares, prior=priors[0], prior_relatives=priors[1])
        if abs(shares.prior - before) <= STILL * before:
            break
    return shares


def likelihood(patterns: "np.typing.NDArray[np.int8]", shares: tuple[Real, ...]) -> Real:
    """Return the logarithm of how likely pairs of a kind make each pattern; what is unknown tells nothing."""
    total = np.zeros(len(patterns))
    for place, share in enumerate(shares):
        total += np.append(np.log(np.maximum(share, LEAST)), 0.0)[patterns[:, place]]
    return total


def posteriors(patterns: "np.typing.NDArray[np.int8]", shares: Shares) -> tuple[Real, Real]:
    """Return for each pattern how probable it is that the pair is one person, and that it is relatives."""
    same = likelihood(patterns, shares.same) + np.log(shares.prior)
    relatives = likelihood(patterns, shares.relatives) + np.log(shares.prior_relatives)
    rest = max(1 - shares.prior - shares.prior_relatives, LEAST)
    strangers = likelihood(patterns, shares.strangers) + np.log(rest)
    top = np.maximum(np.maximum(same, relatives), strangers)
    parts = [np.exp(each - top) for each in (same, relatives, strangers)]
    total = parts[0] + parts[1] + parts[2]
    return parts[0] / total, parts[1] / total


def _start(counted: Counted, fields: tuple[Field, ...]) -> Shares:
    every = counted.candidates + counted.others
    strangers = tuple(_counted(counted, place, every, field) for place, field in enumerate(fields))
    same = tuple(_typical(field) for field in fields)
    relatives = tuple(_relatives(field, same[place], strangers[place], AT_HOME) for place, field in enumerate(fields))
    prior = max(0.1 * float(counted.candidates.sum()), 1.0) / max(counted.pairs, 2.0)
    return Shares(same, strangers, relatives, min(prior, 0.1), min(prior, 0.1))


def _better(counted: Counted, fields: tuple[Field, ...], shares: Shares, known: Mapping[int, Real]) -> Shares:
    one, kin = posteriors(counted.patterns, shares)
    same_pairs, kin_pairs = one * counted.candidates, kin * counted.candidates
    rest = np.maximum(counted.candidates - same_pairs - kin_pairs, 0) + counted.others
    strangers = tuple(_counted(counted, place, rest, field) for place, field in enumerate(fields))
    own = [field for field in fields if _tells_relatives_apart(field)]
    alone = own[0] if len(own) == 1 else None
    held = max(HELD_BY * float(same_pairs.sum()), PSEUDO_PAIRS)
    same = tuple(
        known[place]
        if place in known
        else _smoothed(counted, place, same_pairs, _typical(field), held if field == alone else PSEUDO_PAIRS)
        for place, field in enumerate(fields)
    )
    strangers = tuple(_not_too_rare(*each) for each in zip(fields, same, strangers, strict=True))
    relatives = tuple(
        _relatives(field, same[place], strangers[place], _at_home(counted, place, kin_pairs, shares))
        for place, field in enumerate(fields)
    )
    return Shares(same, strangers, relatives, *_priors(counted, same_pairs, kin_pairs))


def _tells_relatives_apart(field: Field) -> bool:
    """Say whether a field is one person's own, and mostly known: no sex, which half of all share, no middle name."""
    return field.whose == Whose.PERSON and field.by_frequency and field.name != "middle"


def _not_too_rare(field: Field, same: Real, strangers: Real) -> Real:
    """Return how often strangers are at each level of what a family shares: as often as lets none weigh too much.

    Strangers drawn by chance share no telephone at all. Friends do, whose reports name one man, and foster homes.
    """
    return np.maximum(strangers, same / 2**MOST_OF_FAMILY) if field.name in FAMILY else strangers


def _priors(counted: Counted, same_pairs: Real, kin_pairs: Real) -> tuple[float, float]:
    """Return the shares of all pairs; neither is ever none, or all."""
    pairs = max(counted.pairs, 2.0)
    same, kin = (min(max(float(each.sum()), LEAST_PAIRS) / pairs, MOST_OF_ALL) for each in (same_pairs, kin_pairs))
    return same, kin


def _smoothed(counted: Counted, place: int, pairs: Real, typical: Real, weight: float) -> Real:
    level = counted.patterns[:, place]
    seen = np.bincount(level[level >= 0], weights=pairs[level >= 0], minlength=len(typical))
    share: Real = (seen + weight * typical) / (seen.sum() + weight)
    return share


def _counted(counted: Counted, place: int, pairs: Real, field: Field) -> Real:
    """Return how often strangers are at each level, with a pair or two between them so that no level is impossible."""
    levels = len(levels_of(field))
    return _smoothed(counted, place, pairs, np.full(levels, 1 / levels), 1.0)


def _typical(field: Field) -> Real:
    share = np.array([level.share for level in levels_of(field)])
    typical: Real = share / share.sum()
    return typical


def _relatives(field: Field, same: Real, strangers: Real, at_home: float) -> Real:
    """Return how often relatives are at each level: what they share is written as by one person, the rest by strangers.

    `at_home` is how often they share what a household shares; a birthday they share where they are twins, and it is
    written then as one person's is, slips and all. Where the names of one have changed places, the forename of one is
    the other's surname.
    """
    if field.whose == Whose.HOUSEHOLD:
        return at_home * same + (1 - at_home) * strangers
    often = TWINS if field.kind == Kind.DATE else 0.0
    share: Real = strangers * (1 - often) + same * often
    if field.name == "forename":
        swapped = same[SWAPPED] + same[CROSSED]
        share = share * (1 - swapped)
        share[CROSSED] += swapped
    return share


def _at_home(counted: Counted, place: int, pairs: Real, shares: Shares) -> float:
    """Learn how often relatives share a field of the household."""
    same, strangers = shares.same[place], shares.strangers[place]
    level = counted.patterns[:, place]
    seen = np.bincount(level[level >= 0], weights=pairs[level >= 0], minlength=len(same))
    shared = same * AT_HOME / (same * AT_HOME + strangers * (1 - AT_HOME))
    return float(((seen * shared).sum() + PSEUDO_PAIRS * AT_HOME) / (seen.sum() + PSEUDO_PAIRS))
