"""How a clock stands, in words: time is spoken, never left as a bare date, and "late" is more than a colour."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from erle.foundation.statute.calendar import ENGLAND, WorkingCalendar
from erle.foundation.statute.moments import end_of, in_england, last_day, local_day

Item = TypeVar("Item")

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVENING = 18
SPOKEN_IN_WORKING_DAYS = 28
SPOKEN_IN_DAYS = 90
SPOKEN_IN_MONTHS = 24


class StandingKind(StrEnum):
    """How pressing a clock is."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


class Group(StrEnum):
    """Where a clock stands on the list of work."""

    OVERDUE = "overdue"
    BY_TOMORROW = "by_tomorrow"
    LATER = "later"

    @property
    def words(self) -> str:
        """The heading of the group."""
        return GROUP_WORDS[self]


GROUP_WORDS = {Group.OVERDUE: "Overdue", Group.BY_TOMORROW: "Due by tomorrow", Group.LATER: "Later"}


@dataclass(frozen=True)
class Standing:
    """How a clock stands at a moment: "Overdue 2 days", then "Was due Mon 16 Nov, 01:35"."""

    kind: StandingKind
    words: str
    detail: str


def standing(due_at: datetime, now: datetime, calendar: WorkingCalendar = ENGLAND) -> Standing:
    """Return how a clock that is due then stands now."""
    due, present = due_at.astimezone(UTC), now.astimezone(UTC)
    if due <= present:
        return Standing(StandingKind.LATE, f"Overdue {_overdue_for(due, present)}", f"Was due {_when(due, present)}")
    today, ends = local_day(present), last_day(due)
    days = (_day_of(due) - today).days
    if days == 0:
        return Standing(StandingKind.SOON, _today(due), f"End of {_day(today, today)}" if ends else _in(due - present))
    if days == 1:
        detail = f"End of {_day(ends, today)}" if ends else _in(due - present)
        return Standing(StandingKind.PLAIN, "Tomorrow" if ends else f"Tomorrow, {_hour(due)}", detail)
    return Standing(StandingKind.PLAIN, _when(due, present), _in_days(today, _day_of(due), calendar))


def group_of(due_at: datetime, now: datetime) -> Group:
    """Return where a clock that is due then belongs now."""
    due = due_at.astimezone(UTC)  # two moments of one zone would be compared by the wall clock, which repeats an hour
    if due <= now.astimezone(UTC):
        return Group.OVERDUE
    return Group.BY_TOMORROW if due <= end_of(local_day(now) + DAY) else Group.LATER


def grouped(items: Iterable[Item], now: datetime, *, due_at: Callable[[Item], datetime]) -> dict[Group, list[Item]]:
    """Return the items by group, in each the one that is due first before the others; every group is there."""
    groups: dict[Group, list[Item]] = {group: [] for group in Group}
    for item in sorted(items, key=lambda item: due_at(item).astimezone(UTC)):
        groups[group_of(due_at(item), now)].append(item)
    return groups


def _day_of(due: datetime) -> date:
    """Return the day as which a limit is spoken of: one that ends at midnight belongs to the day before."""
    return last_day(due) or local_day(due)


def _overdue_for(due: datetime, now: datetime) -> str:
    ends = last_day(due)
    if ends is None and now - due < DAY:
        minutes = max(1, (now - due) // timedelta(minutes=1))
        return f"{minutes} min" if now - due < HOUR else _count(round(minutes / 60), "hour")
    days = (local_day(now) - ends).days if ends else (now - due) // DAY
    return _count(days, "day") if days < SPOKEN_IN_DAYS else _long(_day_of(due), local_day(now))


def _when(due: datetime, now: datetime) -> str:
    ends, today, day = last_day(due), local_day(now), local_day(due)
    if ends:
        return _day(ends, today)
    return f"{'today' if day == today else _day(day, today)}, {_hour(due)}"


def _day(day: date, today: date) -> str:
    """Return `Mon 16 Nov`, with the year where it is another."""
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def _hour(moment: datetime) -> str:
    return f"{in_england(moment):%H:%M}"


def _today(due: datetime) -> str:
    if last_day(due):
        return "Today"
    return f"{'Tonight' if in_england(due).hour >= EVENING else 'Today'}, {_hour(due)}"


def _in(span: timedelta) -> str:
    hours, minutes = divmod(span // timedelta(minutes=1), 60)
    spoken = [_count(hours, "hour")] if hours else []
    spoken += [f"{minutes} min"] if minutes else []
    return f"In {' '.join(spoken)}" if spoken else "In less than a minute"


def _in_days(today: date, day: date, calendar: WorkingCalendar) -> str:
    days = (day - today).days
    if days >= SPOKEN_IN_DAYS:
        return f"In {_long(today, day)}"
    if days > SPOKEN_IN_WORKING_DAYS:
        return f"In {_count(days // 7, 'week')}"
    known = calendar.covers(today) and calendar.covers(day)
    working = calendar.working_days_between(today, day) if known else 0
    return f"In {_count(working, 'working day')}" if working else f"In {_count(days, 'day')}"


def _long(first: date, last: date) -> str:
    """Return the whole months between the days, or the whole years of two and more."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return _count(months, "month") if months < SPOKEN_IN_MONTHS else _count(months // 12, "year")


def _count(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
