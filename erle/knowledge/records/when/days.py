"""Which day is meant: one, or more where the words fit more than one."""

from datetime import date, timedelta

from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.hearing import Heard

DO_NOT_FIT = "Two times stand here that do not fit. Write one; add the other as an item of its own."
SATURDAY = 5
WEEK = timedelta(days=7)
LONGEST_AGO_YEARS = 100
LONG_AGO_YEARS = 50
"""So long ago nothing is handed in about a child, and four figures may be a time."""
FURTHEST_BACK_DAYS = 36_500


class OtherWeekday(Exception):
    """The date is another day of the week than was said; `dates` are the two that may have been meant."""

    def __init__(self, *dates: date) -> None:
        """Keep the date that was written, and the nearest one of the day of the week that was said."""
        super().__init__(dates)
        self.dates = dates


def days_meant(heard: Heard, today: date) -> tuple[date, ...]:
    """Return the days that may be meant, the likeliest first; none where no day was said."""
    named = [
        heard.days_back is not None,
        bool(heard.last_night),
        heard.weekend is not None,
        heard.date is not None or heard.day_of_month is not None,
        heard.week_back is not None,
        heard.ago is not None,
    ]
    if sum(named) > 1:
        raise Unclear(DO_NOT_FIT)
    if heard.weekday is not None:
        return _weekdays(heard, today)
    if heard.weekend is not None:
        saturday = saturday_meant(heard.weekend, today)
        return (saturday, saturday + timedelta(days=1))
    if heard.last_night:
        return (today - timedelta(days=1),)
    if heard.ago and heard.ago[1] == "weeks":
        return (back(today, heard.ago[0] * 7),)
    if heard.days_back is not None:
        return (back(today, heard.days_back),)
    on = date_meant(heard, today)
    return (on,) if on else ()


def back(today: date, days: int) -> date:
    """Return the day so many days ago; not before anybody lived."""
    if days > FURTHEST_BACK_DAYS:
        raise Unclear("That is longer ago than anybody can have seen it. Check the number.")
    return today - timedelta(days=days)


def saturday_meant(which: str, today: date) -> date:
    """Return the Saturday of the weekend: the one that began last, or one before it."""
    latest = today - timedelta(days=(today.weekday() - SATURDAY) % 7)
    if which == "latest":
        return latest
    last = latest - WEEK if today.weekday() >= SATURDAY else latest
    return last - WEEK if which == "before last" else last


def date_meant(heard: Heard, today: date) -> date | None:
    """Return the date that was written; without a year, or without a month, the latest that is not in the future."""
    if heard.date is not None:
        year, month, day = heard.date
        if year is None and heard.year_back is not None:
            year = today.year - heard.year_back
        return _latest(year, month, day, today)
    if heard.day_of_month is None:
        return None
    if heard.month is not None:
        return _latest(heard.year, heard.month, heard.day_of_month, today)
    months = [(today.year * 12 + today.month - 1 - back) for back in range(12)]
    if heard.month_back is not None:
        months = months[heard.month_back : heard.month_back + 1]
    for number in months:
        on = _made(number // 12, number % 12 + 1, heard.day_of_month)
        if on and (on <= today or len(months) == 1):
            return on
    raise Unclear(f"There is no day {heard.day_of_month} in a month. Write a date like 16/11/2026.")


def _latest(year: int | None, month: int, day: int, today: date) -> date:
    if month > 12:
        raise Unclear("Write the day first, then the month, like 16/11/2026.")
    if year is not None and not today.year - LONGEST_AGO_YEARS <= year <= today.year + LONGEST_AGO_YEARS:
        raise Unclear(f"Check the year {year}.")
    if year is not None and year <= today.year - LONG_AGO_YEARS and year % 100 < 60:
        raise Unclear(f"Is {year} a year, or a time? Write a time with a colon, like 20:15.")
    years = [year] if year is not None else range(today.year, today.year - 9, -1)
    for one in years:
        on = _made(one, month, day)
        if on and (year is not None or on <= today):
            return on
    raise Unclear("There is no such date. Check the day and the month.")


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekdays(heard: Heard, today: date) -> tuple[date, ...]:
    weekday = heard.weekday or 0
    latest = today - timedelta(days=(today.weekday() - weekday) % 7)
    on = date_meant(heard, today)
    if on is None and heard.days_back is not None:
        on = back(today, heard.days_back)
    if on is not None:
        return (_checked(on, weekday),)
    if heard.weekend is not None:
        if weekday < SATURDAY:
            raise Unclear(DO_NOT_FIT)
        return (saturday_meant(heard.weekend, today) + timedelta(days=weekday - SATURDAY),)
    weeks = heard.week_back if heard.week_back is not None else heard.ago[0] if heard.ago else None
    if heard.last_night or heard.month is not None or (heard.ago and heard.ago[1] != "weeks"):
        raise Unclear("Which day was that? Write the date, like 16/11/2026.")
    if weeks is not None:
        return (back(today, today.weekday() + weeks * 7) + timedelta(days=weekday),)
    if heard.last_named:
        return ((latest if latest < today else latest - WEEK) - WEEK * heard.weeks_more,)
    return (today, today - WEEK) if latest == today else (latest,)


def _checked(on: date, weekday: int) -> date:
    if on.weekday() == weekday:
        return on
    nearest = on + timedelta(days=(weekday - on.weekday() + 3) % 7 - 3)
    raise OtherWeekday(on, nearest)
