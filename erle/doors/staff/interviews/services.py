"""Which service holds whose return interviews: read by those who administer, and changed from a day on."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.page import FormPage
from erle.doors.staff.words import long_day
from erle.foundation.agencies.queries import agency_called, open_agencies
from erle.foundation.agencies.rules import Ability
from erle.practice.missing.actions.routing import set_service
from erle.practice.missing.queries.interviewing import services
from erle.practice.missing.rules.interviewing import Group


class ServiceForm(forms.Form):
    """Whose interviews, by which service, from when, and why."""

    care = forms.ChoiceField(
        label="Whose interviews?",
        widget=forms.RadioSelect,
        choices=[(group.value, group.words) for group in Group],
        error_messages={"required": "Choose whose interviews"},
    )
    agency = forms.ChoiceField(
        label="Which service holds them?",
        help_text="Somebody independent of the child’s care. Its return interviewers see its own interviews alone.",
    )
    in_force_from = DateBoxes(
        label="From which day?", help_text="For children who come back from that day on. What is open stays."
    )
    reason = forms.CharField(label="Why, and who agreed it?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class Services(FormPage):
    """The table, and a new row of it."""

    needs = Ability.MANAGE_AGENCIES
    form_class = ServiceForm
    template_name = "staff/interviews/services.html"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the agencies that take part."""
        form = super().make_form(*args, **kwargs)
        offer(form, "agency", [("", "Choose"), *((one.slug, one.name) for one in open_agencies())])
        return form

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"in_force_from": self.today}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Show of each group who holds, held and will hold its interviews."""
        return {
            **super().context(form),
            "title": "Who holds return interviews",
            "groups": [self._group(group, rows) for group, rows in services(self.now).items()],
            "submit": "Set it",
            "cancel_url": reverse("administration"),
        }

    def _group(self, group: Group, rows: list[Any]) -> dict[str, Any]:
        now = next((one for one in rows if one.in_force_from <= self.today), None)
        return {
            "words": group.words,
            "now": now.agency.name if now else "Nobody: no interview opens",
            "rows": [
                f"{one.agency.name} from {long_day(one.in_force_from)}. {one.reason} (set by {one.set_by.name})"
                for one in rows
            ],
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the table and the form."""
        return super().get(request, *args, **kwargs)

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Set it."""
        agency = agency_called(answers["agency"])
        set_service(
            care=Group(answers["care"]),
            agency=agency,
            in_force_from=answers["in_force_from"],
            reason=answers["reason"],
            by=self.worker,
            at=self.now,
        )
        self.done("It is set. What is open stays where it is.")
        return redirect("interview_services")
