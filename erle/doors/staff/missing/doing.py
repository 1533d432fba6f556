"""What is to be done while a child is missing, what came of it, and who or what is linked to the episode."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from erle.doors.staff.fields import WhenForm
from erle.doors.staff.missing.saying import said
from erle.doors.staff.missing.sitting import EpisodeForm, moment
from erle.doors.staff.words import ASSESSMENTS, LONDON, SOURCES
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.rules import MentionKind
from erle.practice.missing.actions.linking import Link, link
from erle.practice.missing.actions.searching import plan_action, record_done
from erle.practice.missing.queries.standing import turn_of
from erle.practice.missing.rules.codes import LINKED, What

PERMITTED = "P"
"""Lawful sharing permitted, in the 3x5x2 scheme (docs/glossary.md, grade)."""
SOON = timedelta(minutes=30)
"""When an action is to be done, until another time is said."""


class ActionForm(WhenForm):
    """What, by whom, by when."""

    field_order = ("words", "whom", "on", "time")
    words = forms.CharField(label="What is to be done?", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    whom = forms.CharField(label="Who does it?", max_length=200)


class PlanAction(EpisodeForm):
    """Say what is to be done next."""

    needs = Ability.HAND_IN
    form_class = ActionForm
    title, submit = "To be done", "Add it"
    lead = "By when is it to be done? What is late stands on the board as late."

    def initial(self) -> dict[str, Any]:
        """Begin with half an hour from now."""
        due = (self.now + SOON).astimezone(LONDON)
        return {"on": due.date(), "time": due.time().replace(second=0, microsecond=0)}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Add it."""
        plan_action(
            read=self.read,
            words=answers["words"],
            whom=answers["whom"],
            due_at=moment(answers).at,
            by=self.worker,
            at=self.now,
        )
        return self.back("Added to what is to be done.")


class DoneForm(WhenForm):
    """What came of it, and when."""

    field_order = ("outcome", "on", "time")
    outcome = forms.CharField(label="What came of it?", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class RecordDone(EpisodeForm):
    """Say what came of an action."""

    needs = Ability.HAND_IN
    form_class = DoneForm
    title, submit = "What came of it?", "Record it"

    def load(self) -> None:
        """Load the action too, or answer that there is none."""
        super().load()
        self.action = self.found(lambda version: turn_of(self.episode, int(version)), str(self.kwargs["version"]))

    def about(self) -> str:
        """Return the episode and the action."""
        return f"{self.episode.reference}.{self.action.version}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return super().get(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what was to be done."""
        told = said(self.action, self.today)
        return {
            **super().context(form),
            "summary": [("To be done", f"{self.action.words} ({'. '.join(told['lines'])})")],
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        if self.action.what != What.ACTION:
            return self.back("That is no action: nothing was recorded.")
        record_done(
            read=self.read,
            action=self.action,
            outcome=answers["outcome"],
            done=moment(answers),
            by=self.worker,
            at=self.now,
        )
        return self.back("Recorded: that is done.")


class LinkForm(forms.Form):
    """Whom or what, how it comes in, who says so, and how far that is to be relied on."""

    kind = forms.ChoiceField(
        label="What do you link?",
        widget=forms.RadioSelect,
        choices=[*LINKED.items()],
        error_messages={"required": "Choose what you link"},
    )
    named = forms.CharField(
        label="Name, number, place or address",
        help_text="As it was said: “AB12 CDE”, “a man called Dex”. An adult is named as said, never as a suspect.",
        max_length=200,
    )
    words = forms.CharField(label="How does it come in?", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    source = forms.CharField(label="Who says so?", required=False, max_length=120)
    relied = forms.ChoiceField(
        label="The source",
        choices=[("", "Not graded"), *((key, words.capitalize()) for key, words in SOURCES.items())],
        required=False,
    )
    known = forms.ChoiceField(
        label="What they say",
        choices=[("", "Not graded"), *((key, words.capitalize()) for key, words in ASSESSMENTS.items())],
        help_text="What may be passed on under conditions alone is shared by Share information, not here.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Grade wholly or not at all."""
        answers: dict[str, Any] = super().clean() or {}
        if bool(answers.get("relied")) != bool(answers.get("known")):
            self.add_error("known", "Grade both the source and what they say, or neither.")
        return answers


class LinkThing(EpisodeForm):
    """Link a person, place, vehicle, phone or account."""

    needs = Ability.HAND_IN
    form_class = LinkForm
    title, submit = "Link a person, place, car, phone or account", "Link it"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Link it."""
        graded = f"{answers['relied']} {answers['known']} {PERMITTED}" if answers["relied"] else ""
        told = {key: answers[key] for key in ("named", "words", "source")}
        made = Link(kind=MentionKind(answers["kind"]), grade=graded, **told)
        link(read=self.read, link=made, by=self.worker, at=self.now)
        return self.back("Linked. It stands in the chronology too.")
