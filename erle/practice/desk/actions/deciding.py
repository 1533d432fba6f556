"""Deciding what is done about an arrival, reading a decision as the second person, and telling the referrer."""

from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access.queries import kept_out
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.actions import stop
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.desk.actions.holding import HeldByAnother
from erle.practice.desk.actions.turns import ChangedMeanwhile, Read, changed_words, settle, take_turn, the_one
from erle.practice.desk.models import Arrival, Decision, Outcome
from erle.practice.desk.queries.arrivals import picture_of, standing_decision
from erle.practice.desk.rules import READ_BY_ANOTHER, Response, Turn


class CannotAnswerForIt(Refused):
    """The person named is kept out of the child's record."""


class NothingToRead(Refused):
    """No decision waits for a second person."""


class NotByTheSame(Refused):
    """Who decided does not read her own decision."""


class NotDecidedYet(Refused):
    """There is no decision that counts, so there is nothing to tell."""


@dataclass(frozen=True)
class Decided:
    """A decision before it is kept: what is done, why, what is not known, and who answers for the next step."""

    response: Response
    reasons: str
    not_known: str
    named: Worker


def decide(*, read: Read, decided: Decided, by: Worker, at: datetime) -> Decision:
    """Decide; no further action counts once a second person has read the reason and agrees. The clock runs on until
    the referrer is told. Who decides on what nobody held holds it from then on."""
    arrival = the_one(read, by=by)
    if arrival.held_by is not None and arrival.held_by_id != by.pk:
        raise HeldByAnother(f"{arrival.held_by.name} holds this report. Take it over first, with a reason.")
    _require_fit(arrival, decided.named)
    waits = decided.response in READ_BY_ANOTHER
    decision = Decision.objects.create(
        circle=arrival.circle,
        arrival=arrival,
        response=decided.response,
        reasons=decided.reasons,
        not_known=decided.not_known,
        named=decided.named,
        decided_by=by,
        decided_at=at,
    )
    words = f"{by.name} decided: {decided.response.words}." + (" A second person reads it." if waits else "")
    counts = None if waits else at
    held_at = arrival.held_at if arrival.held_by_id == by.pk else at
    take_turn([arrival], what=Turn.DECIDED, words=words, by=by, at=at, held_by=by, held_at=held_at, decided_at=counts)
    settle([arrival], holder=by, at=at)
    if not waits:
        _tell_chronology(arrival, decision, by=by, at=at)
    return decision


def read_decision(*, read: Read, agreed: bool, words: str, by: Worker, at: datetime) -> None:
    """Say as the second person whether the decision stands; where not, it goes back to who decided, who is told."""
    arrival = the_one(read, by=by)
    decision = standing_decision(arrival)
    if decision is None or decision.response not in READ_BY_ANOTHER or decision.read_at is not None:
        raise NothingToRead("No decision waits for a second person here.")
    if decision.decided_by_id == by.pk:
        raise NotByTheSame("You decided this yourself. A colleague reads it.")
    waiting = Decision.objects.filter(pk=decision.pk, read_at__isnull=True)
    if not waiting.update(read_by=by, read_at=at, agreed=agreed, read_words=words):
        raise ChangedMeanwhile(changed_words(read))
    said = f"{by.name} read the decision and {'agrees' if agreed else 'does not agree'}. {words}".rstrip()
    take_turn([arrival], what=Turn.READ, words=said, by=by, at=at, decided_at=at if agreed else None)
    if agreed:
        _tell_chronology(arrival, decision, by=by, at=at)


def tell_referrer(*, read: Read, words: str, by: Worker, at: datetime) -> Outcome:
    """Tell who handed the report in what became of it, in words chosen for her; that stops the clock."""
    arrival = the_one(read, by=by)
    decision = standing_decision(arrival)
    if arrival.decided_at is None or decision is None:
        raise NotDecidedYet("Decide first. The referrer is told once the decision counts.")
    outcome = Outcome.objects.create(
        circle=arrival.report.circle, report=arrival.report, words=words, told_by=by, told_at=at
    )
    take_turn([arrival], what=Turn.TOLD, words=f"{by.name} told the referrer.", by=by, at=at, told_at=at)
    stop(arrival.clock, outcome=Response(decision.response).words, by=by, at=at)
    return outcome


def _require_fit(arrival: Arrival, named: Worker) -> None:
    picture = picture_of(arrival)
    if picture is not None and kept_out(picture.circle).filter(worker=named).exists():
        raise CannotAnswerForIt(f"{named.name} cannot answer for this. Name somebody else.")


def _tell_chronology(arrival: Arrival, decision: Decision, *, by: Worker, at: datetime) -> None:
    """Write the decision in the picture of the child, where who acts sees it; its reasons stay at the desk."""
    picture: Person | None = picture_of(arrival)
    if picture is None:
        return
    write_line(
        person=picture,
        agency=by.agency,
        line=Line(EntryKind.DECISION, f"MASH desk: {Response(decision.response).words}"),
        happened_at=at,
        precision=Precision.MINUTE,
        text=f"Answers for the next step: {decision.named.name}. Report {arrival.report.reference}.",
        by=by,
        at=at,
    )
