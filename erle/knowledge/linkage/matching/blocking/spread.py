"""Blocks among rows that do not lie together: each row says by itself which it is in, and each block finds its pairs.

What `blocks.candidates` finds by a reference in rows that lie in one memory, these find in any parts of them.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.blocking.blocks import LARGEST, pairs_within
from erle.knowledge.linkage.matching.blocking.keys import Marks, key_marks, key_parts
from erle.knowledge.linkage.matching.comparing.columns import Column, Whole

NONE = np.uint64(0)
"""The mark of no block."""


def marks_by_depth(columns: tuple[Column, ...], names: Iterable[str]) -> Marks:
    """Return the marks of each row's blocks (rows, keys, depths): by a key's first part, its first two, and so on.

    `NONE` stands from the first part on that the row does not know.
    """
    names = list(names)
    both = list(zip(key_parts(columns, names), key_marks(columns, names), strict=True))
    deepest = max((len(parts) for (_, parts), _ in both), default=0)
    found = np.zeros((len(columns[0].codes), len(both), deepest), dtype=np.uint64)
    for key, ((_, parts), (_, marks)) in enumerate(both):
        known = np.ones(len(found), dtype=bool)
        for depth, (part, mark) in enumerate(zip(parts, marks, strict=True)):
            known &= part >= 0
            found[known, key, depth] = mark[known]
    return found


def usable(marks: Marks, over: Marks) -> NDArray[np.bool_]:
    """Say which marks are of a block that is not over-full; `over` are those that are, in order."""
    places = np.searchsorted(over, marks)
    return np.asarray((np.append(over, NONE)[places] != marks) & (marks != NONE))


def used(marks: Marks, over: Marks) -> Marks:
    """Return the mark of the one block that each row is in (rows, keys): the first that is not over-full, or `NONE`."""
    may = usable(marks, over)
    first = np.expand_dims(may.argmax(axis=2), 2)
    found = np.where(may.any(axis=2), np.take_along_axis(marks, first, axis=2)[:, :, 0], NONE)
    return np.asarray(found, dtype=np.uint64)


def too_large(marks: Marks, rows: Whole) -> Marks:
    """Return the marks, in order, of blocks of more than `LARGEST` rows; `rows` are each mark's, some at a time."""
    each, back = np.unique(marks, return_inverse=True)
    return each[np.bincount(back, weights=rows, minlength=len(each)) > LARGEST]


def pairs_in_part(numbers: Whole, key: Whole, blocks: Marks) -> tuple[Whole, Whole]:
    """Return the pairs of whole blocks, by the rows' places; a pair that shares several keys is the first key's alone.

    A row stands once for each of its keys: `numbers` says which record it is, `key` which of its `blocks` (rows, keys)
    is meant. The first of each two has the smaller number.
    """
    order = np.lexsort((numbers, blocks[np.arange(len(key)), key]))
    mine = blocks[order, key[order]]
    block = np.cumsum(np.append(True, mine[1:] != mine[:-1])) - 1
    shared = np.bincount(block)[block] > 1
    found = pairs_within(np.flatnonzero(shared), block[shared])
    one, other = order[found[:, 0]], order[found[:, 1]]
    first = np.ones(len(one), dtype=bool)
    for earlier in range(blocks.shape[1] - 1):
        left = blocks[one, earlier]
        first &= (earlier >= key[one]) | (left == NONE) | (left != blocks[other, earlier])
    return one[first], other[first]
