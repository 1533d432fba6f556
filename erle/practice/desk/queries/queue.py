"""The queue: open arrivals by time left, what their filters count, and hand-overs that wait."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import working
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.prepared import Prepared
from erle.foundation.statute.moments import end_of, local_day
from erle.knowledge.records.rules import Urgency
from erle.practice.desk.models import Arrival, Change, Decision, HandOver
from erle.practice.desk.queries.arrivals import STANDING
from erle.practice.desk.rules import READ_BY_ANOTHER, Turn

PAGE = 25
OPEN = Q(told_at__isnull=True, withdrawn_at__isnull=True)
WAITS_TO_BE_READ = Q(
    arrival__decided_at__isnull=True, read_at__isnull=True, response__in=[one.value for one in READ_BY_ANOTHER]
)
CLOSED = Q(told_at__isnull=False, withdrawn_at__isnull=True)


class Holder(StrEnum):
    """Whose arrivals are wanted."""

    MINE = "mine"
    NOBODY = "nobody"


class Stage(StrEnum):
    """How far an arrival has come."""

    DECIDE = "decide"
    READ = "read"
    TELL = "tell"
    CLOSED = "closed"


class Order(StrEnum):
    """What stands first."""

    TIME_LEFT = "time"
    URGENCY = "urgency"


@dataclass(frozen=True)
class Place:
    """A row's place in the queue, from which the next page goes on."""

    due_at: datetime
    pressing: int
    number: int


@dataclass(frozen=True)
class Wanted:
    """Which arrivals are asked for."""

    holder: Holder | None = None
    stage: Stage | None = None
    over: bool = False
    online: bool = False
    urgent: bool = False
    agency: str = ""
    order: Order = Order.TIME_LEFT
    after: Place | None = None


@dataclass(frozen=True)
class Counts:
    """How many open arrivals of one agency stand how."""

    agency: str
    slug: str
    number: int
    mine: int
    nobody: int
    over: int
    today: int
    online: int
    urgent: int
    to_tell: int


def at_the_desk(at: datetime) -> QuerySet[Worker]:
    """Return who works at the desk now, by name."""
    held = Q(posts__starts_at__lte=at, posts__ends_at__gt=at, posts__role__abilities__contains=[Ability.TRIAGE.value])
    return working(at).filter(held).distinct().order_by("name")


def counts(worker: Worker, *, at_desk: Sequence[int], at: datetime) -> list[Counts]:
    """Count the open arrivals by agency and by what the filters ask: one query, whatever their number."""
    found = (
        Arrival.objects.filter(OPEN)
        .values("agency__name", "agency__slug")
        .annotate(
            number=Count("pk"),
            mine=Count("pk", filter=Q(held_by=worker)),
            nobody=Count("pk", filter=_nobodys(at_desk)),
            over=Count("pk", filter=Q(due_at__lte=at)),
            today=Count("pk", filter=Q(due_at__gt=at, due_at__lte=end_of(local_day(at)))),
            online_ones=Count("pk", filter=Q(online=True)),
            urgent=Count("pk", filter=Q(pressing=0)),
            to_tell=Count("pk", filter=Q(decided_at__isnull=False)),
        )
        .order_by("agency__name")
    )
    return [
        Counts(
            agency=row["agency__name"],
            slug=row["agency__slug"],
            online=row["online_ones"],
            **{name: row[name] for name in ("number", "mine", "nobody", "over", "today", "urgent", "to_tell")},
        )
        for row in found
    ]


def decisions_to_read() -> QuerySet[Decision]:
    """Return the decisions that wait for a second person."""
    return Decision.objects.filter(WAITS_TO_BE_READ, arrival__withdrawn_at__isnull=True)


def to_read_count(agency: str = "") -> int:
    """Count the decisions that wait for a second person, of one agency's reports where one is named."""
    waiting = decisions_to_read()
    if agency:
        waiting = waiting.filter(arrival__agency__slug=agency)
    return waiting.values("arrival").distinct().count()


def queue(wanted: Wanted, *, worker: Worker, at_desk: Sequence[int], at: datetime) -> QuerySet[Arrival]:
    """Return one page of the queue and one row more, in order; each with the hand-over that waits, as JSON."""
    stands = CLOSED if wanted.stage is Stage.CLOSED else OPEN
    found = Arrival.objects.filter(stands, _asked(wanted, worker, at_desk, at))
    found = found.annotate(offered=Subquery(_offer().values(json=_OFFER)[:1]), to_read=Exists(_waits_to_be_read()))
    if wanted.stage is Stage.READ:
        found = found.filter(to_read=True)
    elif wanted.stage is Stage.DECIDE:
        found = found.filter(to_read=False, decided_at__isnull=True)
    return _in_order(found.select_related("agency", "held_by"), wanted)[: PAGE + 1]


