"""Claiming an arrival, putting it back, taking it over, and handing it over to a colleague who takes it."""

from typing import Any

from django import forms
from django.http import HttpResponse

from erle.doors.staff.desk.sitting import Button, DeskForm
from erle.doors.staff.fields import offer as fill
from erle.foundation.database.refusals import Refused
from erle.practice.desk.actions import holding
from erle.practice.desk.queries.arrivals import offer_of
from erle.practice.desk.queries.queue import at_the_desk


class NothingOffered(Refused):
    """No hand-over waits to be taken."""


class Claim(Button):
    """Hold it."""

    def act(self) -> str:
        """Claim it."""
        holding.claim(read=self.read, by=self.worker, at=self.now)
        return "You hold this report."


class PutBack(Button):
    """Hold it no longer."""

    def act(self) -> str:
        """Put it back."""
        if not holding.put_back_each(read=[self.read], by=self.worker, at=self.now).arrivals:
            raise NothingOffered("You do not hold this report, or somebody changed it meanwhile. Read it again.")
        return "Nobody holds this report now."


class Take(Button):
    """Take what a colleague offers."""

    def act(self) -> str:
        """Take it."""
        offered = offer_of(self.arrival)
        if offered is None:
            raise NothingOffered("That hand-over was answered or taken back already.")
        holding.take(hand_over=offered, by=self.worker, at=self.now)
        return f"You took it from {offered.offered_by.name}, and hold it now."


class TakeBack(Button):
    """Take an offer back that nobody answered."""

    def act(self) -> str:
        """Take it back."""
        if not holding.take_back_each(read=[self.read], by=self.worker, at=self.now).arrivals:
            raise NothingOffered("There is no hand-over of yours to take back. Read the report again.")
        return "The hand-over is taken back. You hold this report."


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class TakeOver(DeskForm):
    """Hold what a colleague holds, with a reason."""

    form_class = ReasonForm
    title, submit = "Take this report over", "Take it over"
    lead = "Whoever holds it now sees the child’s record no longer by it, and reads your reason."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Take it over."""
        holding.take_over(read=self.read, reason=answers["reason"], by=self.worker, at=self.now)
        return self.back("You hold this report.")


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label="To whom?", error_messages={"required": "Choose a colleague"})
    reason = forms.CharField(
        label="What should they know?",
        help_text="Why you hand it over, and what comes next.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class HandOver(DeskForm):
    """Offer it to a colleague; you hold it until she takes it."""

    form_class = HandOverForm
    title, submit = "Hand this report to someone else", "Offer it"
    lead = "You hold it until they take it. If nobody takes it in time, the whole desk sees that."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the colleagues at the desk."""
        form = HandOverForm(*args, **kwargs)
        colleagues = at_the_desk(self.now).exclude(pk=self.worker.pk)
        fill(
            form,
            "to",
            [("", "Choose a colleague"), *((one.reference, f"{one.name}, {one.agency}") for one in colleagues)],
        )
        return form

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Offer it."""
        colleague = at_the_desk(self.now).get(reference=answers["to"])
        holding.offer(read=self.read, to=colleague, reason=answers["reason"], by=self.worker, at=self.now)
        return self.back(f"Offered to {colleague.name}. You hold it until they take it.")


class Decline(DeskForm):
    """Say that one cannot take it, and why."""

    form_class = ReasonForm
    title, submit = "I cannot take this report", "Send it back"
    lead = "Whoever offered it holds it still, and reads your reason."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Decline it."""
        offered = offer_of(self.arrival)
        if offered is None:
            raise NothingOffered("That hand-over was answered or taken back already.")
        holding.decline(hand_over=offered, because=answers["reason"], by=self.worker, at=self.now)
        return self.back(f"{offered.offered_by.name} holds it still, and is told.")
