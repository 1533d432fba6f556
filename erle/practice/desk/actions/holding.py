"""Holding an arrival, putting it back, and handing it over: never is one held by nobody without it being seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import abilities_of
from erle.foundation.agencies.references import new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import local_values
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day
from erle.practice.desk.actions.turns import (
    ChangedMeanwhile,
    Read,
    changed_words,
    held_still,
    settle,
    take_turn,
    the_one,
)
from erle.practice.desk.models import Arrival, HandOver
from erle.practice.desk.rules import Turn

OPEN = Q(taken_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)
SETTING = "hand_over_minutes"
INSIDE = """
SELECT count(DISTINCT circle) FROM unnest(%s::bigint[]) AS circle
JOIN LATERAL erle.members_of(circle) AS member ON member.worker_id = %s AND member.starts_at <= now()
"""


class HeldByAnother(Refused):
    """Somebody else holds the arrival."""


class CannotTakeIt(Refused):
    """The colleague does not work at the desk, or not at this arrival."""


class HandOverOver(Refused):
    """The hand-over was taken, declined or taken back, or is not hers to answer."""


class OfferedAlready(Refused):
    """The arrival is offered to a colleague already."""


@dataclass(frozen=True)
class Done:
    """What became of an act on several arrivals: those it was done to, and those it left as they are."""

    arrivals: list[Arrival]
    left: list[int]


def claim_each(*, read: Sequence[Read], by: Worker, at: datetime) -> Done:
    """Hold each arrival that nobody holds and nobody changed meanwhile; leave the others as they are."""
    free = [one for one in held_still(read, by=by) if one.held_by_id is None and one.told_at is None]
    take_turn(free, what=Turn.CLAIMED, words=f"{by.name} holds it now.", by=by, at=at, held_by=by, held_at=at)
    settle(free, holder=by, at=at)
    return _done(read, free)


def claim(*, read: Read, by: Worker, at: datetime) -> None:
    """Hold the arrival; who holds it sees the picture of the child it is certainly about."""
    arrival = the_one(read, by=by)
    if arrival.held_by is not None and arrival.held_by_id != by.pk:
        raise HeldByAnother(f"{arrival.held_by.name} holds this report. Ask for it, or take it over with a reason.")
    if arrival.held_by_id is None:
        take_turn([arrival], what=Turn.CLAIMED, words=f"{by.name} holds it now.", by=by, at=at, held_by=by, held_at=at)
    settle([arrival], holder=by, at=at)


def take_over(*, read: Read, reason: str, by: Worker, at: datetime) -> None:
    """Hold an arrival that a colleague holds, because she cannot go on with it; an offer that stands falls away."""
    arrival = the_one(read, by=by)
    _withdraw([arrival], by=by, at=at)
    words = f"{by.name} took it over: {reason}"
    take_turn([arrival], what=Turn.CLAIMED, words=words, by=by, at=at, held_by=by, held_at=at)
    settle([arrival], holder=by, at=at)


def put_back_each(*, read: Sequence[Read], by: Worker, at: datetime) -> Done:
    """Hold no longer each arrival that the worker holds; the whole desk sees that nobody does."""
    mine = [one for one in held_still(read, by=by) if one.held_by_id == by.pk and one.told_at is None]
    _withdraw(mine, by=by, at=at)
    words = f"{by.name} put it back: nobody holds it."
    take_turn(mine, what=Turn.RELEASED, words=words, by=by, at=at, held_by=None, held_at=None)
    settle(mine, holder=None, at=at)
    return _done(read, mine)


def offer_each(*, read: Sequence[Read], to: Worker, reason: str, by: Worker, at: datetime) -> Done:
    """Offer to a colleague each arrival that the worker or nobody holds; it is handed over once she takes it.

    Who offers one that nobody held holds it until then.
    """
    if to.pk == by.pk:
        raise CannotTakeIt("You hold it yourself. Choose a colleague.")
    standing = HandOver.objects.filter(OPEN, arrival__in=[one.arrival for one in read])
    offered = set(standing.values_list("arrival", flat=True))
    can = [
        one
        for one in held_still(read, by=by)
        if one.held_by_id in (None, by.pk) and one.told_at is None and one.pk not in offered
    ]
    _require_can_take(to, can)
    words = f"{by.name} hands it over to {to.name}, who has not taken it yet."
    take_turn([one for one in can if one.held_by_id], what=Turn.OFFERED, words=words, by=by, at=at)
    free = [one for one in can if not one.held_by_id]
    take_turn(free, what=Turn.OFFERED, words=words, by=by, at=at, held_by=by, held_at=at)
    overdue_at = at + timedelta(minutes=local_values(local_day(at))[SETTING])
    HandOver.objects.bulk_create(
        HandOver(
            circle_id=one.circle_id,
            sealed=one.sealed,
            reference=reference,
            arrival=one,
            offered_to=to,
            reason=reason,
            offered_by=by,
            offered_at=at,
            overdue_at=overdue_at,
        )
        for one, reference in zip(can, new_references("H", len(can)), strict=True)
    )
    settle(can, holder=by, at=at)
    return _done(read, can)


def offer(*, read: Read, to: Worker, reason: str, by: Worker, at: datetime) -> None:
    """Offer the arrival to a colleague."""
    arrival = the_one(read, by=by)
    if arrival.held_by is not None and arrival.held_by_id != by.pk:
        raise HeldByAnother(f"{arrival.held_by.name} holds this report. Who holds it hands it over.")
    if HandOver.objects.filter(OPEN, arrival=arrival).exists():
        raise OfferedAlready("This report is offered to a colleague already. Take that back first.")
    if not offer_each(read=[read], to=to, reason=reason, by=by, at=at).arrivals:
        raise ChangedMeanwhile(changed_words(read))


def take(*, hand_over: HandOver, by: Worker, at: datetime) -> None:
    """Take an arrival that is offered; once it is overdue, anybody at the desk may."""
    arrival = _answered(hand_over, by=by, at=at)
    if by.pk not in (hand_over.offered_to_id, hand_over.offered_by_id) and at < hand_over.overdue_at:
        raise HandOverOver(f"This is offered to {hand_over.offered_to.name}. Others can take it once it is overdue.")
    HandOver.objects.filter(OPEN, pk=hand_over.pk).update(taken_by=by, taken_at=at)
    words = f"{by.name} took it from {hand_over.offered_by.name}."
    take_turn([arrival], what=Turn.TAKEN, words=words, by=by, at=at, held_by=by, held_at=at)
    settle([arrival], holder=by, at=at)


def decline(*, hand_over: HandOver, because: str, by: Worker, at: datetime) -> None:
    """Say that one cannot take it, and why: who offered it holds it still, and is told."""
    arrival = _answered(hand_over, by=by, at=at)
    if by.pk != hand_over.offered_to_id:
        raise HandOverOver(f"This is offered to {hand_over.offered_to.name}.")
    HandOver.objects.filter(OPEN, pk=hand_over.pk).update(declined_by=by, declined_at=at, declined_because=because)
    words = f"{by.name} did not take it: {because}"
    take_turn([arrival], what=Turn.DECLINED, words=words, by=by, at=at)


def take_back_each(*, read: Sequence[Read], by: Worker, at: datetime) -> Done:
    """Take back offers that nobody answered yet: the worker who offered goes on holding."""
    mine = [one for one in held_still(read, by=by) if one.held_by_id == by.pk]
    offered = set(HandOver.objects.filter(OPEN, offered_by=by, arrival__in=mine).values_list("arrival", flat=True))
    back = [one for one in mine if one.pk in offered]
    _withdraw(back, by=by, at=at)
    take_turn(back, what=Turn.TOOK_BACK, words=f"{by.name} keeps it: the hand-over is taken back.", by=by, at=at)
    return _done(read, back)


def _answered(hand_over: HandOver, *, by: Worker, at: datetime) -> Arrival:
    """Lock the arrival of an offer that stands."""
    read = Read(hand_over.arrival_id, Arrival.objects.get(pk=hand_over.arrival_id).version)
    arrival = the_one(read, by=by)
    if not HandOver.objects.filter(OPEN, pk=hand_over.pk).exists():
        raise HandOverOver("That hand-over was answered or taken back already.")
    return arrival


def _withdraw(arrivals: Sequence[Arrival], *, by: Worker, at: datetime) -> None:
    HandOver.objects.filter(OPEN, arrival__in=arrivals).update(withdrawn_by=by, withdrawn_at=at)


def _require_can_take(worker: Worker, arrivals: Sequence[Arrival]) -> None:
    """Refuse a colleague who does not work at the desk, or who is kept out; the words do not tell which."""
    circles = [one.circle_id for one in arrivals]
    with connection.cursor() as cursor:
        cursor.execute(INSIDE, [circles, worker.pk])
        [number] = cursor.fetchone()
    at_desk = Ability.TRIAGE in abilities_of(worker) or all(one.sealed for one in arrivals)
    if number < len(circles) or not at_desk:
        raise CannotTakeIt(f"{worker.name} cannot take this. Choose somebody else who works at the MASH desk.")


def _done(read: Sequence[Read], arrivals: list[Arrival]) -> Done:
    taken = {one.pk for one in arrivals}
    return Done(arrivals, [one.arrival for one in read if one.arrival not in taken])
