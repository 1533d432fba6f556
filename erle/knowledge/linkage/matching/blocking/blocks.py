"""Blocks of rows that share a key, none of them over-full, and the pairs of rows in them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from erle.knowledge.linkage.matching.blocking.keys import key_names, key_parts
from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.records import Records
from erle.knowledge.linkage.matching.sets import distinct

FULLEST = 24
"""Rows of a block; a fuller one is parted by the key's next field, so that pairs grow as the rows do."""


@dataclass(frozen=True)
class Candidates:
    """The pairs to be compared, `one` before `other`; `left_out`: rows of blocks that stayed over-full, by key."""

    one: Whole
    other: Whole
    left_out: dict[str, int]

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.one)


def candidates(records: Records, *, names: Iterable[str] | None = None, fullest: int = FULLEST) -> Candidates:
    """Return each pair that shares a key once; at most `fullest` / 2 pairs for each row and key."""
    names = key_names(records.columns) if names is None else names
    size, left_out = len(records), {}
    numbered: list[Whole] = []
    for name, parts in key_parts(records.columns, names):
        found, over = _pairs(parts, fullest)
        numbered.append(found[:, 0] * size + found[:, 1])
        if over:
            left_out[name] = over
    pairs = distinct(np.concatenate(numbered)) if numbered else np.empty(0, dtype=np.int64)
    one, other = pairs // max(size, 1), pairs % max(size, 1)
    may = records.comparable(one, other)
    return Candidates(one[may], other[may], left_out)


def _pairs(parts: list[Whole], fullest: int) -> tuple[Whole, int]:
    """Return pairs of rows (pairs, 2), and how many rows are in blocks that no further part of the key divides."""
    rows = np.flatnonzero(parts[0] >= 0)
    block = np.zeros(len(rows), dtype=np.int64)
    found = [np.empty((0, 2), dtype=np.int64)]
    for part in parts:
        known = part[rows] >= 0
        rows, block = rows[known], block[known]
        _, block, sizes = np.unique(
            block * (int(part.max(initial=0)) + 1) + part[rows], return_inverse=True, return_counts=True
        )
        over = sizes[block] > fullest
        found.append(_pairs_within(rows[~over], block[~over]))
        rows, block = rows[over], block[over]
    return np.concatenate(found), len(rows)


def _pairs_within(rows: Whole, block: Whole) -> Whole:
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
