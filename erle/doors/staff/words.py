"""Times, ages, grades and reasons in the words that the pages use; pure, so that each has its test."""

from calendar import day_abbr, month_name
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SOURCES = {"1": "reliable", "2": "untested source", "3": "not reliable"}
ASSESSMENTS = {
    "A": "known directly",
    "B": "known indirectly, corroborated",
    "C": "known indirectly",
    "D": "not known",
    "E": "suspected to be false",
}
HANDLING_WITH_CONDITIONS = "C"
GRADE_PARTS = 3
WEEKDAYS, MONTHS = tuple(day_abbr), tuple(month_name)[1:]
"""As the language of the pages has them: for a chronology's many lines they are looked up, not formatted."""


def age(born_on: date, today: date) -> int:
    """Return the age in whole years; somebody born on 29 February is older on 1 March in a plain year."""
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    return today.year - born_on.year - (0 if had_birthday else 1)


def day(moment: datetime | date, today: date) -> str:
    """Return `today`, `yesterday`, `Mon 16 Nov`, or `16 Nov 2024` where the year is another."""
    on = moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment
    if on == today:
        return "today"
    if on == today - timedelta(days=1):
        return "yesterday"
    if on.year == today.year or abs((on - today).days) < 180:
        return f"{on:%a} {on.day} {on:%b}" + ("" if on.year == today.year else f" {on.year}")
    return f"{on.day} {on:%b} {on.year}"


def clock_time(moment: datetime) -> str:
    """Return the time of day in London, such as `17:52`."""
    local = moment.astimezone(LONDON)
    return f"{local.hour:02d}:{local.minute:02d}"


def day_and_time(moment: datetime, today: date) -> str:
    """Return `Today 17:52`, or `Mon 16 Nov, 09:12`."""
    on = day(moment, today)
    if on in {"today", "yesterday"}:
        return f"{on.capitalize()} {clock_time(moment)}"
    return f"{on}, {clock_time(moment)}"


def in_midst(moment: datetime, today: date) -> str:
    """Return `today 17:52`, or `Mon 16 Nov, 09:12`, as it stands in the midst of a sentence."""
    spoken = day_and_time(moment, today)
    return spoken[:1].lower() + spoken[1:] if spoken.startswith(("Today", "Yesterday")) else spoken


def long_day(on: date) -> str:
    """Return `Wednesday 18 November 2026`."""
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def line_time(moment: datetime, precision: str) -> str:
    """Return the time beside a chronology's day, as exactly as it is known."""
    if precision not in {"minute", "about"}:
        return ""
    return clock_time(moment) if precision == "minute" else f"about {clock_time(moment)}"


def line_day(moment: datetime, precision: str) -> str:
    """Return the day beside a chronology's line; the month's heading stands above it."""
    local = moment.astimezone(LONDON)
    if precision == "year":
        return f"in {local.year}"
    if precision == "month":
        return f"in {local:%B}"
    return f"{WEEKDAYS[local.weekday()]} {local.day}"


def month(moment: datetime) -> str:
    """Return the heading of a chronology's month."""
    local = moment.astimezone(LONDON)
    return f"{MONTHS[local.month - 1]} {local.year}"


@lru_cache(maxsize=256)
def grade(code: str) -> str:
    """Return a 3x5x2 grade in words: `1 A P: reliable, known directly`; nothing for a report that nobody graded."""
    parts = code.split()
    if len(parts) != GRADE_PARTS:
        return code
    source, assessment, handling = parts
    spoken = f"{code}: {SOURCES.get(source, source)}, {ASSESSMENTS.get(assessment, assessment)}"
    return spoken + (", with conditions" if handling == HANDLING_WITH_CONDITIONS else "")


def counted(limit: str, starts_at: str, source: str) -> str:
    """Return the rule of a clock: `72 hours after child returned, or found (the guidance).`"""
    return f"{limit}{',' if ',' in limit else ''} after {starts_at} ({source})."


def spell(number: int, one: str, many: str) -> str:
    """Return `1 line` or `3 lines`."""
    return f"{number:,} {one if number == 1 else many}"


def elapsed(span: timedelta) -> str:
    """Return how long something took: `6 h 50 min`, `12 days`."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 48 * 60:
        return spell(minutes // 1440, "day", "days")
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def until(ends_at: datetime, today: date) -> str:
    """Return the end of a share: `Wed 3 Mar 2027`, or that it stands while the post does."""
    return "while the post is held" if ends_at.year >= 9999 else long_until(ends_at, today)


def long_until(ends_at: datetime, today: date) -> str:
    """Return an end as the last day on which it still holds, with the time where it ends in the midst of a day."""
    local = ends_at.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        last = local.date() - timedelta(days=1)
        return f"{last:%a} {last.day} {last:%b} {last.year}"
    return day_and_time(ends_at, today)


def first_name(given_names: str, known_as: str) -> str:
    """Return what the child is called."""
    return known_as or given_names.partition(" ")[0]


def full_name(given_names: str, family_name: str, reference: str) -> str:
    """Return the child's name, or that it is not known here, with the reference to tell one such child from another."""
    name = f"{given_names} {family_name}".strip()
    return name or f"Name not given, {reference}"
