"""Expectation and maximisation on counts of patterns, for three kinds of pairs: one person, relatives, strangers.

The model is Fellegi and Sunter's (A Theory for Record Linkage, JASA 1969), learnt as in Winkler (Using the EM Algorithm
for Weight Computation, 1988), with a third class: two people of one household share what a household shares, and
nothing else. Without it, twins and brothers are what independence takes for one person.
"""

from dataclasses import dataclass

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import Real
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.fields import Field, Kind, Whose
from erle.knowledge.linkage.matching.learning.sampling import Counted

ROUNDS, STILL = 200, 1e-7
PSEUDO_PAIRS = 20.0
"""Pairs of one person that the shares written beside the levels weigh as."""
TWINS = 0.02
"""How often two people of one household are born on one day."""
AT_HOME = 0.7
"""How often relatives share what a household shares: what learning starts from."""
LEAST = 1e-12


@dataclass(frozen=True)
class Shares:
    """How often pairs of one kind are at each level: one array for each field; `prior`: how many of all pairs they are."""

    same: tuple[Real, ...]
    strangers: tuple[Real, ...]
    relatives: tuple[Real, ...]
    prior: float
    prior_relatives: float


def estimate(counted: Counted, fields: tuple[Field, ...]) -> Shares:
    """Learn from counts of patterns; pairs that are no candidates are taken for strangers."""
    shares = _start(counted, fields)
    for _ in range(ROUNDS):
        before = shares.prior
        shares = _better(counted, fields, shares)
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
    relatives = tuple(_relatives(field, share) for field, share in zip(fields, strangers, strict=True))
    prior = max(0.1 * float(counted.candidates.sum()), 1.0) / max(counted.pairs, 2.0)
    return Shares(same, strangers, relatives, min(prior, 0.1), min(prior, 0.1))


def _better(counted: Counted, fields: tuple[Field, ...], shares: Shares) -> Shares:
    one, kin = posteriors(counted.patterns, shares)
    same_pairs, kin_pairs = one * counted.candidates, kin * counted.candidates
    rest = np.maximum(counted.candidates - same_pairs - kin_pairs, 0) + counted.others
    strangers = tuple(_counted(counted, place, rest, field) for place, field in enumerate(fields))
    same, relatives = [], []
    for place, field in enumerate(fields):
        same.append(_smoothed(counted, place, same_pairs, _typical(field), PSEUDO_PAIRS))
        fixed = _relatives(field, strangers[place])
        household = field.whose == Whose.HOUSEHOLD
        relatives.append(_smoothed(counted, place, kin_pairs, fixed, PSEUDO_PAIRS) if household else fixed)
    pairs = max(counted.pairs, 2.0)
    priors = [min(max(float(each.sum()), 1e-3) / pairs, 0.4) for each in (same_pairs, kin_pairs)]
    return Shares(tuple(same), strangers, tuple(relatives), priors[0], priors[1])


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


def _relatives(field: Field, strangers: Real) -> Real:
    """Return what relatives are taken to share: a household's fields often, a birthday where they are twins."""
    often = {Whose.HOUSEHOLD: AT_HOME, Whose.PERSON: TWINS if field.kind == Kind.DATE else 0.0}[field.whose]
    share = strangers * (1 - often)
    share[0] += often
    return share
