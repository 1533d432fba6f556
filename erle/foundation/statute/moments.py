"""Moments and local days: every limit is counted in England's own time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NaiveMoment(ValueError):
    """Raised for a moment that does not say in which time zone it is."""


def local_day(moment: datetime) -> date:
    """Return the day that the moment falls on in England."""
    return in_england(moment).date()


def in_england(moment: datetime) -> datetime:
    """Return the moment as clocks in England show it."""
    if moment.tzinfo is None:
        raise NaiveMoment(f"{moment.isoformat()} has no time zone: a limit cannot be counted from it.")
    return moment.astimezone(LONDON)


def start_of(day: date) -> datetime:
    """Return the local midnight that begins the day."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the local midnight that ends the day; it belongs to the next day, so the limit ends before it."""
    return start_of(day + timedelta(days=1))


def last_day(due_at: datetime) -> date | None:
    """Return the last day of a limit that ends with a day, or None where it ends at an hour of the day."""
    shown = in_england(due_at)
    return shown.date() - timedelta(days=1) if shown.timetz().replace(tzinfo=None) == time.min else None
