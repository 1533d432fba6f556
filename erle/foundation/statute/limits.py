"""Limits: how long the law gives, in the units in which the law counts."""

from abc import ABC, abstractmethod
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from erle.foundation.statute.calendar import WorkingCalendar
from erle.foundation.statute.moments import end_of, in_england, local_day

LimitData = dict[str, Any]


class LimitMismatch(ValueError):
    """Raised where a local limit is not in the unit in which the clock counts."""


class Limit(ABC):
    """How long something may take."""

    @abstractmethod
    def words(self) -> str:
        """Say the limit."""

    @abstractmethod
    def due(self, started: datetime, calendar: WorkingCalendar) -> datetime:
        """Return the moment at which the time has run out; the limit is kept only before it."""

    @abstractmethod
    def to_data(self) -> LimitData:
        """Return the limit as JSON has it."""

    def settled(self, local: "Mapping[str, Limit]") -> "Limit":
        """Return the limit with the partnership's own value in it, where the law leaves that to the partnership."""
        return self


@dataclass(frozen=True)
class Counted(Limit):
    """So many of a unit."""

    number: int
    unit: ClassVar[str]
    one: ClassVar[str]
    many: ClassVar[str]

    def __post_init__(self) -> None:
        """Refuse a limit of nothing."""
        if self.number < 1:
            raise ValueError(f"A limit is at least one {self.one}; {self.number} is none.")

    def words(self) -> str:
        """Say the number and the unit."""
        return f"{self.number} {self.one if self.number == 1 else self.many}"

    def to_data(self) -> LimitData:
        """Return the unit and the number."""
        return {"unit": self.unit, "number": self.number}

    def of(self, number: int) -> Self:
        """Return the same limit with another number."""
        return replace(self, number=number)


@dataclass(frozen=True)
class ElapsedHours(Counted):
    """Hours that really pass: summer time neither gives nor takes one."""

    unit: ClassVar[str] = "elapsed_hours"
    one: ClassVar[str] = "hour"
    many: ClassVar[str] = "hours"

    def due(self, started: datetime, calendar: WorkingCalendar) -> datetime:
        """Return the moment so many hours later, by the sun's count and not the wall clock's."""
        return in_england(started).astimezone(UTC) + timedelta(hours=self.number)


@dataclass(frozen=True)
class CountedDays(Counted):
    """A limit that ends with a day; the day on which it starts is day 0."""

    def due(self, started: datetime, calendar: WorkingCalendar) -> datetime:
        """Return the local midnight that ends the last day."""
        return end_of(self.last_day(local_day(started), calendar))

    @abstractmethod
    def last_day(self, day: date, calendar: WorkingCalendar) -> date:
        """Return the last day of the limit that starts on the day."""


@dataclass(frozen=True)
class WorkingDays(CountedDays):
    """Working days; one that starts on a weekend or a bank holiday counts from the next working day."""

    unit: ClassVar[str] = "working_days"
    one: ClassVar[str] = "working day"
    many: ClassVar[str] = "working days"

    def last_day(self, day: date, calendar: WorkingCalendar) -> date:
        """Return the working day that many after the day."""
        return calendar.add_working_days(day, self.number)


@dataclass(frozen=True)
class Days(CountedDays):
    """Calendar days, weekends and holidays among them."""

    first_day_counts: bool = False
    unit: ClassVar[str] = "days"
    one: ClassVar[str] = "day"
    many: ClassVar[str] = "days"

    def words(self) -> str:
        """Say the number of days, and that the first is one of them where it is."""
        return f"{super().words()}, the first counted" if self.first_day_counts else super().words()

    def last_day(self, day: date, calendar: WorkingCalendar) -> date:
        """Return the day that many days on, or one fewer where the first day counts."""
        return day + timedelta(days=self.number - self.first_day_counts)

    def to_data(self) -> LimitData:
        """Return the unit, the number and whether the first day counts."""
        return {**super().to_data(), "first_day_counts": self.first_day_counts}


@dataclass(frozen=True)
class Weeks(CountedDays):
    """Weeks: the same day of the week, so many weeks on."""

    unit: ClassVar[str] = "weeks"
    one: ClassVar[str] = "week"
    many: ClassVar[str] = "weeks"

    def last_day(self, day: date, calendar: WorkingCalendar) -> date:
        """Return the same weekday, that many weeks on."""
        return day + timedelta(weeks=self.number)


@dataclass(frozen=True)
class Months(CountedDays):
    """Calendar months: the same date, or the month's last day where it has no such date."""

    to_working_day: bool = False
    unit: ClassVar[str] = "months"
    one: ClassVar[str] = "month"
    many: ClassVar[str] = "months"

    def words(self) -> str:
        """Say the number of months, and what happens on a weekend where something does."""
        return f"{super().words()}, or the next working day" if self.to_working_day else super().words()

    def last_day(self, day: date, calendar: WorkingCalendar, days_paused: int = 0) -> date:
        """Return the corresponding date, later by the days for which the clock was stopped."""
        months = day.year * 12 + day.month - 1 + self.number
        year, month = divmod(months, 12)
        date_there = min(day.day, monthrange(year, month + 1)[1])
        last = date(year, month + 1, date_there) + timedelta(days=days_paused)
        return calendar.working_day_from(last) if self.to_working_day else last

    def to_data(self) -> LimitData:
        """Return the unit, the number and whether it moves to a working day."""
        return {**super().to_data(), "to_working_day": self.to_working_day}


@dataclass(frozen=True)
class SetLocally(Limit):
    """A limit whose number the law leaves to the partnership; `usual` holds where the partnership has set none."""

    setting: str
    usual: Counted

    def words(self) -> str:
        """Say the limit, and whose it is."""
        return f"{self.usual.words()}, set locally"

    def due(self, started: datetime, calendar: WorkingCalendar) -> datetime:
        """Return when the limit runs out as it is settled."""
        return self.usual.due(started, calendar)

    def settled(self, local: Mapping[str, Limit]) -> "SetLocally":
        """Return the limit with the partnership's number, in the unit and the way in which the clock counts."""
        chosen = local.get(self.setting)
        if chosen is None:
            return self
        if not isinstance(chosen, Counted) or chosen.unit != self.usual.unit:
            raise LimitMismatch(f"{self.setting} is counted in {self.usual.many}; {chosen.words()} cannot be used.")
        return replace(self, usual=self.usual.of(chosen.number))

    def to_data(self) -> LimitData:
        """Return the setting and the limit as it is settled."""
        return {"unit": "set_locally", "setting": self.setting, "usual": self.usual.to_data()}


COUNTED: Mapping[str, type[Counted]] = {kind.unit: kind for kind in (ElapsedHours, WorkingDays, Days, Weeks, Months)}


def counted_from_data(data: Mapping[str, Any]) -> Counted:
    """Return the counted limit that JSON holds."""
    rest = {key: value for key, value in data.items() if key != "unit"}
    return COUNTED[data["unit"]](**rest)


def limit_from_data(data: Mapping[str, Any]) -> Limit:
    """Return the limit that JSON holds."""
    if data["unit"] == "set_locally":
        return SetLocally(data["setting"], counted_from_data(data["usual"]))
    return counted_from_data(data)
