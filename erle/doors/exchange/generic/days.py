"""Dates and times as people and programs write them; what cannot be read in one way only is not guessed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from erle.knowledge.records.rules import Precision

LONDON = ZoneInfo("Europe/London")
EARLIEST = 1900
LONGEST = 60
"""Letters of a text that can be a date or time."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SHAPES = {"dmy": "a date written day/month/year", "mdy": "a date written month/day/year", "ymd": "a date, year first"}
OTHERWISE = {"dmy": "mdy", "mdy": "dmy", "ymd": "dmy"}

NUMBERS = re.compile(r"(\d{1,4})[/. -]+(\d{1,2})[/. -]+(\d{1,4})")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+", re.IGNORECASE)
ORDINAL, MONTH = r"(\d{1,2})(?:st|nd|rd|th)?", r"([a-z]{3,9})"
SHAPED = tuple(
    (re.compile(shape, re.IGNORECASE), precision, parts)
    for shape, precision, parts in (
        (r"(\d{4})(\d{2})(\d{2})", Precision.DAY, (1, 2, 3)),
        (rf"{ORDINAL}[\s.-]+(?:of\s+)?{MONTH}[.,]?[\s-]+(\d{{4}}|\d{{2}})", Precision.DAY, (3, 2, 1)),
        (rf"{MONTH}\.?\s+{ORDINAL},?\s+(\d{{4}})", Precision.DAY, (3, 1, 2)),
        (r"(\d{4})-(\d{2})", Precision.MONTH, (1, 2, 0)),
        (rf"{MONTH}\.?[\s-]+(\d{{4}})", Precision.MONTH, (2, 1, 0)),
        (r"(\d{4})", Precision.YEAR, (1, 0, 0)),
    )
)
"""How a date is written otherwise, how exact it is, and where in it stand year, month and day."""
ABOUT = re.compile(
    r"^(?:about|around|approximately|approx\.?|circa|ca\.|c\.|~)\s*|\s*\(?(?:approximately|approx\.?|ish)\)?$",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(a\.?m\.?|p\.?m\.?)?(?:\s*hrs?\.?)?", re.IGNORECASE
)
MILITARY = re.compile(r"(\d{2})(\d{2})(?:\s*hrs?\.?)?", re.IGNORECASE)
NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time()}
SPLIT = re.compile(r"[T\s,]+(?:at\s+)?", re.IGNORECASE)
CLOCK_EXPECTED = "a time such as 16:05 or 4.05 pm"


class Unreadable(Exception):
    """A text that is no date or time; the words follow the text."""


class Day(NamedTuple):
    """A day, or a month or year by its first day, and which of these."""

    on: date
    precision: Precision


class Moment(NamedTuple):
    """When something happened, and how exactly that is known."""

    at: datetime
    precision: Precision


def read_day(text: str, order: str, today: date) -> Day:
    """Return the day that a text says, or raise `Unreadable`."""
    said = _short(text)
    said = WEEKDAY.sub("", said, count=1) or said
    if found := NUMBERS.fullmatch(said):
        return Day(_ordered(found.groups(), order, today), Precision.DAY)
    for shape, precision, parts in SHAPED:
        if found := shape.fullmatch(said):
            year, month, day = (found[part] if part else "1" for part in parts)
            return Day(_exact(_year(year, today), _month(month), day), precision)
    raise Unreadable("is not a date")


def read_time(text: str) -> tuple[time, bool]:
    """Return the time of day that a text says and whether it is only about then, or raise `Unreadable`."""
    whole = _short(text)
    said = ABOUT.sub("", whole)
    about = said != whole
    if said.lower() in NAMED_TIMES:
        return NAMED_TIMES[said.lower()], about
    found = MILITARY.fullmatch(said) or CLOCK.fullmatch(said)
    if found is None or (found.re is CLOCK and not (found[2] or found[3])):
        raise Unreadable("is not a time")
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "")[:1].lower() if found.re is CLOCK else ""
    if half and not 1 <= hour <= 12:
        raise Unreadable("is not a time")
    hour = hour % 12 + 12 * (half == "p") if half else hour
    try:
        return time(hour, minute), about
    except ValueError as error:
        raise Unreadable("is not a time") from error


