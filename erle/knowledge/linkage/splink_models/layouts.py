"""Rows laid out so that the pairs of a block are told by two runs of places.

Blocks of about the same size stand side by side: first the first row of each, then the second of each, and so on. The
pairs of rows that stand so many places apart in their blocks are then two runs of places beside each other, of which
nothing has to be gathered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Codes, Run
from erle.knowledge.linkage.splink_models.rows import NOBODY

AT_ONCE, LISTED_AT_ONCE = 131_072, 65_536
"""About how many pairs are looked at together, and how many that are told one by one: what is worked out of them stays
near the processor, and does not take much memory."""
LARGE, FEWER, WORTH_IT = 8, 4, 4
"""Rows from which on a block is large; what part as many rows as pairs of such lie together; and how many times as many
pairs as are looked at together they must have, for laying them out to be worth it."""
ALIKE = 4
"""Blocks stand side by side that differ in size by one in so many at the most."""
FURTHER, PART = 8, 4
"""Places further apart that are told in one go at the most: so many, or what part of those that are left."""
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class SideBySide:
    """Blocks side by side: each row is a pair with all that come after it in its block."""

    rows: Codes
    """Those of all blocks."""
    starts: Counts
    sizes: Counts

    @classmethod
    def of(cls, rows: Codes, starts: Counts, sizes: Counts) -> Iterator[SideBySide]:
        """Take blocks that start at these places of the rows, and have so many; yield those of about the same size."""
        order = np.argsort(sizes, kind="stable")
        starts, sizes = starts.take(order), sizes.take(order)
        begin = 0
        while begin < len(sizes):
            most = int(sizes[begin]) + int(sizes[begin]) // ALIKE
            alike = int(np.searchsorted(sizes, most, side="right"))
            end = min(alike, begin + max(AT_ONCE // FEWER // most, 1))
            yield cls(rows, starts[begin:end], sizes[begin:end])
            begin = end

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return int((self.sizes * (self.sizes - 1) // 2).sum())

    def laid(self) -> Codes:
        """Return the rows in their order; smaller blocks leave places free at the end, and all do behind it."""
        tall, wide = int(self.sizes[-1]), len(self.sizes)
        laid = np.full((tall + _further(tall), wide), NOBODY, dtype=np.int32)
        place = np.arange(tall)[:, None]
        self.rows.take(self.starts + place, mode="clip", out=laid[:tall])
        laid[:tall][place >= self.sizes] = NOBODY
        return laid.ravel()

    def places(self) -> Iterator[tuple[Run, Run]]:
        """Yield runs of places on both sides: of rows that stand so far apart, and of some that stand further."""
        tall, wide, apart = int(self.sizes[-1]), len(self.sizes), 1
        while apart < tall:
            count = (tall - apart) * wide
            times = max(min(AT_ONCE // count, _further(tall - apart)), 1)
            for begin in range(0, count, AT_ONCE):
                some = min(AT_ONCE, count - begin)
                yield Run(begin, some, times), Run(begin + apart * wide, some, times, wide)
            apart += times


@dataclass(frozen=True)
class PairByPair:
    """Rows on the left, each of which is a pair with those on the right from a place on, as many as it has."""

    left: Codes
    right: Codes
    first: Codes
    many: Codes

    @classmethod
    def of(cls, left: Codes, right: Codes, first: Codes, many: Codes) -> Iterator[PairByPair]:
        """Yield some rows on the left at a time."""
        total = np.cumsum(many, dtype=np.int64)
        begin = 0
        while begin < len(total):
            before = total[begin - 1] if begin else 0
            end = max(int(np.searchsorted(total, before + LISTED_AT_ONCE, side="right")), begin + 1)
            yield cls(left[begin:end], right, first[begin:end], many[begin:end])
            begin = end

    @property
    def pairs(self) -> int:
        """How many pairs there are, those with the later row on the left included."""
        return int(self.many.sum(dtype=np.int64))

    def laid(self) -> Codes:
        """Return the rows pair by pair: all on the left, then all on the right; the earlier row of each on the left."""
        place = np.repeat(np.arange(len(self.many)), self.many)
        offset = self.first - (np.cumsum(self.many, dtype=np.int64) - self.many)
        one, other = self.left.take(place), self.right.take(offset.take(place) + np.arange(len(place)))
        onwards = one < other
        return np.concatenate((np.where(onwards, one, NOBODY), np.where(onwards, other, NOBODY)))

    def places(self) -> Iterator[tuple[Run, Run]]:
        """Yield runs of places of the left half and of the right one."""
        half = self.pairs
        for begin in range(0, half, LISTED_AT_ONCE):
            count = min(LISTED_AT_ONCE, half - begin)
            yield Run(begin, count), Run(half + begin, count)


Layout = SideBySide | PairByPair


def layouts(rows: Codes, starts: Counts, sizes: Counts) -> Iterator[Layout]:
    """Yield all pairs within blocks that start at these places of the rows, and have so many.

    Large blocks are laid out side by side, unless they are few; of the rest the pairs are told one by one.
    """
    large = sizes >= LARGE
    if int((sizes[large] * (sizes[large] - 1) // 2).sum()) < WORTH_IT * AT_ONCE:
        large[:] = False
    yield from SideBySide.of(rows, starts[large], sizes[large])
    small = ~large
    if small.any():
        several = sizes[small]
        some = rows if small.all() else rows.compress(np.repeat(small, sizes))
        first = np.arange(1, len(some) + 1, dtype=np.int32)
        ends = np.cumsum(several).astype(np.int32)
        yield from PairByPair.of(some, some, first, np.repeat(ends, several) - first)


def _further(left: int) -> int:
    """Return over how many places further apart rows are told in one go, of so many that are left."""
    return min(left, max(left // PART, FURTHER))
