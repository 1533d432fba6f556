"""The two years told of: the days before today, the hours that schools and offices keep, England's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

from erle.foundation.statute.calendar import ENGLAND
from erle.foundation.statute.moments import LONDON
from rehearsal.partnership.chance import weighted
from rehearsal.partnership.parameters import number

DAY = timedelta(days=1)
MINUTES = (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55)
THIS_MORNING = time(8, 30)
SATURDAY = 5
SUMMER, CHRISTMAS, NEW_YEAR = ((7, 21), (9, 3)), (12, 20), (1, 4)


class NoSuchDay(ValueError):
    """A day was asked for from a time that holds none."""


@dataclass(frozen=True)
class Days:
    """The time that is told of: it ends today, at the hour up to which today has happened."""

    today: date
    until: time = THIS_MORNING

    @property
    def first(self) -> date:
        """The first day told of."""
        return self.today - timedelta(days=number("days"))

    @property
    def now(self) -> datetime:
        """The last moment told of."""
        return datetime.combine(self.today, self.until, LONDON)

    def any_day(self, random: Random, *, first: date | None = None, last: date | None = None) -> date:
        """Return a day told of, today left out."""
        first, last = max(first or self.first, self.first), min(last or self.today, self.today) - DAY
        if first > last:
            raise NoSuchDay(f"No day from {first} to {last} is told of.")
        return first + timedelta(days=random.randint(0, (last - first).days))

    def school_day(self, random: Random, *, first: date | None = None, last: date | None = None) -> date:
        """Return a school day, today left out; where the time holds none, the last one before it."""
        day = self.any_day(random, first=first, last=last)
        for _ in range(20):
            if is_school_day(day):
                return day
            day = self.any_day(random, first=first, last=last)
        while not is_school_day(day):
            day -= DAY
        return day

    def working_day(self, random: Random, *, first: date | None = None, last: date | None = None) -> date:
        """Return a working day, today left out."""
        return working_day_before(self.any_day(random, first=first, last=last) + DAY)

    def this_morning(self, random: Random) -> datetime:
        """Return a moment of today that has happened."""
        minutes = self.until.hour * 60 + self.until.minute
        return at(self.today, time()) + timedelta(minutes=random.randint(0, max(0, minutes - 1)))


def at(day: date, hour: time) -> datetime:
    """Return a moment of a day by England's clock."""
    return datetime.combine(day, hour, LONDON)


def later(moment: datetime, by: timedelta) -> datetime:
    """Return the moment so much later as time passes, which England's clock does not always show."""
    return (moment.astimezone(UTC) + by).astimezone(LONDON)


def hour_between(random: Random, first: int, last: int) -> time:
    """Return a time of day, to five minutes, from the first hour until the last."""
    return time(random.randrange(first, last), random.choice(MINUTES))


def hour_of(random: Random, bands: list[list[object]]) -> time:
    """Return a time of day by bands of hours such as `18-21` and their weights."""
    band = str(weighted(random, [(name, float(str(weight))) for name, weight in bands]))
    first, last = band.split("-")
    return time(random.randrange(int(first), int(last)), random.randrange(60))


def working_day_before(day: date) -> date:
    """Return the last working day before the day."""
    day -= DAY
    while not ENGLAND.is_working_day(day):
        day -= DAY
    return day


@cache
def is_school_day(day: date) -> bool:
    """Tell whether schools are open: a working day outside the holidays, which here fall alike in all schools."""
    return ENGLAND.is_working_day(day) and not _in_holidays(day)


@cache
def _in_holidays(day: date) -> bool:
    here = (day.month, day.day)
    if SUMMER[0] <= here <= SUMMER[1] or here >= CHRISTMAS or here <= NEW_YEAR:
        return True
    monday = day - timedelta(days=day.weekday())
    return _half_term(monday) or _easter(day)


def _half_term(monday: date) -> bool:
    """Tell whether the week is a half term: late October, mid February, the week of the late May bank holiday."""
    here = (monday.month, monday.day)
    return (10, 22) <= here <= (10, 28) or (2, 12) <= here <= (2, 18) or (5, 25) <= here <= (5, 31)


def _easter(day: date) -> bool:
    """Tell whether the day is in the fortnight around Good Friday, the one bank holiday that is a spring Friday."""
    return any(
        -4 <= (day - friday).days <= 9
        for friday in ENGLAND.holidays
        if friday.year == day.year and friday.weekday() == SATURDAY - 1 and friday.month in {3, 4}
    )


def clock_goes_back(today: date) -> date:
    """Return the last Sunday of October on which clocks went back, before today."""
    year = today.year
    while (day := _last_sunday(year)) >= today - DAY:
        year -= 1
    return day


def _last_sunday(year: int) -> date:
    last = date(year, 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
