"""Offering the talk, trying to meet, what the child chose, the talk itself, and why it is late."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from erle.doors.staff.fields import ClockTime, DateBoxes, offer
from erle.doors.staff.interviews.sitting import StepForm, StepPage, WhenForm
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import LONDON, day_and_time
from erle.practice.missing.actions import interviewing
from erle.practice.missing.actions.interviewing import Offered, Talked
from erle.practice.missing.rules.interviewing import ANSWERS, CAME_OF_IT, HOW, LATENESS, Step, list_in_force
from erle.practice.missing.rules.times import moment_said


class OfferForm(WhenForm):
    """How it was offered, and what the child answered."""

    field_order = ("how", "whom", "on", "time", "answer", "words")
    looks: ClassVar = {"how": Look(small=True), "answer": Look(label="m", small=True)}
    how = forms.ChoiceField(
        label="How was it offered?",
        widget=forms.RadioSelect,
        choices=[*HOW.items()],
        error_messages={"required": "Choose how it was offered"},
    )
    whom = forms.CharField(label="Through whom, if not to {first} directly?", required=False, max_length=200)
    answer = forms.ChoiceField(
        label="What does {first} say?",
        widget=forms.RadioSelect,
        choices=[*ANSWERS.items()],
        error_messages={"required": "Choose what the child says"},
    )
    words = forms.CharField(
        label="In a few words",
        help_text="If {first} declines: what would {first} like instead? Those who work with {first} read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class Offer(StepPage):
    """Write down an offer."""

    step, form_class = Step.OFFER, OfferForm
    title = "Offer {first} a talk"
    lead = "{first} may say no, and may say yes later. A talk is with somebody independent, where {first} likes."

    def so_far(self) -> list[tuple[str, str]]:
        """Return the offers before."""
        return [
            (self.when(turn.happened_at), f"{HOW.get(turn.code, '')}. {ANSWERS.get(turn.codes[0], '')}.")
            for turn in self.state.all_of(Step.OFFER)
        ]

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        offered = Offered(**{key: answers[key] for key in ("how", "whom", "answer", "words")})
        when = self.moment(answers)
        interviewing.record_offer(interview=self.interview, offered=offered, when=when, by=self.worker, at=self.now)


class AttemptForm(WhenForm):
    """How, when, and what came of it."""

    field_order = ("how", "came_of_it", "on", "time", "words")
    looks: ClassVar = {"how": Look(small=True), "came_of_it": Look(small=True)}
    how = forms.ChoiceField(
        label="How did you try?",
        widget=forms.RadioSelect,
        choices=[*HOW.items()],
        error_messages={"required": "Choose how you tried"},
    )
    came_of_it = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        choices=[*CAME_OF_IT.items()],
        error_messages={"required": "Choose what came of it"},
    )
    words = forms.CharField(
        label="What should those who work with {first} know?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )


class Attempt(StepPage):
    """Write down that one tried to meet the child."""

    step, form_class = Step.ATTEMPT, AttemptForm
    title = "You tried to meet {first}"

    def so_far(self) -> list[tuple[str, str]]:
        """Return the attempts before."""
        return [
            (self.when(turn.happened_at), f"{HOW.get(turn.code, '')}. {CAME_OF_IT.get(turn.codes[0], '')}.")
            for turn in self.state.all_of(Step.ATTEMPT)
        ]

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        given = {key: answers[key] for key in ("how", "came_of_it", "words")}
        when = self.moment(answers)
        interviewing.record_attempt(interview=self.interview, **given, when=when, by=self.worker, at=self.now)


class ChoiceForm(StepForm):
    """With whom, where, and when."""

    interviewer = forms.CharField(
        label="With whom would {first} like to talk?",
        help_text="A name, or what matters: “a woman”, “somebody who speaks Polish”, “not the one from last time”.",
        required=False,
        max_length=200,
    )
    place = forms.CharField(
        label="Where?",
        help_text="A place where {first} feels safe and is not overheard.",
        required=False,
        max_length=200,
    )
    words = forms.CharField(
        label="What else matters to {first}?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )
    booked_on = DateBoxes(label="On which day, if you agreed one?", required=False)
    booked_time = ClockTime(label="At what time?", help_text="For example 16:30.", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the time of a day that was agreed."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("booked_on") and not answers.get("booked_time") and "booked_time" not in self.errors:
            self.add_error("booked_time", "Enter the time that you agreed")
        return answers


class Choice(StepPage):
    """Write down what the child chose."""

    step, form_class = Step.CHOICE, ChoiceForm
    title = "What {first} chose"
    lead = "Only your service sees with whom and where. Those who work with {first} are told when."

    def written(self) -> dict[str, Any]:
        """Begin with what holds."""
        turn = self.state.newest(Step.CHOICE)
        if turn is None:
            return {}
        local = turn.happened_at.astimezone(LONDON) if turn.happened_at else None
        told = {"interviewer": turn.whom, "place": turn.place, "words": turn.words}
        return {**told, **({"booked_on": local.date(), "booked_time": local.time()} if local else {})}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        day, hour = answers["booked_on"], answers["booked_time"]
        booked: datetime | None = moment_said(day, hour) if day else None
        given = {key: answers[key] for key in ("interviewer", "place", "words")}
        interviewing.record_choice(
            interview=self.interview, **given, booked=booked, read=self.read, by=self.worker, at=self.now
        )


class HeldForm(WhenForm):
    """When, where, who else was there, and for which times missing."""

    field_order = ("on", "time", "covered", "place", "whom", "words")
    covered = forms.MultipleChoiceField(
        label="Which times missing did you talk about?",
        help_text="Each has its own answer. Leave out one that {first} would rather not talk about.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one time missing that you talked about"},
    )
    place = forms.CharField(label="Where did you talk?", required=False, max_length=200)
    whom = forms.CharField(label="Who else was there?", help_text="Empty: nobody.", required=False, max_length=200)
    words = forms.CharField(
        label="What must those who work with {first} know at once?",
        help_text="They read this as soon as you save. Empty, if it can wait until you finish.",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )


class Held(StepPage):
    """Write down that the talk was held."""

    step, form_class = Step.HELD, HeldForm
    title = "The talk"
    lead = "Saving this stops the 72 hours. What {first} said comes next, one page at a time, today or another day."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the times missing for which a talk is still owed."""
        form = super().make_form(*args, **kwargs)
        offer(form, "covered", [(place, self._said(one)) for place, one in self._open().items()])
        return form

    def _open(self) -> dict[str, Any]:
        """Return the times missing for which a talk is owed, by their places: no number of a row is on the page.

        One that she chose and that a colleague ended meanwhile is among them: of that she is told.
        """
        sent = self.request.POST.getlist("covered")
        owed = sorted(self.state.places.items(), key=lambda item: item[1].due_at)
        return {place: one for place, one in owed if one.ended_at is None or place in sent}

    def _said(self, one: Any) -> str:
        return f"{day_and_time(one.left_at, self.today)} to {day_and_time(one.returned_at, self.today)}"

    def written(self) -> dict[str, Any]:
        """Choose them all, and the place that the child chose."""
        chosen = self.state.newest(Step.CHOICE)
        place = chosen.place if chosen else ""
        return {"covered": [*self._open()], "place": place}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        numbers = [self.state.places[place].pk for place in answers["covered"]]
        talked = Talked(answers["place"], answers["whom"], numbers, answers["words"])
        when = self.moment(answers)
        interviewing.record_held(
            interview=self.interview, talked=talked, when=when, read=self.read, by=self.worker, at=self.now
        )


class LateForm(StepForm):
    """Why it is late."""

    looks: ClassVar = {"code": Look(small=True)}
    code = forms.ChoiceField(
        label="Why is it late?", widget=forms.RadioSelect, error_messages={"required": "Choose why it is late"}
    )
    words = forms.CharField(
        label="What would have helped?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
    )


class Late(StepPage):
    """Say why it is late."""

    step, form_class = Step.LATE, LateForm
    title = "Why it is late"
    lead = "The 72 hours are over. The reason says what to put right; it is no reproach, and least of all to {first}."

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the reasons of the day."""
        form = super().make_form(*args, **kwargs)
        offer(form, "code", list_in_force(LATENESS, self.today).codes.items())
        return form

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep it."""
        given = {**answers, "read": self.read}
        interviewing.record_lateness(interview=self.interview, **given, by=self.worker, at=self.now)
