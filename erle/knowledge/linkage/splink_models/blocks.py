"""Which pairs are weighed: those of any block, each once.

A block's rows are sorted by one number each, the hash of what must be the same above the row's own number, so that a
sort of whole numbers is all that finding them takes. What one hash brought together is looked at itself before it
counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Codes, Columns
from erle.knowledge.linkage.splink_models.document import Block
from erle.knowledge.linkage.splink_models.pairs import Likenesses, Pairs, Rows

AT_ONCE = 250_000
"""About how many pairs are looked at together: what is worked out of them stays near the processor."""
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
HALF = np.uint64(32)
Whole = NDArray[np.uint64]


@dataclass(frozen=True)
class Files:
    """Of each row the file that it is from, in order; whether pairs within a file, and between files, are looked at."""

    source: Codes
    within: bool
    between: bool

    @property
    def some_left_out(self) -> bool:
        """Whether any pair is not looked at for the files that it is of."""
        one_file = bool((self.source[:1] == self.source[-1:]).all())
        return not (self.within and (self.between or one_file))

    def keep(self, one: Codes, other: Codes) -> NDArray[np.bool_]:
        """Say which pairs are between files that are to be held against each other."""
        same: NDArray[np.bool_] = self.source[one] == self.source[other]
        return same if not self.between else ~same


@dataclass(frozen=True)
class Found:
    """What a block has: left rows in their order, and for each the right rows from a place on, as many as it has."""

    left: Codes
    right: Codes
    first: Rows
    many: Rows

    def pairs(self, begin: int, end: int) -> tuple[Codes, Codes]:
        """Return the pairs of the left rows between two, of each two rows the one way round alone."""
        part = slice(*np.searchsorted(self.left, (begin, end)))
        many, first = self.many[part], self.first[part]
        offsets = np.arange(int(many.sum())) + np.repeat(first - (np.cumsum(many) - many), many)
        one, other = np.repeat(self.left[part], many), self.right[offsets]
        onwards = one < other
        return one[onwards], other[onwards]


class Blocks:
    """The pairs that a model's blocks have; no pair twice, and the earlier row of each first."""

    def __init__(self, blocks: Sequence[Block], columns: Columns, ways: Likenesses, files: Files) -> None:
        """Take what is needed; nothing is worked out yet."""
        self.blocks, self.columns, self.ways, self.files = blocks, columns, ways, files
        self.rows = len(files.source)
        self.shift = np.uint64(max(self.rows - 1, 1).bit_length())

    def order(self) -> Codes:
        """Return the rows in the order of the first block, then those that it knows nothing of."""
        places = [self.columns.places(each.left, each.right)[0] for each in self.blocks[0].same]
        rows = self._rows(self._sorted(places))
        rest = np.ones(self.rows, dtype=bool)
        rest[rows] = False
        return np.concatenate((rows, np.flatnonzero(rest).astype(np.int32)))

    def find(self, block: Block) -> list[Found]:
        """Return what a block has, and where its two sides differ, what it has the other way round."""
        places = [self.columns.places(each.left, each.right) for each in block.same]
        left = self._sorted([place for place, _ in places])
        if all(each.left == each.right for each in block.same):
            return [self._within(left)]
        right = self._sorted([place for _, place in places])
        return [self._across(left, right), self._across(right, left)]

    def parts(self, found: Sequence[Found]) -> Iterator[tuple[int, int]]:
        """Yield ranges of left rows that have about as many pairs as are looked at together."""
        each = np.zeros(self.rows, dtype=np.int64)
        for one in found:
            each[one.left] += one.many
        total = np.cumsum(each)
        begin = 0
        while begin < self.rows:
            before = total[begin - 1] if begin else 0
            end = max(int(np.searchsorted(total, before + AT_ONCE, side="right")), begin + 1)
            yield begin, end
            begin = end

    def pairs(self, found: Sequence[Found], begin: int, end: int) -> Pairs:
        """Return the pairs of the left rows between two that any block really holds, the file's earlier row first."""
        told = [each.pairs(begin, end) for each in found]
        packed = np.concatenate([one.astype(np.uint64) << HALF | other.astype(np.uint64) for one, other in told])
        packed.sort()
        packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
        one, other = (packed >> HALF).astype(np.int32), packed.astype(np.uint32).astype(np.int32)
        order = self.columns.order
        swapped = order[one] > order[other]
        one, other = np.where(swapped, other, one), np.where(swapped, one, other)
        if self.files.some_left_out:
            kept = self.files.keep(order[one], order[other])
            one, other = one[kept], other[kept]
        pairs = Pairs(one, other, self.ways)
        return pairs.only(self._held(pairs))

    def _held(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Say which pairs are of any block."""
        held, left = np.zeros(len(pairs.one), dtype=bool), np.arange(len(pairs.one))
        for block in self.blocks:
            has = left
            for condition in (*block.same, *block.besides):
                has = has[pairs.holds(condition, has)]
            held[has] = True
            left = left[~held[left]]
        return held

    def _sorted(self, places: Sequence[int]) -> Whole:
        """Return a number for each row that knows them all: those of one hash together, the row's own at the end."""
        key = np.zeros(self.rows, dtype=np.uint64)
        known = np.ones(self.rows, dtype=bool)
        for place in places:
            codes = self.columns.codes(place)
            key ^= codes.astype(np.uint64)
            key *= MULTIPLIER
            key ^= key >> np.uint64(29)
            known &= codes >= 0
        key *= MULTIPLIER
        key >>= self.shift
        key <<= self.shift
        key |= np.arange(self.rows, dtype=np.uint64)
        packed = key if known.all() else key[known]
        packed.sort()
        return packed

    def _rows(self, packed: Whole) -> Codes:
        return (packed & ((np.uint64(1) << self.shift) - np.uint64(1))).astype(np.int32)

    def _within(self, packed: Whole) -> Found:
        """Return each row with those of the same hash that come after it."""
        again = np.zeros(len(packed) + 1, dtype=bool)
        again[1:-1] = (packed[1:] ^ packed[:-1]) >> self.shift == 0
        several = again[:-1] | again[1:]
        rows, starts = self._rows(packed[several]), np.flatnonzero(~again[:-1][several])
        sizes = np.diff(np.append(starts, len(rows)))
        first = np.arange(1, len(rows) + 1)
        return _by_row(rows, rows, first, np.repeat(starts + sizes, sizes) - first)

    def _across(self, left: Whole, right: Whole) -> Found:
        """Return each row on the left with those of the same hash on the right."""
        key, other_key = left >> self.shift, right >> self.shift
        first = np.searchsorted(other_key, key, side="left")
        many = np.searchsorted(other_key, key, side="right") - first
        return _by_row(self._rows(left), self._rows(right), first, many)


def _by_row(left: Codes, right: Codes, first: Rows, many: Rows) -> Found:
    """Return it with the left rows in their order, those that have none left out."""
    some = np.flatnonzero(many)
    order = np.sort(left[some].astype(np.uint64) << HALF | some.astype(np.uint64)).astype(np.uint32)
    return Found(left[order], right, first[order], many[order])
