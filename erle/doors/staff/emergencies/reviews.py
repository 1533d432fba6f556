"""The emergency openings that wait for a manager to say whether they were fitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import named
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import day_and_time
from erle.foundation.access.actions.emergencies import review_break_glass
from erle.foundation.access.queries import to_review
from erle.foundation.access.rules import EMERGENCY_REASONS
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.queries import children_in

if TYPE_CHECKING:
    from erle.foundation.access.models import BreakGlass
    from erle.knowledge.records.models import Person

REASONS = {reason.key: reason.words for reason in EMERGENCY_REASONS}


class Reviews(Page):
    """The queue, the longest waiting first."""

    template_name = "staff/reviews.html"
    needs = Ability.REVIEW_BREAK_GLASS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        waiting = list(to_review(self.worker))
        children = children_in([opening.circle_id for opening in waiting])
        write_listing(people=list(children.values()), purpose="Reviews")
        return self.show({"rows": [row(opening, children.get(opening.circle_id), self) for opening in waiting]})


def row(opening: BreakGlass, child: Person | None, page: Page) -> dict[str, Any]:
    """Return one opening as the pages show it."""
    return {
        "who": f"{opening.opened_by}, {opening.opened_by.agency}",
        "child": named(child).name if child else "",
        "child_url": named(child).url if child else "",
        "reason": REASONS.get(opening.reason, opening.reason),
        "happening": opening.happening,
        "when": day_and_time(opening.opened_at, page.today),
        "standing": standing(opening.review_due_at, page.now),
        "url": reverse("review", args=[opening.share.reference]),
    }


class ReviewForm(forms.Form):
    """Fitting or not, and why."""

    fitting = forms.ChoiceField(
        label="Was it fitting?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, it was fitting"), ("no", "No; it ends now if it still lasts")],
    )
    words = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class Review(FormPage):
    """Say whether one opening was fitting."""

    needs = Ability.REVIEW_BREAK_GLASS
    form_class = ReviewForm

    def about(self) -> str:
        """Return the reference of the opening's share."""
        return str(self.kwargs["share"])

    def opening(self) -> BreakGlass:
        """Return the opening, or answer that there is none."""
        return self.found(lambda share: to_review(self.worker).get(share__reference=share), self.about())

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what was done and why."""
        opening = self.opening()
        child = children_in([opening.circle_id]).get(opening.circle_id)
        shown = row(opening, child, self)
        return {
            **super().context(form),
            "title": "Was this emergency opening fitting?",
            "summary": [
                ("Who opened it", shown["who"]),
                ("Whose record", shown["child"]),
                ("When", shown["when"]),
                ("Why it could not wait", shown["reason"]),
                ("What was happening", shown["happening"]),
            ],
            "submit": "Record the review",
            "cancel_url": reverse("reviews"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        review_break_glass(
            opening=self.opening(),
            fitting=answers["fitting"] == "yes",
            words=answers["words"],
            by=self.worker,
            at=self.now,
        )
        self.done("The review is recorded.")
        return redirect("reviews")
