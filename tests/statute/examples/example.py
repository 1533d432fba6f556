"""One example of a clock, written as a worker would say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from erle.foundation.statute.clock import Clock, Pause
from erle.foundation.statute.clocks import clock_in_force
from erle.foundation.statute.limits import Limit
from erle.foundation.statute.moments import LONDON, end_of, local_day
from erle.foundation.statute.settings import LOCAL_SETTINGS

NAMED_ZONES = {"GMT": UTC, "BST": timezone(timedelta(hours=1))}


@dataclass(frozen=True)
class Example:
    """A start and an end in England's time; an end without an hour is the end of that day."""

    clock: str
    started: str
    due: str
    because: str
    local: Mapping[str, int] = field(default_factory=dict)
    paused: tuple[tuple[str, str], ...] = ()

    @property
    def started_at(self) -> datetime:
        """The moment of the start."""
        return moment(self.started)

    @property
    def due_at(self) -> datetime:
        """The moment at which the time has run out."""
        return moment(self.due) if " " in self.due else end_of(date.fromisoformat(self.due))

    @property
    def governed_by(self) -> Clock:
        """The edition in force when it started."""
        return clock_in_force(self.clock, local_day(self.started_at))

    @property
    def limits(self) -> dict[str, Limit]:
        """The partnership's own limits in the example."""
        return {key: LOCAL_SETTINGS[key].limit(value) for key, value in self.local.items()}

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The times for which the clock was stopped."""
        return tuple((moment(begun), moment(ended)) for begun, ended in self.paused)


def moment(written: str) -> datetime:
    """Return the moment written as `2026-10-25 01:30`, with GMT or BST after it where the hour comes twice."""
    day, hour, *zone = written.split(" ")
    plain = datetime.fromisoformat(f"{day} {hour}")
    return plain.replace(tzinfo=NAMED_ZONES[zone[0]] if zone else LONDON)
