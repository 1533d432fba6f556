"""Working days against a walk over the days, and against the published list."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.statute.calendar import ENGLAND, BeyondTheCalendar, WorkingCalendar

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "bank-holidays" / "bank-holidays.json"
days_covered = st.dates(ENGLAND.first_day, ENGLAND.last_day)


def walk(day: date, number: int) -> date:
    """Add working days one by one."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in ENGLAND.holidays
    return day


@given(day=st.dates(ENGLAND.first_day, date(2027, 12, 31)), number=st.integers(1, 250))
def test_adding_working_days_equals_walking_them(day: date, number: int) -> None:
    assert ENGLAND.add_working_days(day, number) == walk(day, number)


@given(day=st.dates(ENGLAND.first_day, date(2027, 12, 31)), number=st.integers(1, 250))
def test_the_working_days_between_a_day_and_so_many_on_are_so_many(day: date, number: int) -> None:
    later = ENGLAND.add_working_days(day, number)

    assert ENGLAND.working_days_between(day, later) == number
    assert ENGLAND.working_days_between(later, day) == -number


@given(day=days_covered)
def test_a_working_day_is_no_weekend_and_no_bank_holiday(day: date) -> None:
    assert ENGLAND.is_working_day(day) == (day.weekday() < 5 and day not in ENGLAND.holidays)


@given(day=st.dates(ENGLAND.first_day, date(2028, 12, 1)))
def test_the_next_working_day_is_the_day_itself_where_it_is_one(day: date) -> None:
    found = ENGLAND.working_day_from(day)

    assert ENGLAND.is_working_day(found)
    assert found == day if ENGLAND.is_working_day(day) else found == walk(day, 1)


@pytest.mark.parametrize("number", [0, -1])
def test_working_days_are_only_counted_forward(number: int) -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        ENGLAND.add_working_days(date(2026, 11, 18), number)


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_a_day_outside_the_years_covered_is_refused_in_plain_words(day: date) -> None:
    with pytest.raises(BeyondTheCalendar, match="from 1 January 2012 to 31 December 2028"):
        ENGLAND.is_working_day(day)
    with pytest.raises(BeyondTheCalendar):
        ENGLAND.working_days_between(date(2026, 11, 18), day)


def test_counting_past_the_last_day_covered_is_refused_and_never_guessed() -> None:
    assert ENGLAND.add_working_days(date(2028, 12, 28), 1) == date(2028, 12, 29)

    with pytest.raises(BeyondTheCalendar, match="2 working days after 28 December 2028"):
        ENGLAND.add_working_days(date(2028, 12, 28), 2)


def test_a_calendar_of_no_year_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one year"):
        WorkingCalendar("none", frozenset())


def test_the_version_says_the_package_and_the_years_and_fits_beside_a_running_clock() -> None:
    assert "govuk-bank-holidays" in ENGLAND.version
    assert "2012 to 2028" in ENGLAND.version
    assert len(ENGLAND.version) <= 80


def test_the_bank_holidays_are_those_that_the_package_gives_without_fetching() -> None:
    given_by_it = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)

    assert {holiday["date"] for holiday in given_by_it} == ENGLAND.holidays


def test_the_bank_holidays_are_those_of_the_published_list() -> None:
    if not PUBLISHED.exists():
        pytest.skip("the published list is not beside this checkout (../shared/data/bank-holidays)")
    events = json.loads(PUBLISHED.read_text("utf-8"))["england-and-wales"]["events"]

    assert {date.fromisoformat(event["date"]) for event in events} == ENGLAND.holidays
