"""Reading the figures on children who were missing, and the episodes behind them that a worker may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from erle.board.rules import MEASURES, Counted, Figures, protected
from erle.foundation.clocks.queries import local_values
from erle.foundation.statute.moments import local_day, start_of

FIGURES = """
SELECT by, key, few, children, episodes, repeated, returned, offered, done, in_time, declined
FROM erle.missing_figures(%s)
"""
"""Each measure in the order in which the rules name them."""
APRIL = 4
LEAST = "smallest_count_shown"
EPISODES = """
SELECT e.reference, p.reference, p.circle_id, p.given_names, p.family_name, e.left_at, e.left_precision, e.returned_at,
       e.returned_precision, f.month, f.agency, f.school, f.care, f.area,
       f.repeated, f.returned, f.offered, f.done, f.in_time, f.declined
FROM erle.missing_facts(%(first)s, %(before)s) f
JOIN missing_episode e ON e.id = f.episode_id JOIN records_person p ON p.id = e.person_id
WHERE (%(key)s = '' OR %(key)s = CASE %(side)s
    WHEN 'month' THEN f.month WHEN 'agency' THEN f.agency WHEN 'school' THEN f.school WHEN 'care' THEN f.care
    WHEN 'area' THEN f.area END) AND (%(seen)s OR erle.let_into(p.circle_id))
ORDER BY e.left_at DESC, e.id
"""


@dataclass(frozen=True)
class Seen:
    """One episode behind the figures, of a child whose circle the worker is in."""

    episode: str
    child: str
    circle: int
    given_names: str
    family_name: str
    left_at: datetime
    left_precision: str
    returned_at: datetime | None
    returned_precision: str
    month: str
    agency: str
    school: str
    care: str
    area: str
    repeated: bool
    returned: bool
    offered: bool
    done: bool
    in_time: bool
    declined: bool


def stretch(year: int, at: datetime) -> tuple[datetime, datetime]:
    """Return from when until when a year is counted: to its end, or to the end of the last month that is over."""
    this_month = start_of(local_day(at).replace(day=1))
    return start_of(date(year - 1, APRIL, 1)), min(start_of(date(year, APRIL, 1)), this_month)


def counted_to(year: int, at: datetime) -> date | None:
    """Return the last day that a year's figures count, or None where none is over yet."""
    first, before = stretch(year, at)
    return local_day(before) - timedelta(days=1) if before > first else None


def missing_figures(year: int, *, at: datetime) -> tuple[Figures, int]:
    """Return the figures of the year with few children held back, and the least count that is shown."""
    least = local_values(local_day(at))[LEAST]
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, [year])
        rows = [
            Counted(by, key, dict(zip(MEASURES, counts, strict=True)), few)
            for by, key, few, *counts in cursor.fetchall()
        ]
    return protected(rows, least=least), least


def episodes_behind(year: int, *, side: str, key: str, at: datetime) -> Sequence[Seen]:
    """Return the episodes of a row that the acting worker may see, the newest first; an empty key is the whole year."""
    return _episodes(year, side, key, at, seen=True)


def episodes_held(year: int, *, side: str, key: str, at: datetime) -> Sequence[Seen]:
    """Return those of children in whose circle she is: what she sees in an emergency alone is no part of a list."""
    return _episodes(year, side, key, at, seen=False)


def _episodes(year: int, side: str, key: str, at: datetime, *, seen: bool) -> Sequence[Seen]:
    first, before = stretch(year, at)
    if before <= first:
        return []
    with connection.cursor() as cursor:
        cursor.execute(EPISODES, {"first": first, "before": before, "side": side, "key": key, "seen": seen})
        return [Seen(*row) for row in cursor.fetchall()]
