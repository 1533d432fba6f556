"""What the child said: why, in own words, whom and what the child named, what would help, who was told."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.fields import offer
from erle.doors.staff.interviews.sitting import PAGES, StepForm, StepPage, WhenForm
from erle.doors.staff.missing.doing import PERMITTED
from erle.doors.staff.missing.plan import PARTS
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import ASSESSMENTS, SOURCES, grade
from erle.practice.missing.actions.interviewing import Noted
from erle.practice.missing.queries.interviewing import state_of_interview
from erle.practice.missing.rules.codes import LINKED
from erle.practice.missing.rules.interviewing import PULL, PUSH, Step, list_in_force

NOTHING = "nothing"


class WhyForm(StepForm):
    """What pushed and what pulled."""

    looks: ClassVar = {"push": Look(label="m", small=True), "pull": Look(label="m", small=True)}
    push = forms.MultipleChoiceField(
        label="What pushed {first} away?", widget=forms.CheckboxSelectMultiple, required=False
    )
    pull = forms.MultipleChoiceField(
        label="What or who pulled?",
        help_text="Who pulls a child is answerable for it. {first} is not.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label="In a few words", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something."""
        answers: dict[str, Any] = super().clean() or {}
        if not any(answers.get(key) for key in ("push", "pull", "words")):
            self.add_error("words", "Choose at least one, or write that it was not said")
        return answers


class Why(StepPage):
    """Write down what pushed and pulled."""

    step, form_class = Step.WHY, WhyForm
    title = "Why {first} left"
    lead = "As {first} told it. Ask; never guess."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the lists of the day."""
        form = super().make_form(*args, **kwargs)
        for name, editions in (("push", PUSH), ("pull", PULL)):
            offer(form, name, list_in_force(editions, self.today).codes.items())
        return form

    def written(self) -> dict[str, Any]:
        """Begin with what holds."""
        turn = self.state.newest(Step.WHY)
        return {"push": turn.codes, "pull": turn.codes, "words": turn.words} if turn else {}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        self.note(Noted(Step.WHY, codes=[*answers["push"], *answers["pull"]], words=answers["words"]))


class WordsForm(StepForm):
    """Words."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 9}), max_length=20_000)


