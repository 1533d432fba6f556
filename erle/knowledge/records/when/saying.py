"""A time that was understood, and the words in which it is shown before it is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.rules import Precision


@dataclass(frozen=True)
class When:
    """A moment in London, how exactly it is known, and the same in words.

    Of a part of a day, a weekend or a span the moment is the one under which it stands in order; the words say it all.
    """

    at: datetime
    precision: Precision
    words: str


def long_day(on: date) -> str:
    """Return `Tuesday 17 November 2026`."""
    return f"{on:%A} {on.day} {on:%B} {on.year}"


def spoken_time(moment: datetime) -> str:
    """Return `16:00`, and which of the two where the clocks showed it twice."""
    said = f"{moment.astimezone(LONDON):%H:%M}"
    if not is_twice(moment):
        return said
    return f"{said}, {'after' if moment.fold else 'before'} the clocks went back"


def is_past(moment: datetime, now: datetime) -> bool:
    """Tell whether the moment has come: by the moments themselves, not by what the clocks show."""
    return moment.astimezone(UTC) <= now.astimezone(UTC)


def is_twice(moment: datetime) -> bool:
    """Tell whether the clocks in London showed this time twice that night."""
    return _before_and_after(moment) > timedelta(0)


def is_never(moment: datetime) -> bool:
    """Tell whether the clocks in London passed over this time that night."""
    return _before_and_after(moment) < timedelta(0)


def _before_and_after(moment: datetime) -> timedelta:
    """Return by how much summer time's reading of the time is ahead of the other: nothing, but on two nights a year."""
    first, second = (moment.replace(tzinfo=LONDON, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    return first - second
