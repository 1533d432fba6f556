"""Rows that do not lie together find the pairs that they find in one memory."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from erle.knowledge.linkage.matching.blocking.blocks import LARGEST, candidates, full_blocks
from erle.knowledge.linkage.matching.blocking.keys import Marks, key_names
from erle.knowledge.linkage.matching.blocking.spread import marks_by_depth, pairs_in_part, too_large, usable, used
from erle.knowledge.linkage.matching.comparing.columns import Column, Whole, encode
from erle.knowledge.linkage.matching.records import Records, records_of
from tests.knowledge.linkage.matching.people import columns, population, table, written_down

NO_MARKS: Marks = np.empty(0, dtype=np.uint64)
PARTS = 7


@cache
def records() -> Records:
    people = population(500)
    return records_of([table(written_down(people)), table(written_down(people, seed=8, faults=0.3))])


def part_of(column: Column, rows: Whole) -> Column:
    """Return the rows' column as whoever has these alone encodes it."""
    return encode(column.field, [column.value(row) for row in rows.tolist()])


def found_apart(whole: Records, full: Marks) -> tuple[set[tuple[int, int]], int]:
    """Return the pairs that parts of the rows find, each by itself, and how many pairs that was."""
    names = key_names(whole.columns)
    rows = [np.arange(start, len(whole), PARTS) for start in range(PARTS)]
    marks = [marks_by_depth(tuple(part_of(column, some) for column in whole.columns), names) for some in rows]
    shares = [np.unique(some[usable(some, full)], return_counts=True) for some in marks]
    large = too_large(*(np.concatenate(each) for each in zip(*shares, strict=True)))
    over = np.union1d(full, large)
    blocks = np.concatenate([used(some, over) for some in marks])
    numbers = np.concatenate(rows)
    row, key = np.nonzero(blocks)
    where = blocks[row, key] % np.uint64(PARTS)
    pairs: list[tuple[int, int]] = []
    for place in range(PARTS):
        some = np.flatnonzero(where == place)
        mine = numbers[row[some]]
        one, other = pairs_in_part(mine, key[some], blocks[row[some]])
        pairs += zip(mine[one].tolist(), mine[other].tolist(), strict=True)
    return set(pairs), len(pairs)


@pytest.mark.parametrize("fullest", [2, 24, None])
def test_parts_of_the_rows_find_each_pair_that_the_whole_does_and_find_it_once(fullest: int | None) -> None:
    full = NO_MARKS if fullest is None else full_blocks(records(), fullest=fullest)
    whole = candidates(records(), full=full)

    pairs, times = found_apart(records(), full)

    assert pairs == set(zip(whole.one.tolist(), whole.other.tolist(), strict=True))
    assert times == len(pairs) > 500


@pytest.mark.parametrize("more", [0, 1])
def test_a_block_of_more_rows_than_are_looked_through_is_parted_wherever_its_rows_lie(more: int) -> None:
    size = LARGEST + more
    values = {
        "forename": [f"{'abcdef'[row % 6]}{row:03}" for row in range(size)] + ["zoe"],
        "surname": ["lee"] * size + [""],
        "born": ["20100101"] * size + ["20110202"],
    }
    whole = records_of([columns(values)])
    together = candidates(whole, full=NO_MARKS)

    pairs, _ = found_apart(whole, NO_MARKS)

    assert pairs == set(zip(together.one.tolist(), together.other.tolist(), strict=True))
    assert (len(pairs) == size * (size - 1) // 2) == (more == 0)


def test_what_is_not_known_marks_no_block() -> None:
    values = {"forename": ["ann", "cy", "bo"], "surname": ["lee", "", "kay"], "born": ["20100101", "20110202", ""]}
    made = records_of([columns(values)])
    bare = replace(made, columns=tuple(replace(column, codes=column.codes[2:]) for column in made.columns))

    marks = marks_by_depth(bare.columns, ["born+forename:3", "forename+born:year+surname:sound"])

    assert (marks != 0).tolist() == [[[False, False, False], [True, False, False]]]
    assert (
        len(pairs_in_part(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), used(marks, NO_MARKS)[:0])[0]) == 0
    )
