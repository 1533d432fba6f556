"""Which child a report is about: one who fits and whom the desk may see, or one whose record is opened now."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.urls import reverse

from erle.doors.staff.children.banner import facts, name_and_age
from erle.doors.staff.desk.sitting import DeskForm
from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.rendering import Look
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.rules import Sex
from erle.practice.desk.actions.judging import judge_arrival, record_child
from erle.practice.desk.queries.judging import (
    agencies_that_hold_pictures,
    children_that_fit,
    pictures_called,
    subject_of,
)

ANOTHER = "another"
SEXES = {Sex.FEMALE.value: "Female", Sex.MALE.value: "Male", Sex.UNKNOWN.value: "Not known"}


class NoSuchRecord(Refused):
    """There is no record of that reference that she may see."""


class AboutForm(forms.Form):
    """Which child, and why it is that one."""

    looks: ClassVar = {"child": Look(label="m", small=True)}
    child = forms.ChoiceField(
        label="This report is about", widget=forms.RadioSelect, error_messages={"required": "Choose the child"}
    )
    reference = forms.CharField(
        label="Reference of another child’s record",
        help_text="Only where you chose another child: it begins with E-.",
        required=False,
        max_length=12,
    )
    reason = forms.CharField(
        label="Why is it this child?",
        help_text="What fits, and what does not.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class ThisIsAbout(DeskForm):
    """Say which child it is; it can be taken back on the child's page."""

    form_class = AboutForm
    template_name = "staff/desk/about.html"
    title, submit = "Which child is this about?", "This is the child"
    lead = (
        "Only children whose record you may see are shown. What the agency said stands in the child’s chronology then."
    )

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the children who fit, with what tells them apart."""
        form = AboutForm(*args, **kwargs)
        people = children_that_fit(self.arrival)
        write_listing(people=people, purpose="Which child is a report about")
        told = [
            (one.reference, f"{name_and_age(one, self.today)}: {', '.join(facts(one, self.today))}") for one in people
        ]
        offer(form, "child", [*told, (ANOTHER, "Another child whose record I may see")])
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what the report says of the child, and the other ways on."""
        said = subject_of(self.arrival)
        born = f"{said.born_on.day} {said.born_on:%B %Y}" if said.born_on else "Not said"
        name = " ".join(filter(None, (said.given_names, said.family_name)))
        rows = (
            ("Name", name or "Not said"),
            ("Called", said.known_as),
            ("Born", born),
            ("School", said.school),
            ("Lives", said.lives),
        )
        return {
            **super().context(form),
            "summary": [(key, value) for key, value in rows if value],
            "record_url": self.url("desk_record_child"),
            "ask_url": reverse("ask"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Judge."""
        reference = answers["reference"].strip().upper() if answers["child"] == ANOTHER else answers["child"]
        try:
            picture = pictures_called(reference)
        except ObjectDoesNotExist as error:
            raise NoSuchRecord("There is no record of that reference that you may see. Check it, or ask.") from error
        judge_arrival(read=self.read, picture=picture, reason=answers["reason"], by=self.worker, at=self.now)
        return self.back(f"This report is about {name_and_age(picture, self.today)}.")


class RecordForm(forms.Form):
    """Who the child is, as far as it is known."""

    given_names = forms.CharField(label="Given names", required=False, max_length=120)
    family_name = forms.CharField(label="Family name", required=False, max_length=120)
    known_as = forms.CharField(
        label="What the child is called", help_text="If it is another name.", required=False, max_length=60
    )
    born_on = DateBoxes(label="Date of birth", required=False)
    sex = forms.ChoiceField(label="Sex", choices=list(SEXES.items()), required=False)
    school = forms.CharField(label="School", required=False, max_length=120)
    lives = forms.CharField(label="Lives with whom and where", required=False, max_length=120)
    reason = forms.CharField(
        label="How do you know that no record stands?", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name of some kind."""
        answers: dict[str, Any] = super().clean() or {}
        if not any(answers.get(name) for name in ("given_names", "family_name", "known_as")):
            self.add_error("given_names", "Enter a name, or what the child is called.")
        return answers


class RecordChild(DeskForm):
    """Open the record of children's services for a child whom nobody there knows."""

    form_class = RecordForm
    title, submit = "Record this child", "Record the child"
    lead = (
        "Children’s services open a record, and this report stands in it. Erle asks first whether the child is known;"
        " those who answer for such a child are told that you asked."
    )

    def initial(self) -> dict[str, Any]:
        """Return what the report says."""
        said = subject_of(self.arrival)
        return {**vars(said), "sex": said.sex.value}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record the child."""
        reason = answers.pop("reason")
        particulars = Particulars(**{**answers, "sex": Sex(answers["sex"] or Sex.UNKNOWN)})
        hers = {post.agency_id for post in self.worker.posts.all()}
        agencies = sorted(agencies_that_hold_pictures(), key=lambda agency: agency.pk not in hers)
        picture = record_child(
            read=self.read, agency=agencies[0], particulars=particulars, reason=reason, by=self.worker, at=self.now
        )
        return self.back(f"Recorded: {name_and_age(picture, self.today)}.")
