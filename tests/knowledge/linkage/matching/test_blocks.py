"""Which pairs are compared."""

import numpy as np
import pytest

from erle.knowledge.linkage.matching.blocking.blocks import LARGEST, Candidates, candidates, full_blocks
from erle.knowledge.linkage.matching.blocking.keys import NoSuchKey, key_marks, key_names, key_parts
from erle.knowledge.linkage.matching.records import Records, records_of
from tests.knowledge.linkage.matching.people import columns, population, table, written_down


def test_rows_that_share_a_key_are_compared_once() -> None:
    records = records_of(
        [
            columns(
                {
                    "forename": ["Ann", "Anne", "Bo"],
                    "surname": ["Lee", "Lee", "Smith"],
                    "born": ["20100101"] * 2 + ["20110202"],
                }
            )
        ]
    )

    found = candidates(records)

    assert (found.one.tolist(), found.other.tolist()) == ([0], [1])


def test_an_over_full_block_is_parted_by_the_next_field() -> None:
    values = {
        "born": ["20100101"] * 40 + ["20110202"],
        "forename": [f"{'ABCDEFGH'[row % 8]}{row}" for row in range(41)],
    }

    whole = candidates(records_of([columns(values)]), names=["born+forename:1"], fullest=40)
    parted = candidates(records_of([columns(values)]), names=["born+forename:1"], fullest=24)

    assert len(whole) == 40 * 39 // 2
    assert len(parted) == 8 * (5 * 4 // 2)
    assert parted.left_out == {}


def test_a_block_that_nothing_parts_is_left_out_and_said() -> None:
    values = {"born": ["20100101"] * 30 + ["20110202"], "surname": [f"x{row}" for row in range(31)]}

    found = candidates(records_of([columns(values)]), names=["born"], fullest=24)

    assert len(found) == 0
    assert found.left_out == {"born": 30}


def test_pairs_grow_as_the_rows_do() -> None:
    sizes = [
        (len(rows), len(candidates(records_of([table(rows)]))))
        for rows in (written_down(population(families)) for families in (400, 3200))
    ]
    (few, few_pairs), (many, many_pairs) = sizes

    assert np.log(many_pairs / few_pairs) / np.log(many / few) < 1.6


def test_a_file_without_repeats_is_not_compared_with_itself() -> None:
    rows = written_down(population(60))

    once = candidates(records_of([table(rows, no_repeats=True)]))
    twice = candidates(records_of([table(rows, no_repeats=True), table(rows, "b.csv", no_repeats=True)]))

    assert len(once) == 0
    assert len(twice) >= len(rows)
    assert records_of([table(rows, no_repeats=True)]).pairs == 0


def test_a_key_of_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchKey, match="sound"):
        candidates(records_of([table(written_down(population(5)))]), names=["forename:shape"])


def _pairs(found: Candidates, among: range) -> set[tuple[int, int]]:
    return {(one, other) for one, other in zip(found.one.tolist(), found.other.tolist(), strict=True) if other in among}


def test_rows_that_share_a_key_share_its_mark_in_whichever_rows_they_stand() -> None:
    rows = written_down(population(300))
    both = [records_of([table(rows)]), records_of([table(rows[::-1])])]

    for records in both:
        names = key_names(records.columns)
        marks = dict(key_marks(records.columns, names))
        for name, parts in key_parts(records.columns, names):
            known = np.ones(len(records), dtype=bool)
            number = np.zeros(len(records), dtype=np.int64)
            for part, mark in zip(parts, marks[name], strict=True):
                known &= part >= 0
                _, number = np.unique(number * (int(part.max()) + 2) + part + 1, return_inverse=True)
                pairs = np.unique(np.column_stack((number[known], mark[known].view(np.int64))), axis=0)
                assert len(pairs) == len(np.unique(pairs[:, 0])) == len(np.unique(pairs[:, 1])), name
    one, other = (full_blocks(records, fullest=4) for records in both)
    assert len(one)
    assert one.tolist() == other.tolist()


def _alike(number: int) -> Records:
    values = {
        "born": ["20100101"] * number + ["20110202"],
        "forename": [f"{'ABCDEFGH'[row % 8]}{row}" for row in range(number + 1)],
    }
    return records_of([columns(values)])


def test_by_a_reference_what_is_compared_hangs_on_no_third_row() -> None:
    names, full = ["born+forename:1"], np.empty(0, dtype=np.uint64)
    few, more = 20, 60

    counted = [_pairs(candidates(_alike(number), names=names), range(few)) for number in (few, more)]
    referred = [_pairs(candidates(_alike(number), names=names, full=full), range(few)) for number in (few, more)]

    assert counted[0] != counted[1]
    assert referred[0] == referred[1] == counted[0]


def test_by_a_reference_a_block_is_parted_that_was_over_full_and_no_other() -> None:
    names = ["born+forename:1"]
    full = full_blocks(_alike(60), names=names)

    few = candidates(_alike(20), names=names, full=full)

    assert len(full) == 1
    assert len(few) == sum(size * (size - 1) // 2 for size in (3, 3, 3, 3, 2, 2, 2, 2))


def test_a_block_that_grew_beyond_all_is_parted_whatever_the_reference_says() -> None:
    names, full = ["born+forename:1"], np.empty(0, dtype=np.uint64)

    whole = candidates(_alike(LARGEST), names=names, full=full)
    parted = candidates(_alike(LARGEST + 8), names=names, full=full)

    assert len(whole) == LARGEST * (LARGEST - 1) // 2
    assert len(parted) == 8 * 25 * 24 // 2
