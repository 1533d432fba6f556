"""Pairs of rows into levels of agreement, field by field: each pair of values is compared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.around import phones, relatives
from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Levels, Whole
from erle.knowledge.linkage.matching.comparing.dates import Dates
from erle.knowledge.linkage.matching.comparing.names import CLOSE, CROSSED, SWAPPED, prepare
from erle.knowledge.linkage.matching.comparing.texts import KINDS
from erle.knowledge.linkage.matching.fields import Kind

AT_ONCE = 500_000
"""Pairs whose values are held in memory together."""


class Vocabulary(Protocol):
    """A prepared vocabulary, of which pairs of different values can be compared."""

    def levels(self, one: Whole, other: Whole) -> Levels:
        """Return the level of each pair of different values, given by their numbers."""


PREPARED: Mapping[Kind, Callable[[Column], Vocabulary]] = {
    **KINDS, Kind.NAME: prepare, Kind.DATE: Dates, Kind.AROUND: relatives, Kind.NUMBERS: phones,
}  # fmt: skip
"""What prepares a column of each kind."""


@dataclass(frozen=True)
class Comparer:
    """All columns of the rows, prepared to be compared."""

    columns: tuple[Column, ...]
    vocabularies: tuple[Vocabulary, ...]
    surname_of: Whole
    """For each forename, the number of the same text among the surnames, or -1."""

    def patterns(self, one: Whole, other: Whole) -> Levels:
        """Return the levels of pairs of rows: (pairs, fields); many pairs are compared some at a time."""
        found = np.empty((len(one), len(self.columns)), dtype=np.int8, order="F")
        for start in range(0, len(one), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            found[part] = self._patterns(one[part], other[part])
        return found

    def _patterns(self, one: Whole, other: Whole) -> Levels:
        found = np.empty((len(one), len(self.columns)), dtype=np.int8, order="F")
        for place, (column, vocabulary) in enumerate(zip(self.columns, self.vocabularies, strict=True)):
            found[:, place] = _levels(vocabulary, len(column.values), column.codes[one], column.codes[other])
        if len(self.surname_of):
            self._mark_swapped(found, one, other)
        return found

    def _mark_swapped(self, found: Levels, one: Whole, other: Whole) -> None:
        """Say of names that changed places, both or one, that they did, in the forename; the surname tells no more."""
        forename, surname = self.place("forename"), self.place("surname")
        unlike = (found[:, forename] > CLOSE) | (found[:, forename] == UNKNOWN)
        worth = np.flatnonzero(unlike & ((found[:, surname] > CLOSE) | (found[:, surname] == UNKNOWN)))
        first, last = self.columns[forename].codes, self.columns[surname].codes
        left, right = one[worth], other[worth]
        there, back = (
            (self.surname_of[first[here]] == last[away]) & (first[here] >= 0) & (last[away] >= 0)
            for here, away in ((left, right), (right, left))
        )
        for rows, level in ((worth[there | back], CROSSED), (worth[there & back], SWAPPED)):
            found[rows, forename], found[rows, surname] = level, UNKNOWN

    def place(self, name: str) -> int:
        """Return which field has that name; `ValueError` where none has."""
        return [column.field.name for column in self.columns].index(name)


def comparer(columns: tuple[Column, ...]) -> Comparer:
    """Prepare the columns' vocabularies."""
    named = {column.field.name: column for column in columns}
    surname_of = np.empty(0, dtype=np.int64)
    if {"forename", "surname"} <= set(named):
        numbered = {value: code for code, value in enumerate(named["surname"].values)}
        surname_of = np.array([numbered.get(value, UNKNOWN) for value in named["forename"].values], dtype=np.int64)
    return Comparer(columns, tuple(PREPARED[column.field.kind](column) for column in columns), surname_of)


def _levels(vocabulary: Vocabulary, size: int, one: NDArray[np.int32], other: NDArray[np.int32]) -> Levels:
    found = np.full(len(one), UNKNOWN, dtype=np.int8)
    found[(one == other) & (one >= 0)] = 0
    unlike = np.flatnonzero((one != other) & (one >= 0) & (other >= 0))
    if len(unlike):
        low = np.minimum(one[unlike], other[unlike]).astype(np.int64)
        high = np.maximum(one[unlike], other[unlike]).astype(np.int64)
        pairs, back = np.unique(low * size + high, return_inverse=True)
        found[unlike] = vocabulary.levels(pairs // size, pairs % size)[back]
    return found
