"""Keeping a worker out of a child's circle, lifting the bar, and sealing the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.children.sharing import BecauseForm, ChildForm
from erle.doors.staff.fields import offer
from erle.doors.staff.words import LONDON
from erle.foundation.access import queries as access
from erle.foundation.access.actions.circles import seal, unseal
from erle.foundation.access.actions.conflicts import end_keep_out, keep_out
from erle.foundation.agencies.queries import working
from erle.foundation.agencies.rules import Ability
from erle.foundation.statute.bases import bases_for

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


class KeepOutForm(BecauseForm):
    """Who, and why."""

    field_order = ("worker", "reason")
    worker = forms.ChoiceField(label="Who is to be kept out?")

    def __init__(self, *args: Any, worker: Worker, now: datetime, **kwargs: Any) -> None:
        """Offer every colleague."""
        super().__init__(*args, **kwargs)
        people = working(now).exclude(pk=worker.pk).order_by("agency__name", "name")
        offer(
            self, "worker", [("", "Choose a person"), *((one.reference, f"{one.name}, {one.agency}") for one in people)]
        )


class KeepOut(ChildForm):
    """Bar a worker with a conflict of interest, or whom the child does not want."""

    needs = Ability.KEEP_OUT
    form_class = KeepOutForm
    template_name = "staff/keep_out.html"
    title, submit = "Keep somebody out of {first}’s circle", "Keep out"
    lead = "It bars every door, an emergency included. They are not told that the child is known."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer colleagues."""
        return KeepOutForm(*args, worker=self.worker, now=self.now, **kwargs)

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Bar."""
        worker = working(self.now).get(reference=answers["worker"])
        keep_out(circle=self.person.circle, worker=worker, reason=answers["reason"], by=self.worker, at=self.now)
        return self.back(f"{worker.name} is kept out from now.")


class LetBack(ChildForm):
    """Lift a bar."""

    needs = Ability.KEEP_OUT
    form_class = BecauseForm
    title, submit = "Lift a bar on {first}’s circle", "Lift the bar"
    lead = "They see again only what they were let into before."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Lift it."""
        conflict = access.kept_out(self.person.circle).filter(pk=self.kwargs["number"]).first()
        if conflict is None:
            raise Http404
        end_keep_out(conflict=conflict, reason=answers["reason"], by=self.worker, at=self.now)
        return self.back(f"The bar on {conflict.worker.name} is lifted.")


class SealForm(BecauseForm):
    """Who stays, and why."""

    field_order = ("stays", "reason")
    stays = forms.MultipleChoiceField(
        label="Who goes on seeing it?",
        help_text="You do, and whoever you choose here.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Seal(ChildForm):
    """Seal the record, or take the seal off."""

    needs = Ability.SEAL
    form_class = SealForm

    @property
    def title(self) -> str:  # type: ignore[override]
        """Say which of the two it is."""
        return "Take the seal off {first}’s record" if self.person.sealed else "Seal {first}’s record"

    @property
    def lead(self) -> str:  # type: ignore[override]
        """Say what will be so."""
        if self.person.sealed:
            return "Those who hold the agency’s records by their role see it again, and it is found by an ask."
        return "From now only people named in person see that it exists. An ask answers “not known”, and you are told."

    @property
    def submit(self) -> str:  # type: ignore[override]
        """Name the act."""
        return "Take the seal off" if self.person.sealed else "Seal"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer those who are in the circle now; taking a seal off asks only why."""
        if self.person.sealed:
            return BecauseForm(*args, **kwargs)
        form = SealForm(*args, **kwargs)
        inside = {
            member.worker_id: f"{member.name}, {member.agency}"
            for member in access.members(self.person.circle)
            if member.is_person and member.worker_id != self.worker.pk
        }
        choices = sorted((words, number) for number, words in inside.items())
        offer(form, "stays", [(str(number), words) for words, number in choices])
        return form

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Seal, or unseal."""
        if self.person.sealed:
            unseal(circle=self.person.circle, reason=answers["reason"], by=self.worker)
            return self.back("The seal is off.")
        agency = self.worker.agency
        [basis, *_] = bases_for(agency.regime, agency.kind, self.now.astimezone(LONDON).date())
        stays = list(working(self.now).filter(pk__in=[int(number) for number in answers["stays"]]))
        seal(
            circle=self.person.circle,
            stays=stays,
            basis=basis.key,
            reason=answers["reason"],
            by=self.worker,
            at=self.now,
        )
        self.done("The record is sealed.")
        return redirect(self.back_url())
