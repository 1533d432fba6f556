"""Stretches without a line, and the weeks without school in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from erle.doors.staff.words import spell
from erle.knowledge.records.queries import Week

NO_SCHOOL = "-" * 10
NOT_SAFETY = "A gap is not a sign of safety, and there may be lines that you do not see."
NO_ENTRY, NO_LINE, NOT_NAMED = "entry from any agency", "line that fits", "line that names it"
SCHOOL_DAYS = 4
"""From the Monday of a week to its Friday."""


@dataclass(frozen=True)
class Closed:
    """Days on which the child's school was closed."""

    first: date
    last: date


@dataclass(frozen=True)
class Gap:
    """Days between two lines, or between the newest line and today."""

    first: date
    last: date
    title: str
    text: str


def closed_weeks(weeks: Iterable[Week]) -> list[Closed]:
    """Return the stretches of whole weeks without school, the oldest first."""
    found: list[Closed] = []
    for monday in sorted({week.on for week in weeks if week.marks == NO_SCHOOL}):
        friday = monday + timedelta(days=SCHOOL_DAYS)
        if found and monday - found[-1].last <= timedelta(days=3):
            found[-1] = Closed(found[-1].first, friday)
        else:
            found.append(Closed(monday, friday))
    return found


def between(
    earlier: date, later: date, *, longest: int, closed: Sequence[Closed], nothing: str, now: bool = False
) -> Gap | None:
    """Return the gap between the days of two lines, where it is longer than may pass without a word."""
    days = (later - earlier).days
    if days <= longest:
        return None
    first, last = earlier + timedelta(days=1), later - timedelta(days=0 if now else 1)
    title = f"{spell((last - first).days + 1, 'day', 'days')} with no {nothing}{', up to today' if now else ''}"
    holidays = [words_of(one) for one in closed if one.first <= last and one.last >= first]
    return Gap(first, last, title, " ".join([NOT_SAFETY, *holidays]))


def words_of(closed: Closed) -> str:
    """Return `School was closed from 26 to 30 October.`"""
    first, last = closed.first, closed.last
    month = "" if (first.year, first.month) == (last.year, last.month) else f" {first:%B}"
    return f"School was closed from {first.day}{month} to {last.day} {last:%B}."
