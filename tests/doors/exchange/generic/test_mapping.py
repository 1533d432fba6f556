"""A mapping is judged whole before it is used, in sentences; and a guess of one is a mapping."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erle.doors.exchange.generic.fields import Field
from erle.doors.exchange.generic.guessing import guessed
from erle.doors.exchange.generic.mapping import Unfit, checked_mapping, read_mapping
from erle.foundation.database.refusals import Refused

GOOD: dict[str, Any] = {"kind": "concern", "columns": {"Date": "happened_on", "What": "text"}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {}}, "The columns are not there"),
        ({"columns": {"Date": "when"}}, "The column 'Date' is mapped to 'when'; expected one of number, given_names"),
        ({"columns": {"": "text", "Date": "happened_on"}}, "A heading is ''"),
        ({"columns": {"What": "text"}}, "No column says when it happened"),
        ({"kind": None}, "Nothing says what kind of event the rows tell"),
        ({"kind": "gossip"}, "The kind 'gossip' is none; expected one of concern"),
        ({"columns": {"A": "happened_on", "a ": "text"}}, "The heading 'A' is mapped 2 times"),
        ({"columns": {"A": "upn", "B": "upn", "C": "happened_on"}}, "2 columns are mapped to upn"),
        ({"columns": {"A": "attendance_week"}}, "Attendance needs both the week and the marks"),
        ({"dates": "dym"}, "The order of dates 'dym' is none; expected one of dmy, ymd, mdy"),
        ({"to_desk_days": 1000}, "The days to the desk are '1000'; expected a whole number from 0 to 90"),
        ({"to_desk_days": "3"}, "The days to the desk are '3'"),
        ({"sheet": 4}, "The sheet is '4'"),
        ({"format": "cin"}, "The mapping is for the format 'cin'"),
        ({"version": 9}, "The mapping has the version '9'; this Erle reads version 1"),
        ({"colour": "red"}, "The mapping has 'colour', which means nothing here"),
        ({"values": {"text": {}}}, "Values are given for 'text'; expected one of kind"),
        ({"values": {"kind": ["x"]}}, "The values of kind are not a list of words"),
        ({"values": {"kind": {"Bruise": "gossip"}}}, "The kind 'Bruise' is said to mean 'gossip'"),
        ({"values": {"sex": {"Boy": 1}}}, "'Boy' means '1'; expected a word for a word"),
        ({"values": "x"}, "The values are not an object"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Unfit) as refusal:
        checked_mapping({**GOOD, **change})

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "words"), [("[", "is not JSON"), ("[]", "is not an object"), (" " * 300_000, "is longer")]
)
def test_a_document_that_is_no_mapping_is_refused(said: str, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        read_mapping(said)


def test_what_a_mapping_says_is_what_its_document_says() -> None:
    mapping = checked_mapping({**GOOD, "values": {"kind": {"Bruise": "concern"}}, "to_desk_days": 3})

    assert read_mapping(json.dumps(mapping.data())) == mapping
    assert mapping.values[Field.KIND] == {"bruise": "concern"}
    assert mapping.places((" x", "what", "DATE")) == {Field.TEXT: [1], Field.HAPPENED_ON: [2]}
    assert mapping.absent(("what",)) == ["Date"]


@settings(max_examples=300)
@given(
    said=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=8)
        | st.sampled_from(["text", "concern", "happened_on"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*GOOD, "values", "dates", "to_desk_days", "sheet", "sex", "x"]), inner, max_size=6
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_the_document_it_is_a_mapping_or_refused(said: object) -> None:
    try:
        mapping = checked_mapping(said)
    except Refused:
        return
    assert checked_mapping(mapping.data()) == mapping


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            ["Pupil Name", "Date of Birth", "UPN", "Date", "Category", "Concern", "Child's words", "Logged by", "Shoe"],
            ["full_name", "born_on", "upn", "happened_on", "kind", "text", "own_words", "source", None],
        ),
        (
            ["Nominal Ref", "Surname", "Forename(s)", "DOB", "OccurrenceNumber", "VRM", "Source Evaluation",
             "Intelligence Assessment", "Handling Code"],
            ["number", "family_name", "given_names", "born_on", "row_reference", "vehicle", "grade", "grade", "grade"],
        ),
        (["NHS Number", "week_commencing", "Mon AM", "Fri PM"], ["nhs_number", "attendance_week", "attendance_marks",
                                                                 "attendance_marks"]),
    ],
)  # fmt: skip
def test_headings_are_guessed(header: list[str], fields: list[str | None]) -> None:
    columns = guessed(header)["columns"]

    assert [columns.get(heading) for heading in header] == fields


def test_the_order_of_dates_and_a_time_beside_a_day_are_guessed_from_the_rows() -> None:
    assert guessed(["Date"], [["04/25/2026"], ["04/03/2026"]])["dates"] == "mdy"
    assert guessed(["Date"], [["2026-04-25"]])["dates"] == "ymd"
    assert guessed(["Date"], [["04/03/2026"]])["dates"] == "dmy"
    assert guessed(["Date"], [["04/03/2026 16:05"]])["columns"] == {"Date": "happened_at"}
