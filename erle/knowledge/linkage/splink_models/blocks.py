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
from erle.knowledge.linkage.splink_models.pairs import Likenesses, Pairs

AT_ONCE = 65_536
"""About how many pairs are looked at together: what is worked out of them stays near the processor."""
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

    def keep(self, one: Codes, other: Codes) -> NDArray[np.bool_]:
        """Say which pairs are between files that are to be held against each other."""
        same: NDArray[np.bool_] = self.source[one] == self.source[other]
        return same if not self.between else ~same


@dataclass(frozen=True)
class Found:
    """What a block has: rows on the left, and for each the rows on the right from a place on, as many as it has."""

    number: int
    left: Codes
    right: Codes
    first: Codes
    many: Codes

    def parts(self) -> Iterator[tuple[int, int]]:
        """Yield ranges of places on the left that have about as many pairs as are looked at together."""
        total = np.cumsum(self.many, dtype=np.int64)
        begin = 0
        while begin < len(total):
            before = total[begin - 1] if begin else 0
            end = max(int(np.searchsorted(total, before + AT_ONCE, side="right")), begin + 1)
            yield begin, end
            begin = end

    def pairs(self, begin: int, end: int) -> tuple[Codes, Codes]:
        """Return the pairs of the rows on the left between two places, of each two rows the earlier one first."""
        many = self.many[begin:end]
        place = np.repeat(np.arange(end - begin), many)
        ends = np.cumsum(many, dtype=np.int64)
        offset = self.first[begin:end] - (ends - many)
        one = self.left[begin:end].take(place)
        other = self.right.take(offset.take(place) + np.arange(len(place)))
        if self.left is self.right:
            return one, other
        onwards = one < other
        return one.compress(onwards), other.compress(onwards)


class Blocks:
    """The pairs that a model's blocks have; no pair twice, and the earlier row of each first."""

    def __init__(self, blocks: Sequence[Block], columns: Columns, ways: Likenesses, files: Files) -> None:
        """Take what is needed; nothing is worked out yet."""
        self.blocks, self.columns, self.ways, self.files = blocks, columns, ways, files
        self.rows = len(files.source)
        self.shift = np.uint64(max(self.rows - 1, 1).bit_length())

    def find(self, number: int) -> Found:
        """Return what a block has."""
        same = self.blocks[number].same
        codes = [self.columns.of_rows(each.left, each.right) for each in same]
        left = self._sorted([one for one, _ in codes])
        if all(each.left == each.right for each in same):
            return self._within(number, left)
        return self._across(number, left, self._sorted([other for _, other in codes]))

    def pairs(self, found: Found, begin: int, end: int) -> Pairs:
        """Return the pairs of a range that the block really holds, and no block before it."""
        one, other = found.pairs(begin, end)
        if self.files.some_left_out:
            kept = self.files.keep(one, other)
            one, other = one[kept], other[kept]
        *earlier, here = self.blocks[: found.number + 1]
        pairs = Pairs(one, other, self.ways)
        pairs = pairs.only(_held(here, pairs))
        for block in earlier:
            pairs = pairs.only(~_held(block, pairs))
        return pairs

    def _sorted(self, columns: Sequence[Codes]) -> Whole:
        """Return a number for each row that knows them all: those of one hash together, the row's own at the end."""
        key = np.zeros(self.rows, dtype=np.uint64)
        known = np.ones(self.rows, dtype=bool)
        for codes in columns:
            key ^= codes.astype(np.uint64)
            key *= MULTIPLIER
            key ^= key >> np.uint64(29)
            known &= codes >= 0
        key *= MULTIPLIER
        key >>= self.shift
        key <<= self.shift
        key |= np.arange(self.rows, dtype=np.uint64)
        packed = key if known.all() else key.compress(known)
        packed.sort()
        return packed

    def _rows(self, packed: Whole) -> Codes:
        return (packed & ((np.uint64(1) << self.shift) - np.uint64(1))).astype(np.int32)

    def _within(self, number: int, packed: Whole) -> Found:
        """Return each row with those of the same hash that come after it."""
        again = np.zeros(len(packed) + 1, dtype=bool)
        again[1:-1] = (packed[1:] ^ packed[:-1]) >> self.shift == 0
        several = again[:-1] | again[1:]
        rows = self._rows(packed.compress(several))
        starts = np.flatnonzero(~again[:-1].compress(several))
        sizes = np.diff(np.append(starts, len(rows)))
        first = np.arange(1, len(rows) + 1, dtype=np.int32)
        return Found(number, rows, rows, first, np.repeat((starts + sizes).astype(np.int32), sizes) - first)

    def _across(self, number: int, left: Whole, right: Whole) -> Found:
        """Return each row on the left with those of the same hash on the right."""
        key, other_key = left >> self.shift, right >> self.shift
        first = np.searchsorted(other_key, key, side="left")
        many = np.searchsorted(other_key, key, side="right") - first
        some = np.flatnonzero(many)
        return Found(
            number,
            self._rows(left.take(some)),
            self._rows(right),
            first.take(some).astype(np.int32),
            many.take(some).astype(np.int32),
        )


def _held(block: Block, pairs: Pairs) -> NDArray[np.bool_]:
    """Say which pairs are of a block."""
    return pairs.all_hold((*block.same, *block.besides))
