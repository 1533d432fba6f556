"""What is due, from whom, and by when; and what the partnership has set for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import connection, connections, transaction
from django.db.models import Q, QuerySet

from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import posts_of
from erle.foundation.clocks.models import ClockChange, LocalLimit, RunningClock
from erle.foundation.clocks.queries.work import OWED
from erle.foundation.database.prepared import Prepared
from erle.foundation.database.roles import KEEPER
from erle.foundation.statute.limits import Limit
from erle.foundation.statute.settings import LOCAL_SETTINGS


def running() -> QuerySet[RunningClock]:
    """Return every running clock of the circles that the acting worker is in, the one due first before the others."""
    clocks = RunningClock.objects.filter(stopped_at__isnull=True).order_by("due_at", "pk")
    return clocks.select_related("owed_by_agency", "owed_by_role", "owed_by_worker")


def due_from(worker: Worker, at: datetime) -> QuerySet[RunningClock]:
    """Return the running clocks that the worker owes, herself or by a role she holds at the agency that owes it."""
    owed = Q(owed_by_worker=worker)
    for post in posts_of(worker, at):
        owed |= Q(owed_by_agency=post.agency_id, owed_by_role=post.role_id)
    return running().filter(owed)


def overdue_count(worker: Worker, at: datetime) -> int:
    """Count what the worker owes and is late."""
    return due_from(worker, at).filter(due_at__lte=at).count()


def running_in(circle: Circle) -> list[RunningClock]:
    """Return the clocks that run in the circle, the one due first before the others."""
    return _RUNNING_IN.objects(circle.pk)


def _running_in(circle: int) -> QuerySet[RunningClock]:
    return running().filter(circle_id=circle)


_RUNNING_IN = Prepared(_running_in, int)


def running_about(reference: str, *, key: str) -> RunningClock | None:
    """Return the clock of the key that runs for the thing, or None where it was stopped or never started."""
    return running().filter(about=reference, key=key).first()


def clock_called(reference: str) -> RunningClock:
    """Return the clock, or raise `RunningClock.DoesNotExist`."""
    return RunningClock.objects.select_related("circle", "owed_by_agency", "owed_by_role").get(reference=reference)


def changes_of(clock: RunningClock) -> QuerySet[ClockChange]:
    """Return what was computed anew, newest first, each with what stood before."""
    return ClockChange.objects.filter(clock=clock).select_related("changed_by").order_by("-changed_at", "-pk")


def local_values(on: date) -> dict[str, int]:
    """Return every local setting as it stands on the day: the partnership's value, or the usual one."""
    set_here = LocalLimit.objects.filter(in_force_from__lte=on).order_by("in_force_from")
    values = {setting.key: setting.usual for setting in LOCAL_SETTINGS.values()}
    values.update({limit.setting: limit.value for limit in set_here if limit.setting in values})
    return values


def local_limits(on: date) -> Mapping[str, Limit]:
    """Return the local settings that are time limits, as they stand on the day."""
    values = local_values(on)
    return {key: setting.limit(values[key]) for key, setting in LOCAL_SETTINGS.items() if setting.is_a_limit}


def limits_set(setting: str) -> QuerySet[LocalLimit]:
    """Return each value the partnership has given the setting, the newest first."""
    return LocalLimit.objects.filter(setting=setting).select_related("set_by").order_by("-in_force_from")


class Owing(TypedDict):
    """How much one role at one agency owes: numbers, never names."""

    agency: str
    role: str
    overdue: int
    running: int


COUNTS = """
SELECT agency.name, coalesce(role.name, 'Named workers'), sum(owed.overdue)::bigint, sum(owed.running)::bigint
FROM (SELECT clock.owed_by_agency_id, clock.owed_by_role_id,
             count(*) FILTER (WHERE clock.due_at <= %s) AS overdue, count(*) AS running
      FROM clocks_runningclock clock WHERE clock.stopped_at IS NULL GROUP BY 1, 2) owed
JOIN agencies_agency agency ON agency.id = owed.owed_by_agency_id
LEFT JOIN agencies_role role ON role.slug = owed.owed_by_role_id
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2
"""
"""Counted before names are looked up: a name for each debtor, not for each clock."""


def due_counts(at: datetime) -> list[Owing]:
    """Count every running clock by who owes it, for whoever runs the system: only numbers, by the owner's role."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER}")
        cursor.execute(COUNTS, [at])
        rows = cursor.fetchall()
    return [
        Owing(agency=agency, role=role, overdue=late, running=all_of_them) for agency, role, late, all_of_them in rows
    ]


@dataclass(frozen=True)
class Waiting:
    """How much waits for a worker: the numbers beside the navigation."""

    overdue: int
    told: int
    to_review: int


OVERDUE = f"(SELECT count(*) FROM {OWED} clock WHERE clock.due_at <= %(at)s)"
TOLD = "(SELECT count(*) FROM access_notice notice WHERE notice.worker_id = %(worker)s AND notice.read_at IS NULL)"
TO_REVIEW = """(SELECT count(*) FROM access_breakglass opening
WHERE opening.reviewed_at IS NULL AND opening.opened_by_id <> %(worker)s)"""


POSTS = f"""
SELECT agency.slug, agency.name, role.name, role.abilities, {OVERDUE}, {TOLD}, {TO_REVIEW}
FROM agencies_post post
JOIN agencies_agency agency ON agency.id = post.agency_id JOIN agencies_role role ON role.slug = post.role_id
WHERE post.worker_id = %(worker)s AND post.starts_at <= %(at)s AND post.ends_at > %(at)s
ORDER BY post.starts_at, post.id
"""


@dataclass(frozen=True)
class HeldPost:
    """A post as every page needs it: where, as what, and what it lets her do."""

    agency_slug: str
    agency: str
    role: str
    abilities: Sequence[str]


def posts_and_waiting(worker: Worker, at: datetime) -> tuple[Sequence[HeldPost], Waiting]:
    """Return the posts that the worker holds, and count what waits for her: by one query, under the policies."""
    with connection.cursor() as cursor:
        cursor.execute(POSTS, {"worker": worker.pk, "at": at})
        rows = cursor.fetchall()
    if not rows:
        return [], Waiting(overdue=0, told=0, to_review=0)
    return [HeldPost(*row[:4]) for row in rows], Waiting(*rows[0][4:])
