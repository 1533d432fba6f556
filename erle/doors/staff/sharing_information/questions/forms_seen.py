"""The forms about whom it is about and what was seen or heard: each in the words of somebody who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from erle.doors.staff.fields import DateBoxes, offer
from erle.doors.staff.rendering import Look
from erle.knowledge.records.rules import Nature, Sex
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.reading import understand

if TYPE_CHECKING:
    from datetime import date, datetime

    from erle.knowledge.records.when.saying import When

HEADING = Look(label="l", heading=True)
LONGEST_TEXT = 10_000
LONGEST_LINE = 200
HOW_KNOWN = (
    ("saw", "I saw or heard it myself"),
    ("child", "The child told me"),
    ("other", "Somebody else told me"),
    ("written", "I read it, in a message, a letter or a record"),
)
SEXES = ((Sex.FEMALE.value, "Female"), (Sex.MALE.value, "Male"), (Sex.UNKNOWN.value, "Not known"))


def box(rows: int) -> forms.Textarea:
    """Return a box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class Worded(forms.Form):
    """A form in whose text words that blame a child are pointed out; which of them she keeps is kept with it."""

    kept_words = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)


class DescribeForm(forms.Form):
    """Who a child is, as far as she knows; enough that somebody else could know the child again."""

    given_names = forms.CharField(label="First names", required=False, max_length=120)
    family_name = forms.CharField(label="Last name", required=False, max_length=120)
    known_as = forms.CharField(
        label="What the child is called", help_text="Where that is another name.", required=False, max_length=60
    )
    born_on = DateBoxes(label="Date of birth", help_text="If you know it, for example 3 3 2012.", required=False)
    sex = forms.ChoiceField(label="Sex", choices=SEXES, widget=forms.RadioSelect, required=False)
    school = forms.CharField(label="School or college", required=False, max_length=120)
    lives = forms.CharField(label="Where the child lives, and with whom", required=False, max_length=120)
    description = forms.CharField(
        label="How would somebody know the child again?",
        help_text="About how old, what the child looked like and wore, who was there. Leave out what you do not know.",
        required=False,
        max_length=2_000,
        widget=box(3),
    )
    looks: ClassVar = {"sex": Look(inline=True)}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Keep what day it is."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Ask for something by which the child can be known."""
        answers: dict[str, Any] = super().clean() or {}
        said = ("given_names", "family_name", "known_as", "description")
        if not self.errors and not any(answers.get(name) for name in said):
            self.add_error("given_names", "Enter a name, or say how somebody would know the child again")
        born_on = answers.get("born_on")
        if born_on and born_on > self.today:
            self.add_error("born_on", "The date of birth must be in the past")
        return answers


class WhatForm(Worded):
    """One thing that was seen or heard, or what she makes of it: apart from each other."""

    text = forms.CharField(
        label="What did you see or hear?",
        help_text="One thing at a time: you can add others. Write what happened and who told you. Put what somebody"
        " said in quotation marks. You do not have to prove anything.",
        max_length=LONGEST_TEXT,
        widget=box(9),
        error_messages={"required": "Write what you saw or heard"},
    )
    nature = forms.ChoiceField(
        label="Is that what happened, or what you make of it?",
        choices=(
            (Nature.FACT.value, "What happened: I saw it, heard it, or was told it"),
            (Nature.OPINION.value, "What I make of it: my worry, or how I read it"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether that is what happened, or what you make of it"},
    )
    looks: ClassVar = {"text": HEADING, "nature": Look(label="s")}


class WhenForm(forms.Form):
    """When and where it was, and how she knows."""

    when = forms.CharField(
        label="When was it?",
        help_text="As you would say it: “last Tuesday about 4pm”, “yesterday after school”, “between 3 and 4 pm on"
        " Friday”, “in September”.",
        required=False,
        max_length=120,
    )
    reading = forms.ChoiceField(label="Which of these do you mean?", widget=forms.RadioSelect, required=False)
    nobody_knows = forms.BooleanField(label="Nobody knows when", required=False)
    where = forms.CharField(
        label="Where was it?",
        help_text="A place that others can find: a street, a shop, a school gate, or an account online.",
        required=False,
        max_length=LONGEST_LINE,
    )
    known = forms.ChoiceField(
        label="How do you know?",
        choices=HOW_KNOWN,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you know"},
    )
    told_by = forms.CharField(
        label="Who told you?", help_text="A name, or who the person is to the child.", required=False, max_length=120
    )
    looks: ClassVar = {"known": Look(label="s"), "when": Look(label="s"), "where": Look(label="s")}

    def __init__(self, *args: Any, now: datetime, typed_at: datetime | None, typed: str, **kwargs: Any) -> None:
        """Keep from when "yesterday" is counted: from when these words were typed first."""
        super().__init__(*args, **kwargs)
        said = str(self.data.get("when", "")) if self.is_bound else str(self.initial.get("when", ""))
        self.told_at = typed_at if typed_at and said == typed else now
        self.understood: When | None = None
        readings = self._readings(said)
        if readings:
            offer(self, "reading", [(one.words, one.words) for one in readings])
        else:
            del self.fields["reading"]

    def clean(self) -> dict[str, Any]:
        """Read the time, or say what is not clear about it."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("nobody_knows"):
            return answers
        if answers.get("known") == "other" and not answers.get("told_by"):
            self.add_error("told_by", "Enter who told you")
        try:
            self.understood = self._meant(answers)
        except Unclear as unclear:
            self.add_error("reading" if "reading" in self.fields else "when", unclear.words)
        return answers

    def _meant(self, answers: dict[str, Any]) -> When:
        try:
            return understand(answers.get("when", ""), now=self.told_at)
        except Unclear as unclear:
            chosen = [one for one in unclear.readings if one.words == answers.get("reading")]
            if chosen:
                return chosen[0]
            raise

    def _readings(self, said: str) -> tuple[When, ...]:
        if not said.strip():
            return ()
        try:
            understand(said, now=self.told_at)
        except Unclear as unclear:
            return unclear.readings
        return ()


class GradeForm(forms.Form):
    """The grade of one thing, for an agency that grades what it hears (3x5x2)."""

    source = forms.ChoiceField(
        label="The source",
        choices=(("1", "1: reliable"), ("2", "2: untested"), ("3", "3: not reliable")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how reliable the source is"},
    )
    assessment = forms.ChoiceField(
        label="The information",
        choices=(
            ("A", "A: known directly to the source"),
            ("B", "B: known indirectly, but corroborated"),
            ("C", "C: known indirectly"),
            ("D", "D: not known"),
            ("E", "E: suspected to be false"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the information is known"},
    )
    handling = forms.ChoiceField(
        label="Handling",
        choices=(("P", "P: lawful sharing permitted"), ("C", "C: lawful sharing permitted with conditions")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it may be handled"},
    )
    conditions = forms.CharField(label="The conditions", required=False, max_length=1_000, widget=box(2))
    looks: ClassVar = {"source": Look(label="s"), "assessment": Look(label="s"), "handling": Look(label="s")}

    def clean(self) -> dict[str, Any]:
        """Ask for the conditions where there are any."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("handling") == "C" and not answers.get("conditions"):
            self.add_error("conditions", "Enter the conditions")
        return answers
