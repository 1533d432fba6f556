"""What every page of one interview loads, and how a short page of one step goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff import fields
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.routes import address
from erle.doors.staff.words import age, day_and_time, first_name, full_name
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.desk.actions.finishing import said_of_why
from erle.practice.missing.actions.interviewing import Noted, keep_step, written_since
from erle.practice.missing.queries.interviewing import State, interview_called, state_of_interview
from erle.practice.missing.rules.interviewing import ANSWERS, CAME_OF_IT, HOW, LATENESS, Step, words_of_code
from erle.practice.missing.rules.times import moment_said

if TYPE_CHECKING:
    from erle.practice.missing.models import InterviewTurn

PAGES = {
    Step.OFFER: "interview_offer",
    Step.ATTEMPT: "interview_attempt",
    Step.CHOICE: "interview_choice",
    Step.HELD: "interview_held",
    Step.WHY: "interview_why",
    Step.ACCOUNT: "interview_account",
    Step.LEARNED: "interview_learned",
    Step.HELP: "interview_help",
    Step.PLAN: "interview_plan",
    Step.TOLD: "interview_told",
    Step.LATE: "interview_late",
    Step.FINISHED: "interview_finish",
}
NEXT = {
    Step.OFFER: "Offer the talk",
    Step.CHOICE: "Ask with whom and where",
    Step.HELD: "Write down the talk",
    Step.WHY: "Why the child left",
    Step.ACCOUNT: "In the child’s own words",
    Step.LEARNED: "People and places named",
    Step.HELP: "What would help",
    Step.TOLD: "Who was told what",
    Step.LATE: "Say why it is late",
    Step.FINISHED: "Check and finish",
}
"""What the one solid button of an interview says."""
LARGEST = 2**31 - 1
"""No version is as high."""


class StepForm(forms.Form):
    """A form of one step; it carries the version of the interview that its sender had before her, also in her draft."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST)


class WhenForm(StepForm, fields.WhenForm):
    """A step at a day and a time."""


def next_step(state: State, now: datetime) -> Step:
    """Return what comes next; why it was late is asked before the end, and never before the talk."""
    step = state.next_step
    return Step.LATE if step == Step.FINISHED and state.is_late(now) else step


def next_words(state: State, step: Step) -> str:
    """Return what the button of the next step says; an offer without an answer is made again."""
    return "Ask again" if step == Step.OFFER and state.all_of(Step.OFFER) else NEXT[step]


def called(state: State) -> str:
    """Return the child's name."""
    one = state.interview
    return full_name(one.given_names, one.family_name, one.reference)


def first(state: State) -> str:
    """Return what the child is called."""
    return first_name(state.interview.given_names, state.interview.known_as) or "this child"


class AtInterview(Page):
    """A page about one interview, for those who hold interviews at its service."""

    needs = Ability.HOLD_INTERVIEWS
    state: State

    def load(self) -> None:
        """Load the interview and how it stands, or answer that there is none."""
        self.interview = self.found(interview_called, str(self.kwargs["reference"]))
        self.state = state_of_interview(self.interview)

    def write_opened(self, purpose: str) -> None:
        """Write in the ledger that the worker looked."""
        one = self.interview
        ledger.write(Act.OPENED, about=one.reference, circle_id=one.circle_id, purpose=purpose)

    def head(self) -> dict[str, Any]:
        """Return whom the page is about, and the way back."""
        born = self.interview.born_on
        return {
            "interview": self.interview,
            "who": called(self.state) + (f", {age(born, self.today)}" if born else ""),
            "first": first(self.state),
            "back_url": address("interview", self.interview.reference),
        }


