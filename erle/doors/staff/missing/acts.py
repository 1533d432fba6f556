"""What one records while a child is missing: the risk, who was told, where the child was seen, care and authorities."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from erle.doors.staff.fields import WhenForm, offer
from erle.doors.staff.missing.saying import lines
from erle.doors.staff.missing.sitting import Button, EpisodeForm, moment
from erle.doors.staff.rendering import Look
from erle.foundation.agencies.rules import Ability
from erle.practice.missing.actions import searching
from erle.practice.missing.actions.searching import Care
from erle.practice.missing.rules.codes import CARE, MISSING_FROM, WHOM
from erle.practice.missing.rules.scale import scale_in_force


class RiskForm(forms.Form):
    """The level, why, and by whose information."""

    level = forms.ChoiceField(
        label="How great is the risk now?", widget=forms.RadioSelect, error_messages={"required": "Choose the level"}
    )
    reasons = forms.CharField(
        label="Why this level?",
        help_text="What you know, then what you make of it. Missing before raises concern, never lowers it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    informed_by = forms.CharField(
        label="By whose information?", help_text="Who said it, and when.", required=False, max_length=200
    )


class GradeRisk(EpisodeForm):
    """Grade the risk, by the scale of the day."""

    needs = Ability.GRADE_MISSING
    form_class = RiskForm
    title, submit = "Risk", "Record the risk"
    moment_of_work = "missing.risk"

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the levels of the day; none is chosen."""
        form = RiskForm(*args, **kwargs)
        scale = scale_in_force(self.today)
        offer(form, "level", [(level.key, level.words) for level in scale.levels])
        hints = {level.key: f"{level.test}. {level.follows}." for level in scale.levels}
        form.looks = {"level": Look(label="m", hints=hints)}  # type: ignore[attr-defined]
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what holds, and by which scale."""
        scale, risk = scale_in_force(self.today), self.state.risk
        now = (
            f"{self.state.risk_words}, by {risk.changed_by.name}. {risk.words}" if risk else "Nobody has graded it yet."
        )
        source = f"{scale.source} ({scale.certainty.words})."
        return {**super().context(form), "summary": [("Risk now", now), ("Scale", source)]}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Grade it."""
        searching.grade_risk(read=self.read, **answers, by=self.worker, at=self.now)
        return self.back("The risk is recorded, with your reasons.")


class ToldForm(WhenForm):
    """Who was told, when, and what they said."""

    field_order = ("whom", "name", "on", "time", "words")
    whom = forms.ChoiceField(
        label="Who was told?",
        widget=forms.RadioSelect,
        choices=[*WHOM.items()],
        error_messages={"required": "Choose who was told"},
    )
    name = forms.CharField(label="Name and number", required=False, max_length=200)
    words = forms.CharField(
        label="What did they say?", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )


class RecordTold(EpisodeForm):
    """Write down who was told."""

    needs = Ability.HAND_IN
    form_class = ToldForm
    title, submit = "Who was told?", "Record who was told"
    moment_of_work = "missing.told"

    def initial(self) -> dict[str, Any]:
        """Begin with the one whose link was followed."""
        asked = self.request.GET.get("whom", "")
        return {**super().initial(), **({"whom": asked} if asked in WHOM else {})}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        whom, name, words = (answers[key] for key in ("whom", "name", "words"))
        told = moment(answers)
        searching.record_told(read=self.read, whom=whom, name=name, told=told, words=words, by=self.worker, at=self.now)
        return self.back(f"{WHOM[whom]}: told.")


class SeenForm(WhenForm):
    """Where and when, and who says so."""

    field_order = ("place", "on", "time", "by_whom", "words")
    place = forms.CharField(label="Where was the child seen, or how heard of?", max_length=200)
    by_whom = forms.CharField(label="Who says so?", required=False, max_length=200)
    words = forms.CharField(
        label="What else?",
        help_text="With whom, in which clothes, in which car, by which phone.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )


class RecordSeen(EpisodeForm):
    """Write down a sighting, a call or a message."""

    needs = Ability.HAND_IN
    form_class = SeenForm
    title, submit = "Seen or heard of", "Record it"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        place, by_whom, words = (answers[key] for key in ("place", "by_whom", "words"))
        searching.record_seen(
            read=self.read,
            place=place,
            seen=moment(answers),
            by_whom=by_whom,
            words=words,
            by=self.worker,
            at=self.now,
        )
        return self.back("Recorded.")


class CareForm(forms.Form):
    """Care status, from where, and whose the child is."""

    looks: ClassVar = {"statuses": Look(label="m", small=True)}
    statuses = forms.MultipleChoiceField(
        label="Care status now",
        help_text="Choose all that are true.",
        widget=forms.CheckboxSelectMultiple,
        choices=[*CARE.items()],
        error_messages={"required": "Choose the care status, or that none is known"},
    )
    missing_from = forms.ChoiceField(
        label="Missing from", choices=[("", "Not known"), *MISSING_FROM.items()], required=False
    )
    placement = forms.CharField(label="Name of the home, school or placement", required=False, max_length=200)
    responsible = forms.CharField(
        label="Responsible authority",
        help_text="The authority that looks after the child.",
        required=False,
        max_length=120,
    )
    host = forms.CharField(
        label="Host authority",
        help_text="The authority where the child is placed, if it is another. Both are told.",
        required=False,
        max_length=120,
    )


class RecordCare(EpisodeForm):
    """Say what holds of the child's care."""

    needs = Ability.HAND_IN
    form_class = CareForm
    title, submit = "Care and authorities", "Record it"
    lead = "As it is now. What held before stays on record with its time."

    def initial(self) -> dict[str, Any]:
        """Begin with what holds."""
        care = self.state.care
        if care is None:
            return {}
        return {
            "statuses": care.codes,
            "missing_from": care.code,
            "placement": care.place,
            "responsible": care.responsible,
            "host": care.host,
        }

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what holds."""
        care = self.state.care
        rows = [("Now", ". ".join(line for line in lines(care, self.today) if line))] if care else []
        return {**super().context(form), "summary": rows}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        searching.record_care(read=self.read, care=Care(**answers), by=self.worker, at=self.now)
        return self.back("Care and authorities are recorded.")


class TakeOn(Button):
    """Hold the episode."""

    needs = Ability.HOLD_MISSING

    def act(self) -> str:
        """Take it on."""
        searching.take_on(read=self.read, by=self.worker, at=self.now)
        return "You hold this episode now."
