"""The week as a pattern: school sessions, time missing, concerns and what goes well, by day and hour; pure.

A day's row runs from six in the morning until six the next: a night belongs to the evening that it began on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from erle.doors.staff.words import LONDON
from erle.knowledge.records.queries import Week
from erle.knowledge.records.rules import EntryKind, Nature, Precision

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAWN = 6
"""The hour at which a row begins."""
PRESENT, LATE, NO_SCHOOL = "/", "L", "-"
SESSIONS = 10
CONCERNS = (EntryKind.CONCERN, EntryKind.INCIDENT)
TIMED = (Precision.MINUTE, Precision.ABOUT)
SCHOOL_WEEKS_BEFORE = 6


@dataclass
class Session:
    """How one session of a weekday went, over the weeks."""

    present: int = 0
    missed: int = 0

    @property
    def held(self) -> int:
        """How often there was school."""
        return self.present + self.missed


@dataclass(frozen=True)
class Stretch:
    """A stretch of hours, counted from six in the morning."""

    start: float
    end: float
    label: str = ""


@dataclass
class Day:
    """One weekday."""

    name: str
    sessions: tuple[Session, Session]
    missing: list[Stretch] = field(default_factory=list)
    left: int = 0
    concerns: Counter[int] = field(default_factory=Counter)
    strengths: list[Stretch] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How much happened that worries somebody."""
        held, missed = sum(one.held for one in self.sessions), sum(one.missed for one in self.sessions)
        return sum(self.concerns.values()) + self.left + (1 if missed and missed * 3 >= held else 0)


@dataclass(frozen=True)
class Attendance:
    """Sessions attended of those that there were."""

    attended: int
    held: int

    @property
    def percent(self) -> int:
        """As a whole number of a hundred."""
        return round(100 * self.attended / self.held)


@dataclass(frozen=True)
class Pattern:
    """The pattern of a stretch of weeks."""

    first: date
    last: date
    days: tuple[Day, ...]
    attendance: Attendance | None
    before: Attendance | None
    concerns: int
    strengths: int
    untimed: int


@dataclass(frozen=True)
class Away:
    """Time missing, until now where there is no return yet."""

    left_at: datetime
    returned_at: datetime | None


def pattern(
    *,
    weeks: Sequence[Week] = (),
    away: Iterable[Away] = (),
    lines: Iterable[Mapping[str, Any]] = (),
    first: date,
    now: datetime,
    kinds: Sequence[str] = CONCERNS,
) -> Pattern:
    """Return the pattern from the first day until now; lines of these kinds are what worries somebody."""
    last = now.astimezone(LONDON).date()
    days = tuple(Day(name, (Session(), Session())) for name in DAYS)
    inside = [week for week in weeks if first <= week.on <= last]
    for week in inside:
        _school(days, week)
    for one in away:
        _missing(days, one, first=first, now=now)
    told = [line for line in lines if first <= line["happened_at"].astimezone(LONDON).date() <= last]
    concerns = [line for line in told if line["kind"] in kinds]
    strengths = [line for line in told if _is_strength(line) and line not in concerns]
    untimed = _put(days, concerns, strengths)
    return Pattern(
        first, last, days, attendance(inside), attendance(_before(weeks, first)), len(concerns), len(strengths), untimed
    )


def attendance(weeks: Iterable[Week]) -> Attendance | None:
    """Return what was attended, or nothing where there was no school or no school told."""
    marks = Counter("".join(week.marks for week in weeks))
    held = sum(marks.values()) - marks[NO_SCHOOL]
    return Attendance(marks[PRESENT] + marks[LATE], held) if held else None


def _before(weeks: Sequence[Week], first: date) -> list[Week]:
    """Return the last weeks with school before the first day."""
    earlier = sorted((week for week in weeks if week.on < first), key=lambda week: week.on, reverse=True)
    mondays = sorted({week.on for week in earlier if set(week.marks) != {NO_SCHOOL}}, reverse=True)
    return [week for week in earlier if week.on in mondays[:SCHOOL_WEEKS_BEFORE]]


def _school(days: Sequence[Day], week: Week) -> None:
    for place in range(SESSIONS):
        session, mark = days[place // 2].sessions[place % 2], week.marks[place]
        if mark == PRESENT:
            session.present += 1
        elif mark != NO_SCHOOL:
            session.missed += 1


def _missing(days: Sequence[Day], one: Away, *, first: date, now: datetime) -> None:
    start, end = one.left_at.astimezone(LONDON), (one.returned_at or now).astimezone(LONDON)
    if end.date() < first:
        return
    row = _row_of(start)
    if row >= first:
        days[row.weekday()].left += 1
    row = max(row, first)
    while (dawn := datetime.combine(row, time(DAWN), LONDON)) < end and row <= now.astimezone(LONDON).date():
        hours = (_hours(start, dawn) if start > dawn else 0.0, min(_hours(end, dawn), 24.0))
        days[row.weekday()].missing.append(Stretch(*hours))
        row += timedelta(days=1)


def _put(days: Sequence[Day], concerns: list[Mapping[str, Any]], strengths: list[Mapping[str, Any]]) -> int:
    """Put the lines whose hour is known in their places; return of how many concerns it is not."""
    for line in concerns:
        if line["precision"] in TIMED:
            day, hour = _place(days, line)
            day.concerns[round(hour)] += 1
    for line in strengths:
        if line["precision"] in TIMED:
            day, hour = _place(days, line)
            day.strengths.append(Stretch(hour, min(hour + 1.0, 24.0), line["title"]))
    return sum(line["precision"] not in TIMED for line in concerns)


def _place(days: Sequence[Day], line: Mapping[str, Any]) -> tuple[Day, float]:
    at = line["happened_at"].astimezone(LONDON)
    row = _row_of(at)
    return days[row.weekday()], _hours(at, datetime.combine(row, time(DAWN), LONDON))


def _is_strength(line: Mapping[str, Any]) -> bool:
    return bool(line["kind"] == EntryKind.STRENGTH or line["nature"] == Nature.STRENGTH)


def _row_of(at: datetime) -> date:
    return at.date() - timedelta(days=1 if at.hour < DAWN else 0)


def _hours(at: datetime, dawn: datetime) -> float:
    """Return the hours as the clock on the wall shows them, also in the night in which it changes."""
    return (at.replace(tzinfo=None) - dawn.replace(tzinfo=None)).total_seconds() / 3600
