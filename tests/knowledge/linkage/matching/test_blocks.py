"""Which pairs are compared."""

import numpy as np
import pytest

from erle.knowledge.linkage.matching.blocking.blocks import candidates
from erle.knowledge.linkage.matching.blocking.keys import NoSuchKey
from erle.knowledge.linkage.matching.records import records_of
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
