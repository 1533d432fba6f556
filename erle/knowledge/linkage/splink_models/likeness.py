"""How like two texts are, for many pairs at once: those that cannot reach the bound are told by their letters alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, Jaro, Levenshtein
from rapidfuzz.process import cpdist

from erle.knowledge.linkage.splink_models.columns import Codes, Columns, Numbers, most_frequent
from erle.knowledge.linkage.splink_models.values import Value

SCORERS: dict[str, Any] = {
    "jaro_winkler_similarity": Jaro.similarity,
    "jaro_similarity": Jaro.similarity,
    "levenshtein": Levenshtein.distance,
    "damerau_levenshtein": DamerauLevenshtein.distance,
}
EACH, MOST, BOOSTED_ABOVE = 0.1, 4, 0.7
"""What each byte of a common beginning adds of what is missing to 1, how many do, from what likeness on (Winkler)."""
A_LITTLE = 1e-9


class Likeness:
    """One way of likeness of two values, down to the loosest bound that the model asks of it."""

    def __init__(self, name: str, left: Value, right: Value, bound: float, columns: Columns) -> None:
        """Work out the letters of all texts."""
        self.name, self.bound = name, bound
        self._similar = name.startswith("jaro")
        self._left, self._right = columns.texts(left), columns.texts(right)
        frequent = most_frequent(self._left, self._right)
        self._letters = (self._left.letters(frequent), self._right.letters(frequent))

    def of(self, left: Codes, right: Codes) -> Numbers:
        """Return the likeness (or, of edits, the distance) of texts by their codes; none is not a number.

        Beyond the bound it is 0 (or more than the bound).
        """
        found = np.full(len(left), 0.0 if self._similar else self.bound + 1)
        known = (left >= 0) & (right >= 0)
        found[~known] = np.nan
        if self._left is self._right:
            equal = known & (left == right)
            found[equal] = self._left.lengths[left[equal]] > 0 if self._similar else 0  # two empty texts are not alike
            known &= ~equal
        near = np.flatnonzero(known)
        most = self.most(left[near], right[near])
        near = near[most >= self.bound - A_LITTLE if self._similar else most <= self.bound]
        if len(near):
            found[near] = self._exact(left[near], right[near])
        return found

    def most(self, left: Codes, right: Codes) -> Numbers:
        """Return the most that the likeness can be by the letters (of edits, the fewest); unknown is not a number."""
        one, other = self._letters
        shared = np.bitwise_count(one.bits.take(left) & other.bits.take(right)).astype(np.int32)
        shared += np.minimum(one.besides.take(left), other.besides.take(right))
        if not self._similar:
            fewest: Numbers = np.maximum(one.lengths.take(left), other.lengths.take(right)) - shared
            return fewest
        most: Numbers = (shared * (one.shares.take(left) + other.shares.take(right)) + 1) / 3
        if self.name == "jaro_winkler_similarity":
            begin = self._begin_alike(left, right) * (most > BOOSTED_ABOVE - A_LITTLE)
            most += EACH * begin * (1 - most)
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
        shortest = np.minimum(self._left.lengths[left], self._right.lengths[right])
        begin = np.minimum(self._begin_alike(left, right), shortest)
        jaro[some] = (np.longdouble(1) * (begin * EACH) * (1 - found) + found).astype(np.float64)
        return jaro

    def _begin_alike(self, left: Codes, right: Codes) -> NDArray[np.uint8]:
        """Return how many of the first four bytes are the same before one differs."""
        unlike = self._left.beginnings.take(left) ^ self._right.beginnings.take(right)
        alike = np.bitwise_count(~unlike & (unlike - np.uint32(1)))  # the bits below the lowest that differs
        return alike >> np.uint8(3)
