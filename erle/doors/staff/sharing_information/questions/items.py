"""What was seen or heard, one thing at a time: what, when and where, its grade; and the list of all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.sharing_information.question import Question
from erle.doors.staff.sharing_information.questions.forms_seen import GradeForm, WhatForm, WhenForm
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import AFTER_ITEMS, CHECK, ITEMS, WHAT, WHEN, Place, of_item
from erle.doors.staff.sharing_information.steps import GRADE as GRADE_PAGE
from erle.doors.staff.sharing_information.unsent import NotKept, add_item, remove_item
from erle.knowledge.records.actions.looking import write_refusal
from erle.knowledge.records.rules import Nature


class OfItem(SharingPage):
    """A page about one thing that stands in the draft."""

    def _load(self) -> HttpResponse | None:
        gone = super()._load()
        if gone is None and self.kwargs["number"] not in self.unsent.items:
            write_refusal(reference=self.unsent.reference, route=self.route)
            raise Http404
        return gone


class What(OfItem, Question):
    """What was seen or heard."""

    kind = WHAT
    form_class = WhatForm


class When(OfItem, Question):
    """When and where it was."""

    kind = WHEN
    form_class = WhenForm
    title = "When and where was that?"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Count "yesterday" from when it was typed."""
        step = self.place.step
        typed = str(self.unsent.answers(step).get("when", ""))
        return super().make_form(*args, now=self.now, typed_at=self.unsent.typed_at(step), typed=typed, **kwargs)


class Grade(OfItem, Question):
    """How far it is to be relied on."""

    kind = GRADE_PAGE
    form_class = GradeForm
    title = "How far is that to be relied on?"
    lead = "You suggest the grade (3x5x2). Whoever works on it may grade it anew."


class Items(SharingPage):
    """All that was seen or heard so far; and whether there is more."""

    kind = ITEMS
    template_name = "staff/sharing/items.html"

    def asked(self) -> HttpResponse:
        """List them."""
        return self._shown("")

    def sent(self) -> HttpResponse:
        """Make room for one more, or go on."""
        more = self.request.POST.get("more", "")
        if more not in {"yes", "no"}:
            return self._shown("Choose whether there is something else that you saw or heard")
        if more == "no":
            unanswered = [place for number in self.unsent.items for place in self._missing(number)]
            if unanswered:
                return redirect(unanswered[0].url(self.unsent.reference))
            here = CHECK if self.request.GET.get("then") == CHECK else AFTER_ITEMS[0]
            return redirect(Place(here).url(self.unsent.reference))
        try:
            self.unsent, number = add_item(self.unsent, at=self.now)
        except NotKept as refused:
            return self._shown(str(refused))
        return redirect(Place(WHAT, number).url(self.unsent.reference))

    def _missing(self, number: int) -> list[Place]:
        return [place for place in of_item(number, grades=self.grades) if not self.unsent.is_done(place.step)]

    def _shown(self, problem: str) -> HttpResponse:
        rows = [self._row(number) for number in self.unsent.items]
        problems = [{"text": problem, "href": "#more"}] if problem else []
        return self.show({**self.shell(), "rows": rows, "problems": problems}, status=422 if problem else 200)

    def _row(self, number: int) -> dict[str, Any]:
        reference, said = self.unsent.reference, self.unsent.answers(Place(WHAT, number).step)
        return {
            "text": said.get("text", ""),
            "nature": "What you make of it" if said.get("nature") == Nature.OPINION else "What happened",
            "when": when_words(self, number),
            "where": self.unsent.answers(Place(WHEN, number).step).get("where", ""),
            "change_url": Place(WHAT, number).url(reference),
            "when_url": Place(WHEN, number).url(reference),
            "remove_url": Place("remove", number).url(reference),
            "missing": bool(self._missing(number)),
        }


class Remove(OfItem):
    """Take one thing out."""

    kind = "remove"
    template_name = "staff/form_page.html"

    def asked(self) -> HttpResponse:
        """Say what is taken out."""
        said = self.unsent.answers(Place(WHAT, self.kwargs["number"]).step)
        return self.show(
            {
                "form": forms.Form(),
                "title": "Take this out",
                "lead": "It is taken out of the draft, with its time and place. The rest stays.",
                "summary": [("What you wrote", said.get("text", "") or "Nothing yet")],
                "submit": "Take it out",
                "cancel_url": Place(ITEMS).url(self.unsent.reference),
            }
        )

    def sent(self) -> HttpResponse:
        """Take it out."""
        number = self.kwargs["number"]
        steps = [place.step for place in of_item(number, grades=True)]
        self.unsent = remove_item(self.unsent, number, steps=steps, at=self.now)
        self.done("It is taken out.")
        return redirect(Place(ITEMS).url(self.unsent.reference))


def when_form(page: SharingPage, number: int) -> WhenForm:
    """Return the form about when one thing was, as it was answered."""
    step = Place(WHEN, number).step
    said = page.unsent.answers(step)
    return WhenForm(said, now=page.now, typed_at=page.unsent.typed_at(step), typed=str(said.get("when", "")))


def when_words(page: SharingPage, number: int) -> str:
    """Return in words when one thing was; blank where that is not answered."""
    form = when_form(page, number)
    if not form.is_valid():
        return ""
    return form.understood.words if form.understood else "Nobody knows when"
