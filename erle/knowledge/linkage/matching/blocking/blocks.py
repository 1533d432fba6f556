"""Blocks of rows that share a key, none of them over-full, and the pairs of rows in them."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.blocking.keys import Marks, key_marks, key_names, key_parts
from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.records import Records
from erle.knowledge.linkage.matching.sets import distinct

FULLEST = 24
"""Rows of a block; a fuller one is parted by the key's next field, so that pairs grow as the rows do."""
LARGEST = 8 * FULLEST
"""Rows of a block that no reference holds to be over-full; a still fuller one is parted all the same."""

OverFull = Callable[[int, Whole, Whole], NDArray[np.bool_]]
"""Says of rows whether their block is over-full, from how many parts made it, the rows, and their blocks' sizes."""


@dataclass(frozen=True)
class Candidates:
    """The pairs to be compared, `one` before `other`; `left_out`: rows of blocks that stayed over-full, by key."""

    one: Whole
    other: Whole
    left_out: dict[str, int]

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.one)


def candidates(
    records: Records, *, names: Iterable[str] | None = None, fullest: int = FULLEST, full: Marks | None = None
) -> Candidates:
    """Return each pair that shares a key once; at most `fullest` / 2 pairs for each row and key.

    By `full`, the marks of the blocks that are over-full, in order, the pairs of two rows hang on these two alone,
    and not on how many others share their keys today; at most `LARGEST` / 2 for each row and key.
    """
    names = list(key_names(records.columns) if names is None else names)
    marks = dict(key_marks(records.columns, names)) if full is not None else {}
    size, left_out = len(records), {}
    numbered: list[Whole] = []
    for name, parts in key_parts(records.columns, names):
        by_count = _fuller_than(fullest)
        found, over = _pairs(parts, by_count if full is None else _among(full, marks.pop(name)))
        numbered.append(found[:, 0] * size + found[:, 1])
        if over:
            left_out[name] = over
    pairs = distinct(np.concatenate(numbered)) if numbered else np.empty(0, dtype=np.int64)
    one, other = pairs // max(size, 1), pairs % max(size, 1)
    may = records.comparable(one, other)
    return Candidates(one[may], other[may], left_out)


def full_blocks(records: Records, *, names: Iterable[str] | None = None, fullest: int = FULLEST) -> Marks:
    """Return the marks of the blocks that are over-full by these rows, in order."""
    names = list(key_names(records.columns) if names is None else names)
    marks = dict(key_marks(records.columns, names))
    found = [np.empty(0, dtype=np.uint64)]
    for name, parts in key_parts(records.columns, names):
        noted, by_count = marks.pop(name), _fuller_than(fullest)
        for depth, rows, _, over in _blocks(parts, by_count):
            found.append(noted[depth][rows[over]])
    return np.unique(np.concatenate(found))


def _fuller_than(fullest: int) -> OverFull:
    return lambda depth, rows, sizes: sizes > fullest


def _among(full: Marks, marks: list[Marks]) -> OverFull:
    def over(depth: int, rows: Whole, sizes: Whole) -> NDArray[np.bool_]:
        mine = marks[depth][rows]
        places = np.searchsorted(full, mine)
        known: NDArray[np.bool_] = np.append(full, np.uint64(0))[places] == mine
        too_large: NDArray[np.bool_] = sizes > LARGEST
        return np.logical_or(too_large, np.logical_and(known, places < len(full)))

    return over


def _pairs(parts: list[Whole], over_full: OverFull) -> tuple[Whole, int]:
    """Return pairs of rows (pairs, 2), and how many rows are in blocks that no further part of the key divides."""
    found, left = [np.empty((0, 2), dtype=np.int64)], 0
    for _, rows, block, over in _blocks(parts, over_full):
        found.append(pairs_within(rows[~over], block[~over]))
        left = int(np.count_nonzero(over))
    return np.concatenate(found), left


def _blocks(
    parts: list[Whole], over_full: OverFull
) -> Generator[tuple[int, Whole, Whole, NDArray[np.bool_]], None, None]:
    """Yield, for one part and more, the rows that are still to be parted, their blocks, and which are over-full."""
    rows = np.flatnonzero(parts[0] >= 0)
    block = np.zeros(len(rows), dtype=np.int64)
    for depth, part in enumerate(parts):
        known = part[rows] >= 0
        rows, block = rows[known], block[known]
        _, block, sizes = np.unique(
            block * (int(part.max(initial=0)) + 1) + part[rows], return_inverse=True, return_counts=True
        )
        over = over_full(depth, rows, sizes[block])
        yield depth, rows, block, over
        rows, block = rows[over], block[over]


def pairs_within(rows: Whole, block: Whole) -> Whole:
    """Return the pairs of rows of one block, the smaller row first."""
    order = np.lexsort((rows, block))
    rows, block = rows[order], block[order]
    found = [np.empty((0, 2), dtype=np.int64)]
    for step in range(1, len(rows)):
        together = np.flatnonzero(block[:-step] == block[step:])
        if not len(together):
            break
        found.append(np.column_stack((rows[together], rows[together + step])))
    return np.concatenate(found)
