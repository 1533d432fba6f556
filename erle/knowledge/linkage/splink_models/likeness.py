"""How like two texts are, for many pairs at once: those that cannot reach the bound are told by their letters alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, Jaro, Levenshtein
from rapidfuzz.process import cpdist

from erle.knowledge.linkage.splink_models.columns import (
    Begin,
    Codes,
    Columns,
    Letters,
    Numbers,
    Singles,
    most_frequent,
)
from erle.knowledge.linkage.splink_models.values import Value

SCORERS: dict[str, Any] = {
    "jaro_winkler_similarity": Jaro.similarity,
    "jaro_similarity": Jaro.similarity,
    "levenshtein": Levenshtein.distance,
    "damerau_levenshtein": DamerauLevenshtein.distance,
}
EACH, MOST, BOOSTED_ABOVE = 0.1, 4, 0.7
"""What each byte of a common beginning adds of what is missing to 1, how many do, from what likeness on (Winkler)."""
A_LITTLE = 1e-6
"""More than what numbers of single precision are off by."""


class Likeness:
    """One way of likeness of two values, down to the loosest bound that the model asks of it."""

    def __init__(self, name: str, left: Value, right: Value, bound: float, columns: Columns) -> None:
        """Work out the letters of all texts."""
        self.name, self.bound = name, bound
        self._similar = name.startswith("jaro")
        self._left, self._right = columns.texts(left), columns.texts(right)
        frequent = most_frequent(self._left, self._right)
        self.left = self._left.letters(frequent)
        self.right = self.left if self._left is self._right else self._right.letters(frequent)

    def of(self, left: Codes, right: Codes, most: Singles) -> Numbers:
        """Return the likeness (or, of edits, the distance) of texts by their codes; none is not a number.

        `most` is what their letters promise. Beyond the bound it is 0 (or more than the bound).
        """
        found = np.full(len(left), 0.0 if self._similar else self.bound + 1)
        known = ~np.isnan(most)
        found[~known] = np.nan
        if self._left is self._right:
            equal = np.flatnonzero(left == right)
            equal = equal.compress(left.take(equal) >= 0)
            lengths = self._left.lengths.take(left.take(equal))
            found[equal] = lengths > 0 if self._similar else 0  # two empty texts are not alike
            known[equal] = False
        near = np.flatnonzero(known & (most >= self.bound - A_LITTLE if self._similar else most <= self.bound))
        if len(near):
            found[near] = self._exact(left.take(near), right.take(near))
        return found

    def most(self, one: Letters, other: Letters) -> Singles:
        """Return the most that the likeness can be by the letters (of edits, the fewest); unknown is not a number."""
        shared = np.bitwise_count(one.bits & other.bits) + np.minimum(one.besides, other.besides)
        if not self._similar:
            fewest: Singles = np.maximum(one.lengths, other.lengths) - shared.astype(np.float32)
            return fewest
        most: Singles = shared.astype(np.float32) * (one.shares + other.shares)
        most += np.float32(1 / 3)
        if self.name == "jaro_winkler_similarity":
            begin = _begin_alike(one.beginnings, other.beginnings)
            begin *= most > BOOSTED_ABOVE - A_LITTLE
            most += begin * np.float32(EACH) * (1 - most)
        return most

    def _exact(self, left: Codes, right: Codes) -> Numbers:
        if not self._similar:
            bound = self.bound if self.bound < np.inf else None
        elif self.name == "jaro_similarity" or self.bound <= BOOSTED_ABOVE:
            bound = max(self.bound - A_LITTLE, 0.0)
        else:
            bound = max(BOOSTED_ABOVE, (self.bound - EACH * MOST) / (1 - EACH * MOST)) - A_LITTLE
        one, other = self._left.objects[left], self._right.objects[right]
        made = np.asarray(cpdist(one, other, scorer=SCORERS[self.name], score_cutoff=bound, dtype=np.float64))
        return self._boosted(made, left, right) if self.name == "jaro_winkler_similarity" else made

    def _boosted(self, jaro: Numbers, left: Codes, right: Codes) -> Numbers:
        """Add what a common beginning adds, rounded once at the end, as DuckDB does: 0.92 is to be 0.92."""
        some = np.flatnonzero(jaro > BOOSTED_ABOVE)
        left, right, found = left[some], right[some], jaro[some]
        beginnings = self._left.beginnings.take(left), self._right.beginnings.take(right)
        shortest = np.minimum(self._left.lengths[left], self._right.lengths[right])
        begin = np.minimum(_begin_alike(*beginnings), shortest)
        jaro[some] = (np.longdouble(1) * (begin * EACH) * (1 - found) + found).astype(np.float64)
        return jaro


def _begin_alike(one: Begin, other: Begin) -> NDArray[np.uint8]:
    """Return how many of the first four bytes are the same before one differs."""
    unlike = one ^ other
    alike = np.bitwise_count(~unlike & (unlike - np.uint32(1)))  # the bits below the lowest that differs
    return alike >> np.uint8(3)
