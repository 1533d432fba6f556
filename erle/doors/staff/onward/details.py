"""With whom and why: the second page of sharing onwards; and what stands instead of it, the decision not to share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff import drafts
from erle.doors.staff.onward.grounds import DetailsForm, GroundsForm, first_answers, grounds_of
from erle.doors.staff.onward.subject import AboutSubject, is_child, lines_counted
from erle.doors.staff.page import FormPage
from erle.foundation.access.actions.sharing import decline_to_share
from erle.knowledge.records.disclosing.sources import sources_of


class AboutForm(AboutSubject, FormPage):
    """A form about what is chosen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then show, or lead to what has to be done before."""
        self.load()
        before = self.before()
        return redirect(before) if before else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.load()
        return super().post(request, *args, **kwargs)

    def before(self) -> str:
        """Return the page that comes before this one and is not done yet, or nothing."""
        return ""

    def circles(self) -> list[int]:
        """Return the circles of what is chosen, the child's or the report's first."""
        found = sources_of(self.subject, self.basket.lines)
        return list(dict.fromkeys([self.subject.circle_id, *(source.circle_id for source in found)]))


class Details(AboutForm):
    """With whom, why, on what basis, until when."""

    form_class = DetailsForm

    def before(self) -> str:
        """Choose lines first."""
        return "" if self.basket.lines else self.url("onwards")

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer those who may receive what is chosen."""
        sealed = self.subject.circle.sealed
        return DetailsForm(*args, worker=self.worker, now=self.now, circles=self.circles(), sealed=sealed, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Return what was said before, or four weeks."""
        return {**first_answers(self.now), **self.basket.said}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say how much is shared, and where to change it."""
        return {
            **super().context(form),
            **self.around(),
            "title": "With whom, and why?",
            "lead": f"{lines_counted(len(self.basket.lines))} of {self.first} will be shared, as they stand.",
            "submit": "Check before sharing",
            "cancel_url": self.url("onwards"),
            "cancel": "Choose other lines",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep what was said, and go on to check it."""
        self.keep(replace(self.basket, said=drafts.typed_in(DetailsForm, self.request.POST)))
        return redirect(self.url("onwards_check"))


class NotShareForm(GroundsForm):
    """Who asked, what for, and why not."""

    field_order = ("asked_by", "purpose", "basis", "reason", "necessity", "told", "not_told", "risk", "advice")
    asked_by = forms.CharField(label="Who asked?", help_text="The person and the agency.", max_length=200)
    reason = forms.CharField(label="Why is it not shared?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for no basis where there is none, and for what was weighed only where something was."""
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = self.fields["necessity"].required = False
        self.fields["necessity"].label = "What was weighed?"


class NotShare(AboutForm):
    """Decide not to share what is chosen, or all of it where nothing is, with the same fields as a share."""

    form_class = NotShareForm
    template_name = "staff/decide_not_to_share.html"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the bases of this worker's agency."""
        return NotShareForm(*args, worker=self.worker, now=self.now, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what is not shared."""
        lines = self.basket.lines
        what = f"These {lines_counted(len(lines))}" if lines else "Nothing of the record"
        return {
            **super().context(form),
            **self.around(),
            "title": "Decide not to share",
            "lead": f"{what} of {self.first} will be shared with whoever asked."
            if not lines
            else f"{what} of {self.first} will not be shared with whoever asked.",
            "submit": "Record the decision",
            "cancel_url": self.url("onwards"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        decline_to_share(
            circle=self.subject.circle,
            asked_by=answers["asked_by"],
            grounds=grounds_of(answers),
            lines=[source.key for source in sources_of(self.subject, self.basket.lines)],
            by=self.worker,
            at=self.now,
        )
        self.done("The decision not to share is recorded.")
        return redirect(self.back_url if is_child(self.subject) else self.url("onwards"))