class StepPage(AtInterview, FormPage):
    """A short page that asks for one thing."""

    template_name = "staff/interviews/step.html"
    step: ClassVar[Step]
    title: ClassVar[str]
    lead: ClassVar[str] = ""
    submit: ClassVar[str] = "Save and continue"
    read: int | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, write that it was opened, and show."""
        self.load()
        self.write_opened(f"Return interview: {self.step.words}")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then keep."""
        self.load()
        return super().post(request, *args, **kwargs)

    def about(self) -> str:
        """Return the interview's reference, to which what is typed is bound."""
        return self.interview.reference

    def initial(self) -> dict[str, Any]:
        """Begin with this moment, and with what was written before."""
        return {**fields.begun(self.now), "version": self.state.version, **self.written()}

    def written(self) -> dict[str, Any]:
        """Return what was written of the step before, to be changed."""
        return {}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add whom it is about, and what a colleague wrote since: who sends it again has read that."""
        newer = self.newer(form)
        return {
            **super().context(form),
            **self.head(),
            "meanwhile": [self._written(turn) for turn in newer],
            "title": self.worded(self.title),
            "lead": self.worded(self.lead),
            "submit": self.submit,
            "so_far": self.so_far(),
            "on_url": "",
        }

    def newer(self, form: forms.Form) -> list[InterviewTurn]:
        """Return what was written since the version that was sent, and have the form carry the newest."""
        read = self.read if self.read is not None else getattr(form, "cleaned_data", {}).get("version")
        found = list(written_since(self.interview, self.step, read)) if read is not None else []
        if found:
            sent = self.request.POST.copy()
            sent["version"] = str(found[0].version)
            form.data = sent
        return found

    def _written(self, turn: InterviewTurn) -> dict[str, str]:
        who = f"{turn.changed_by.name}, {turn.changed_by.agency.name}"
        said = SAID[Step(turn.what)](turn) if Step(turn.what) in SAID else turn.words
        return {"title": Step(turn.what).words, "words": said, "meta": f"{self.when(turn.changed_at)}, {who}"}

    def worded(self, words: str) -> str:
        """Return the words with the child called by name."""
        return words.replace("{first}", first(self.state))

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Return the form, with the child called by name."""
        form = self.form_class(*args, **kwargs)
        for field in form.fields.values():
            field.label = self.worded(str(field.label or ""))
            field.help_text = self.worded(str(field.help_text or ""))
        return form

    def so_far(self) -> list[tuple[str, str]]:
        """Return what was added before, where each stands beside the others."""
        return []

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep it and go on."""
        self.take_read(answers)
        self.keep(answers)
        return self.go_on()

    def take_read(self, answers: dict[str, Any]) -> None:
        """Take from the answers the version that she had before her."""
        self.read = answers.pop("version", None)

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep what was answered."""
        raise NotImplementedError  # every step says what it keeps

    def note(self, noted: Noted) -> None:
        """Keep a step of which the child's circle is told when the interview is finished."""
        keep_step(interview=self.interview, noted=noted, read=self.read, by=self.worker, at=self.now)

    def go_on(self) -> HttpResponse:
        """After the talk the next question comes at once; before it the interview's page says what is next."""
        state = state_of_interview(self.interview)
        self.done("Saved.")
        if state.held is not None and self.step in (Step.HELD, Step.WHY, Step.ACCOUNT, Step.HELP):
            return redirect(PAGES[state.next_step], self.interview.reference)
        return redirect("interview", self.interview.reference)

    def moment(self, answers: dict[str, Any]) -> Any:
        """Return the moment that the form asked for."""
        return moment_said(answers["on"], answers["time"])

    def when(self, moment: Any) -> str:
        """Return a moment in words."""
        return day_and_time(moment, self.today) if moment else ""


def _offered(turn: InterviewTurn) -> str:
    answer = ANSWERS.get(turn.codes[0], "") if turn.codes else ""
    return ". ".join(part for part in (HOW.get(turn.code, ""), answer, turn.words) if part)


def _tried(turn: InterviewTurn) -> str:
    came = CAME_OF_IT.get(turn.codes[0], "") if turn.codes else ""
    return ". ".join(part for part in (HOW.get(turn.code, ""), came, turn.words) if part)


def _placed(turn: InterviewTurn) -> str:
    return ". ".join(part for part in (turn.whom, turn.place, turn.words) if part)


def _named(turn: InterviewTurn) -> str:
    return ". ".join(part for part in (turn.place, turn.words) if part) or "Nobody and nothing was named"


SAID: dict[Step, Callable[[InterviewTurn], str]] = {
    Step.OFFER: _offered,
    Step.ATTEMPT: _tried,
    Step.CHOICE: _placed,
    Step.HELD: _placed,
    Step.WHY: said_of_why,
    Step.ACCOUNT: lambda turn: turn.words,
    Step.LEARNED: _named,
    Step.HELP: lambda turn: turn.words,
    Step.PLAN: lambda turn: turn.words,
    Step.TOLD: lambda turn: ": ".join(part for part in (turn.whom, turn.words) if part),
    Step.LATE: lambda turn: f"{words_of_code(LATENESS, turn.code)}. {turn.words}".strip(),
}
