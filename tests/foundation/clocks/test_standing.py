"""How a clock is spoken of; the words are those of the page for a worker's own work."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.clocks.rules import Group, StandingKind, group_of, grouped, standing
from erle.foundation.statute.moments import LONDON, end_of, last_day

WEDNESDAY_EVENING = datetime(2026, 11, 18, 17, 52, tzinfo=LONDON)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """Return a moment of November 2026, or of another month, in England's time."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def end(day: int, *, month: int = 11, year: int = 2026) -> datetime:
    """Return the end of a day."""
    return end_of(datetime(year, month, day, tzinfo=UTC).date())


@pytest.mark.parametrize(
    ("due", "words", "detail"),
    [
        (at(16, 1, 35), "Overdue 2 days", "Was due Mon 16 Nov, 01:35"),
        (end(17), "Overdue 1 day", "Was due Tue 17 Nov"),
        (at(18, 15), "Overdue 3 hours", "Was due today, 15:00"),
        (at(18, 16, 50), "Overdue 1 hour", "Was due today, 16:50"),
        (at(18, 17, 40), "Overdue 12 min", "Was due today, 17:40"),
        (at(18, 17, 52), "Overdue 1 min", "Was due today, 17:52"),
        (at(17, 20), "Overdue 22 hours", "Was due Tue 17 Nov, 20:00"),
        (end(21, month=8), "Overdue 89 days", "Was due Fri 21 Aug"),
        (end(20, month=8), "Overdue 2 months", "Was due Thu 20 Aug"),
        (end(19, month=11, year=2024), "Overdue 23 months", "Was due Tue 19 Nov 2024"),
        (end(27, year=2017), "Overdue 8 years", "Was due Mon 27 Nov 2017"),
    ],
)
def test_what_is_late_says_by_how_much_and_since_when(due: datetime, words: str, detail: str) -> None:
    found = standing(due, WEDNESDAY_EVENING)

    assert (found.kind, found.words, found.detail) == (StandingKind.LATE, words, detail)


@pytest.mark.parametrize(
    ("due", "kind", "words", "detail"),
    [
        (at(18, 20), "soon", "Tonight, 20:00", "In 2 hours 8 min"),
        (at(18, 17, 59), "soon", "Today, 17:59", "In 7 min"),
        (at(18, 18, 52), "soon", "Tonight, 18:52", "In 1 hour"),
        (end(18), "soon", "Today", "End of Wed 18 Nov"),
        (end(19), "plain", "Tomorrow", "End of Thu 19 Nov"),
        (at(19, 9), "plain", "Tomorrow, 09:00", "In 15 hours 8 min"),
        (end(20), "plain", "Fri 20 Nov", "In 2 working days"),
        (end(23), "plain", "Mon 23 Nov", "In 3 working days"),
        (at(23, 9, 30), "plain", "Mon 23 Nov, 09:30", "In 3 working days"),
        (end(31, month=12), "plain", "Thu 31 Dec", "In 6 weeks"),
        (end(5, month=2, year=2027), "plain", "Fri 5 Feb 2027", "In 11 weeks"),
        (end(18, month=5, year=2027), "plain", "Tue 18 May 2027", "In 6 months"),
        (end(18, year=2030), "plain", "Mon 18 Nov 2030", "In 4 years"),
    ],
)
def test_what_is_to_come_says_when_and_how_long_until(due: datetime, kind: str, words: str, detail: str) -> None:
    found = standing(due, WEDNESDAY_EVENING)

    assert (found.kind, found.words, found.detail) == (kind, words, detail)


def test_less_than_a_minute_is_said_so() -> None:
    assert standing(WEDNESDAY_EVENING + timedelta(seconds=30), WEDNESDAY_EVENING).detail == "In less than a minute"


def test_days_without_a_working_day_among_them_are_counted_as_days() -> None:
    friday = at(20, 12)

    assert standing(end(22), friday).detail == "In 2 days"


def test_beyond_the_calendar_days_are_counted_and_no_working_day_is_guessed() -> None:
    assert standing(end(8, month=1, year=2029), at(28, 12, month=12, year=2028)).detail == "In 11 days"


def test_hours_late_are_hours_that_passed_though_summer_time_ended_between() -> None:
    due, now = at(25, 0, 30, month=10), at(25, 3, 30, month=10)

    assert standing(due, now).words == "Overdue 4 hours"


FIRST, LAST = datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("9990-01-01")
moments = st.datetimes(FIRST, LAST, timezones=st.sampled_from([UTC, LONDON]))
near = st.builds(lambda now, minutes: now + timedelta(minutes=minutes), moments, st.integers(-300_000, 300_000))
KINDS, GROUPS = list(StandingKind), list(Group)


@given(due=moments | near, now=moments)
def test_every_clock_can_be_spoken_of(due: datetime, now: datetime) -> None:
    found = standing(due, now)

    assert found.words
    assert found.detail
    assert (
        (found.kind is StandingKind.LATE)
        == found.words.startswith("Overdue ")
        == (due.astimezone(UTC) <= now.astimezone(UTC))
    )
    assert " 0 " not in f" {found.words} "
    assert " 0 " not in f" {found.detail} "


@given(now=moments, minutes=st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=2))
def test_what_is_due_later_is_never_more_pressing(now: datetime, minutes: list[int]) -> None:
    first, second = (now.astimezone(UTC) + timedelta(minutes=minute) for minute in sorted(minutes))

    assert KINDS.index(standing(first, now).kind) <= KINDS.index(standing(second, now).kind)
    assert GROUPS.index(group_of(first, now)) <= GROUPS.index(group_of(second, now))


@given(now=moments, minutes=st.integers(-10_000, 10_000))
def test_the_group_and_the_kind_tell_the_same(now: datetime, minutes: int) -> None:
    due = now.astimezone(UTC) + timedelta(minutes=minutes)
    kind, group = standing(due, now).kind, group_of(due, now)

    assert (kind is StandingKind.LATE) == (group is Group.OVERDUE)
    assert kind is not StandingKind.SOON or group is Group.BY_TOMORROW


@given(now=moments, days=st.integers(1, 85))
def test_a_limit_that_ended_with_a_day_is_late_by_the_days_since(now: datetime, days: int) -> None:
    ended = now.astimezone(LONDON).date() - timedelta(days=days)

    assert last_day(end_of(ended)) == ended
    assert standing(end_of(ended), now).words == f"Overdue {days} day{'' if days == 1 else 's'}"


def test_work_is_grouped_with_the_oldest_first_and_tomorrow_ends_at_its_midnight() -> None:
    dues = [end(20), end(19), at(18, 20), end(17), at(16, 1, 35), at(20, 0, 1)]

    groups = grouped(dues, WEDNESDAY_EVENING, due_at=lambda due: due)

    assert groups[Group.OVERDUE] == [at(16, 1, 35), end(17)]
    assert groups[Group.BY_TOMORROW] == [at(18, 20), end(19)]
    assert groups[Group.LATER] == [at(20, 0, 1), end(20)]
    assert [group.words for group in groups] == ["Overdue", "Due by tomorrow", "Later"]


def test_no_work_is_three_empty_groups() -> None:
    assert grouped([], WEDNESDAY_EVENING, due_at=lambda due: due) == {group: [] for group in Group}
