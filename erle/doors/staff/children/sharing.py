"""Sharing a child's record with a worker or an agency, taking a share back, and deciding not to share."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.page import FormPage
from erle.doors.staff.words import LONDON
from erle.foundation.access import queries as access
from erle.foundation.access.actions.sharing import (
    Grounds,
    decline_to_share,
    share_with_agency,
    share_with_worker,
    withdraw_share,
)
from erle.foundation.agencies.queries import agency_called, open_agencies, roles, working
from erle.foundation.agencies.rules import Ability
from erle.foundation.statute.bases import bases_for
from erle.knowledge.records.queries import child_called

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

USUAL = timedelta(days=28)


class Why(forms.Form):
    """What every decision about sharing says, for yes and for no."""

    purpose = forms.CharField(
        label="What do they need to know it for?", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    basis = forms.ChoiceField(label="Lawful basis", error_messages={"required": "Choose the lawful basis"})
    told = forms.CharField(
        label="Does the child know, and what does the child say?",
        help_text="If the child or family was not told, say why.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *args: Any, worker: Worker, now: datetime, **kwargs: Any) -> None:
        """Offer the bases that the worker's agency may use today."""
        super().__init__(*args, **kwargs)
        offered = bases_for(worker.agency.regime, worker.agency.kind, now.astimezone(LONDON).date())
        offer(self, "basis", [("", "Choose the basis"), *((one.key, one.label) for one in offered)])


class ShareForm(Why):
    """With whom, what for, on what basis, until when."""

    field_order = ("worker", "agency", "role", "purpose", "basis", "until", "told")
    worker = forms.ChoiceField(label="Who", required=False)
    agency = forms.ChoiceField(label="Or everyone who holds a role at this agency", required=False)
    role = forms.ChoiceField(label="The role", required=False)
    until = DateBoxes(label="Until", help_text="It lapses by itself at the end of that day.")

    def __init__(self, *args: Any, worker: Worker, now: datetime, **kwargs: Any) -> None:
        """Offer colleagues, agencies and roles."""
        super().__init__(*args, worker=worker, now=now, **kwargs)
        people = working(now).exclude(pk=worker.pk).order_by("agency__name", "name")
        self._offer("worker", "Choose a person", [(one.reference, f"{one.name}, {one.agency}") for one in people])
        self._offer("agency", "Choose an agency", [(agency.slug, agency.name) for agency in open_agencies()])
        self._offer(
            "role", "Choose a role", [(role.slug, role.name) for role in roles() if role.slug != "records-import"]
        )

    def _offer(self, name: str, empty: str, choices: list[tuple[str, str]]) -> None:
        offer(self, name, [("", empty), *choices])

    def clean(self) -> dict[str, Any]:
        """Ask for one worker, or for an agency with a role."""
        answers: dict[str, Any] = super().clean() or {}
        person, agency, role = (answers.get(name) for name in ("worker", "agency", "role"))
        if person and (agency or role):
            self.add_error("worker", "Choose a person, or an agency and a role, not both.")
        elif not person and not (agency and role):
            self.add_error("worker", "Choose a person, or an agency and a role.")
        return answers


def share_form(worker: Worker, now: datetime) -> ShareForm:
    """Return the empty form, its end four weeks ahead."""
    return ShareForm(worker=worker, now=now, initial={"until": (now + USUAL).astimezone(LONDON).date()})


class ChildForm(FormPage):
    """A form about one child."""

    title: str
    lead: str = ""
    submit: str
    tab: ClassVar[str] = "child_access"
    """The page of the child that the form belongs to."""

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def setup_child(self) -> None:
        """Load the child, or answer that there is none."""
        self.person = self.found(child_called, self.about())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then show."""
        self.setup_child()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.setup_child()
        return super().post(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add whom it is about, and the way back."""
        return {
            **super().context(form),
            **banner(self.person, self.tab, self.today),
            "title": self.title.format(first=named(self.person).first),
            "lead": self.lead,
            "submit": self.submit,
            "cancel_url": self.back_url(),
        }

    def back_url(self) -> str:
        """Return the address of the circle's page."""
        return f"/children/{self.person.reference}/access/"

    def back(self, words: str) -> HttpResponse:
        """Say what was done, and go back."""
        self.done(words)
        return redirect(self.back_url())


class Share(ChildForm):
    """Let a worker, or those who hold a role at an agency, see the record until a day."""

    needs = Ability.SHARE
    form_class = ShareForm
    title, submit = "Share {first}’s record", "Share"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer what this worker may choose."""
        return ShareForm(*args, worker=self.worker, now=self.now, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Four weeks is usual."""
        return {"until": (self.now + USUAL).astimezone(LONDON).date()}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Share."""
        grounds = Grounds(purpose=answers["purpose"], basis=answers["basis"], told=answers["told"])
        ends_at = datetime.combine(answers["until"] + timedelta(days=1), time(), LONDON)
        common: dict[str, Any] = {
            "circle": self.person.circle,
            "grounds": grounds,
            "ends_at": ends_at,
            "by": self.worker,
            "at": self.now,
        }
        if answers["worker"]:
            worker = working(self.now).get(reference=answers["worker"])
            share_with_worker(worker=worker, **common)
            return self.back(f"Shared with {worker.name}.")
        agency, role = agency_called(answers["agency"]), roles().get(slug=answers["role"])
        share_with_agency(agency=agency, role=role, **common)
        return self.back(f"Shared with each {role.name.lower()} at {agency.name}.")


class NotShareForm(Why):
    """Who asked, what for, and why not."""

    field_order = ("asked_by", "purpose", "basis", "reason", "told")
    asked_by = forms.CharField(label="Who asked?", help_text="The person and the agency.", max_length=200)
    reason = forms.CharField(label="Why is it not shared?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class NotShare(ChildForm):
    """Decide not to share, with the same fields as a share."""

    needs = Ability.SHARE
    form_class = NotShareForm
    template_name = "staff/decide_not_to_share.html"
    title, submit = "Decide not to share {first}’s record", "Record the decision"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the bases of this worker's agency; where there is none, none is asked for."""
        form = NotShareForm(*args, worker=self.worker, now=self.now, **kwargs)
        form.fields["basis"].required = False
        return form

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        grounds = Grounds(
            purpose=answers["purpose"], basis=answers["basis"], reason=answers["reason"], told=answers["told"]
        )
        decline_to_share(
            circle=self.person.circle, asked_by=answers["asked_by"], grounds=grounds, by=self.worker, at=self.now
        )
        return self.back("The decision not to share is recorded.")


class BecauseForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class Withdraw(ChildForm):
    """Take a share back now."""

    needs = Ability.SHARE
    form_class = BecauseForm
    title, submit = "End this share of {first}’s record", "End it now"
    lead = "They see the record no longer, from this moment. What they have seen stays in the ledger."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """End it."""
        share = self.found(lambda called: access.share_called(called, circle=self.person.circle), self.kwargs["share"])
        withdraw_share(share=share, because=answers["reason"], by=self.worker, at=self.now)
        return self.back("The share has ended.")
