"""The questions of somebody who judges by her role: of each record who it is, and of everything else nothing.

What is returned was never read from the tables of records, which she does not see: instances that are shown, and that
nobody saves.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Agency, Worker
from erle.knowledge.linkage.models import Answer, Question
from erle.knowledge.records.models import Person

JUDGED = (
    "SELECT id, reference, weight, threshold, held, model, learnt_at, compared, asked_at, said, apart, picture, other,"
    " answer FROM erle.questions_judged({})"
)
NAMED = JUDGED.format("%s")
BESIDE = JUDGED.format("array(SELECT reference FROM erle.questions_beside(%s) LIMIT %s)")
LAST = JUDGED.format("array(SELECT erle.question_judged_last())")


@dataclass(frozen=True)
class Judged:
    """A question as a judge sees it, with the numbers of both records, and what she herself said to it."""

    question: Question
    numbers: tuple[Mapping[str, str], Mapping[str, str]]
    said: bool
    apart: bool
    answer: Answer | None


def to_judge() -> list[str]:
    """Return the references of the questions that the acting worker is asked by her role.

    Those to which she said nothing yet first, then the heaviest first; none where no role of hers judges.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM erle.questions_to_judge()")
        return [reference for (reference,) in cursor.fetchall()]


def judged(references: Sequence[str], by: Worker) -> list[Judged]:
    """Return the questions of these references that the acting worker is asked, or answered, in that order."""
    return _asked(NAMED, [list(references)], by)


def judged_one(reference: str, by: Worker) -> Judged:
    """Return the question, or raise `Question.DoesNotExist`: the same where there is none and where it is not hers."""
    for one in judged([reference], by):
        return one
    raise Question.DoesNotExist


def judged_beside(question: Question, by: Worker, *, most: int) -> list[Question]:
    """Return other questions that she is asked about one of the same two records, the heaviest first."""
    return [one.question for one in _asked(BESIDE, [question.reference, most], by)]


def judged_last(by: Worker) -> Judged | None:
    """Return the question that she answered last, and did not take that back."""
    return next(iter(_asked(LAST, [], by)), None)


def _asked(statement: str, given: Sequence[Any], by: Worker) -> list[Judged]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [_judged(row, by) for row in cursor.fetchall()]


def _judged(row: tuple[Any, ...], by: Worker) -> Judged:
    number, reference, weight, threshold, held, model, learnt_at, compared, asked_at, said, apart, *rest = row
    picture, other, answer = (json.loads(one or "null") for one in rest)
    question = Question(
        pk=number,
        reference=reference,
        weight=weight,
        threshold=threshold,
        held=held,
        model=model,
        learnt_at=learnt_at,
        compared=json.loads(compared),
        asked_at=asked_at,
        picture=_person(picture, reference),
        other=_person(other, reference),
        circle=_circle(picture),
        other_circle=_circle(other),
    )
    return Judged(
        question=question,
        numbers=(picture["numbers"], other["numbers"]),
        said=said,
        apart=apart,
        answer=_answer(answer, question, by) if answer else None,
    )


def _person(who: Mapping[str, Any], reference: str) -> Person:
    named = {key: who[key] for key in ("given_names", "family_name", "known_as", "sex")}
    return Person(reference=reference, born_on=date.fromisoformat(who["born_on"]) if who["born_on"] else None, **named)


def _circle(who: Mapping[str, Any]) -> Circle:
    return Circle(agency=Agency(name=who["agency"], phone=who["phone"]))


def _answer(said: Mapping[str, Any], question: Question, by: Worker) -> Answer:
    return Answer(
        pk=said["id"],
        question=question,
        choice=said["choice"],
        reason=said["reason"],
        answered_by=by,
        answered_at=datetime.fromisoformat(said["answered_at"]),
    )
