"""Which pairs are weighed: those of any block, each once.

A block's rows are sorted by one number each, the hash of what must be the same above the row's own number, so that a
sort of whole numbers is all that finding them takes. What one hash brought together is looked at itself before it
counts, and a pair counts in the first block that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Codes, Columns
from erle.knowledge.linkage.splink_models.document import Block
from erle.knowledge.linkage.splink_models.layouts import LISTED_AT_ONCE, Layout, PairByPair, layouts
from erle.knowledge.linkage.splink_models.pairs import Flags, Pairs
from erle.knowledge.linkage.splink_models.rows import NOBODY, Likenesses, Rows
from erle.knowledge.linkage.splink_models.values import Value

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
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

    def keep(self, pairs: Pairs) -> Flags:
        """Say which pairs are between files that are to be held against each other."""
        same: Flags = self.source.take(pairs.one) == self.source.take(pairs.other)
        return same if not self.between else ~same


class Blocks:
    """The pairs that a model's blocks have; no pair twice, and the earlier row of each first."""

    def __init__(self, blocks: Sequence[Block], columns: Columns, ways: Likenesses, files: Files) -> None:
        """Take what is needed; nothing is worked out yet."""
        self.blocks, self.columns, self.ways, self.files = blocks, columns, ways, files
        self.rows = len(files.source)
        self.shift = np.uint64(max(self.rows - 1, 1).bit_length())

    def find(self, number: int) -> list[Layout]:
        """Return rows in layouts that together have all pairs of a block, and none twice."""
        same = self.blocks[number].same
        values, others = [each.left for each in same], [each.right for each in same]
        left = self._sorted(values, others, 0)
        if values == others:
            return list(self._within(left))
        return list(self._across(left, self._sorted(values, others, 1)))

    def pairs(self, layout: Layout) -> Iterator[Pairs]:
        """Yield all pairs of a layout, some at a time."""
        rows = Rows(layout.laid(), self.ways)
        for left, right in layout.places():
            yield Pairs(rows, left, right)

    def counted(self, number: int, pairs: Pairs) -> Flags:
        """Say which pairs are there, are really of the block, and of no block before it."""
        *earlier, here = self.blocks[: number + 1]
        counted = _held(here, pairs)
        counted &= pairs.other != NOBODY
        if self.files.some_left_out:
            counted &= self.files.keep(pairs)
        for block in earlier:
            counted &= ~_held(block, pairs)
        return counted

    def settled(self, number: int) -> frozenset[str]:
        """Return the columns that say the same of both rows of each pair of a block."""
        same = self.blocks[number].same
        return frozenset(each.left.column for each in same if each.left == each.right and not each.left.functions)

    def _sorted(self, values: Sequence[Value], others: Sequence[Value], side: int) -> Whole:
        """Return a number for each row that knows them all: those of one hash together, the row's own at the end."""
        tables = [self.columns.tables(*both)[side] for both in zip(values, others, strict=True)]
        columns = [self.columns.codes((values, others)[side][place].column) for place in range(len(values))]
        packed, many = np.empty(self.rows, dtype=np.uint64), 0
        for begin in range(0, self.rows, LISTED_AT_ONCE):
            some = [codes[begin : begin + LISTED_AT_ONCE] for codes in columns]
            told = [codes if table is None else table.take(codes) for table, codes in zip(tables, some, strict=True)]
            numbers = self._numbered(begin, told)
            packed[many : many + len(numbers)] = numbers
            many += len(numbers)
        packed = packed[:many]
        packed.sort()
        return packed

    def _numbered(self, begin: int, columns: Sequence[Codes]) -> Whole:
        key = np.zeros(len(columns[0]), dtype=np.uint64)
        known = np.ones(len(key), dtype=bool)
        for codes in columns:
            key ^= codes.astype(np.uint64)
            key *= MULTIPLIER
            key ^= key >> np.uint64(29)
            known &= codes >= 0
        key *= MULTIPLIER
        key >>= self.shift
        key <<= self.shift
        key |= np.arange(begin, begin + len(key), dtype=np.uint64)
        return key[known]

    def _rows(self, packed: Whole) -> Codes:
        return (packed & ((np.uint64(1) << self.shift) - np.uint64(1))).astype(np.int32)

    def _within(self, packed: Whole) -> Iterator[Layout]:
        """Lay the rows of the same hash out."""
        again = np.zeros(len(packed) + 1, dtype=bool)
        again[1:-1] = (packed[1:] ^ packed[:-1]) >> self.shift == 0
        several = again[:-1] | again[1:]
        rows = self._rows(packed.compress(several))
        starts = np.flatnonzero(~again[:-1].compress(several))
        return layouts(rows, starts, np.diff(np.append(starts, len(rows))))

    def _across(self, left: Whole, right: Whole) -> Iterator[Layout]:
        """Lay rows on the left and those of the same hash on the right out, pair by pair."""
        key, other_key = left >> self.shift, right >> self.shift
        first = np.searchsorted(other_key, key, side="left").astype(np.int32)
        many = np.searchsorted(other_key, key, side="right").astype(np.int32) - first
        some = np.flatnonzero(many)
        return PairByPair.of(self._rows(left.take(some)), self._rows(right), first.take(some), many.take(some))


def _held(block: Block, pairs: Pairs) -> Flags:
    """Say which pairs are of a block."""
    return pairs.all_hold((*block.same, *block.besides))
