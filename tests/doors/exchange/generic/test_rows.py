"""Rows of a mapped table: what is kept, what comes back, and in which words; whatever is in them, nothing breaks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erle.doors.exchange.faults import Severity
from erle.doors.exchange.generic.fields import Field
from erle.doors.exchange.generic.landing import as_report
from erle.doors.exchange.generic.mapping import checked_mapping
from erle.doors.exchange.generic.rows import Portion, Rows, Sheet
from erle.doors.exchange.reading import Batch
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.rules import EntryKind

TODAY, NOW = date(2026, 11, 25), datetime(2026, 11, 25, 12, tzinfo=UTC)


def read(columns: dict[str, str], *cells: list[str], **more: Any) -> Portion:
    """Read rows under a mapping of these columns."""
    mapping = checked_mapping({"kind": "concern", **more, "columns": columns})
    sheet = Sheet("a.csv", tuple(columns), mapping)
    return Rows(sheet, TODAY).portion(Batch(2, [*cells]))


def words(portion: Portion) -> list[str]:
    """Return what is wrong, in sentences."""
    return [f.words() for r in portion.rejected for f in r.faults] + [
        f.words() for r in portion.rows for f in r.queries
    ]


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        ({"D": "happened_on"}, ["31/02/2024"], "Row 2, D: '31/02/2024' is not a date that exists; expected a date"),
        ({"D": "happened_on"}, ["04/25/2024"], "read as month/day/year it would be 25 April 2024"),
        ({"D": "happened_on"}, ["01/01/2027"], "is in the future"),
        ({"D": "happened_on"}, [" "], None),
        ({"D": "happened_on", "N": "text"}, ["", "x"], "Row 2, D: is blank; expected a date written day/month/year"),
        ({"D": "happened_on", "B": "born_on"}, ["01/02/2024", "May"], "Row 2, B: 'May' is not a date"),
        (
            {"D": "happened_at", "E": "ended_at"},
            ["02/02/2024 10:00", "01/02/2024"],
            "is before it began, 2 February 2024",
        ),
        (
            {"D": "happened_on", "K": "kind"},
            ["01/02/2024", "Gossip"],
            "'Gossip' is not a kind of event that the mapping",
        ),
        ({"W": "attendance_week", "M": "attendance_marks"}, ["01/02/2024", "/\\"], "has 2 marks"),
        ({"W": "attendance_week", "M": "attendance_marks"}, ["01/02/2024", "/" * 10], "the row names no child"),
        ({"D": "happened_on"}, ["01/02/2024", "", "x"], "'x' stands beyond the last column, in a row of 3 cells"),
    ],
)
def test_a_row_that_cannot_be_kept_comes_back_with_its_reason(
    columns: dict[str, str], cells: list[str], said: str | None
) -> None:
    portion = read(columns, cells)

    assert portion.rows == []
    if said is None:
        assert portion.rejected == []  # a blank row is none
    else:
        assert any(said in sentence for sentence in words(portion))


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        (
            {"U": "upn"},
            ["A123456789123"],
            "'A123456789123' is not a pupil number: kept as it was said, and not used to",
        ),
        ({"U": "nhs_number"}, ["9434765918"], "is not an NHS number: kept as it was said, and not used to recognise"),
        ({"B": "born_on", "N": "number"}, ["May", "7"], "Row 2, B: 'May' is not a date"),
        ({"G": "grade"}, ["great"], "'great' is not a 3x5x2 grade; expected a grade such as 2 B P"),
        ({"S": "sex"}, ["purple"], "is not a word for sex that is known here"),
        ({"T": "title"}, ["x" * 300], "is too long, and was cut"),
        ({"T": "happened_time"}, ["evening"], "'evening' is not a time; expected a time such as 16:05 or 4.05 pm"),
        ({"V": "vehicle"}, [";".join("abcdefghijklmnopqrstuvw")], "lists 23 things"),
    ],
)
def test_what_can_be_kept_as_it_was_said_is_kept_and_asked_about(
    columns: dict[str, str], cells: list[str], said: str
) -> None:
    portion = read({"D": "happened_on", **columns}, ["01/02/2024", *cells])

    assert len(portion.rows) == 1
    assert any(said in sentence for sentence in words(portion))
    assert all(query.severity is Severity.QUERY for row in portion.rows for query in row.queries)


def test_an_hour_that_did_not_exist_is_asked_about() -> None:
    portion = read({"D": "happened_on", "T": "happened_time"}, ["31/03/2024", "01:30"])

    [said] = words(portion)
    assert said.startswith("Row 2, T: '01:30' did not exist on 31 March 2024, when the clocks went forward")


def test_the_day_of_recording_stands_where_nobody_says_when_it_happened() -> None:
    portion = read({"D": "happened_on", "R": "recorded_at"}, ["", "01/02/2024 09:00"])

    [row] = portion.rows
    assert (row.when.at.date(), row.when.precision) == (date(2024, 2, 1), "day")
    assert "is blank; the line stands at 1 February 2024, when it was recorded" in words(portion)[0]


def test_a_return_on_the_day_of_leaving_is_in_order() -> None:
    portion = read({"D": "happened_at", "E": "ended_at"}, ["01/02/2024 19:00", "01/02/2024"], kind="missing")

    [row] = portion.rows
    assert row.values[Field.ENDED_AT].at == row.when.at


def test_three_columns_make_one_grade_and_own_words_for_it_are_understood() -> None:
    columns = {"D": "happened_on", "S": "grade", "A": "grade", "H": "grade"}
    values = {"grade": {"on the whole reliable": "1", "known directly": "A"}}

    portion = read(columns, ["01/02/2024", "On the whole reliable", "Known directly", "p"], values=values)

    assert [row.values[Field.GRADE] for row in portion.rows] == ["1 A P"]


def test_an_agencys_own_words_for_kinds_are_understood() -> None:
    values = {"kind": {"ABE interview": "contact"}}
    portion = read(
        {"D": "happened_on", "K": "kind"}, ["01/02/2024", "abe  Interview"], ["02/02/2024", ""], values=values
    )

    assert [row.kind for row in portion.rows] == [EntryKind.CONTACT, EntryKind.CONCERN]


def test_a_repeat_is_kept_once_and_the_order_of_columns_makes_no_other_row() -> None:
    portion = read({"D": "happened_on", "T": "text"}, ["01/02/2024", "x"], ["01/02/2024 ", "x"])
    other = read({"T": "text", "D": "happened_on"}, ["x", "01/02/2024"])

    assert portion.rejected[0].faults[0].severity is Severity.REPEAT
    assert portion.rows[0].digest == other.rows[0].digest


HEADINGS = {each.value.upper(): each.value for each in Field}
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "01/02/2024", "2024-02-01 10:00", "A123456789123", "1 A P", "///", "M", "x;y", "Finch, A", "=1", "٣"]
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    fields=st.lists(st.sampled_from(sorted(HEADINGS)), min_size=1, max_size=8, unique=True),
    rows=st.lists(st.lists(CELLS, min_size=0, max_size=9), max_size=4),
    dates=st.sampled_from(["dmy", "mdy", "ymd"]),
    kind=st.sampled_from([None, "missing", "concern", "own_words"]),
    days=st.integers(0, 90),
)
def test_whatever_is_mapped_and_said_rows_are_kept_or_come_back(
    fields: list[str], rows: list[list[str]], dates: str, kind: str | None, days: int
) -> None:
    try:
        mapping = checked_mapping(
            {"columns": {f: HEADINGS[f] for f in fields}, "dates": dates, "kind": kind, "to_desk_days": days}
        )
    except Refused:
        return
    sheet = Sheet("a.csv", tuple(fields), mapping)

    portion = Rows(sheet, TODAY).portion(Batch(2, [*rows]))

    made = [as_report(sheet, NOW)(row) for row in portion.rows]
    assert len(made) + len(portion.rejected) <= len(rows)
    assert all(back.faults and back.faults[0].words() for back in portion.rejected)
    assert all(row.child.key and row.happened_at for row in made)
