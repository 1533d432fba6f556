"""Which service holds whose return interviews: set from a day on, followed on every return, and handed over by hand."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.missing.models import Interview, InterviewHandOver, InterviewService
from erle.practice.missing.rules.codes import LOOKED_AFTER
from erle.practice.missing.rules.interviewing import Group


class ReasonMissing(Refused):
    """A service is not changed, and an interview not handed over or declined, without a reason."""


class CannotHandOver(Refused):
    """The interview is not owed any more, is offered already, or the other service cannot take it."""


class HandOverOver(Refused):
    """The offer was answered or taken back already."""


def set_service(
    *, care: Group, agency: Agency, in_force_from: date, reason: str, by: Worker, at: datetime
) -> InterviewService:
    """Have the service hold the interviews of the group from the day on; those that are open stay where they are."""
    gate.require(Ability.MANAGE_AGENCIES, by=by)
    if not reason.strip():
        raise ReasonMissing("Say why, and who agreed it.")
    return InterviewService.objects.create(
        care=care, agency=agency, in_force_from=in_force_from, reason=reason.strip(), set_by=by, set_at=at
    )


def open_interviews(episodes: Sequence[int]) -> None:
    """Open the interview of each episode, by its number, from which the child is back, at the service that holds it."""
    if episodes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.open_interviews(%s, %s)", [list(episodes), sorted(LOOKED_AFTER)])


def hold_interviews(episodes: Sequence[int]) -> None:
    """Hold the open interviews of the episodes until all is kept: before their clocks, as their service does."""
    if episodes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.hold_interviews(%s)", [list(episodes)])


def end_interviews(episodes: Sequence[int], ending: str, words: str) -> None:
    """Tell the service that no interview is owed for the episodes any more, and why."""
    if episodes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.end_interviews(%s, %s, %s)", [list(episodes), ending, words])


def offer_interview(*, interview: Interview, to: Agency, why: str, words: str, by: Worker) -> str:
    """Offer the interview to another service, and return the offer's reference; it stays here until taken there."""
    gate.require(Ability.HOLD_INTERVIEWS, by=by)
    if not words.strip():
        raise ReasonMissing("Say why, so that the other service can decide.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, reference FROM erle.offer_interview(%s, %s, %s, %s)", [interview.pk, to.pk, why, words]
        )
        outcome, reference = cursor.fetchone()
    if outcome == "offered":
        raise CannotHandOver("This interview is offered to a service already. Take that back first.")
    if outcome == "not_owed":
        raise CannotHandOver("No talk is owed any more. What was said is for you to finish.")
    if outcome == "conflict":
        raise CannotHandOver("That service gave this interview up, since somebody there knows the family.")
    ledger.write(Act.SHARED, about=interview.reference, circle_id=interview.circle_id, purpose="interview_offered")
    return str(reference)


def take_interview(*, hand_over: InterviewHandOver, by: Worker) -> None:
    """Take an interview that another service offers: from now on it is this service's, and the 72 hours run on."""
    _answer(hand_over, "taken", "", by=by)


def decline_interview(*, hand_over: InterviewHandOver, because: str, by: Worker) -> None:
    """Say that the service cannot take it, and why: who offered it holds it still, and is told."""
    if not because.strip():
        raise ReasonMissing("Say why you cannot take it, so that the other service can ask somebody else.")
    _answer(hand_over, "declined", because, by=by)


def keep_interview(*, hand_over: InterviewHandOver, by: Worker) -> None:
    """Take back an offer that nobody took: the interview stays here."""
    _answer(hand_over, "withdrawn", "", by=by)


def _answer(hand_over: InterviewHandOver, answer: str, because: str, *, by: Worker) -> None:
    gate.require(Ability.HOLD_INTERVIEWS, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.answer_interview_offer(%s, %s, %s)", [hand_over.reference, answer, because])
        [outcome] = cursor.fetchone()
    if outcome == "over":
        raise HandOverOver("This offer was answered or taken back already, or the talk was held meanwhile.")
    ledger.write(
        Act.RECORDED, about=hand_over.reference, circle_id=hand_over.circle_id, purpose=f"interview_offer_{answer}"
    )
