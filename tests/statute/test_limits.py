"""Hours, days and months, whatever the hour and the season."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.limits import Days, ElapsedHours, Months, SetLocally, Weeks, WorkingDays, limit_from_data
from erle.foundation.statute.moments import LONDON, end_of, last_day, local_day, start_of

FIRST, LAST = datetime.fromisoformat("2012-01-01"), datetime.fromisoformat("2027-06-30")
moments = st.datetimes(FIRST, LAST, timezones=st.sampled_from([UTC, LONDON]))
numbers = st.integers(1, 200)
day_limits = st.one_of(
    st.builds(WorkingDays, numbers),
    st.builds(Days, numbers, first_day_counts=st.booleans()),
    st.builds(Weeks, st.integers(1, 40)),
    st.builds(Months, st.integers(1, 12), to_working_day=st.booleans()),
)


@given(started=moments, hours=numbers)
def test_elapsed_hours_are_exact_whatever_the_wall_clock_does(started: datetime, hours: int) -> None:
    due = ElapsedHours(hours).due(started, ENGLAND)

    assert due.astimezone(UTC) - started.astimezone(UTC) == timedelta(hours=hours)


@given(started=moments, limit=day_limits)
def test_a_limit_in_days_ends_with_the_midnight_after_its_last_day(started: datetime, limit: Days) -> None:
    due = limit.due(started, ENGLAND)

    assert due.astimezone(LONDON).time() == time.min
    assert last_day(due) == limit.last_day(local_day(started), ENGLAND)
    assert due > started.astimezone(UTC)


@given(started=moments, limit=day_limits)
def test_the_hour_of_the_start_makes_no_difference_to_a_limit_in_days(started: datetime, limit: Days) -> None:
    assert limit.due(started, ENGLAND) == limit.due(start_of(local_day(started)), ENGLAND)


@given(first=moments, second=moments, limit=st.one_of(day_limits, st.builds(ElapsedHours, numbers)))
def test_what_starts_later_is_never_due_earlier(first: datetime, second: datetime, limit: Days) -> None:
    assume(first.astimezone(UTC) <= second.astimezone(UTC))

    assert limit.due(first, ENGLAND) <= limit.due(second, ENGLAND)


@given(day=st.dates(date(2012, 1, 1), date(2027, 1, 1)), number=st.integers(1, 24))
def test_months_end_on_the_same_date_or_the_last_of_the_month(day: date, number: int) -> None:
    last = Months(number).last_day(day, ENGLAND)

    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == number
    assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).day == 1)


@given(limit=st.one_of(day_limits, st.builds(ElapsedHours, numbers), st.builds(SetLocally, st.text(), day_limits)))
def test_a_limit_survives_json(limit: Days) -> None:
    assert limit_from_data(limit.to_data()) == limit


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (ElapsedHours(72), "72 hours"),
        (WorkingDays(1), "1 working day"),
        (WorkingDays(15), "15 working days"),
        (Days(5, first_day_counts=True), "5 days, the first counted"),
        (Weeks(6), "6 weeks"),
        (Months(1, to_working_day=True), "1 month, or the next working day"),
        (SetLocally("anything", ElapsedHours(24)), "24 hours, set locally"),
    ],
)
def test_a_limit_says_itself_in_words(limit: Days, words: str) -> None:
    assert limit.words() == words


@pytest.mark.parametrize("number", [0, -3])
def test_a_limit_of_nothing_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        WorkingDays(number)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (end_of(date(2026, 11, 19)), date(2026, 11, 19)),
        (end_of(date(2026, 6, 19)), date(2026, 6, 19)),  # midnight in summer time is 23:00 in Greenwich
        (datetime(2026, 6, 20, 0, 0, tzinfo=UTC), None),  # one in the morning here
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), None),
    ],
)
def test_the_last_day_is_told_only_for_a_limit_that_ends_with_a_day(moment: datetime, day: date | None) -> None:
    assert last_day(moment) == day
