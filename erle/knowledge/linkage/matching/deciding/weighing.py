"""Weights of pairs in bits, field by field and together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import Column, Levels, Real, Whole
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.fields import FAMILY, Whose
from erle.knowledge.linkage.matching.learning.estimating import LEAST, Shares


@dataclass(frozen=True)
class Weighed:
    """Pairs with what speaks for and against one person, in bits.

    `fields` (pairs, fields): each field's weight, 0 where unknown. `kin` (pairs): what is taken off because relatives
    would agree so too. `total` (pairs): the prior, the fields and `kin` together; its odds are those of one person.
    `relatives` (pairs): the odds, in bits, of two relatives against one person, by which pairs are held back; what
    families share never lessens them.
    """

    patterns: Levels
    fields: Real
    kin: Real
    total: Real
    relatives: Real
    bare: Real
    """The total without what a family shares (`fields.FAMILY`)."""

    @property
    def probability(self) -> Real:
        """Return how probable it is that each pair is one person."""
        return probability(self.total)


@dataclass(frozen=True)
class Scale:
    """What each level of each field weighs; `rarity`: for each value, how many bits more where it is rare."""

    shares: Shares
    rarity: tuple[Real | None, ...]

    @property
    def prior_bits(self) -> float:
        """Return what a pair of which nothing is known weighs, beside two strangers."""
        strangers = max(1 - self.shares.prior - self.shares.prior_relatives, LEAST)
        return float(np.log2(self.shares.prior / strangers))

    def weigh(self, comparer: Comparer, one: Whole, other: Whole, patterns: Levels | None = None) -> Weighed:
        """Weigh pairs of records; `patterns` are their levels where these are known already."""
        if patterns is None:
            patterns = comparer.patterns(one, other)
        fields, kin = np.empty(patterns.shape, order="F"), np.zeros(len(one))
        family = np.zeros((3, len(one)))
        for place, column in enumerate(comparer.columns):
            level = patterns[:, place]
            same, strangers, relatives = (
                np.append(np.log2(np.maximum(each[place], LEAST)), 0.0)
                for each in (self.shares.same, self.shares.strangers, self.shares.relatives)
            )
            fields[:, place] = (same - strangers)[level]
            kin += (relatives - strangers)[level]
            if column.field.name in FAMILY:
                family += np.stack((same - strangers, relatives - strangers, np.maximum(same - relatives, 0.0)))[
                    :, level
                ]
            rarity = self.rarity[place]
            if rarity is not None:
                exact = np.flatnonzero(level == 0)
                rare = rarity[column.codes[one[exact]]]
                fields[exact, place] += rare
                if column.field.whose == Whose.HOUSEHOLD:
                    kin[exact] += rare
        return self._together(patterns, fields, kin, family)

    def _together(self, patterns: Levels, fields: Real, kin: Real, family: Real) -> Weighed:
        """Add all up; `family` (3, pairs): what families share says of one person, of relatives, and leans to them."""
        relatives = self.shares.prior_relatives
        beside_strangers = kin + np.log2(relatives / max(1 - self.shares.prior - relatives, LEAST))
        off = -np.logaddexp2(0.0, beside_strangers)
        told = self.prior_bits + fields.sum(axis=1)
        bare = told - family[0] - np.logaddexp2(0.0, beside_strangers - family[1])
        return Weighed(patterns, fields, off, told + off, beside_strangers - told + family[2], bare)


def probability(bits: Real) -> Real:
    """Return the probability that weights in bits stand for."""
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp2(-bits)))


def bits_of(probability: float) -> float:
    """Return the odds of a probability, in bits."""
    return float(np.log2(probability / (1 - probability)))


def rarity(column: Column, share_of_strangers: Real, stored: Mapping[str, float]) -> Real | None:
    """Return for each value how many bits more it tells than the level `exact` does on the whole.

    A value's frequency is the stored one where a model has it, and that among the rows at hand where it has not.
    """
    if not column.field.by_frequency:
        return None
    often = column.counts / max(column.known, 1)
    if stored:
        often = np.array([stored.get(value, share) for value, share in zip(column.values, often, strict=True)])
    return np.asarray(np.log2(share_of_strangers[0] / np.maximum(often, LEAST)))
