"""Where sharing starts: whom to ring first, what is not shared yet, and throwing that away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.page import Page
from erle.doors.staff.sharing_information.lines import lines_to_ring
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import WHAT, Place, where_she_left_off
from erle.doors.staff.sharing_information.unsent import NotKept, Unsent, all_unsent, start, throw_away
from erle.doors.staff.words import day_and_time
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.queries import child_called

LONGEST_BEGINNING = 90


class Start(Page):
    """Begin to share something, or go on with what was begun."""

    template_name = "staff/sharing/start.html"
    needs = Ability.HAND_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show whom to ring, and what waits."""
        return self._shown([])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin; about a child of hers where one is named."""
        about = request.POST.get("about", "")
        if about:
            self.found(child_called, about)
        try:
            begun = start(self.worker, person=about, at=self.now)
        except NotKept as refused:
            return self._shown([str(refused)])
        first = Place(WHAT, begun.items[0]) if about else Place("who")
        return redirect(first.url(begun.reference))

    def _shown(self, problems: list[str]) -> HttpResponse:
        context = {
            "lines": lines_to_ring(self.now),
            "waiting": [self._row(Unsent(draft)) for draft in all_unsent(self.worker)],
            "problems": problems,
        }
        return self.show(context, status=422 if problems else 200)

    def _row(self, unsent: Unsent) -> dict[str, Any]:
        text = next((str(unsent.answers(f"{WHAT}-{number}").get("text", "")) for number in unsent.items), "")
        beginning = text[:LONGEST_BEGINNING].rstrip() + ("…" if len(text) > LONGEST_BEGINNING else "")
        return {
            "url": reverse("share_information_draft", args=[unsent.reference]),
            "throw_url": reverse("share_information_throw_away", args=[unsent.reference]),
            "about": subject_words(unsent),
            "beginning": beginning or "Nothing written yet",
            "kept": day_and_time(unsent.saved_at, self.today),
        }


class Resume(SharingPage):
    """Go on where she left off."""

    kind = "draft"

    def asked(self) -> HttpResponse:
        """Lead to the first question that is not answered."""
        return redirect(where_she_left_off(self.unsent, grades=self.grades).url(self.unsent.reference))

    def sent(self) -> HttpResponse:
        """Lead there too."""
        return self.asked()


class Nothing(forms.Form):
    """Nothing to fill in: the page says what will happen."""


class ThrowAway(SharingPage):
    """Throw a draft away."""

    kind = "draft"
    template_name = "staff/form_page.html"

    def asked(self) -> HttpResponse:
        """Say what is thrown away."""
        return self.show(
            {
                "form": Nothing(),
                "title": "Throw this draft away",
                "lead": "Nothing of it was shared. What you wrote and the files you added are deleted, and cannot be"
                " brought back. If you have decided not to share it, record that decision instead.",
                "summary": [("About", subject_words(self.unsent))],
                "submit": "Throw it away",
                "cancel_url": reverse("share_information"),
            }
        )

    def sent(self) -> HttpResponse:
        """Throw it away."""
        throw_away(self.unsent)
        self.done("The draft is thrown away. Nothing of it was shared.")
        return redirect("share_information")


def subject_words(unsent: Unsent) -> str:
    """Return whom a draft is about, as far as she may still see the child."""
    if unsent.person:
        try:
            child = child_called(unsent.person)
        except ObjectDoesNotExist:
            return "A child whose record you no longer see"
        return f"{child.given_names} {child.family_name}".strip() or child.reference
    said = unsent.answers("describe")
    name = " ".join(filter(None, (said.get("given_names"), said.get("family_name")))) or said.get("known_as", "")
    return str(name) or ("A child whom you describe" if unsent.is_described else "Not said yet whom it is about")
