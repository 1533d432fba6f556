"""The published sample return, whole: what is taken of it, and the errors that its makers planted."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from erle.doors.exchange.faults import Severity
from erle.doors.exchange.ssda903.returns import read_return
from erle.doors.exchange.ssda903.rows import Rejected, Row

SAMPLE = Path(__file__).parents[3] / "../shared/data/dfe-ssda903/sample"
TODAY = date(2026, 1, 1)

pytestmark = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the published sample is not beside this checkout (../shared/data)"
)


@pytest.fixture(scope="module")
def read() -> list[Row | Rejected]:
    """Read the whole sample once."""
    return [*read_return(SAMPLE, today=TODAY)]


def test_every_child_and_every_missing_episode_is_taken(read: list[Row | Rejected]) -> None:
    taken = Counter(row.sheet.table.name for row in read if isinstance(row, Row))

    assert taken == {
        "header": 2675,
        "episodes": 5050,
        "ad1": 29,
        "placed_for_adoption": 29,
        "previous_permanence": 2675,
        "reviews": 12580,
        "missing": 43,
        "uasc": 132,
        "oc2": 2675,
        "oc3": 39,
    }


def test_the_planted_errors_are_found_and_nothing_else_in_their_file(read: list[Row | Rejected]) -> None:
    file = "placed_for_adoption_errors.csv"
    planted = [row for row in read if isinstance(row, Rejected) and row.sheet.file == file]

    errors = {row.line for row in planted if not row.repeat}
    assert errors == {2, *range(4, 32)}
    assert all(row.faults[0].code == "523" for row in planted if not row.repeat)
    assert [row.faults[0].words() for row in planted if row.repeat] == [
        "Row 3: the row is the same as row 2 of placed_for_adoption.csv; expected each row once; it is kept once"
    ]


def test_all_other_refusals_are_of_codes_and_children_that_do_not_exist(read: list[Row | Rejected]) -> None:
    refused = [
        (row.sheet.table.name, row.faults[0].field)
        for row in read
        if isinstance(row, Rejected) and not row.repeat and row.sheet.table.name != "placed_for_adoption"
    ]

    assert Counter(refused) == {
        ("oc3", "ACTIV"): 12,
        ("oc3", "ACCOM"): 2,
        ("sw_episodes", "CHILD"): 1,
        ("dolo", "CHILD"): 1,
    }


def test_questions_leave_the_rows_where_they_are(read: list[Row | Rejected]) -> None:
    asked = Counter(fault.code for row in read if isinstance(row, Row) for fault in row.queries)

    assert asked == {"148": 1413, "120": 29, "578": 4, "580": 1, "574": 1}
    assert {fault.severity for row in read if isinstance(row, Row) for fault in row.queries} == {Severity.QUERY}


def test_reading_the_sample_twice_gives_the_same_fingerprints_and_each_once(read: list[Row | Rejected]) -> None:
    again = [row.digest for row in read_return(SAMPLE, today=TODAY) if isinstance(row, Row)]

    assert again == [row.digest for row in read if isinstance(row, Row)]
    assert len(set(again)) == len(again)
