"""A worker's list of work: what she owes by group, and what others owe for the children whose lead worker she is.

Plain SQL, one query each: the page that everybody starts from must not spend its time on making queries.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.rules import Group
from erle.foundation.statute.moments import end_of, local_day

MANY = 100_000
"""Of the one group that is shown whole."""


@dataclass(frozen=True)
class Owed:
    """A running clock as a list of work shows it; agency, role and worker in words."""

    key: str
    rule: dict[str, Any]
    about: str
    title: str
    note: str
    due_at: datetime
    circle_id: int
    owed_by_agency: str
    owed_by_role: str
    owed_by_worker: str
    owed_by_worker_id: int | None


@dataclass(frozen=True)
class Stretch:
    """The clocks of one group on the list of work: how many there are, and the first of them."""

    total: int
    first: list[Owed]


SHOWN = """clock.key, clock.rule, clock.about, clock.title, clock.note, clock.due_at, clock.circle_id,
       agency.name AS agency, coalesce(role.name, '') AS role, coalesce(worker.name, '') AS worker,
       clock.owed_by_worker_id"""
BY_WHOM = """JOIN agencies_agency agency ON agency.id = clock.owed_by_agency_id
LEFT JOIN agencies_role role ON role.slug = clock.owed_by_role_id
LEFT JOIN agencies_worker worker ON worker.id = clock.owed_by_worker_id"""
HELD = """SELECT post.agency_id, post.role_id FROM agencies_post post
WHERE post.worker_id = %(worker)s AND post.starts_at <= %(at)s AND post.ends_at > %(at)s"""
OWED = f"""(
    SELECT one.* FROM clocks_runningclock one WHERE one.stopped_at IS NULL AND one.owed_by_worker_id = %(worker)s
    UNION ALL
    SELECT one.* FROM ({HELD}) held
    JOIN clocks_runningclock one ON one.owed_by_agency_id = held.agency_id AND one.owed_by_role_id = held.role_id
    WHERE one.stopped_at IS NULL AND one.owed_by_worker_id IS DISTINCT FROM %(worker)s)"""
"""The running clocks that she owes, herself or by a post: each part by an index, however many run for others."""

IN_GROUPS = f"""
SELECT stretch.name, counted.total, shown.*
FROM (VALUES ('overdue', '-infinity'::timestamptz, %(at)s::timestamptz, %(overdue)s::int),
             ('by_tomorrow', %(at)s, %(tomorrow)s, %(by_tomorrow)s),
             ('later', greatest(%(at)s::timestamptz, %(tomorrow)s), 'infinity', %(later)s))
     AS stretch (name, after, upto, most)
CROSS JOIN LATERAL (
    SELECT count(*) AS total FROM {OWED} clock
    WHERE clock.due_at > stretch.after AND clock.due_at <= stretch.upto) AS counted
LEFT JOIN LATERAL (
    SELECT {SHOWN} FROM {OWED} clock {BY_WHOM}
    WHERE clock.due_at > stretch.after AND clock.due_at <= stretch.upto
    ORDER BY clock.due_at, clock.id LIMIT stretch.most) AS shown ON counted.total > 0
"""

BY_OTHERS = f"""
SELECT {SHOWN} FROM clocks_runningclock clock {BY_WHOM}
WHERE clock.stopped_at IS NULL AND clock.circle_id IN (
    SELECT share.circle_id FROM access_share share
    WHERE share.worker_id = %(worker)s AND share.kind = 'lead' AND share.starts_at <= %(at)s AND share.ends_at > %(at)s
      AND share.withdrawn_at IS NULL)
  AND clock.owed_by_worker_id IS DISTINCT FROM %(worker)s
  AND NOT EXISTS (SELECT 1 FROM ({HELD}) held
                  WHERE held.agency_id = clock.owed_by_agency_id AND held.role_id = clock.owed_by_role_id)
ORDER BY clock.due_at, clock.id LIMIT %(most)s
"""


def due_in_groups(worker: Worker, at: datetime, *, first: int, whole: str = "") -> dict[Group, Stretch]:
    """Return what the worker owes by group, the first of each or all of one; what is not shown is only counted."""
    wanted = {group.value: MANY if whole == group else first for group in Group}
    given = {"worker": worker.pk, "at": at, "tomorrow": end_of(local_day(at) + timedelta(days=1)), **wanted}
    stretches = {group: Stretch(0, []) for group in Group}
    for name, total, *shown in _rows(IN_GROUPS, given):
        found = stretches[Group(name)].first
        if total:
            found.append(_owed(shown))
        stretches[Group(name)] = Stretch(total, found)
    return stretches


def waiting_on_others(worker: Worker, at: datetime, *, most: int) -> list[Owed]:
    """Return the running clocks that others owe for the children whose lead worker she is, the first due first."""
    return [_owed(row) for row in _rows(BY_OTHERS, {"worker": worker.pk, "at": at, "most": most})]


def _owed(row: Sequence[Any]) -> Owed:
    key, rule, *others = row
    return Owed(key, json.loads(rule), *others)


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
