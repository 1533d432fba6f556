"""What the MASH desk asks one's own agency, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import day_and_time, elapsed, in_midst
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.desk.actions.checking import answer_check
from erle.practice.desk.queries.checks import check_called, checks_answered, checks_asked

if TYPE_CHECKING:
    from erle.practice.desk.models import Check

SHOWN = 100


class Checks(Page):
    """What waits for an answer, the longest first, and what was answered."""

    template_name = "staff/desk/checks.html"
    needs = Ability.ANSWER_CHECKS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, and write which."""
        waiting, answered = (
            list(checks_asked(self.worker, self.now)[:SHOWN]),
            list(checks_answered(self.worker, self.now)),
        )
        things = [(check.reference, check.circle_id) for check in (*waiting, *answered)]
        ledger.write_each(Act.LISTED, things=things, purpose="Checks of the MASH desk")
        return self.show({"waiting": [self._row(one) for one in waiting], "over": [self._row(one) for one in answered]})

    def _row(self, check: Check) -> dict[str, Any]:
        asked = check.asked_at or self.now
        if check.answered_at:
            state = {"kind": "done", "words": f"Answered {in_midst(check.answered_at, self.today)}"}
        elif check.waived_at:
            state = {"kind": "plain", "words": "Not needed any more"}
        else:
            state = {"kind": "wait", "words": f"Waits {elapsed(self.now - asked)}"}
        return {
            "url": reverse("check", args=[check.reference]),
            "about": check.about,
            "question": check.question,
            "asked": f"Asked {in_midst(asked, self.today)} by {check.asked_by}, MASH desk",
            "agency": check.agency.name,
            "state": state,
        }


class AnswerForm(forms.Form):
    """What the agency knows, or that it holds nothing."""

    answer = forms.CharField(
        label="What does your agency know?",
        help_text="Facts with dates first, then what you make of them. Say whom to ring before anybody visits.",
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=6000,
    )
    nothing_held = forms.BooleanField(label="We looked, and hold nothing about this child", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the one or the other."""
        answers: dict[str, Any] = super().clean() or {}
        if bool(answers.get("answer")) == bool(answers.get("nothing_held")) and "answer" not in self.errors:
            self.add_error("answer", "Write what your agency knows, or tick that it holds nothing, not both.")
        return answers


class AnswerCheck(FormPage):
    """Answer for one's own agency."""

    form_class = AnswerForm
    template_name = "staff/desk/check.html"
    needs = Ability.ANSWER_CHECKS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load it, write that it was opened, and show it."""
        self.check = self.found(check_called, self.about())
        ledger.write(Act.OPENED, about=self.check.reference, circle_id=self.check.circle_id, purpose=self.route)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load it, then answer."""
        self.check = self.found(check_called, self.about())
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the check's reference."""
        return str(self.kwargs["reference"])

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what is asked, by whom, and what was answered."""
        check = self.check
        asked_by = check.asked_by
        ring = (asked_by.phone or asked_by.agency.phone) if asked_by else ""
        return {
            **super().context(form),
            "about": check.about,
            "question": check.question,
            "asked": day_and_time(check.asked_at, self.today) if check.asked_at else "",
            "asked_by": f"{asked_by}, MASH desk",
            "ring": ring,
            "agency": check.agency.name,
            "answered": check.answered_at is not None,
            "waived": check.waived_at is not None,
            "answer": check.answer or "Nothing is held about the child.",
            "answered_by": f"{check.answered_by}" if check.answered_by else "",
            "answered_when": day_and_time(check.answered_at, self.today) if check.answered_at else "",
            "submit": "Send the answer",
            "cancel_url": reverse("checks"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Answer."""
        answer_check(check=self.check, **answers, by=self.worker, at=self.now)
        self.done("Your answer is with the MASH desk.")
        return redirect("checks")
