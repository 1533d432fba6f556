"""Asking agencies what they know, saying why one is not asked, and answering for one's own agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from erle.foundation.access import gate
from erle.foundation.access.actions.circles import open_check_circle
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.practice.desk.actions.turns import Read, take_turn, the_one
from erle.practice.desk.models import Arrival, Check
from erle.practice.desk.rules import Turn

WAITS = Q(answered_at__isnull=True, waived_at__isnull=True)


class NobodyAsked(Refused):
    """No agency was chosen, or each is asked already."""


class NotOfASealedRecord(Refused):
    """What is asked in the product would show to an agency that a sealed child is known."""


class AnsweredAlready(Refused):
    """The check was answered, or is not needed any more."""


class NotOfThatAgency(Refused):
    """The worker does not work for the agency that is asked."""


@dataclass(frozen=True)
class Asking:
    """What the desk asks: about whom, in words by which the agency finds the child, what, and on what basis."""

    about: str
    question: str
    basis: str


def ask_agencies(*, read: Read, agencies: Sequence[Agency], asking: Asking, by: Worker, at: datetime) -> list[Check]:
    """Ask each agency, in a circle of the desk and that agency's alone, what it knows."""
    arrival = the_one(read, by=by)
    if arrival.sealed:
        raise NotOfASealedRecord("This record is sealed: ring the agencies, and write what they say in the decision.")
    asked = set(Check.objects.filter(WAITS, arrival=arrival).values_list("agency_id", flat=True))
    to_ask = [agency for agency in agencies if agency.pk not in asked]
    if not to_ask:
        raise NobodyAsked("Choose an agency that is not being asked already.")
    checks = [_ask(arrival, agency, asking, by=by, at=at) for agency in to_ask]
    names = ", ".join(agency.name for agency in to_ask)
    take_turn([arrival], what=Turn.ASKED, words=f"{by.name} asked {names}.", by=by, at=at)
    return checks


def _ask(arrival: Arrival, agency: Agency, asking: Asking, *, by: Worker, at: datetime) -> Check:
    purpose = "The MASH desk asks what the agency knows"
    circle = open_check_circle(desk=arrival.circle, agency=agency, basis=asking.basis, purpose=purpose)
    return Check.objects.create(
        circle=circle,
        reference=new_reference("Q"),
        arrival=arrival,
        agency=agency,
        about=asking.about,
        question=asking.question,
        asked_by=by,
        asked_at=at,
    )


def do_not_ask(*, read: Read, agency: Agency, because: str, by: Worker, at: datetime) -> Check:
    """Say why an agency is not asked; it does not see this."""
    arrival = the_one(read, by=by)
    check = Check.objects.create(
        circle=arrival.circle,
        reference=new_reference("Q"),
        arrival=arrival,
        agency=agency,
        waived_by=by,
        waived_at=at,
        waived_because=because,
    )
    take_turn([arrival], what=Turn.WAIVED, words=f"{by.name} does not ask {agency.name}: {because}", by=by, at=at)
    return check


def waive(*, read: Read, check: Check, because: str, by: Worker, at: datetime) -> None:
    """Say that an answer is not needed any more, and why."""
    arrival = the_one(read, by=by)
    waiting = Check.objects.filter(WAITS, pk=check.pk, arrival=arrival)
    if not waiting.update(waived_by=by, waived_at=at, waived_because=because):
        raise AnsweredAlready("That agency has answered, or its answer is not needed any more.")
    words = f"{by.name} does not need the answer of {check.agency.name}: {because}"
    take_turn([arrival], what=Turn.WAIVED, words=words, by=by, at=at)


def answer_check(*, check: Check, answer: str, nothing_held: bool, by: Worker, at: datetime) -> None:
    """Answer for one's own agency; the desk is told, and the answer stands as it was given."""
    gate.require(Ability.ANSWER_CHECKS, by=by)
    if not by.posts.filter(agency=check.agency_id, starts_at__lte=at, ends_at__gt=at).exists():
        raise NotOfThatAgency(f"{check.agency.name} is asked. Somebody who works there answers.")
    waiting = Check.objects.filter(WAITS, pk=check.pk)
    if not waiting.update(answer=answer, nothing_held=nothing_held, answered_by=by, answered_at=at):
        raise AnsweredAlready("This was answered already, or the desk does not need it any more.")
