"""Dates and times as people write them; what can be read in two ways is not guessed."""

from datetime import UTC, date, datetime, time

import pytest

from erle.doors.exchange.generic.days import (
    LONDON,
    Unreadable,
    is_skipped,
    monday_of,
    otherwise,
    read_day,
    read_moment,
    read_time,
)
from erle.knowledge.records.rules import Precision

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("04/03/2026", "dmy", date(2026, 3, 4)),
        ("04/03/2026", "mdy", date(2026, 4, 3)),
        ("4.3.26", "dmy", date(2026, 3, 4)),
        ("26-3-4", "ymd", date(2026, 3, 4)),
        ("2026-03-04", "dmy", date(2026, 3, 4)),  # four digits first are the year, whatever the order
        ("2026/3/4", "mdy", date(2026, 3, 4)),
        ("20260304", "dmy", date(2026, 3, 4)),
        ("4 March 2026", "ymd", date(2026, 3, 4)),
        ("Tue 3rd Mar 26", "dmy", date(2026, 3, 3)),
        ("Sunday 1 of February 2026", "dmy", date(2026, 2, 1)),
        ("March 3, 2026", "dmy", date(2026, 3, 3)),
        ("03-Sept-2026", "dmy", date(2026, 9, 3)),
        ("29/02/2024", "dmy", date(2024, 2, 29)),
        ("4/5/62", "dmy", date(1962, 5, 4)),  # two digits are of the hundred years that end next year
        ("4/5/27", "dmy", date(2027, 5, 4)),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, order: str, day: date) -> None:
    assert read_day(text, order, TODAY) == (day, Precision.DAY)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Mar 2026", date(2026, 3, 1), "month"),
        ("2026-03", date(2026, 3, 1), "month"),
        ("2025", date(2025, 1, 1), "year"),
    ],
)
def test_a_month_or_year_is_no_more_exact_than_it_is(text: str, day: date, precision: str) -> None:
    assert read_day(text, "dmy", TODAY) == (day, precision)


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "25/04/2026x", "04/2026/03", "0026-01-01", "last week", "4 Brumaire 2026", "45/45/45", "/",
     "x" * 9_999, "29/02/2023", "003/04/2026", "04/03/2026/05"],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text, "dmy", TODAY)


def test_a_year_at_the_end_is_no_date_that_begins_with_its_year() -> None:
    with pytest.raises(Unreadable, match="begins with its year"):
        read_day("04/03/2026", "ymd", TODAY)


def test_a_slip_of_order_is_told_with_what_it_would_say() -> None:
    assert otherwise("04/25/2026", "dmy", TODAY) == "read as month/day/year it would be 25 April 2026"
    assert otherwise("25/04/2026", "mdy", TODAY) == "read as day/month/year it would be 25 April 2026"
    assert otherwise("31/31/2026", "dmy", TODAY) == ""


@pytest.mark.parametrize(
    ("text", "clock", "about"),
    [
        ("16:05", time(16, 5), False),
        ("1605hrs", time(16, 5), False),
        ("4pm", time(16), False),
        ("12.30 a.m.", time(0, 30), False),
        ("noon", time(12), False),
        ("about 4pm", time(16), True),
        ("approx. 16:00", time(16), True),
        ("4pm ish", time(16), True),
        ("16:05:59", time(16, 5), False),
    ],
)
def test_a_time_is_read_and_so_is_that_it_is_only_about_then(text: str, clock: time, about: bool) -> None:
    assert read_time(text) == (clock, about)


@pytest.mark.parametrize("text", ["16", "25:00", "16:75", "13pm", "evening", "", "0pm"])
def test_what_is_no_time_is_not_read(text: str) -> None:
    with pytest.raises(Unreadable):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("04/07/2026 16:05", datetime(2026, 7, 4, 15, 5, tzinfo=UTC), "minute"),
        ("2026-03-04T16:05:00Z", datetime(2026, 3, 4, 16, 5, tzinfo=UTC), "minute"),
        ("2026-07-04T16:05+01:00", datetime(2026, 7, 4, 15, 5, tzinfo=UTC), "minute"),
        ("4 March 2026 at about 4pm", datetime(2026, 3, 4, 16, tzinfo=UTC), "about"),
        ("4 March 2026", datetime(2026, 3, 4, tzinfo=UTC), "day"),
        ("March 2026", datetime(2026, 3, 1, tzinfo=UTC), "month"),
        ("20260304 1605", datetime(2026, 3, 4, 16, 5, tzinfo=UTC), "minute"),
        ("29/03/2026 01:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "minute"),  # an hour that the clocks skip
    ],
)
def test_a_moment_is_read_in_london(text: str, moment: datetime, precision: str) -> None:
    assert read_moment(text, "dmy", TODAY) == (moment, precision)


@pytest.mark.parametrize("text", ["04/03/2026 25:00", "March 2026 16:05", "2026-13-04T16:05:00Z", "16:05"])
def test_half_a_moment_is_none(text: str) -> None:
    with pytest.raises(Unreadable):
        read_moment(text, "dmy", TODAY)


def test_the_hour_that_the_clocks_skip_is_known() -> None:
    assert is_skipped(date(2026, 3, 29), time(1, 30))
    assert not is_skipped(date(2026, 3, 29), time(2, 30))
    assert not is_skipped(date(2026, 10, 25), time(1, 30))
    assert read_moment("25/10/2026 01:30", "dmy", TODAY).at.tzinfo is LONDON


def test_a_week_is_named_by_its_monday() -> None:
    assert monday_of(date(2026, 11, 25)) == monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
