"""Dates of birth as people type them: 3/3/2012, 3 Mar 2012, March 2012, 2012, aged 14; the day before the month."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, YEAR = r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
BEFORE = r"(?<![\w/.-])(?:(?:born|b\.|dob|d\.o\.b\.?|date of birth)(?: (?:on|in))?:?\s*)?"
AFTER = r"(?![\w/-]|\.\d)"
OLDEST = 110
EARLIEST = 1900


@dataclass(frozen=True)
class Born:
    """The days that were meant, from the first to the last, and the days that are often written for one of them."""

    first: date
    last: date
    near: tuple[date, ...] = ()

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        return self.first if self.first == self.last else None


def born_in(text: str, *, today: date) -> tuple[Born | None, str]:
    """Return the first date of birth in the text, and the text without it."""
    for pattern, read in READINGS:
        for found in re.finditer(BEFORE + pattern + AFTER, text, re.IGNORECASE):
            born = read(found.groupdict(), today)
            if born is not None:
                return born, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def born_on(day: date, *, today: date) -> Born:
    """Return the birth on a day, with the days that are often written for it."""
    return Born(day, day, _near(day, today))


def _day(said: dict[str, str], today: date) -> Born | None:
    on = _date(_year(said["year"], today), _month(said["month"]), int(said["day"]))
    if on is None or not EARLIEST <= on.year <= today.year or on > today:
        return None
    return Born(on, on, _near(on, today))


def _month_of(said: dict[str, str], today: date) -> Born | None:
    year, month = int(said["year"]), _month(said["month"])
    return _span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), today)


def _year_of(said: dict[str, str], today: date) -> Born | None:
    return _span(date(int(said["year"]), 1, 1), date(int(said["year"]), 12, 31), today)


def _aged(said: dict[str, str], today: date) -> Born | None:
    age = int(said["age"])
    if age > OLDEST:
        return None
    first = (_date(today.year - age - 1, today.month, today.day) or date(today.year - age - 1, 2, 28)) + timedelta(1)
    return Born(first, _date(today.year - age, today.month, today.day) or date(today.year - age, 2, 28))


def _span(first: date, last: date, today: date) -> Born | None:
    return Born(first, last) if first <= today else None


def _near(on: date, today: date) -> tuple[date, ...]:
    """Return the days that are taken for this one: day and month the other way round, and one part off by one."""
    parts = [(on.year, on.day, on.month)]
    parts += [(on.year + years, on.month, on.day) for years in (-1, 1, -10, 10)]
    parts += [(on.year, on.month + months, on.day) for months in (-1, 1)]
    parts += [(on.year, on.month, day) for day in {*_slips(on.day)} - {on.day}]
    dates = {made for part in parts if (made := _date(*part)) is not None}
    return tuple(sorted(dates - {on} - {made for made in dates if made > today}))


def _slips(day: int) -> list[int]:
    tens, ones = divmod(day, 10)
    return [day - 1, day + 1, day - 10, day + 10, ones * 10 + tens]


def _month(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS.index(word[:3].lower()) + 1


def _year(word: str, today: date) -> int:
    if len(word) == 4:
        return int(word)
    century = today.year // 100 * 100
    return century + int(word) - (100 if century + int(word) > today.year else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


READINGS: tuple[tuple[str, Callable[[dict[str, str], date], Born | None]], ...] = (
    (rf"{YEAR}-(?P<month>\d{{1,2}})-{DAY}", _day),
    (rf"{DAY}\s?[./-]\s?(?P<month>\d{{1,2}})\s?[./-]\s?{SHORT_YEAR}", _day),
    (rf"{DAY}(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{MONTH}[\s,-]*{SHORT_YEAR}", _day),
    (rf"{MONTH}\s*{DAY}(?:st|nd|rd|th)?,?\s+{YEAR}", _day),
    (rf"{DAY} (?P<month>\d{{1,2}}) {YEAR}", _day),
    (rf"{MONTH}[\s,-]*{YEAR}", _month_of),
    (r"(?:aged?\s+)(?P<age>\d{1,2})(?:\s+years?)?", _aged),
    (r"(?P<age>\d{1,2})\s*(?:years? old|years?|yrs?|y/?o)", _aged),
    (YEAR, _year_of),
)
"""How a date may stand in the text, the surest form first."""
