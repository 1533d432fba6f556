"""Recording that the child is located or back, the police's talk on return, and taking back a return in error."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from erle.doors.staff.fields import WhenForm
from erle.doors.staff.missing.sitting import EpisodeForm, moment
from erle.doors.staff.rendering import Look
from erle.foundation.agencies.rules import Ability
from erle.practice.missing.actions import finding
from erle.practice.missing.actions.finding import Found
from erle.practice.missing.rules.codes import FOUND_BY, HARM

BACK, LOCATED = "back", "located"


class FoundForm(WhenForm):
    """How it stands, by whom found, where, when, and what is known of harm."""

    field_order = ("how", "by_whom", "name", "place", "on", "time", "harm", "words")
    looks: ClassVar = {
        "how": Look(
            label="m",
            hints={
                BACK: "The 72 hours for the return interview start at the time you give.",
                LOCATED: "The episode stays open until the child is back.",
            },
        ),
        "harm": Look(small=True),
        "by_whom": Look(small=True),
    }
    how = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        choices=[(BACK, "The child is back, or safe where the child is to be"), (LOCATED, "Located, not back yet")],
        error_messages={"required": "Choose how it stands"},
    )
    by_whom = forms.ChoiceField(
        label="Found by whom?",
        widget=forms.RadioSelect,
        choices=[*FOUND_BY.items()],
        error_messages={"required": "Choose by whom the child was found"},
    )
    name = forms.CharField(label="Name of who found the child", required=False, max_length=200)
    place = forms.CharField(label="Where?", required=False, max_length=200)
    harm = forms.MultipleChoiceField(
        label="What is known of harm?",
        help_text="Ask when the child is ready. Nothing told of is not the same as no harm.",
        widget=forms.CheckboxSelectMultiple,
        choices=[*HARM.items()],
        required=False,
    )
    words = forms.CharField(
        label="What should those who work with the child know?",
        help_text="In the child’s own words where you can. With whom, and what the child needs now.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )


class RecordFound(EpisodeForm):
    """Record that the child is found."""

    needs = Ability.HAND_IN
    form_class = FoundForm
    title, submit = "Found", "Record it"
    moment_of_work = "missing.found"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        found = Found(**{key: answers[key] for key in ("by_whom", "name", "place", "harm", "words")})
        if answers["how"] == LOCATED:
            finding.record_located(read=self.read, found=found, located=moment(answers), by=self.worker, at=self.now)
            return self.back("Located. The episode stays open until the child is back.")
        finding.record_found(read=self.read, found=found, returned=moment(answers), by=self.worker, at=self.now)
        return self.back("The child is back. The 72 hours for the return interview run.")


class PreventionForm(WhenForm):
    """When, harm, and what was said."""

    field_order = ("on", "time", "harm", "words")
    looks: ClassVar = {"harm": Look(small=True)}
    harm = forms.MultipleChoiceField(
        label="What is known of harm?",
        widget=forms.CheckboxSelectMultiple,
        choices=[*HARM.items()],
        error_messages={"required": "Choose what is known of harm, or that it was not asked"},
    )
    words = forms.CharField(
        label="What came of it?",
        help_text="Is the child safe now, was a crime done to the child, and what would help?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class RecordPrevention(EpisodeForm):
    """Record the police's talk with the child."""

    needs = Ability.HOLD_MISSING
    form_class = PreventionForm
    title, submit = "Prevention interview", "Record it"
    moment_of_work = "missing.prevention"
    lead = (
        "The police’s talk with the child soon after the return, about harm and crime. It is no return interview: that"
        " is held by somebody independent, and its clock runs on."
    )

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        finding.record_prevention(
            read=self.read,
            held=moment(answers),
            harm=answers["harm"],
            words=answers["words"],
            by=self.worker,
            at=self.now,
        )
        return self.back("The prevention interview is recorded.")


class ReasonForm(forms.Form):
    """A reason."""

    because = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class TakeReturnBack(EpisodeForm):
    """Take back a return that was recorded in error."""

    needs = Ability.HAND_IN
    form_class = ReasonForm
    title, submit = "The child is not back", "Take the return back"
    lead = "The child stands on Missing now again, and the clock of the return interview stops."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Take it back."""
        finding.take_return_back(read=self.read, because=answers["because"], by=self.worker, at=self.now)
        return self.back("The return is taken back. The child is missing.")