def read_moment(text: str, order: str, today: date) -> Moment:
    """Return the moment that a text says: a day, a day and a time, or a moment as programs write them."""
    said = _short(text)
    zoned = _zoned(said)
    if zoned is not None:
        return Moment(zoned, Precision.MINUTE)
    for split in SPLIT.finditer(said):
        try:
            day, (clock, about) = read_day(said[: split.start()], order, today), read_time(said[split.end() :])
        except Unreadable:
            continue
        if day.precision is Precision.DAY:
            return moment_of(day, clock, about=about)
    day = read_day(said, order, today)
    return Moment(start_of(day.on), day.precision)


def moment_of(day: Day, clock: time, *, about: bool) -> Moment:
    """Return the moment in London of a day and a time there; an hour that the clocks skip is read as an hour later."""
    local = datetime.combine(day.on, clock, LONDON).astimezone(UTC).astimezone(LONDON)
    return Moment(local, Precision.ABOUT if about else Precision.MINUTE)


def is_skipped(on: date, clock: time) -> bool:
    """Return whether the clocks of London skip that time on that day."""
    local = datetime.combine(on, clock, LONDON)
    return local.astimezone(UTC).astimezone(LONDON).time() != clock


@lru_cache(maxsize=20_000)
def start_of(day: date) -> datetime:
    """Return the first moment of a day in London, from which a day without an hour is counted."""
    return datetime.combine(day, time(), LONDON)


def otherwise(text: str, order: str, today: date) -> str:
    """Return what a text would say in another order of dates, in words, where it would say anything."""
    other = OTHERWISE[order]
    try:
        found = read_day(text, other, today).on
    except Unreadable:
        return ""
    return f"read as {'month/day/year' if other == 'mdy' else 'day/month/year'} it would be {found:%-d %B %Y}"


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _zoned(said: str) -> datetime | None:
    """Return a moment that a program wrote, with its distance from Greenwich, or nothing."""
    if not re.search(r"\d[T ]\d{2}:?\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$", said):
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found.astimezone(LONDON) if found.tzinfo and EARLIEST < found.year < 9999 else None


def _ordered(parts: tuple[str, ...], order: str, today: date) -> date:
    """Return the date of three numbers; four digits are the year wherever they stand first or last."""
    first, middle, last = parts
    if min(len(first), len(last)) > 2 or 3 in (len(first), len(last)):
        raise Unreadable("is not a date")
    if len(first) == 4:
        return _exact(first, middle, last)
    if len(last) == 4 and order == "ymd":
        raise Unreadable("is not a date that begins with its year")
    if order == "ymd":
        return _exact(_year(first, today), middle, last)
    day, month = (first, middle) if order == "dmy" else (middle, first)
    return _exact(_year(last, today), month, day)


def _year(said: str, today: date) -> str:
    """Return a year in full: two digits are of the hundred years that end a year from now."""
    if len(said) != 2:
        return said
    year = today.year - today.year % 100 + int(said)
    return str(year - 100 if year > today.year + 1 else year)


def _short(text: str) -> str:
    said = text.strip()
    if len(said) > LONGEST:
        raise Unreadable("is too long for a date or time")
    return said


def _month(name: str) -> str:
    """Return a month's number, by its number or the start of its name."""
    if name.isdecimal():
        return name
    short = name[:3].lower()
    if short not in MONTHS:
        raise Unreadable("has a word in it that is no month")
    return str(MONTHS.index(short) + 1)


def _exact(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unreadable("is not a date that exists") from error
    if found.year < EARLIEST:
        raise Unreadable(f"is a date before {EARLIEST}")
    return found
