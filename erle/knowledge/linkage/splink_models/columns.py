"""Rows as numbers: each column's values once, and for each row which of them it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from pyarrow import compute

from erle.knowledge.linkage.splink_models.values import Array, Value

Codes = NDArray[np.int32]
Numbers = NDArray[np.float64]
Singles = NDArray[np.float32]
Bits = NDArray[np.uint64]
Begin = NDArray[np.uint32]
UNKNOWN = -1
LETTERS = 64
"""Bytes of a column that have a bit of their own: the most frequent."""
BEGIN = 4
"""Bytes of a text that are its beginning (Winkler's)."""


@dataclass(frozen=True)
class Run:
    """So many places beside each other, told over several times, each time so many places further on."""

    start: int
    count: int
    times: int = 1
    on: int = 0

    def listed(self, which: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the places of some, by where they are told."""
        if self.times == 1:
            return which + self.start
        time, place = np.divmod(which, self.count)
        return time * self.on + place + self.start


Places = Run | NDArray[np.intp] | Codes
"""Some rows or texts, by where they lie."""


@dataclass(frozen=True)
class Coded:
    """Different values (in any order), and of each row the place of its own, or -1."""

    values: Array
    codes: Codes


def coded(column: Any) -> Coded:
    """Return a column of Arrow's texts by its different values."""
    by_value = column.dictionary_encode()
    whole = by_value.combine_chunks() if isinstance(by_value, pyarrow.ChunkedArray) else by_value
    codes = whole.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False)
    return Coded(whole.dictionary, codes.astype(np.int32, copy=False))


@dataclass(frozen=True)
class Letters:
    """Of each text the bits of its letters, how many of its bytes have none, or come again, and what is told by size.

    Two texts share at most as many bytes as they share bits, and as the one that has fewer has bytes besides. In the
    last place, -1 from behind, stands the unknown text, of which nothing that is told by size is a number.
    """

    bits: Bits
    besides: NDArray[Any]
    lengths: Singles
    shares: Singles
    """A third of what share of a text one byte is; nought of an empty one."""
    beginnings: Begin
    """The first bytes as one number, the first lowest; 0 where the text is shorter, or unknown."""

    def only(self, places: Places) -> Letters:
        """Return those at the places; of a run nothing is copied."""
        each = (self.bits, self.besides, self.lengths, self.shares, self.beginnings)
        return Letters(*(picked(one, places) for one in each))


def picked(laid: NDArray[Any], places: Places) -> Any:
    """Return what lies at the places; of a run nothing is copied, and it has a row for each time."""
    if isinstance(places, Run):
        step = laid.strides[0]
        shape, strides = (places.times, places.count), (places.on * step, step)
        return as_strided(laid[places.start :], shape, strides, writeable=False)
    return laid.take(places)


class Texts:
    """Different texts as bytes."""

    def __init__(self, values: Array) -> None:
        """Take the bytes as they lie in memory."""
        self._binary = compute.cast(values, pyarrow.binary())
        self.lengths: Codes = compute.binary_length(self._binary).to_numpy(zero_copy_only=False).astype(np.int32)
        self._starts = np.cumsum(self.lengths) - self.lengths
        _, offsets, texts = self._binary.buffers()
        begin = int(np.frombuffer(offsets, dtype=np.int32)[self._binary.offset]) if len(values) else 0
        whole = np.frombuffer(texts or b"", dtype=np.uint8)
        self.flat = whole[begin : begin + int(self.lengths.sum())]

    @cached_property
    def objects(self) -> NDArray[np.object_]:
        """Each text as Python's bytes."""
        made: NDArray[np.object_] = self._binary.to_numpy(zero_copy_only=False)
        return made

    @cached_property
    def beginnings(self) -> Begin:
        """The first four bytes of each text as one number, the first lowest; 0 where it is shorter, or unknown."""
        found = np.zeros(len(self.lengths) + 1, dtype=np.uint32)
        for place in range(BEGIN):
            has = np.flatnonzero(self.lengths > place)
            found[has] |= self.flat[self._starts[has] + place].astype(np.uint32) << np.uint32(8 * place)
        return found

    def letters(self, frequent: NDArray[np.uint8]) -> Letters:
        """Return the letters of each text, by the bytes that have bits."""
        shifts = np.zeros(256, dtype=np.uint64)
        shifts[frequent] = np.uint64(1) << np.arange(len(frequent), dtype=np.uint64)
        bits, some = np.zeros(len(self.lengths) + 1, dtype=np.uint64), np.flatnonzero(self.lengths)
        if len(some):
            bits[some] = np.bitwise_or.reduceat(shifts[self.flat], self._starts[some])
        besides = np.append(self.lengths, np.int32(0)) - np.bitwise_count(bits).astype(np.int32)
        lengths = np.append(self.lengths, np.nan).astype(np.float32)
        shares = np.where(lengths == 0, 0, 1 / np.maximum(lengths, 1) / 3).astype(np.float32)
        small = besides.max() <= np.iinfo(np.uint8).max - LETTERS
        return Letters(bits, besides.astype(np.uint8 if small else np.int32), lengths, shares, self.beginnings)


class Columns:
    """A table's columns, and what a model's functions make of them, each worked out once for each different value.

    A row has the code of its value alone: what is made of the value stands in tables by that code, the last place of
    which, -1 from behind, is the unknown value's.
    """

    def __init__(self, columns: Mapping[str, Coded]) -> None:
        """Take the columns; nothing is made of them yet."""
        self._columns = columns
        self._made: dict[Value, Coded] = {}
        self._tables: dict[tuple[Value, Value], tuple[Codes, Codes]] = {}
        self._texts: dict[Value, Texts] = {}
        self._numbers: dict[Value, Numbers] = {}

    def codes(self, column: str) -> Codes:
        """Return of each row the code of its value."""
        return self._columns[column].codes

    def different(self, column: str) -> int:
        """Return how many different values a column has."""
        return len(self._columns[column].values)

    def table(self, value: Value) -> Codes | None:
        """Return by the column's codes those of what is made of it; none if it is taken as it stands."""
        return np.append(self._values(value).codes, np.int32(UNKNOWN)) if value.functions else None

    def tables(self, left: Value, right: Value) -> tuple[Codes | None, Codes | None]:
        """Return for both sides, by their columns' codes, codes that are the same where what is made is the same."""
        if left == right and not left.functions:
            return None, None
        if (left, right) not in self._tables:
            one, other = self._values(left), self._values(right)
            both = coded(pyarrow.chunked_array([one.values, other.values]))
            told = np.split(both.codes, [len(one.values)])
            self._tables[left, right] = (_table(told[0], one.codes), _table(told[1], other.codes))
        return self._tables[left, right]

    def texts(self, value: Value) -> Texts:
        """Return the different texts as bytes, in the order of their codes."""
        if value not in self._texts:
            self._texts[value] = Texts(self._values(value).values)
        return self._texts[value]

    def numbers(self, value: Value) -> Numbers:
        """Return the number made of each value of the column, in the order of its codes; unknown is not a number."""
        if value not in self._numbers:
            made = compute.cast(value.of(self._columns[value.column].values), pyarrow.float64())
            self._numbers[value] = np.append(made.to_numpy(zero_copy_only=False), np.nan)
        return self._numbers[value]

    def frequencies(self, column: str) -> Numbers:
        """Return what share of known rows has each value, in the order of its codes; unknown is not a number."""
        held = self._columns[column]
        counts = np.bincount(held.codes + 1, minlength=len(held.values) + 1)[1:]
        return np.append(counts / max(int(counts.sum()), 1), np.nan)

    def _values(self, value: Value) -> Coded:
        """Return the different things that are made of the column, and by the column's codes which they are."""
        if value not in self._made:
            values = self._columns[value.column].values
            whole = Coded(values, np.arange(len(values), dtype=np.int32))
            self._made[value] = coded(value.of(values)) if value.functions else whole
        return self._made[value]


def _table(told: Codes, codes: Codes) -> Codes:
    """Return for each code what is told of it, the unknown value's last."""
    known = np.append(told, np.int32(UNKNOWN))
    return np.append(known[codes], np.int32(UNKNOWN))


def most_frequent(*texts: Texts) -> NDArray[np.uint8]:
    """Return the bytes that get bits of their own."""
    counted = sum((np.bincount(each.flat, minlength=256) for each in texts), np.zeros(256, dtype=np.int64))
    order = np.argsort(-counted, kind="stable")[:LETTERS]
    return order[counted[order] > 0].astype(np.uint8)
