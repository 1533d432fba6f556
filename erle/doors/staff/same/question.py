"""One question: who says what, what speaks for and against, what follows from an answer, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from erle.doors.staff.children.banner import facts, name_and_age, named
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.routes import address
from erle.doors.staff.same.answering import AnswerForm
from erle.doors.staff.same.seen import beside, called, last, order, to_take_back
from erle.doors.staff.same.weights import HIDDEN, held_of, rows, signed, together
from erle.doors.staff.words import LONDON, in_midst
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.actions import answer_question, take_answer_back
from erle.knowledge.linkage.rules import Choice

if TYPE_CHECKING:
    from erle.doors.staff.same.seen import Seen
    from erle.foundation.access.models import Circle
    from erle.knowledge.linkage.models import Answer, Question
    from erle.knowledge.records.models import Person, Report

SAID = {
    Choice.SAME.value: "same person",
    Choice.DIFFERENT.value: "different people",
    Choice.CANNOT_TELL.value: "cannot tell yet",
    Choice.ASK_AGENCY.value: "ask the agency",
}
DONE = {
    Choice.SAME: "Same person: the two records are tied. You can take it back.",
    Choice.DIFFERENT: "Different people: no rule ties them, and nobody is asked again. You can take it back.",
    Choice.CANNOT_TELL: "Cannot tell yet: others are still asked, and you are asked last.",
    Choice.ASK_AGENCY: "Ask the agency: that is written down, and the question stays open.",
}
MOST_BESIDE = 5
MOST = 200
"""Questions among which a place is counted."""


class AboutQuestion(Page):
    """A page about one question."""

    needs: ClassVar[Ability | None] = Ability.SHARE
    suffices: ClassVar[frozenset[Ability]] = frozenset({Ability.JUDGE_SAME_PERSON})
    seen: Seen

    def load(self) -> None:
        """Load the question, or answer that there is none."""
        self.seen = self.found(lambda said: called(said, self.worker, self.abilities), str(self.kwargs["reference"]))

    @property
    def question(self) -> Question:
        """The question."""
        return self.seen.question

    @property
    def url(self) -> str:
        """The address of the question."""
        return address("same_question", self.question.reference)


class QuestionPage(AboutQuestion, FormPage):
    """The question, and the answer."""

    form_class = AnswerForm
    template_name = "staff/same/question.html"

    def about(self) -> str:
        """Return the question's reference."""
        return self.question.reference

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that both records were opened, and show."""
        self.load()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return both records, what was compared, and what an answer does."""
        seen, question = self.seen, self.question
        seen.write_opening()
        (left, right), (reports, others) = seen.numbers, seen.reports
        hidden = frozenset() if seen.whole else HIDDEN
        held = (held_of(question.picture, left, seen.beside[0]), held_of(question.other, right, seen.beside[1]))
        found = rows(question.compared, *held, hidden=hidden)
        learnt = question.learnt_at.astimezone(LONDON)
        heading, words = together(question.weight, found, held=question.held)
        return {
            **super().context(form),
            **self._place(),
            "asked": in_midst(question.asked_at, self.today),
            "picture": self._panel(question.picture, question.circle, reports),
            "other": self._panel(question.other, question.other_circle, others),
            "whole": seen.whole,
            "rows": found,
            "heading": heading,
            "words": words,
            "weight": signed(question.weight),
            "threshold": signed(question.threshold),
            "model": f"Model {question.model} of {learnt.day} {learnt:%b %Y}",
            "phone": question.other_circle.agency.phone,
            "first": named(question.picture).first,
            "answer": self._answer(seen.answer) if seen.answer else None,
            "settled": seen.settled,
            "apart": seen.apart,
            "take_back_url": address("same_take_back", question.reference),
            "last": self._last(),
            "beside": [self._beside(one) for one in beside(seen, self.worker, most=MOST_BESIDE)],
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Answer, and go on to the next question."""
        choice = Choice(answers["choice"])
        following = self._following()
        answer_question(question=self.question, choice=choice, reason=answers["reason"].strip(), by=self.worker)
        self.done(DONE[choice])
        return redirect(following or address("same"))

    @cached_property
    def _order(self) -> list[str]:
        return order(self.worker, self.abilities, most=MOST)

    def _following(self) -> str:
        """Return the address of the question after this one, or of the first; nothing where there is no other."""
        order = self._order
        here = order.index(self.question.reference) + 1 if self.question.reference in order else 0
        others = [one for one in (*order[here:], *order[:here]) if one != self.question.reference]
        return address("same_question", others[0]) if others else ""

    def _place(self) -> dict[str, Any]:
        order = self._order
        place = order.index(self.question.reference) + 1 if self.question.reference in order else 0
        return {
            "place": f"Question {place} of {len(order)}." if place else "",
            "next_url": self._following() or address("same"),
        }

    def _panel(self, person: Person, circle: Circle, reports: list[Report]) -> dict[str, Any]:
        whole = self.seen.whole
        return {
            "name": name_and_age(person, self.today),
            "url": named(person).url if whole and circle.kind == "child" else "",
            "facts": [fact for fact in facts(person, self.today) if whole or fact != person.reference],
            "agency": circle.agency.name,
            "reports": [self._report(one) for one in reports],
        }

    def _beside(self, question: Question) -> dict[str, str]:
        """Say of another question about one of these records whom it is about, and how much speaks for it."""
        return {
            "url": address("same_question", question.reference),
            "picture": name_and_age(question.picture, self.today),
            "other": name_and_age(question.other, self.today),
            "agency": question.other_circle.agency.name,
            "weight": signed(question.weight),
        }

    def _report(self, report: Report) -> str:
        said = ", ".join(filter(None, (report.agency.name, report.source)))
        return f"{said}, {in_midst(report.recorded_at, self.today)}"

    def _answer(self, answer: Answer) -> dict[str, Any]:
        return {
            "words": SAID[answer.choice],
            "reason": answer.reason,
            "by": "You" if answer.answered_by_id == self.worker.pk else f"{answer.answered_by}",
            "agency": answer.answered_by.agency.name,
            "when": in_midst(answer.answered_at, self.today),
            "answered": answer.answered_at.isoformat(),
        }

    def _last(self) -> dict[str, Any] | None:
        answer = last(self.worker, self.abilities)
        if answer is None or answer.question_id == self.question.pk:
            return None
        question = answer.question
        return {
            "picture": name_and_age(question.picture, self.today),
            "agency": question.other_circle.agency.name,
            "words": SAID[answer.choice],
            "when": in_midst(answer.answered_at, self.today),
            "answered": answer.answered_at.isoformat(),
            "url": address("same_question", question.reference),
            "take_back_url": address("same_take_back", question.reference),
        }


class TakeAnswerBack(AboutQuestion):
    """Take back the answer that the button stands beside, and no other."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Take it back, and show the question again."""
        self.load()
        asked = request.POST.get("answered", "")
        found = to_take_back(self.seen, self.worker)
        answer = next((one for one in found if one.answered_at.isoformat() == asked), None)
        try:
            if answer is None:
                messages.warning(request, "That answer does not stand any more. Read the question again.")
            else:
                take_answer_back(answer=answer, by=self.worker)
                self.done(f"Taken back: {SAID[answer.choice]}.")
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(self.url)
