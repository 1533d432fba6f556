"""Recognising by rule, judging, answering whether two records are of one child, and taking back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Q

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import abilities_of
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.linkage.models import Answer, Question, Tie
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.records.models import Person, Report


class TiedAlready(Refused):
    """The report's record is held to be of another child, or the tie was undone already."""


class NoReason(Refused):
    """An answer that settles a question needs a reason."""


class SettledAlready(Refused):
    """Somebody answered first, or took it back first."""


class AskedNoLonger(Refused):
    """The question is not asked any more; why, only those may know who see what happened."""


def recognise(*, people: Sequence[int]) -> None:
    """Tie by rule the records, by their numbers, to the pictures that they are certainly of; nothing is answered.

    What the acting worker does not see is left alone. Every tie stands in the picture's circle, and can be undone.
    """
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.recognise(%s::bigint[])", [list(people)])


def judge(*, report: Report, picture: Person, reason: str, by: Worker) -> None:
    """Say of which child a report is; its lines, and what else its agency holds of that child, stand in the picture."""
    gate.require(Ability.TRIAGE, by=by)
    gate.require_let_into(picture.circle_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.tie_by_report(%s, %s, %s)", [report.pk, picture.pk, reason])
        [tied] = cursor.fetchone()
    if not tied:
        raise TiedAlready(_why_not(report))
    ledger.write(Act.RECORDED, about=report.reference, circle_id=picture.circle_id, purpose="tied")


def _why_not(report: Report) -> str:
    """Say that it is held to be of another child to whoever sees that it is, and to nobody else."""
    ends = Q(other_id=report.person_id) | Q(picture_id=report.person_id)
    if Tie.objects.filter(ends, undone_at__isnull=True).exists():
        return "This report is held to be about another child already. Undo that first."
    return "This report cannot be held to be about that child now. Nothing changed. Ask its agency whom it is about."


def undo_tie(*, tie: Tie, because: str, by: Worker, at: datetime) -> None:
    """Take a tie back: what came into the picture by it goes out, and no rule makes it again."""
    gate.require_let_into(tie.circle_id)
    standing = Tie.objects.filter(pk=tie.pk, undone_at__isnull=True)
    if not standing.update(undone_by=by, undone_at=at, undone_because=because):
        raise TiedAlready("That tie was undone already.")
    ledger.write(Act.RECORDED, about=tie.reference, circle_id=tie.circle_id, purpose="untied")


def answer_question(*, question: Question, choice: Choice, reason: str, by: Worker) -> None:
    """Say whether two records are of one child, that it cannot be told, or that the agency must be asked first.

    `SAME` ties them by judgement. Neither answer tells anybody who does not stand in both circles that it was asked.
    """
    _require_answerable(question, by=by)
    if choice.settles and not reason.strip():
        raise NoReason("Write your reason: it stands with your answer, and whoever reads it later needs it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, tie FROM erle.answer_question(%s, %s, %s)", [question.pk, choice, reason])
        outcome, tie = cursor.fetchone()
    if outcome == "settled":
        raise SettledAlready("Somebody answered this question before you. Read the answer; it can be taken back.")
    if outcome == "over":
        raise AskedNoLonger("This question is not asked any more. Nothing was done.")
    ledger.write(Act.RECORDED, about=question.reference, purpose=f"answered_{choice.value}")
    if tie:
        ledger.write(Act.RECORDED, about=tie, circle_id=question.circle_id, purpose="tied")


def take_answer_back(*, answer: Answer, by: Worker) -> None:
    """Take an answer back; where it made a tie, what came into the picture by it goes out."""
    question = answer.question
    _require_answerable(question, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT outcome, tie FROM erle.take_back_answer(%s)", [answer.pk])
        outcome, tie = cursor.fetchone()
    if outcome == "over":
        raise SettledAlready("That answer was taken back already.")
    ledger.write(Act.RECORDED, about=question.reference, purpose="answer_taken_back")
    if tie:
        ledger.write(Act.RECORDED, about=tie, circle_id=question.circle_id, purpose="untied")


def _require_answerable(question: Question, *, by: Worker) -> None:
    """Refuse whoever may not share, or sees one of the two in an emergency alone; of a judge the database says."""
    if Ability.JUDGE_SAME_PERSON in abilities_of(by):
        return
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(question.circle_id)
    gate.require_let_into(question.other_circle_id)
