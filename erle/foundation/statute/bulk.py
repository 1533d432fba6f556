"""Due moments of very many clocks at once: the law is asked once for each day, and each clock looks its day up.

A limit that counts days ends at a local midnight, and local midnights fall on whole hours of the sun's count. So the
due moment depends on nothing but the hour in which the clock starts: one table for each limit, filled by the limit.
"""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from erle.foundation.statute.calendar import ENGLAND, BeyondTheCalendar, WorkingCalendar
from erle.foundation.statute.limits import ElapsedHours, Limit, SetLocally
from erle.foundation.statute.moments import start_of

Seconds = NDArray[np.int64]
"""Moments as whole seconds since 1970, by the sun's count."""
HOUR = 3_600
AT_ONCE = 65_536
"""Clocks looked up together: what lies between is small enough to stay near the processor."""
UNKNOWN = -1
MOST_TABLES = 64


def due_seconds(limit: Limit, started: Seconds, calendar: WorkingCalendar = ENGLAND) -> Seconds:
    """Return when each clock is due that started then, as `limit.due` says it; all of them, or `BeyondTheCalendar`."""
    counted = limit.usual if isinstance(limit, SetLocally) else limit
    if isinstance(counted, ElapsedHours):
        return started + counted.number * HOUR
    first, table = _table(counted, calendar)
    due = np.empty(len(started), dtype=np.int64)
    hours = np.empty(AT_ONCE, dtype=np.uint32)
    for place in range(0, len(started), AT_ONCE):
        some = started[place : place + AT_ONCE]
        own = hours[: len(some)]
        np.subtract(some, first, out=own, casting="unsafe")  # before the table begins it goes round, beyond its end
        np.floor_divide(own, np.uint32(HOUR), out=own)
        np.take(table, own, out=due[place : place + AT_ONCE], mode="clip")
        if due[place : place + AT_ONCE].min() == UNKNOWN:
            raise BeyondTheCalendar(f"{limit.words()}: a clock starts or ends outside {calendar.version}.")
    return due


@lru_cache(maxsize=MOST_TABLES)
def _table(limit: Limit, calendar: WorkingCalendar) -> tuple[int, Seconds]:
    """Return the first second that is covered, and for each hour from there the due second; the last is beyond it."""
    days = [calendar.first_day + timedelta(days=count) for count in range(_length(calendar))]
    midnights = np.array([_second(day) for day in [*days, days[-1] + timedelta(days=1)]], dtype=np.int64)
    due = np.array([_due(limit, day, calendar) for day in days], dtype=np.int64)
    table = np.repeat(due, np.diff(midnights) // HOUR)
    return int(midnights[0]), np.append(table, UNKNOWN)


def _due(limit: Limit, day: date, calendar: WorkingCalendar) -> int:
    try:
        return int(limit.due(start_of(day), calendar).timestamp())
    except BeyondTheCalendar:
        return UNKNOWN


def _second(day: date) -> int:
    return int(start_of(day).timestamp())


def _length(calendar: WorkingCalendar) -> int:
    return (calendar.last_day - calendar.first_day).days + 1
