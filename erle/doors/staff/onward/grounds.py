"""What every decision about sharing onwards says, for yes and for no: the fields, and the grounds made of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.words import LONDON
from erle.foundation.access.actions.sharing import Grounds
from erle.foundation.statute.bases import NOT_TOLD_REASONS, bases_for
from erle.knowledge.records.disclosing.actions import Recipients
from erle.knowledge.records.disclosing.queries import seats, who_may_receive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from erle.foundation.agencies.models import Worker

USUAL = timedelta(days=28)
OTHER = "other"
PEOPLE = ("who", "who_2", "who_3")


def _long(label: str, *, rows: int = 2, required: bool = True, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, max_length=1000, required=required)


class GroundsForm(forms.Form):
    """Why, on what basis, whether child and family know, the risks, and whose advice."""

    purpose = _long("What do they need to know it for?")
    basis = forms.ChoiceField(label="Lawful basis", error_messages={"required": "Choose the lawful basis"})
    necessity = _long("Why is this needed, and why will no less do?")
    told = _long(
        "What do the child and family know of it, and what do they say?",
        required=False,
        hint="If they were not told, say below why not.",
    )
    not_told = forms.ChoiceField(label="They were not told, because", required=False)
    risk = _long("What could come of sharing it, and of not sharing it?", required=False)
    advice = _long("Whose advice did you take, and what was it?", required=False)

    def __init__(self, *args: Any, worker: Worker, now: datetime, **kwargs: Any) -> None:
        """Offer the bases that the worker's agency may use today."""
        super().__init__(*args, **kwargs)
        offered = bases_for(worker.agency.regime, worker.agency.kind, now.astimezone(LONDON).date())
        offer(self, "basis", [("", "Choose the basis"), *((one.key, one.label) for one in offered)])
        offer(self, "not_told", [("", "They were told"), *((one.key, one.words) for one in NOT_TOLD_REASONS)])

    def clean(self) -> dict[str, Any]:
        """Ask what they were told, or why not."""
        answers: dict[str, Any] = super().clean() or {}
        told, not_told = answers.get("told", ""), answers.get("not_told", "")
        if not told and not not_told:
            self.add_error("told", "Say what the child and family know of it, or choose why they were not told.")
        if not_told == OTHER and not told:
            self.add_error("told", "Say in words why they were not told.")
        return answers


def grounds_of(answers: dict[str, Any]) -> Grounds:
    """Return the grounds that the form was told."""
    return Grounds(
        purpose=answers["purpose"],
        basis=answers["basis"],
        reason=answers.get("reason", ""),
        told=answers["told"],
        not_told=answers["not_told"],
        necessity=answers["necessity"],
        risk=answers["risk"],
        advice=answers["advice"],
    )


class DetailsForm(GroundsForm):
    """With whom, why, on what basis, and until when."""

    field_order = (
        *PEOPLE,
        "seat",
        "purpose",
        "basis",
        "necessity",
        "told",
        "not_told",
        "risk",
        "advice",
        "until",
        "urgent",
    )
    who = forms.ChoiceField(label="Who", required=False)
    who_2 = forms.ChoiceField(label="And who else", required=False)
    who_3 = forms.ChoiceField(label="And one more", required=False)
    seat = forms.ChoiceField(label="Or everyone who holds a role at an agency", required=False)
    until = DateBoxes(label="Until", name="the end", help_text="It lapses by itself at the end of that day.")
    urgent = forms.BooleanField(
        label="It is urgent: they say that they have read it",
        help_text="If nobody does within the partnership’s hours, it comes back to you on My work.",
        required=False,
    )

    def __init__(
        self, *args: Any, worker: Worker, now: datetime, circles: Sequence[int], sealed: bool, **kwargs: Any
    ) -> None:
        """Offer those who may receive it; of a sealed record only people."""
        super().__init__(*args, worker=worker, now=now, **kwargs)
        people = [(one.reference, f"{one.name}, {one.agency}") for one in who_may_receive(circles, by=worker, at=now)]
        for name, empty in zip(PEOPLE, ("Choose a person", "Nobody else", "Nobody else"), strict=True):
            offer(self, name, [("", empty), *people])
        if sealed:
            del self.fields["seat"]
            return
        held = [(seat.key, f"{seat.role.name}, {seat.agency.name}") for seat in seats(now)]
        offer(self, "seat", [("", "Choose a role"), *held])

    def clean(self) -> dict[str, Any]:
        """Ask for somebody, each once, and for a day to come."""
        answers = super().clean()
        people = [answers[name] for name in PEOPLE if answers.get(name)]
        if not people and not answers.get("seat"):
            self.add_error("who", "Choose a person, or a role at an agency.")
        if len(people) != len(set(people)):
            self.add_error("who_2", "You chose one person twice.")
        return answers


def first_answers(now: datetime) -> dict[str, Any]:
    """Return what the form starts with: four weeks are usual."""
    return {"until": (now + USUAL).astimezone(LONDON).date()}


def ends_at(answers: dict[str, Any]) -> datetime:
    """Return the end of the last day."""
    return datetime.combine(answers["until"] + timedelta(days=1), time(), LONDON)


def recipients_of(answers: dict[str, Any], *, circles: Sequence[int], by: Worker, at: datetime) -> Recipients:
    """Return with whom, of those who may receive it now."""
    chosen = [answers[name] for name in PEOPLE if answers.get(name)]
    people = {one.reference: one for one in who_may_receive(circles, by=by, at=at).filter(reference__in=chosen)}
    held = [seat for seat in seats(at) if seat.key == answers.get("seat")]
    return Recipients([people[key] for key in chosen if key in people], [(seat.agency, seat.role) for seat in held])
