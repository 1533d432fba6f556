"""Who is in a circle, why, who looked, and what a worker was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from erle.foundation.access.models import BreakGlass, Circle, Conflict, Everything, Need, Notice, Refusal, Share
from erle.foundation.access.rules import ShareKind
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import abilities_of
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.prepared import Prepared
from erle.foundation.ledger.models import Line


@dataclass(frozen=True)
class Member:
    """A worker in a circle, by one share and, where it names a role, the post that she holds."""

    worker_id: int
    name: str
    agency: str
    is_person: bool
    role: str
    share: str
    kind: str
    purpose: str
    basis: str
    shared_by: str
    shared_at: datetime
    starts_at: datetime
    ends_at: datetime


def members(circle: Circle) -> list[Member]:
    """Return who is in the circle now or will be: the lead worker first, then in the order they came; by one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM erle.members_of(%s)", [circle.pk])
        found = [Member(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda member: (member.kind != "lead", member.starts_at, member.name))


@dataclass(frozen=True)
class Looked:
    """A line of the ledger about a circle: who did what, when, and why."""

    at: datetime
    act: str
    worker_id: int | None
    name: str | None
    agency: str | None
    purpose: str


def lookers(circle_id: int | OuterRef, *, acts: Sequence[str]) -> QuerySet[Line, Any]:
    """Return the ledger's lines about the circle of these acts as JSON, newest first."""
    who = Worker.objects.filter(pk=OuterRef("worker_id"))
    lines = Line.objects.filter(circle_id=circle_id, act__in=acts).order_by("-id")
    return lines.values(
        json=JSONObject(
            at="at",
            act="act",
            worker_id="worker_id",
            name=Subquery(who.values("name")[:1]),
            agency=Subquery(who.values("agency__name")[:1]),
            purpose="purpose",
        )
    )


def looked_at(row: dict[str, Any]) -> Looked:
    """Return the line that JSON holds."""
    return Looked(**{**row, "at": datetime.fromisoformat(row["at"])})


def openings(circle: Circle, *, acts: Sequence[str], first: int = 0, number: int = 50) -> list[Looked]:
    """Return lines of the ledger about the circle of these acts, newest first."""
    return [looked_at(row["json"]) for row in lookers(circle.pk, acts=acts)[first : first + number]]


def openings_count(circle: Circle, *, acts: Sequence[str]) -> int:
    """Return how many lines of these acts the ledger has about the circle."""
    return Line.objects.filter(circle_id=circle.pk, act__in=acts).count()


def sees_everything(at: datetime) -> QuerySet[Everything]:
    """Return the acts that let a worker see every circle not sealed, as they stand."""
    return Everything.objects.filter(
        agreed_at__isnull=False, starts_at__lte=at, ends_at__gt=at, withdrawn_at__isnull=True
    ).select_related("worker__agency", "shared_by", "agreed_by")


def why(circle: Circle, *, worker: Worker, at: datetime) -> Share | Everything | None:
    """Return the act by which the worker sees the circle: the one that lasts longest, or the one to everything."""
    standing = Need.objects.filter(worker_id=worker.pk, circle_id=circle.pk, starts_at__lte=at, ends_at__gt=at)
    need = standing.order_by("-ends_at").first()
    if need is not None:
        return Share.objects.select_related("shared_by", "role", "agency").get(pk=need.share_id)
    return sees_everything(at).filter(worker=worker).first()


def emergency_opening(circle_id: int, *, worker: Worker, at: datetime) -> Share | None:
    """Return the act by which the worker has the circle open in an emergency: the newest, where there is any."""
    standing = Share.objects.filter(circle_id=circle_id, worker=worker, kind=ShareKind.BREAK_GLASS)
    return standing.filter(withdrawn_at__isnull=True, starts_at__lte=at, ends_at__gt=at).order_by("-pk").first()


def kept_out(circle: Circle) -> QuerySet[Conflict]:
    """Return the bars that stand, newest first."""
    standing = Conflict.objects.filter(circle=circle, ended_at__isnull=True)
    return standing.select_related("worker__agency", "declared_by").order_by("-declared_at")


def not_shared(circle: Circle) -> QuerySet[Refusal]:
    """Return the requests that were refused, newest first."""
    return Refusal.objects.filter(circle=circle).select_related("decided_by").order_by("-decided_at")


def share_called(reference: str, *, circle: Circle) -> Share:
    """Return the share of the circle, or raise `Share.DoesNotExist`."""
    return Share.objects.select_related("circle", "worker", "agency").get(reference=reference, circle=circle)


def circle_numbered(number: int) -> Circle:
    """Return the circle."""
    return Circle.objects.select_related("agency").get(pk=number)


def to_review(worker: Worker) -> QuerySet[BreakGlass]:
    """Return the emergency openings that wait for somebody to say whether they were fitting, the longest first."""
    if Ability.REVIEW_BREAK_GLASS not in abilities_of(worker):
        return BreakGlass.objects.none()
    return _to_review(worker.pk)


def _to_review(worker: int) -> QuerySet[BreakGlass]:
    waiting = BreakGlass.objects.filter(reviewed_at__isnull=True).exclude(opened_by_id=worker)
    return waiting.select_related("opened_by__agency", "share").order_by("review_due_at")


_TO_REVIEW = Prepared(_to_review, int)


def first_to_review(worker: Worker, *, most: int) -> list[BreakGlass]:
    """Return so many of the openings to review, the longest first, for somebody who is able to review them."""
    return _TO_REVIEW.objects(worker.pk, most=most)


def break_glasses(circle: Circle) -> QuerySet[BreakGlass]:
    """Return the circle's emergency openings, newest first."""
    found = BreakGlass.objects.filter(circle=circle).select_related("opened_by__agency", "reviewed_by", "share")
    return found.order_by("-opened_at")


def notices(worker: Worker, *, unread: bool = True) -> QuerySet[Notice]:
    """Return what the worker was told, newest first."""
    wanted = Q(read_at__isnull=True) if unread else Q()
    return Notice.objects.filter(wanted, worker=worker).order_by("-told_at")


def _unread(worker: int) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__isnull=True, worker_id=worker).order_by("-told_at")