class OneText(StepPage):
    """A page that asks for one text, of which the newest holds."""

    form_class = WordsForm
    label: ClassVar[str]
    hint: ClassVar[str] = ""

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Return the form with the question of this page."""
        form = super().make_form(*args, **kwargs)
        form.fields["words"].label = self.worded(self.label)
        form.fields["words"].help_text = self.worded(self.hint)
        return form

    def written(self) -> dict[str, Any]:
        """Begin with what holds."""
        turn = self.state.newest(self.step)
        return {"words": turn.words} if turn else {}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        self.note(Noted(self.step, words=answers["words"]))


class Account(OneText):
    """Write down what the child said, as it was said."""

    step = Step.ACCOUNT
    title = "In {first}’s own words"
    lead = "Where {first} was, with whom, how {first} lived, what happened. As {first} says it, in “I”."
    label = "What did {first} say?"
    hint = "This is shared. Keep what {first} asked you not to share apart: there is a page of its own for it."


class Help(OneText):
    """Write down what would help."""

    step = Step.HELP
    title = "What would help"
    label = "What would help {first}, and what would stop it happening again?"
    hint = "What {first} asks for first, then what you make of it."


class LearnedForm(StepForm):
    """Whom or what the child named, how it comes in, and how far it is to be relied on."""

    looks: ClassVar = {"kind": Look(small=True)}
    kind = forms.ChoiceField(
        label="What do you add?",
        widget=forms.RadioSelect,
        choices=[*LINKED.items(), (NOTHING, "Nobody and nothing was named")],
        error_messages={"required": "Choose what you add, or that nothing was named"},
    )
    named = forms.CharField(
        label="Name, number, place or address",
        help_text="As {first} said it: “a man called Dex”, “the silver car”. Never a suspect: the report is graded.",
        required=False,
        max_length=200,
    )
    words = forms.CharField(
        label="How does it come in?", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    relied = forms.ChoiceField(
        label="The source",
        choices=[("", "Not graded"), *((key, words.capitalize()) for key, words in SOURCES.items())],
        required=False,
    )
    known = forms.ChoiceField(
        label="What is said",
        choices=[("", "Not graded"), *((key, words.capitalize()) for key, words in ASSESSMENTS.items())],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name where something is added, and grade wholly or not at all."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("kind") not in (None, NOTHING) and not answers.get("named"):
            self.add_error("named", "Enter a name, a number, a place or an address")
        if bool(answers.get("relied")) != bool(answers.get("known")):
            self.add_error("known", "Grade both the source and what is said, or neither")
        return answers


class Learned(StepPage):
    """Add somebody or something that the child named."""

    step, form_class, submit = Step.LEARNED, LearnedForm, "Add"
    title = "People and places {first} named"
    lead = "Each by itself, with a grade. It goes to those who look at places and people of concern."

    def so_far(self) -> list[tuple[str, str]]:
        """Return what was added before."""
        return [
            (f"{LINKED[turn.code]}: {turn.place}", f"{turn.words} {grade(turn.grade) if turn.grade else 'Not graded'}")
            for turn in self.state.all_of(Step.LEARNED)
            if turn.code in LINKED
        ]

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add the way on, once something was added."""
        url = PAGES[self.state.next_step]
        on = {"on_url": url} if self.state.newest(Step.LEARNED) else {}
        return {**super().context(form), **on}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        graded = f"{answers['relied']} {answers['known']} {PERMITTED}" if answers["relied"] else ""
        named = {} if answers["kind"] == NOTHING else {"place": answers["named"], "words": answers["words"]}
        self.note(Noted(Step.LEARNED, code=answers["kind"], grade=graded, **named))
        self.more = answers["kind"] != NOTHING

    def go_on(self) -> HttpResponse:
        """Ask for more, or go on where nothing was named."""
        self.done("Saved.")
        page = PAGES[Step.LEARNED] if self.more else PAGES[state_of_interview(self.interview).next_step]
        return redirect(page, self.interview.reference)


class PlanLineForm(StepForm):
    """For which part, and the line."""

    looks: ClassVar = {"part": Look(small=True)}
    part = forms.ChoiceField(
        label="For which part of the plan?",
        widget=forms.RadioSelect,
        choices=[(name, label) for label, name in PARTS],
        error_messages={"required": "Choose the part of the plan"},
    )
    words = forms.CharField(label="The line", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class PlanLine(StepPage):
    """Offer a line for the plan for when the child is missing."""

    step, form_class, submit = Step.PLAN, PlanLineForm, "Add"
    title = "For the plan if {first} is missing again"
    lead = "Whom to ring, where to look, what helped. Who keeps the plan decides whether it goes in."

    def so_far(self) -> list[tuple[str, str]]:
        """Return the lines before."""
        labels = {name: label for label, name in PARTS}
        return [(labels.get(turn.code, turn.code), turn.words) for turn in self.state.all_of(Step.PLAN)]

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        self.note(Noted(Step.PLAN, code=answers["part"], words=answers["words"]))


class ToldForm(WhenForm):
    """Whom, when, and what."""

    field_order = ("whom", "words", "on", "time")
    whom = forms.CharField(
        label="Who was told?",
        help_text="Name and agency, or family. “Nobody yet”, where that is so.",
        max_length=200,
    )
    words = forms.CharField(
        label="What were they told?", widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )


class Told(StepPage):
    """Write down who was told what."""

    step, form_class, submit = Step.TOLD, ToldForm, "Add"
    title = "Who was told what"
    lead = "{first} may ask you later. Those who work with {first} read what you finish here; write whom you told else."

    def so_far(self) -> list[tuple[str, str]]:
        """Return whom one told before."""
        return [(f"{turn.whom}, {self.when(turn.happened_at)}", turn.words) for turn in self.state.all_of(Step.TOLD)]

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        when = self.moment(answers)
        self.note(Noted(Step.TOLD, whom=answers["whom"], words=answers["words"], happened_at=when))
