"""Levels of agreement of two names that are not the same, worked out for a vocabulary at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Levels, Whole, numbers_of
from erle.knowledge.linkage.matching.comparing.levels import place_of
from erle.knowledge.linkage.matching.comparing.likeness import distances, likenesses
from erle.knowledge.linkage.matching.fields import Kind
from erle.knowledge.linkage.matching.normal.names import short_names, spelling, stem
from erle.knowledge.linkage.matching.sets import among

SPELLING, SHORT, CLOSE, PART, SIMILAR, INITIAL, SWAPPED, CROSSED, LOOSE, DIFFERENT = (
    place_of(Kind.NAME, name)
    for name in (
        "spelling", "short", "close", "part", "similar", "initial", "swapped", "crossed", "loose", "different",
    )
)  # fmt: skip
NEARLY, ALIKE, SOMEWHAT = 0.92, 0.82, 0.70
"""Jaro-Winkler similarities."""
SHORTEST_CLOSE, SHORTEST_WORD, MOST_PARTS = 4, 3, 4


@dataclass(frozen=True)
class Names:
    """A vocabulary of names, prepared: numbers of spellings, initials, words; pairs that are short for one another."""

    values: NDArray[np.object_]
    spellings: Whole
    initials: Whole
    lengths: Whole
    parts: Whole
    short: Whole

    def levels(self, one: Whole, other: Whole) -> Levels:
        """Return the level of each pair of different names, given by their numbers in the vocabulary."""
        left, right = self.values[one], self.values[other]
        likeness = likenesses(left, right, JaroWinkler.normalized_similarity, SOMEWHAT)
        apart = distances(left, right, OSA.distance, 1)
        shorter = np.minimum(self.lengths[one], self.lengths[other])
        found = np.full(len(one), DIFFERENT, dtype=np.int8)
        letter = (shorter == 1) & (self.initials[one] == self.initials[other])
        found[likeness >= SOMEWHAT] = LOOSE
        found[likeness >= ALIKE] = SIMILAR
        found[letter] = INITIAL
        found[self._share_a_part(one, other)] = PART
        found[(likeness >= NEARLY) & (shorter > 1) | (apart <= 1) & (shorter >= SHORTEST_CLOSE)] = CLOSE
        found[among(one * len(self.values) + other, self.short)] = SHORT
        found[self.spellings[one] == self.spellings[other]] = SPELLING
        return found

    def _share_a_part(self, one: Whole, other: Whole) -> NDArray[np.bool_]:
        left, right = self.parts[one][:, :, None], self.parts[other][:, None, :]
        shared: NDArray[np.bool_] = ((left == right) & (left != UNKNOWN)).any(axis=(1, 2))
        return shared


def prepare(column: Column) -> Names:
    """Prepare a column's vocabulary; surnames are spelt one way for women and men, forenames have short forms."""
    surname = column.field.name == "surname"
    values = np.array([*column.values, ""], dtype=object)[:-1]
    alike = [(stem if surname else spelling)(value) for value in column.values]
    return Names(
        values=values,
        spellings=numbers_of(alike),
        initials=numbers_of(value[0] for value in column.values),
        lengths=np.array([len(value) for value in column.values], dtype=np.int64),
        parts=_parts(column),
        short=np.empty(0, dtype=np.int64) if surname else _short(column),
    )


def _parts(column: Column) -> Whole:
    """Return the numbers of each name's words, where it has several or others have; (values, words)."""
    words = [[word for word in value.split() if len(word) >= SHORTEST_WORD][:MOST_PARTS] for value in column.values]
    numbered: dict[str, int] = {}
    parts = np.full((len(words), MOST_PARTS), UNKNOWN, dtype=np.int64)
    for row, each in enumerate(words):
        parts[row, : len(each)] = [numbered.setdefault(word, len(numbered)) for word in each]
    return parts


def _short(column: Column) -> Whole:
    """Return the pairs of names that may be short for one another, each as one number, both ways round."""
    size, numbered = len(column.values), {value: code for code, value in enumerate(column.values)}
    pairs = [
        (code, numbered[name]) for value, code in numbered.items() for name in short_names(value) if name in numbered
    ]
    both = {one * size + other for pair in pairs for one, other in (pair, pair[::-1])}
    return np.array(sorted(both), dtype=np.int64)
