"""What the child asked not to be shared: kept apart, and the decision that safety overrides it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.interviews.sitting import StepForm, StepPage, called
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import day_and_time
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.missing.actions.withholding import override, withhold
from erle.practice.missing.queries.interviewing import overrides_of, withheld_called
from erle.practice.missing.rules.interviewing import Step

if TYPE_CHECKING:
    from erle.practice.missing.models import Withheld as Kept


class WithholdForm(StepForm):
    """What, and who must not know."""

    words = forms.CharField(
        label="What does {first} ask you not to share?", widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    whom = forms.CharField(label="Who must not know it?", required=False, max_length=200)


class Withhold(StepPage):
    """Keep something apart."""

    step, form_class, submit = Step.ACCOUNT, WithholdForm, "Keep it apart"
    title = "What {first} asks you not to share"
    lead = (
        "Only you see this: not your colleagues, not police, not the social worker. Tell {first} that you must share it"
        " if somebody is not safe. If so, decide it on the next page, with your reasons."
    )

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        withhold(interview=self.interview, called=called(self.state), **answers, by=self.worker, at=self.now)

    def go_on(self) -> HttpResponse:
        """Go back to the interview."""
        self.done("Kept apart. Only you see it.")
        return redirect("interview", self.interview.reference)


class Withheld(Page):
    """Read what was kept apart: who heard it, and whom a decision let in."""

    template_name = "staff/interviews/withheld.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show it, and write that it was opened."""
        kept = self.found(withheld_called, reference)
        ledger.write(Act.OPENED, about=kept.reference, circle_id=kept.circle_id, purpose="Opened what was withheld")
        mine = kept.kept_by_id == self.worker.pk
        return self.show(
            {
                "kept": kept,
                "when": day_and_time(kept.kept_at, self.today),
                "mine": mine,
                "decided": [
                    {
                        "by": f"{one.decided_by.name}, {one.decided_by.agency.name}",
                        "when": day_and_time(one.decided_at, self.today),
                        "reason": one.reason,
                        "child_told": one.child_told,
                        "let_in": one.let_in,
                    }
                    for one in overrides_of(kept)
                ],
                "override_url": reverse("withheld_override", args=[kept.reference]) if mine else "",
            }
        )


class OverrideForm(forms.Form):
    """Why, and what the child was told."""

    reason = forms.CharField(
        label="Why does safety override what the child asked?",
        help_text="Who is not safe, why no less will do, and whose advice you took.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    child_told = forms.CharField(
        label="What did you tell the child, or why not yet?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class Override(FormPage):
    """Decide that safety overrides it."""

    needs = Ability.HOLD_INTERVIEWS
    form_class = OverrideForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, and show."""
        self.kept: Kept = self.found(withheld_called, self.about())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then decide."""
        self.kept = self.found(withheld_called, self.about())
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return its reference."""
        return str(self.kwargs["reference"])

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what follows."""
        return {
            **super().context(form),
            "title": "Safety overrides it",
            "lead": (
                "Whoever answers for the child’s record is let in by name and told at once. Your decision stands on"
                " record with your name and reasons. If somebody is in danger now, ring 999 first."
            ),
            "summary": [("What the child asked not to be shared", self.kept.words)],
            "submit": "Decide, and let them read it",
            "cancel_url": reverse("withheld", args=[self.kept.reference]),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Decide."""
        names = override(withheld=self.kept, **answers, by=self.worker, at=self.now)
        let_in = "; ".join(names)
        self.done(f"Told, and let in by name: {let_in}." if names else "Nobody answers for it now. Ring the desk.")
        return redirect("withheld", self.kept.reference)
