"""The pattern of a week in words, and as a table that says the same as its picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from erle.doors.staff.week.pattern import DAWN, Attendance, Day, Pattern
from erle.doors.staff.words import spell

NOTICEABLE = 3
"""Points of a hundred by which attendance must differ before the words say that it rose or fell."""
OUTSTANDING = 2
"""What must have happened at least on a day of the week before the words name it."""


@dataclass(frozen=True)
class Row:
    """A weekday of the table."""

    day: str
    school: str
    other: str


def period(found: Pattern) -> str:
    """Return `6 weeks to 17 Nov`."""
    weeks = round(((found.last - found.first).days + 1) / 7)
    return f"{spell(weeks, 'week', 'weeks')} to {found.last.day} {found.last:%b}"


def standing_out(days: Sequence[Day]) -> list[str]:
    """Return the days of the week on which clearly more happened than on the others."""
    mean = sum(day.weight for day in days) / len(days)
    return [day.name for day in days if day.weight >= OUTSTANDING and day.weight >= 1.5 * mean]


def sentences(found: Pattern, *, school: bool = True) -> list[str]:
    """Return what the pattern shows, in short sentences."""
    out = standing_out(found.days)
    said = [f"{_listed([f'{name}s' for name in out])} stand out." if out else "No day of the week stands out."]
    if school:
        said.append(_attendance(found.attendance, found.before))
    said.append(
        f"{spell(found.concerns, 'concern or incident', 'concerns and incidents')},"
        f" {spell(found.strengths, 'strength', 'strengths')}."
        if school
        else f"{spell(found.concerns, 'line', 'lines')}."
    )
    if found.untimed:
        said.append(f"The hour of {found.untimed} is not known.")
    return said


def _attendance(now: Attendance | None, before: Attendance | None) -> str:
    if now is None:
        return "No school has told of attendance."
    said = f"Attendance {now.percent}% of {spell(now.held, 'session', 'sessions')}"
    if before is None:
        return f"{said}; what it was before is not known."
    apart = now.percent - before.percent
    trend = "about as before" if abs(apart) < NOTICEABLE else "it has risen" if apart > 0 else "it has fallen"
    return f"{said}, {before.percent}% in the school weeks before: {trend}."


def table(found: Pattern, *, what: str = "concern") -> list[Row]:
    """Return a row for each day of the week."""
    return [Row(day.name, _school(day), "; ".join(_other(day, what)) or "nothing known") for day in found.days]


def _school(day: Day) -> str:
    held, missed = sum(one.held for one in day.sessions), sum(one.missed for one in day.sessions)
    if not held:
        return "no school known"
    return f"late or absent in {missed} of {spell(held, 'session', 'sessions')}" if missed else "in school"


def _other(day: Day, what: str) -> list[str]:
    said = [
        f"{what} about {_clock(hour)}" + (f", {spell(times, 'time', 'times')}" if times > 1 else "")
        for hour, times in sorted(day.concerns.items())
    ]
    said += [f"missing from {_clock(one.start)} to {_clock(one.end)}" for one in day.missing]
    return said + [f"{one.label}, {_clock(one.start)}" for one in day.strengths]


def _clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{(DAWN + minutes // 60) % 24:02d}:{minutes % 60:02d}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