def next_place(row: Arrival) -> Place:
    """Return the row's place."""
    return Place(row.due_at, row.pressing, row.pk)


def first_page(wanted: Wanted) -> Wanted:
    """Return the same from the beginning."""
    return replace(wanted, after=None)


def arrivals_called(references: Sequence[str]) -> dict[str, Arrival]:
    """Return the arrivals of the references that the worker may see."""
    return {one.reference: one for one in Arrival.objects.filter(reference__in=references, withdrawn_at__isnull=True)}


def done_at(worker: Worker, at: datetime) -> list[tuple[Arrival, bool]]:
    """Return what the worker claimed or offered at that moment and nobody changed since; whether it was offered."""
    hers = Change.objects.filter(changed_by=worker, changed_at=at, what__in=(Turn.CLAIMED, Turn.OFFERED))
    still = hers.filter(version=F("arrival__version"), arrival__withdrawn_at__isnull=True).select_related("arrival")
    return [(change.arrival, change.what == Turn.OFFERED) for change in still.order_by("arrival")]


def hand_overs_for(worker: Worker, at: datetime) -> QuerySet[HandOver]:
    """Return what colleagues offer the worker, and what nobody took in time, whomever it was offered to."""
    return _hand_overs_for(worker.pk, at)


def first_hand_overs_for(worker: Worker, at: datetime, *, most: int) -> list[HandOver]:
    """Return the first of these."""
    return _HAND_OVERS_FOR.objects(worker.pk, at, most=most)


def _hand_overs_for(worker_id: int, at: datetime) -> QuerySet[HandOver]:
    return _waiting().filter(Q(offered_to_id=worker_id) | Q(overdue_at__lte=at))


def waiting() -> QuerySet[Arrival]:
    """Return the open arrivals that nothing was decided about."""
    return Arrival.objects.filter(OPEN, decided_at__isnull=True)


def waiting_count() -> int:
    """Count these: the number beside the desk in the navigation of every page."""
    return sum(number for _, number in _WAITING_COUNT.rows())


def _waiting_count() -> QuerySet[Arrival, Any]:
    return waiting().order_by().values_list("sealed").annotate(number=Count("pk"))


_HAND_OVERS_FOR, _WAITING_COUNT = Prepared(_hand_overs_for, int, datetime), Prepared(_waiting_count)


_OFFER = JSONObject(to="offered_to__name", to_id="offered_to_id", offered_at="offered_at", overdue_at="overdue_at")


def _offer() -> QuerySet[HandOver]:
    return HandOver.objects.filter(STANDING, arrival=OuterRef("pk"))


def _waiting() -> QuerySet[HandOver]:
    found = HandOver.objects.filter(STANDING, arrival__told_at__isnull=True, arrival__withdrawn_at__isnull=True)
    return found.select_related("arrival__agency", "offered_by", "offered_to").order_by("offered_at")


def _waits_to_be_read() -> QuerySet[Decision]:
    return Decision.objects.filter(WAITS_TO_BE_READ, arrival=OuterRef("pk"))


def _nobodys(at_desk: Sequence[int]) -> Q:
    """Return what nobody holds, or somebody who does not work at the desk any more."""
    return Q(held_by__isnull=True) | ~Q(held_by__in=at_desk)


def _asked(wanted: Wanted, worker: Worker, at_desk: Sequence[int], at: datetime) -> Q:
    asked = Q()
    if wanted.holder is Holder.MINE:
        asked &= Q(held_by=worker)
    elif wanted.holder is Holder.NOBODY:
        asked &= _nobodys(at_desk)
    if wanted.stage is Stage.TELL:
        asked &= Q(decided_at__isnull=False)
    if wanted.over:
        asked &= Q(due_at__lte=at)
    if wanted.online:
        asked &= Q(online=True)
    if wanted.urgent:
        asked &= Q(urgency=Urgency.NOW)
    if wanted.agency:
        asked &= Q(agency__slug=wanted.agency)
    return asked


def _in_order(found: QuerySet[Arrival], wanted: Wanted) -> QuerySet[Arrival]:
    """Order the rows and go on after the last one shown, so that a page costs the same however far it lies."""
    fields = ("due_at", "pressing") if wanted.order is Order.TIME_LEFT else ("pressing", "due_at")
    place = wanted.after
    if place is not None:
        values = {"due_at": place.due_at, "pressing": place.pressing}
        one, two = fields
        found = found.filter(**{f"{one}__gte": values[one]}).filter(
            Q(**{f"{one}__gt": values[one]})
            | Q(**{f"{two}__gt": values[two]})
            | Q(**{two: values[two], "pk__gt": place.number})
        )
    return found.order_by(*fields, "pk")