_UNREAD = Prepared(_unread, int)


def newest_unread(worker: Worker, most: int) -> list[Notice]:
    """Return so many of the notices that the worker has not read, newest first."""
    return _UNREAD.objects(worker.pk, most=most)


def everything_not_over(at: datetime) -> QuerySet[Everything]:
    """Return the acts that let a worker see everything, or are proposed to, newest first."""
    found = Everything.objects.filter(withdrawn_at__isnull=True, ends_at__gt=at).order_by("-shared_at")
    return found.select_related("worker__agency", "shared_by", "agreed_by")


def everything_called(reference: str) -> Everything:
    """Return the act, or raise `Everything.DoesNotExist`."""
    return Everything.objects.select_related("worker", "shared_by").get(reference=reference)


def shares_ending(worker: Worker, at: datetime, *, within: timedelta) -> QuerySet[Share]:
    """Return the shares that the worker made, or that are of circles she leads, and that end within the span.

    One that another share of the same already outlasts is not among them.
    """
    leading = Share.objects.filter(
        worker=worker, kind=ShareKind.LEAD, starts_at__lte=at, ends_at__gt=at, withdrawn_at__isnull=True
    )
    same = {name: OuterRef(name) for name in ("circle", "kind")}
    longer = Share.objects.filter(
        Q(worker=OuterRef("worker")) | Q(agency=OuterRef("agency"), role=OuterRef("role")),
        ends_at__gt=OuterRef("ends_at"),
        withdrawn_at__isnull=True,
        **same,
    )
    standing = Share.objects.filter(
        Q(shared_by=worker) | Q(circle__in=leading.values("circle")),
        kind__in=[ShareKind.SHARED, ShareKind.LEAD],
        withdrawn_at__isnull=True,
        starts_at__lte=at,
        ends_at__gt=at,
        ends_at__lte=at + within,
    )
    found = standing.filter(~Exists(longer)).order_by("ends_at", "pk")
    return found.select_related("worker__agency", "agency", "role")


def share_by_reference(reference: str) -> Share:
    """Return the share, or raise `Share.DoesNotExist`."""
    return Share.objects.select_related("worker__agency", "agency", "role").get(reference=reference)
