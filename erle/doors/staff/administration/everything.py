"""Who sees every child whose record is not sealed: proposed by one, agreed by another, taken back by either."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.words import LONDON, until
from erle.foundation.access import queries as access
from erle.foundation.access.actions.everything import agree_to_everything, propose_everything, withdraw_everything
from erle.foundation.agencies.queries import working
from erle.foundation.agencies.rules import Ability
from erle.foundation.statute.bases import bases_for


class EverythingPage(Page):
    """The list, and what may be done about each."""

    template_name = "staff/administration/everything.html"
    needs = Ability.SHARE_EVERYTHING

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self.show(
            {
                "rows": [self._row(act) for act in access.everything_not_over(self.now)],
                "propose_url": reverse("administration_propose_everything"),
                "back_url": reverse("administration"),
            }
        )

    def _row(self, act: Any) -> dict[str, Any]:
        others = self.worker.pk not in {act.worker_id, act.shared_by_id}
        agree = reverse("administration_agree_everything", args=[act.reference])
        return {
            "name": f"{act.worker}, {act.worker.agency}",
            "why": act.purpose,
            "until": until(act.ends_at, self.today),
            "by": f"{act.shared_by}, agreed by {act.agreed_by}" if act.agreed_by else f"Proposed by {act.shared_by}",
            "stands": act.agreed_at is not None,
            "agree_url": agree if others and act.agreed_at is None else "",
            "withdraw_url": reverse("administration_withdraw_everything", args=[act.reference]),
        }


class ProposeForm(forms.Form):
    """Who, what for, on what basis, until when."""

    worker = forms.ChoiceField(label="Who is to see every child who is not sealed?")
    purpose = forms.CharField(label="What for?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    basis = forms.ChoiceField(label="Lawful basis", error_messages={"required": "Choose the lawful basis"})
    ends_on = DateBoxes(label="Last day", name="the last day")


class Propose(FormPage):
    """Propose it; nothing opens before a colleague agrees."""

    needs = Ability.SHARE_EVERYTHING
    form_class = ProposeForm

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer colleagues, and the bases of this worker's agency."""
        form = ProposeForm(*args, **kwargs)
        people = working(self.now).exclude(pk=self.worker.pk).order_by("agency__name", "name")
        agency = self.worker.agency
        bases = bases_for(agency.regime, agency.kind, self.today)
        choices = [(one.reference, f"{one.name}, {one.agency}") for one in people]
        offer(form, "worker", [("", "Choose a person"), *choices])
        offer(form, "basis", [("", "Choose the basis"), *((basis.key, basis.label) for basis in bases)])
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it means."""
        lead = "Sealed records stay closed, and so do those from which the worker is kept out. A colleague must agree."
        title = "Propose that somebody sees every child"
        return {**super().context(form), "title": title, "lead": lead, "submit": "Propose", "cancel_url": _list()}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Propose it."""
        propose_everything(
            worker=working(self.now).get(reference=answers["worker"]),
            purpose=answers["purpose"],
            basis=answers["basis"],
            ends_at=datetime.combine(answers["ends_on"] + timedelta(days=1), time(), LONDON),
            by=self.worker,
            at=self.now,
        )
        self.done("Proposed. A colleague must agree before anything opens.")
        return redirect(_list())


class About(FormPage):
    """A form about one such act."""

    needs = Ability.SHARE_EVERYTHING
    form_class = forms.Form
    title: str
    submit: str

    def about(self) -> str:
        """Return the reference."""
        return str(self.kwargs["reference"])

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say whom it is about."""
        act = self.found(access.everything_called, self.about())
        lead = f"{act.worker}: {act.purpose} Until {until(act.ends_at, self.today)}."
        return {
            **super().context(form),
            "title": self.title,
            "lead": lead,
            "submit": self.submit,
            "cancel_url": _list(),
        }


class Agree(About):
    """Agree as the second person."""

    title, submit = "Agree that they see every child who is not sealed?", "Agree"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Agree."""
        agree_to_everything(proposed=self.found(access.everything_called, self.about()), by=self.worker, at=self.now)
        self.done("Agreed. It is open from now, and lapses by itself.")
        return redirect(_list())


class Withdraw(About):
    """Take it back."""

    title, submit = "Take it back?", "Take it back"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Take it back."""
        withdraw_everything(standing=self.found(access.everything_called, self.about()), by=self.worker, at=self.now)
        self.done("Taken back from this moment.")
        return redirect(_list())


def _list() -> str:
    return reverse("administration_everything")
