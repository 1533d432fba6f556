"""Handing an interview over: one service offers it, the other takes it or says why not, and until then it stays."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import offer
from erle.doors.staff.interviews.sitting import AtInterview, StepForm, StepPage
from erle.doors.staff.page import FormPage
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import age, day_and_time
from erle.foundation.access import gate
from erle.foundation.agencies.queries import agency_called
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.missing.actions.routing import decline_interview, keep_interview, offer_interview, take_interview
from erle.practice.missing.queries.interviewing import hand_over_called, offered_by_us, services_besides
from erle.practice.missing.rules.interviewing import PASSED_BECAUSE, Step

OUTCOMES = {
    "": "Offered, not taken yet",
    "taken": "Taken",
    "declined": "Not taken",
    "withdrawn": "Taken back",
    "over": "Not owed any more",
}


class HandOverForm(StepForm):
    """To whom, and why."""

    looks: ClassVar = {"to": Look(label="m", small=True), "why": Look(label="m", small=True)}
    to = forms.ChoiceField(
        label="To which service?", widget=forms.RadioSelect, error_messages={"required": "Choose a service"}
    )
    why = forms.ChoiceField(
        label="Why?",
        widget=forms.RadioSelect,
        choices=[*PASSED_BECAUSE.items()],
        error_messages={"required": "Choose why"},
    )
    words = forms.CharField(
        label="What must they know to decide?",
        help_text="Where the child lives now, or who knows whom. What the child told you goes with the interview.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class HandOver(StepPage):
    """Offer the interview to another service."""

    step, form_class, submit = Step.HANDED, HandOverForm, "Offer it"
    title = "Hand {first}’s interview over"
    lead = (
        "It stays yours until they take it, and the 72 hours run on. They see {first}’s name and age and what you write"
        " here. Once they take it they see the interview, and your service does not any more."
    )

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the other services."""
        form = super().make_form(*args, **kwargs)
        offer(form, "to", [(one.slug, one.name) for one in services_besides(self.interview, self.now)])
        return form

    def keep(self, answers: dict[str, Any]) -> None:
        """Offer it."""
        to = agency_called(answers["to"])
        given = {"why": answers["why"], "words": answers["words"]}
        offer_interview(interview=self.interview, to=to, **given, by=self.worker)

    def go_on(self) -> HttpResponse:
        """Go back to the interview."""
        self.done("Offered. It is yours until they take it.")
        return redirect("interview", self.interview.reference)


class KeepInterview(AtInterview):
    """Take back an offer that nobody took."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Take it back, or say why not."""
        self.load()
        found = offered_by_us().filter(interview_id=self.interview.pk).first()
        try:
            if found is not None:
                keep_interview(hand_over=found, by=self.worker)
                self.done("The offer is taken back: the interview stays yours.")
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("interview", self.interview.reference)


class AnswerForm(forms.Form):
    """Taken, or why not."""

    looks: ClassVar = {"answer": Look(label="m")}
    answer = forms.ChoiceField(
        label="Does your service take it?",
        widget=forms.RadioSelect,
        choices=[("take", "We take it"), ("decline", "We cannot take it")],
        error_messages={"required": "Choose whether your service takes it"},
    )
    because = forms.CharField(
        label="If you cannot, why?",
        help_text="Who offered it reads this, and holds the interview still. If one of you knows the family, say no.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )


class Offered(FormPage):
    """An interview that another service offers, or that this one offered."""

    needs = Ability.HOLD_INTERVIEWS
    form_class = AnswerForm
    template_name = "staff/interviews/offered.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that it was opened, and show."""
        self.hand_over = self.found(hand_over_called, self.about())
        one = self.hand_over
        ledger.write(Act.OPENED, about=one.reference, circle_id=one.circle_id, purpose="Opened an offered interview")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then answer."""
        self.hand_over = self.found(hand_over_called, self.about())
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the reference of the hand-over."""
        return str(self.kwargs["reference"])

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say who it is about, how long is left, and who offers it why."""
        one = self.hand_over
        ended = f", {day_and_time(one.ended_at, self.today)}" if one.ended_at else ""
        who = one.called or one.reference
        rows = [
            ("From", f"{one.from_service.name}: {one.offered_by.name}, {day_and_time(one.offered_at, self.today)}"),
            ("To", one.to_service.name),
            ("Why", f"{PASSED_BECAUSE.get(one.why, one.why)}. {one.words}"),
            ("Now", f"{OUTCOMES[one.outcome]}{ended}. {one.because}".strip()),
        ]
        return {
            **super().context(form),
            "title": who + (f", {age(one.born_on, self.today)}" if one.born_on else ""),
            "standing": standing(one.due_at, self.now) if one.ended_at is None else None,
            "summary": rows,
            "may_answer": not one.outgoing and one.ended_at is None,
            "submit": "Send the answer",
            "cancel_url": reverse("interviews"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Answer."""
        if answers["answer"] == "take":
            take_interview(hand_over=self.hand_over, by=self.worker)
            self.done("Your service holds this interview now. Read it before you go.")
        else:
            decline_interview(hand_over=self.hand_over, because=answers["because"], by=self.worker)
            self.done("Declined. Who offered it holds it, and is told.")
        return redirect("interviews")
