"""The questions that wait: those alone whose both records the worker may see."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.children.banner import name_and_age
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.words import day, spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.queries import open_questions, questions_for
from erle.knowledge.records.actions.looking import write_listing

if TYPE_CHECKING:
    from erle.knowledge.linkage.models import Question

MOST = 50


class Questions(Page):
    """The list of questions."""

    needs: ClassVar[Ability | None] = Ability.SHARE
    template_name = "staff/same/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first of them, and write whom the list named."""
        found = list(questions_for(self.worker)[: MOST + 1])
        shown = found[:MOST]
        write_listing(
            people=[person for one in shown for person in (one.picture, one.other)], purpose="Is this the same person?"
        )
        number = f"{MOST}+" if len(found) > MOST else str(len(found))
        waits = f"{number} {'question waits' if len(found) == 1 else 'questions wait'}"
        return self.show({"waits": waits, "rows": [self._row(one) for one in shown]})

    def _row(self, question: Question) -> dict[str, Any]:
        return {
            "url": address("same_question", question.reference),
            "picture": name_and_age(question.picture, self.today),
            "other": name_and_age(question.other, self.today),
            "agency": question.other_circle.agency.name,
            "asked": day(question.asked_at, self.today),
            "held": question.held,
            "said": question.said,  # type: ignore[attr-defined]
        }


def questions_wait(holding: Container[str]) -> dict[str, Any]:
    """Return what My work says of them."""
    number = open_questions().count() if "questions" in holding else 0
    words = spell(number, "question waits", "questions wait") if number else ""
    return {"questions_wait": words, "questions_url": address("same")}
