"""A question as the worker is shown it: whole where she stands in both circles; to a judge, who both records are of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist

from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.linkage import queries
from erle.knowledge.linkage.judging import Judged, judged, judged_beside, judged_last, judged_one, to_judge
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.records.actions.looking import write_listing, write_opening

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.knowledge.linkage.models import Answer, Question
    from erle.knowledge.records.models import Report

PURPOSE = "Is this the same person?"


@dataclass(frozen=True)
class Seen:
    """A question with what is shown beside it."""

    question: Question
    whole: bool
    """Whether both records are hers to open."""
    numbers: tuple[Mapping[str, str], Mapping[str, str]]
    beside: tuple[queries.Beside, queries.Beside]
    """Whom and which telephone numbers both records name; a judge is not shown them."""
    reports: tuple[list[Report], list[Report]]
    answer: Answer | None
    """What settles it, or else what she said."""
    apart: bool
    """Whether the two were tied once and are not now."""

    @property
    def settled(self) -> bool:
        """Whether somebody said same or different."""
        return self.answer is not None and Choice(self.answer.choice).settles

    def write_opening(self) -> None:
        """Write in the ledger what was opened; a judge's line is about the question, in no circle."""
        if not self.whole:
            ledger.write(Act.OPENED, about=self.question.reference, purpose=PURPOSE)
            return
        for person in (self.question.picture, self.question.other):
            write_opening(person=person, purpose=PURPOSE)


def called(reference: str, worker: Worker, abilities: Collection[Ability]) -> Seen:
    """Return the question, or raise `Question.DoesNotExist`."""
    try:
        question = queries.question_called(reference)
    except ObjectDoesNotExist:
        if Ability.JUDGE_SAME_PERSON not in abilities:
            raise
        return _of_a_judge(judged_one(reference, worker))
    both = (question.picture, question.other)
    return Seen(
        question=question,
        whole=True,
        numbers=(queries.numbers_of(both[0]), queries.numbers_of(both[1])),
        beside=(queries.beside_child(both[0]), queries.beside_child(both[1])),
        reports=(queries.reports_of(both[0]), queries.reports_of(both[1])),
        answer=queries.answer_standing(question, worker),
        apart=queries.is_taken_apart(question),
    )


def _of_a_judge(one: Judged) -> Seen:
    return Seen(one.question, False, one.numbers, (queries.Beside(), queries.Beside()), ([], []), one.answer, one.apart)


def order(worker: Worker, abilities: Collection[Ability], *, most: int) -> list[str]:
    """Return the references of the open questions in the order in which they are asked; of circles the first `most`."""
    if Ability.JUDGE_SAME_PERSON in abilities:
        return to_judge()
    return list(queries.questions_for(worker).values_list("reference", flat=True)[:most])


def listed(worker: Worker, abilities: Collection[Ability], *, most: int) -> list[tuple[Question, bool]]:
    """Return the first open questions, each with whether she said something already; write whom the list named."""
    if Ability.JUDGE_SAME_PERSON in abilities:
        found = [(one.question, one.said) for one in judged(to_judge()[:most], worker)]
        ledger.write_each(Act.LISTED, things=[(question.reference, None) for question, _ in found], purpose=PURPOSE)
        return found
    questions = list(queries.questions_for(worker)[:most])
    write_listing(people=[person for one in questions for person in (one.picture, one.other)], purpose=PURPOSE)
    return [(question, question.said) for question in questions]  # type: ignore[attr-defined]


def beside(seen: Seen, worker: Worker, *, most: int) -> list[Question]:
    """Return other open questions about one of the two records: who else it may be."""
    if seen.whole:
        return queries.questions_beside(seen.question, most=most)
    return judged_beside(seen.question, worker, most=most)


def last(worker: Worker, abilities: Collection[Ability]) -> Answer | None:
    """Return what she answered last and did not take back."""
    answer = queries.last_answer(worker)
    if answer is None and Ability.JUDGE_SAME_PERSON in abilities:
        one = judged_last(worker)
        return one.answer if one else None
    return answer


def to_take_back(seen: Seen, worker: Worker) -> list[Answer]:
    """Return the answers that she may take back."""
    if seen.whole:
        return queries.answers_to_take_back(seen.question, worker)
    return [seen.answer] if seen.answer else []


def number_open(abilities: Collection[Ability], *, holds: bool) -> int:
    """Return how many wait; `holds` says whether those of circles may hold any."""
    if Ability.JUDGE_SAME_PERSON in abilities:
        return len(to_judge())
    return queries.open_questions().count() if holds else 0
