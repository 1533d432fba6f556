"""A stretch without a line is a line of its own, named by what is known of it."""

from datetime import date

import pytest

from erle.doors.staff.chronology.gaps import NO_ENTRY, NO_LINE, Closed, between, closed_weeks
from erle.knowledge.records.queries import Week

NONE = "-" * 10


def week(on: date, marks: str = NONE) -> Week:
    """Return a week."""
    return Week(on, marks)


@pytest.mark.parametrize(("later", "shown"), [(date(2026, 11, 3), False), (date(2026, 11, 4), True)])
def test_a_gap_shows_when_more_days_passed_than_were_set(later: date, shown: bool) -> None:
    gap = between(date(2026, 10, 13), later, longest=21, closed=[], nothing=NO_ENTRY)

    assert (gap is not None) is shown


def test_a_gap_counts_the_days_between_and_says_that_it_is_no_sign_of_safety() -> None:
    gap = between(date(2026, 10, 13), date(2026, 11, 4), longest=21, closed=[], nothing=NO_ENTRY)

    assert gap is not None
    assert (gap.first, gap.last) == (date(2026, 10, 14), date(2026, 11, 3))
    assert gap.title == "21 days with no entry from any agency"
    assert gap.text.startswith("A gap is not a sign of safety")


def test_a_filtered_gap_does_not_say_that_no_agency_wrote() -> None:
    gap = between(date(2026, 10, 13), date(2026, 11, 4), longest=7, closed=[], nothing=NO_LINE)

    assert gap is not None
    assert gap.title == "21 days with no line that fits"


def test_the_gap_up_to_today_counts_today() -> None:
    gap = between(date(2026, 10, 13), date(2026, 11, 4), longest=21, closed=[], nothing=NO_ENTRY, now=True)

    assert gap is not None
    assert (gap.title, gap.last) == ("22 days with no entry from any agency, up to today", date(2026, 11, 4))


def test_weeks_without_school_that_follow_each_other_are_one_holiday() -> None:
    weeks = [
        week(date(2026, 7, 27)),
        week(date(2026, 8, 3)),
        week(date(2026, 10, 26)),
        week(date(2026, 11, 2), "/" * 10),
    ]

    assert closed_weeks(weeks) == [
        Closed(date(2026, 7, 27), date(2026, 8, 7)),
        Closed(date(2026, 10, 26), date(2026, 10, 30)),
    ]


def test_a_gap_names_the_holidays_in_it_and_no_others() -> None:
    closed = [
        Closed(date(2026, 7, 27), date(2026, 8, 28)),
        Closed(date(2026, 10, 26), date(2026, 10, 30)),
    ]

    gap = between(date(2026, 10, 13), date(2026, 11, 4), longest=21, closed=closed, nothing=NO_ENTRY)
    summer = between(date(2026, 7, 1), date(2026, 9, 4), longest=21, closed=closed, nothing=NO_ENTRY)

    assert gap is not None
    assert summer is not None
    assert gap.text.endswith("School was closed from 26 to 30 October.")
    assert summer.text.endswith("School was closed from 27 July to 28 August.")
