"""Reporting a child missing or away, from the child's page or by name: a further report joins the one that stands."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.fields import DateBoxes, WhenForm, begun
from erle.doors.staff.missing.sitting import moment
from erle.doors.staff.page import FormPage
from erle.doors.staff.protocols.reading import says
from erle.foundation.access.gate import is_let_into
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.queries import child_called
from erle.practice.desk.actions.reporting_missing import report_missing_child
from erle.practice.missing.actions.reporting import Joined, Reported
from erle.practice.missing.queries.reporting import child_of
from erle.practice.missing.rules import EpisodeKind
from erle.practice.missing.rules.codes import REPORTED_BY

ELSEWHERE = (
    "You opened this record in an emergency, to read it: your report goes to the MASH desk as what cannot wait, and"
    " stands in your agency’s own record."
)


class ReportForm(WhenForm):
    """Since when, by whom said, where last seen, what happened."""

    field_order: tuple[str, ...] = ("kind", "on", "time", "last_seen", "reported_by", "name", "words")
    kind = forms.ChoiceField(
        label="Does anybody know where the child is?",
        widget=forms.RadioSelect,
        choices=[
            (EpisodeKind.MISSING.value, "No: missing"),
            (EpisodeKind.AWAY.value, "Yes, but not where the child is to be: away from placement"),
        ],
        error_messages={"required": "Choose whether anybody knows where the child is"},
    )
    on = DateBoxes(label="On which day was the child last seen, or when did the child leave?")
    last_seen = forms.CharField(label="Where was the child last seen?", required=False, max_length=200)
    reported_by = forms.ChoiceField(
        label="Who reports it?",
        choices=[("", "Choose"), *REPORTED_BY.items()],
        error_messages={"required": "Choose who reports it"},
    )
    name = forms.CharField(label="Their name and number", required=False, max_length=200)
    words = forms.CharField(
        label="What happened, as far as it is known?",
        help_text="With whom, in which clothes, what the child has along, what worries you. Medicine the child needs.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class AnyoneForm(ReportForm):
    """The same, of a child who is named."""

    field_order: tuple[str, ...] = ("given_names", "family_name", "born_on", *ReportForm.field_order)
    given_names = forms.CharField(label="Given names of the child", max_length=120)
    family_name = forms.CharField(label="Family name", max_length=120)
    born_on = DateBoxes(label="Date of birth")


class Reporting(FormPage):
    """What both ways of reporting share."""

    needs = Ability.HAND_IN
    template_name = "staff/missing/form.html"

    def initial(self) -> dict[str, Any]:
        """Begin with this moment."""
        return begun(self.now)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what comes first, and where the report goes."""
        first = "If the child is in danger now, ring 999 first."
        return {
            **super().context(form),
            "lead": f"{first} {self.goes_to() or 'Where a report stands already, yours joins it.'}",
            "submit": "Report",
            "version": 0,
            "says": says("missing.report", self.now),
        }

    def goes_to(self) -> str:
        """Say where the report goes, where that is elsewhere than she may think."""
        return ""

    def reported(self, about: Any, answers: dict[str, Any]) -> HttpResponse:
        """Report, and go to the episode."""
        told = Reported(
            kind=EpisodeKind(answers["kind"]),
            left=moment(answers),
            reported_by=answers["reported_by"],
            name=answers["name"],
            last_seen=answers["last_seen"],
            words=answers["words"],
        )
        joined: Joined = report_missing_child(about=about, reported=told, by=self.worker, at=self.now)
        words = "Your report has joined the episode that stands." if joined.stood else "Reported."
        self.done(f"{words} {self.goes_to()}".strip())
        if Ability.READ_RECORDS not in self.abilities:
            return redirect("handed_in")
        return redirect("episode", joined.episode.reference)


class ReportMissing(Reporting):
    """Report a child whose record she may see; one that she opened in an emergency, to the desk."""

    form_class = ReportForm

    def goes_to(self) -> str:
        """Say that an emergency opening is for reading, where she sees the record by one alone."""
        return "" if is_let_into(self.person.circle_id) else ELSEWHERE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that it was opened, and show."""
        self.person = self.found(child_called, self.about())
        write_opening(person=self.person, purpose="Opened report of a missing child")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then report."""
        self.person = self.found(child_called, self.about())
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the child's reference."""
        return str(self.kwargs["reference"])

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add whom it is about."""
        return {
            **super().context(form),
            **banner(self.person, "child_missing", self.today),
            "title": f"Report {named(self.person).first} missing",
            "cancel_url": reverse("child_missing", args=[self.about()]),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Report."""
        return self.reported(self.person, answers)


class ReportAnyone(Reporting):
    """Report a child by name; who may not see a record of the child learns nothing of whether there is one."""

    form_class = AnyoneForm

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say where it goes."""
        return {**super().context(form), "title": "Report a child missing", "cancel_url": reverse("missing_now")}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Report on the record she may see, or on one of her own agency's, which comes to the desk."""
        name = {key: answers[key] for key in ("given_names", "family_name", "born_on")}
        return self.reported(child_of(**name) or Particulars(**name), answers)
