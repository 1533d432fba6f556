"""A clock of the law: what starts it, what stops it, how long it runs, who decides, and where that is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from erle.foundation.statute.calendar import WorkingCalendar
from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.limits import Limit, Months, SetLocally, limit_from_data
from erle.foundation.statute.moments import end_of, local_day

Pause = tuple[datetime, datetime]
NOTHING_LOCAL: Mapping[str, Limit] = {}


class NeverPauses(ValueError):
    """Raised where a pause is claimed for a clock that the law never stops."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One time limit, as one edition of the law or guidance states it."""

    key: str
    number: str
    name: str
    starts_at: str
    stops_at: str
    limit: Limit
    decider: str
    source: str
    certainty: Certainty
    in_force_from: date
    in_force_until: date | None = None
    may_pause: bool = False
    take_care: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause where nothing says how it would be counted."""
        if self.may_pause and not isinstance(self.limit, Months):
            raise ValueError(f"{self.key}: only a limit in months is known to stop and go on.")

    @property
    def local_setting(self) -> str | None:
        """The key of the partnership's setting that gives the number, where the law gives none."""
        return self.limit.setting if isinstance(self.limit, SetLocally) else None

    @property
    def cited(self) -> str:
        """The source as a page cites it, without what is said to those who keep the law's data."""
        return self.source.partition(" UNSURE")[0].partition(" (")[0].rstrip(" .;,")

    def is_in_force(self, on: date) -> bool:
        """Tell whether this edition governs what starts on the day."""
        return self.in_force_from <= on and (self.in_force_until is None or on < self.in_force_until)

    def settled(self, local: Mapping[str, Limit]) -> "Clock":
        """Return the clock with the partnership's own number in its limit, to be kept with what it governs."""
        return replace(self, limit=self.limit.settled(local))

    def due(
        self,
        started: datetime,
        calendar: WorkingCalendar,
        local: Mapping[str, Limit] = NOTHING_LOCAL,
        paused: Sequence[Pause] = (),
    ) -> datetime:
        """Return the moment at which the time has run out; a limit in days ends with the midnight of its last day."""
        limit = self.limit.settled(local)
        if not paused:
            return limit.due(started, calendar)
        if not self.may_pause or not isinstance(limit, Months):
            raise NeverPauses(f"{self.name}: this clock never stops for anything; the reason for lateness is recorded.")
        return end_of(_last_day_paused(limit, local_day(started), calendar, paused))

    def to_data(self) -> dict[str, Any]:
        """Return the clock as JSON has it, so that what it governs keeps it whatever becomes of the law."""
        return {
            **{name: getattr(self, name) for name in WORDS},
            "limit": self.limit.to_data(),
            "certainty": self.certainty.value,
            "in_force_from": self.in_force_from.isoformat(),
            "in_force_until": self.in_force_until.isoformat() if self.in_force_until else None,
            "may_pause": self.may_pause,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Clock":
        """Return the clock that JSON holds."""
        until = data["in_force_until"]
        return cls(
            **{name: data[name] for name in WORDS},
            limit=limit_from_data(data["limit"]),
            certainty=Certainty(data["certainty"]),
            in_force_from=date.fromisoformat(data["in_force_from"]),
            in_force_until=date.fromisoformat(until) if until else None,
            may_pause=data["may_pause"],
        )


WORDS = ("key", "number", "name", "starts_at", "stops_at", "decider", "source", "take_care")


def _last_day_paused(limit: Months, day: date, calendar: WorkingCalendar, paused: Sequence[Pause]) -> date:
    """Lengthen the limit by the days of each pause that began while it still ran; a day is never counted twice."""
    days, counted_to = 0, day
    for first, last in sorted((local_day(begun), local_day(ended)) for begun, ended in paused):
        if last < first:
            raise ValueError(f"A pause cannot end on {last} before it began on {first}.")
        if first > limit.last_day(day, calendar, days):
            break
        days += max(timedelta(), last - max(first, counted_to)).days
        counted_to = max(counted_to, last)
    return limit.last_day(day, calendar, days)


def carried_over(clock: Clock, *, into: date, source: str) -> tuple[Clock, Clock]:
    """Return the clock ended where a new edition begins, and its successor, of which nothing read says it differs."""
    later = replace(clock, in_force_from=into, source=source, certainty=Certainty.UNSURE)
    return replace(clock, in_force_until=into), later
