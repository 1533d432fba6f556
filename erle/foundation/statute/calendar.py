"""Working days: Monday to Friday without the bank holidays of England, known offline for the years covered."""

import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files

PACKAGE = "govuk_bank_holidays"
SATURDAY = 5


class BeyondTheCalendar(ValueError):
    """Raised where an answer would need bank holidays that the calendar does not know."""


@dataclass(frozen=True)
class WorkingCalendar:
    """The bank holidays of whole years, and the working days between them."""

    version: str
    holidays: frozenset[date]

    def __post_init__(self) -> None:
        """Refuse a calendar that covers no year."""
        if not self.holidays:
            raise ValueError("A working calendar needs the bank holidays of at least one year.")

    @cached_property
    def first_day(self) -> date:
        """The first day covered."""
        return date(min(self.holidays).year, 1, 1)

    @cached_property
    def last_day(self) -> date:
        """The last day covered."""
        return date(max(self.holidays).year, 12, 31)

    @cached_property
    def _working(self) -> tuple[int, ...]:
        """Every working day covered, as ordinals in order, so that counting is one search and one step."""
        days = range(self.first_day.toordinal(), self.last_day.toordinal() + 1)
        closed = {holiday.toordinal() for holiday in self.holidays}
        return tuple(day for day in days if date.fromordinal(day).weekday() < SATURDAY and day not in closed)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the day is a working day."""
        self._require(day)
        return day.weekday() < SATURDAY and day not in self.holidays

    def add_working_days(self, day: date, number: int) -> date:
        """Return the working day that many working days after the day, which itself is not counted."""
        if number < 1:
            raise ValueError(f"Working days are counted forward from the next: {number} cannot be added.")
        self._require(day)
        place = bisect_right(self._working, day.toordinal()) + number - 1
        if place >= len(self._working):
            raise BeyondTheCalendar(self._words(f"{number} working days after {_said(day)}"))
        return date.fromordinal(self._working[place])

    def working_day_from(self, day: date) -> date:
        """Return the day where it is a working day, otherwise the next one."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after the first day, up to and with the last; below nought where that comes first."""
        self._require(first)
        self._require(last)
        return bisect_right(self._working, last.toordinal()) - bisect_right(self._working, first.toordinal())

    def covers(self, day: date) -> bool:
        """Tell whether the bank holidays of the day's year are known."""
        return self.first_day <= day <= self.last_day

    def _require(self, day: date) -> None:
        if not self.covers(day):
            raise BeyondTheCalendar(self._words(_said(day)))

    def _words(self, asked: str) -> str:
        covered = f"from {_said(self.first_day)} to {_said(self.last_day)}"
        return f"Working days are known {covered} ({self.version}); {asked} lies beyond that."


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _england() -> WorkingCalendar:
    """Read the list that came with the package, and not by the package's own code, which loads a client for the web."""
    listed = json.loads(files(PACKAGE).joinpath("bank-holidays.json").read_text("utf-8"))
    holidays = frozenset(date.fromisoformat(event["date"]) for event in listed["england-and-wales"]["events"])
    named = f"England and Wales, govuk-bank-holidays {version(PACKAGE)}"
    return WorkingCalendar(f"{named}, {min(holidays).year} to {max(holidays).year}", holidays)


ENGLAND = _england()
"""The bank holidays that came with the package; nothing is fetched."""
