"""Every candidate weighed, and what follows from its weight: linked, possible, held, or nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.blocking.blocks import Candidates
from erle.knowledge.linkage.matching.comparing.columns import Levels, Real, Whole
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.deciding.guards import APART, FREE, HELD, may_be_twins
from erle.knowledge.linkage.matching.deciding.weighing import Scale, probability
from erle.knowledge.linkage.matching.model import Thresholds

AT_ONCE = 250_000
"""Pairs whose fields are held in memory together."""


@dataclass(frozen=True)
class Decided:
    """Candidates with their weights in bits, and what a guard says of each (`deciding.guards`)."""

    one: Whole
    other: Whole
    bits: Real
    guarded: NDArray[np.int8]
    thresholds: Thresholds

    @property
    def held(self) -> NDArray[np.bool_]:
        """Say which pairs a guard holds back: a person decides."""
        return np.asarray(self.guarded != FREE)

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Say which pairs are taken for one person."""
        return self.at_least(self.thresholds.link) & ~self.held

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Say which pairs are worth looking at: linked, possible or held."""
        return self.at_least(self.thresholds.possible)

    def at_least(self, threshold: float) -> NDArray[np.bool_]:
        """Say which pairs are as probable as the threshold, whatever the guards say."""
        found: NDArray[np.bool_] = probability(self.bits) >= threshold
        return found

    def evidence(self) -> Real:
        """Return the bits beyond the linking threshold.

        A pair that is held speaks for nothing, and one that is kept apart against whatever else there is.
        """
        told = self.bits - np.log2(self.thresholds.link / (1 - self.thresholds.link))
        told[self.guarded == HELD] = np.minimum(told[self.guarded == HELD], 0.0)
        told[self.guarded == APART] = AGAINST
        return np.asarray(told)


AGAINST = -1000.0
"""Bits of a pair that is kept apart: more than any number of others can outweigh."""


def decide(
    comparer: Comparer, scale: Scale, found: Candidates, levels: Levels, thresholds: Thresholds, *, pairs: float
) -> Decided:
    """Weigh every candidate, some at a time; `pairs` is how many there are in all, candidates or not."""
    bits, guarded = np.empty(len(found)), np.zeros(len(found), dtype=np.int8)
    for start in range(0, len(found), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        weighed = scale.weigh(comparer, found.one[part], found.other[part], levels[part])
        bits[part], guarded[part] = weighed.total, may_be_twins(comparer, scale.shares, weighed, pairs=pairs)
    return Decided(found.one, found.other, bits, guarded, thresholds)
