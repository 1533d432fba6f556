"""Due moments of many clocks at once are those of each by itself, and of a walk from day to day."""

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from erle.foundation.statute.bulk import AT_ONCE, due_seconds
from erle.foundation.statute.calendar import ENGLAND, BeyondTheCalendar
from erle.foundation.statute.limits import Days, ElapsedHours, Limit, Months, SetLocally, Weeks, WorkingDays
from erle.foundation.statute.moments import LONDON, end_of, local_day

LAST = date(2027, 6, 1)
LIMITS: list[Limit] = [
    ElapsedHours(72), WorkingDays(1), WorkingDays(10), WorkingDays(15), WorkingDays(45), Days(7), Days(7, True),
    Weeks(6), Months(3), Months(6), Months(1, to_working_day=True), SetLocally("x", WorkingDays(10)),
]  # fmt: skip


def near_holidays() -> list[datetime]:
    """Return moments of each hour that matters around every bank holiday, from ten days before to three after."""
    days = {holiday + timedelta(days=off) for holiday in ENGLAND.holidays for off in range(-10, 4)}
    hours = (time(0, 0), time(0, 59, 59), time(1, 30), time(12, 0), time(23, 0), time(23, 59, 59))
    moments = [
        datetime.combine(day, hour, LONDON).astimezone(UTC)
        for day in sorted(days)
        for hour in hours
        if ENGLAND.first_day <= day <= LAST
    ]
    assert len(moments) > 5_000
    return moments


def walked(limit: WorkingDays, started: datetime) -> datetime:
    """Return when it is due by walking from day to day."""
    day, left = local_day(started), limit.number
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in ENGLAND.holidays
    return end_of(day)


def as_seconds(moments: list[datetime]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(moment.timestamp()) for moment in moments], dtype=np.int64)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.words())
def test_on_every_holiday_boundary_all_at_once_is_each_by_itself(limit: Limit) -> None:
    moments = near_holidays()

    at_once = due_seconds(limit, as_seconds(moments))

    assert at_once.tolist() == [int(limit.due(moment, ENGLAND).timestamp()) for moment in moments]


@pytest.mark.parametrize("number", [1, 2, 3, 5, 10, 15, 20, 45])
def test_on_every_holiday_boundary_working_days_are_those_of_a_walk_from_day_to_day(number: int) -> None:
    moments = near_holidays()

    at_once = due_seconds(WorkingDays(number), as_seconds(moments))

    assert at_once.tolist() == [int(walked(WorkingDays(number), moment).timestamp()) for moment in moments]


def test_hours_pass_as_the_sun_counts_them_when_clocks_go_forward() -> None:
    started = datetime(2026, 3, 28, 12, tzinfo=LONDON)

    [due] = due_seconds(ElapsedHours(24), as_seconds([started]))

    assert datetime.fromtimestamp(int(due), LONDON) == datetime(2026, 3, 29, 13, tzinfo=LONDON)


@pytest.mark.parametrize("at", ["first", "last"])
def test_what_the_calendar_does_not_reach_is_refused_and_never_guessed(at: str) -> None:
    inside = datetime(2026, 5, 1, tzinfo=UTC)
    outside = {
        "first": datetime.combine(ENGLAND.first_day, time(), UTC) - timedelta(hours=1),
        "last": datetime.combine(ENGLAND.last_day, time(12), UTC),
    }[at]

    with pytest.raises(BeyondTheCalendar, match="10 working days: a clock starts or ends outside"):
        due_seconds(WorkingDays(10), as_seconds([inside, outside]))


def test_none_are_none_and_more_than_a_portion_are_all_there() -> None:
    started = as_seconds([datetime(2026, 5, 1, 12, tzinfo=UTC)])

    assert due_seconds(WorkingDays(10), started[:0]).tolist() == []
    many = due_seconds(WorkingDays(10), np.repeat(started, AT_ONCE + 3))
    assert len(many) == AT_ONCE + 3
    assert set(many.tolist()) == set(due_seconds(WorkingDays(10), started).tolist())
