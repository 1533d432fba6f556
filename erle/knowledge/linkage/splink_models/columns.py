"""Rows as numbers: each column's values once, and for each row which of them it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow
from numpy.typing import NDArray
from pyarrow import compute

from erle.knowledge.linkage.splink_models.values import Array, Value

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]
Bits = NDArray[np.uint64]
Begin = NDArray[np.uint32]
UNKNOWN = -1
AT_ONCE = 65_536
LETTERS = 64
"""Bytes of a column that have a bit of their own: the most frequent."""


@dataclass(frozen=True)
class Coded:
    """Different values (in any order), and of each row the place of its own, or -1."""

    values: Array
    codes: Codes


def coded(column: Any) -> Coded:
    """Return a column of Arrow's texts by its different values."""
    whole = column.combine_chunks() if isinstance(column, pyarrow.ChunkedArray) else column
    by_value = whole.dictionary_encode()
    codes = by_value.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)
    return Coded(by_value.dictionary, codes.astype(np.int32, copy=False))


@dataclass(frozen=True)
class Letters:
    """Of each text the bits of its letters, and how many of its bytes have none, or come again.

    Two texts share at most as many bytes as they share bits, and as the one that has fewer has bytes besides.
    """

    bits: Bits
    besides: Codes


class Texts:
    """Different texts as bytes."""

    def __init__(self, values: Array) -> None:
        """Take the bytes as they lie in memory."""
        binary = compute.cast(values, pyarrow.binary())
        self.lengths: Codes = compute.binary_length(binary).to_numpy(zero_copy_only=False).astype(np.int32)
        self.objects: NDArray[np.object_] = binary.to_numpy(zero_copy_only=False)
        self.flat = np.frombuffer(b"".join(self.objects.tolist()), dtype=np.uint8)

    @cached_property
    def beginnings(self) -> Begin:
        """The first four bytes of each text as one number, the first of them lowest; 0 where it is shorter."""
        first = b"".join(text[:4].ljust(4, b"\0") for text in self.objects.tolist())
        return np.frombuffer(first, dtype="<u4").astype(np.uint32, copy=False)

    def letters(self, frequent: NDArray[np.uint8]) -> Letters:
        """Return the letters of each text, by the bytes that have bits."""
        shifts = np.zeros(256, dtype=np.uint64)
        shifts[frequent] = np.uint64(1) << np.arange(len(frequent), dtype=np.uint64)
        bits, some = np.zeros(len(self.objects), dtype=np.uint64), self.lengths > 0
        starts = np.cumsum(self.lengths) - self.lengths
        if some.any():
            bits[some] = np.bitwise_or.reduceat(shifts[self.flat], starts[some])
        return Letters(bits, self.lengths - np.bitwise_count(bits).astype(np.int32))


class Columns:
    """A table's columns, and what a model's functions make of them, each worked out once for each different value.

    What is compared stands side by side for each row, so that a pair of rows is two looks into memory, not dozens:
    first every value is named (`place`, `places`) and blocks are found, then `rows` is made of them.
    """

    def __init__(self, columns: dict[str, Coded]) -> None:
        """Take the columns; nothing is made of them yet."""
        self._values = {Value(name): column for name, column in columns.items()}
        self._places: dict[tuple[Value, ...], int] = {}
        self._codes: list[Codes] = []
        self._texts: dict[Value, Texts] = {}
        self._numbers: dict[Value, Numbers] = {}
        self.order: Codes = np.arange(max(map(_rows_of, columns.values()), default=0), dtype=np.int32)
        """Which row of the file stands at each place."""

    def arrange(self, order: Codes) -> None:
        """Put the rows into another order, so that those that are compared with each other stand near each other."""
        self.order = order
        for place, codes in enumerate(self._codes):
            self._codes[place] = codes[order]

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """The codes of all that was named (rows, places), the rows in their order here."""
        made = np.empty((len(self.order), len(self._codes)), dtype=np.int32)
        for start in range(0, len(made), AT_ONCE):
            for place, codes in enumerate(self._codes):
                made[start : start + AT_ONCE, place] = codes[start : start + AT_ONCE]
        self._codes.clear()
        return made

    def codes(self, place: int) -> Codes:
        """Return the codes that stand at a place, of each row; not once `rows` is made."""
        return self._codes[place]

    def values(self, value: Value) -> Coded:
        """Return the different things that are made of the column, and of each row which it has."""
        if value not in self._values:
            column = self._values[Value(value.column)]
            made = coded(value.of(column.values))
            self._values[value] = Coded(made.values, _looked_up(made.codes, column.codes))
        return self._values[value]

    def place(self, value: Value) -> int:
        """Return where the codes of a value stand."""
        return self._placed((value,), lambda: self.values(value).codes)

    def places(self, left: Value, right: Value) -> tuple[int, int]:
        """Return where codes of both stand that are the same where the values are."""
        if left == right:
            return self.place(left), self.place(left)
        if (left, right) not in self._places:
            one, other = self.values(left), self.values(right)
            both = coded(pyarrow.chunked_array([one.values, other.values]))
            told = np.split(both.codes, [len(one.values)])
            self._placed((left, right), lambda: _looked_up(told[0], one.codes))
            self._placed((left, right, right), lambda: _looked_up(told[1], other.codes))
        return self._places[left, right], self._places[left, right, right]

    def texts(self, value: Value) -> Texts:
        """Return the different texts as bytes, in the order of their codes."""
        if value not in self._texts:
            self._texts[value] = Texts(self.values(value).values)
        return self._texts[value]

    def numbers(self, value: Value) -> Numbers:
        """Return the number made of each value of the column, in the order of its codes; unknown is not a number."""
        if value not in self._numbers:
            made = compute.cast(value.of(self._values[Value(value.column)].values), pyarrow.float64())
            self._numbers[value] = np.append(made.to_numpy(zero_copy_only=False), np.nan)
        return self._numbers[value]

    def frequencies(self, column: str) -> Numbers:
        """Return what share of known rows has each value, in the order of its codes; unknown is not a number."""
        held = self._values[Value(column)]
        known = held.codes[held.codes != UNKNOWN]
        return np.append(np.bincount(known, minlength=len(held.values)) / max(len(known), 1), np.nan)

    def _placed(self, key: tuple[Value, ...], codes: Callable[[], Codes]) -> int:
        if key not in self._places:
            self._places[key] = len(self._places)
            self._codes.append(codes())
        return self._places[key]


def _rows_of(column: Coded) -> int:
    return len(column.codes)


def _looked_up(told: Codes, codes: Codes) -> Codes:
    """Return for each code what is told of it; of the unknown one, -1, the last place from behind, unknown."""
    found: Codes = np.append(told, np.int32(UNKNOWN))[codes]
    return found


def most_frequent(*texts: Texts) -> NDArray[np.uint8]:
    """Return the bytes that get bits of their own."""
    counted = sum((np.bincount(each.flat, minlength=256) for each in texts), np.zeros(256, dtype=np.int64))
    order = np.argsort(-counted, kind="stable")[:LETTERS]
    return order[counted[order] > 0].astype(np.uint8)
