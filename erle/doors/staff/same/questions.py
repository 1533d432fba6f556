"""The questions that wait: those alone whose both records the worker may see."""

from __future__ import annotations

from collections.abc import Collection, Container
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.children.banner import name_and_age
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.same.seen import listed, number_open
from erle.doors.staff.words import day, spell
from erle.foundation.agencies.rules import Ability

if TYPE_CHECKING:
    from erle.knowledge.linkage.models import Question

MOST = 50


class Questions(Page):
    """The list of questions."""

    needs: ClassVar[Ability | None] = Ability.SHARE
    suffices: ClassVar[frozenset[Ability]] = frozenset({Ability.JUDGE_SAME_PERSON})
    template_name = "staff/same/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first of them, and write whom the list named."""
        found = listed(self.worker, self.abilities, most=MOST)
        number = number_open(self.abilities, holds=True)
        more = f" The first {len(found)} are shown." if number > len(found) else ""
        return self.show(
            {
                "waits": f"{number} {'question waits' if number == 1 else 'questions wait'}.{more}",
                "rows": [self._row(*one) for one in found],
                "judges": Ability.JUDGE_SAME_PERSON in self.abilities,
            }
        )

    def _row(self, question: Question, said: bool) -> dict[str, Any]:
        return {
            "url": address("same_question", question.reference),
            "picture": name_and_age(question.picture, self.today),
            "other": name_and_age(question.other, self.today),
            "agency": question.other_circle.agency.name,
            "asked": day(question.asked_at, self.today),
            "held": question.held,
            "said": said,
        }


def questions_wait(holding: Container[str], abilities: Collection[Ability]) -> dict[str, Any]:
    """Return what My work says of them."""
    number = number_open(abilities, holds="questions" in holding)
    words = spell(number, "question waits", "questions wait") if number else ""
    return {"questions_wait": words, "questions_url": address("same")}
