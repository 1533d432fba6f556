"""Which hour is meant: of the two halves of the day, of a night, and on the nights when the clocks change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.rules import Precision
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.hearing import Clock, Heard
from erle.knowledge.records.when.saying import When, is_never, is_past, is_twice, long_day, spoken_time
from erle.knowledge.records.when.vocabulary import EVENING, NIGHT

DAY = timedelta(days=1)
NIGHT_ENDS = 5
LONGEST_SPAN = timedelta(hours=3)
"""A longer span is told by its day."""


def hours_meant(heard: Heard, days: tuple[date, ...], local: datetime) -> tuple[list[When], bool]:
    """Return the readings of a time of day, the latest first, and whether the hour was sure."""
    clock = heard.clock
    if clock is None:
        return [], False
    hours = _fitting(heard, clock)
    starts = {
        moment.astimezone(UTC)
        for hour in hours
        for on in _days_of(hour, clock, heard, days, local)
        for moment in _moments(on, hour, clock.minute, local)
    }
    readings = [_reading(start.astimezone(LONDON), heard) for start in sorted(starts, reverse=True)]
    return readings, len(hours) == 1


def _fitting(heard: Heard, clock: Clock) -> list[int]:
    """Return the hours that lie in the part of the day, where one was said."""
    part = NIGHT if heard.last_night else heard.part
    if part is None:
        return list(clock.hours)
    spans = [(hour * 60 + clock.minute, hour) for hour in clock.hours]
    fitting = [
        hour
        for minutes, hour in spans
        if any(part.begins * 60 <= m <= part.ends * 60 for m in (minutes, minutes + 24 * 60))
    ]
    if not fitting:
        raise Unclear(f"{clock.hour}:{clock.minute:02} does not lie {part.said}. Check the time.")
    return fitting


def _days_of(hour: int, clock: Clock, heard: Heard, days: tuple[date, ...], local: datetime) -> list[date]:
    """Return the days on which the hour may have been: of a night, the small hours are the next day's."""
    if not days:
        today = local.date()
        come = (hour, clock.minute) <= (local.hour, local.minute)
        return [today] if come or (len(clock.hours) == 1 and heard.part is None) else [today - DAY]
    small = hour <= NIGHT_ENDS
    if heard.last_night:
        return [on + DAY if small else on for on in days]
    if heard.part is NIGHT and small:
        return [one for on in days for one in (on, on + DAY)]
    return list(days)


def _moments(on: date, hour: int, minute: int, local: datetime) -> list[datetime]:
    """Return the moment, both where the clocks showed it twice; ask where they never did."""
    naive = datetime.combine(on, time(hour, minute))
    if is_never(naive):
        later = _aware(naive + timedelta(hours=1))
        readings = [_said(later, Precision.MINUTE)] if is_past(later, local) else []
        raise Unclear(
            f"On {long_day(on)} the clocks went from 01:00 straight to 02:00, so {naive:%H:%M} was on no clock."
            " If the clock had not been put forward yet, choose the time below.",
            *readings,
        )
    if is_twice(naive):
        return [_aware(naive, fold=0), _aware(naive, fold=1)]
    return [_aware(naive)]


def _aware(naive: datetime, *, fold: int = 0) -> datetime:
    return naive.replace(tzinfo=LONDON, fold=fold)


def _reading(start: datetime, heard: Heard) -> When:
    if heard.until is None:
        return _said(start, Precision.ABOUT if heard.about or heard.side else Precision.MINUTE)
    end = _end(start, heard.until)
    span = end.astimezone(UTC) - start.astimezone(UTC)
    words = f"{long_day(start.date())}, between {spoken_time(start)} and {spoken_time(end)}"
    if span > LONGEST_SPAN:
        return When(start, Precision.DAY, words)
    return When((start.astimezone(UTC) + span / 2).astimezone(LONDON), Precision.ABOUT, words)


def _end(start: datetime, until: Clock) -> datetime:
    """Return the first time after the start that the clock shows as the end."""
    naive = start.replace(tzinfo=None)
    ends = [naive.replace(hour=hour, minute=until.minute) for hour in until.hours]
    later = min(end if end > naive else end + DAY for end in ends)
    if later - naive >= DAY:
        raise Unclear("The span ends when it begins. Write it like “between 3 and 4 pm”.")
    return _aware(later, fold=1)


def _said(at: datetime, precision: Precision) -> When:
    about = "about " if precision is Precision.ABOUT else ""
    return When(at, precision, f"{long_day(at.date())}, {about}{spoken_time(at)}")


def at_midnight(heard: Heard, days: tuple[date, ...], local: datetime) -> list[When]:
    """Return the midnights that may be meant: of a day the one that begins it, or the one that ends it."""
    late = bool(heard.last_night) or heard.part in (NIGHT, EVENING)
    meant = {one for on in days for one in ((on + DAY,) if late else (on, on + DAY))}
    return [_midnight(on, about=heard.about) for on in sorted(meant or {local.date()}, reverse=True)]


def _midnight(on: date, *, about: bool) -> When:
    before = on - DAY
    words = f"{'about ' if about else ''}midnight between {long_day(before)} and {long_day(on)}"
    return When(_aware(datetime.combine(on, time())), Precision.ABOUT if about else Precision.MINUTE, words)


def in_a_part(
    heard: Heard, days: tuple[date, ...], local: datetime, past: Callable[[list[When], datetime], When]
) -> When:
    """Return the part of the day: known to the day, standing in order where that part lies."""
    part = heard.part or NIGHT
    today = local.date()
    if not days:
        if local.hour >= part.begins:
            return _part(today, heard, local)
        if part is not NIGHT:
            raise Unclear(f"Not yet today {part.said}. Which day was it?", _part(today - DAY, heard, local))
        return _part(today - DAY, heard, local)
    begun_days = [on for on in days if is_past(_aware(datetime.combine(on, time(part.begins))), local)]
    return past([_part(on, heard, local) for on in begun_days], local)


def _part(on: date, heard: Heard, local: datetime) -> When:
    part = heard.part or NIGHT
    at = min(_aware(datetime.combine(on, time(part.stands))), local.replace(second=0, microsecond=0))
    if part is NIGHT:
        return When(at, Precision.DAY, f"in the night of {long_day(on)} to {long_day(on + DAY)}")
    return When(at, Precision.DAY, f"{long_day(on)}, {part.said}")
