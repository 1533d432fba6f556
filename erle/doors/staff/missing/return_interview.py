"""Recording an offer of a return interview, the interview, or what the child would like instead."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.fields import ClockTime, DateBoxes
from erle.doors.staff.page import FormPage
from erle.doors.staff.words import LONDON, day_and_time
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import running_about
from erle.foundation.clocks.rules import standing
from erle.knowledge.records.actions.looking import write_opening
from erle.practice.missing.actions import RETURN_INTERVIEW
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.queries import episode_called, steps
from erle.practice.missing.rules import INTERVIEW_TITLES, InterviewStatus

ANSWERS = {
    InterviewStatus.OFFERED: "It was offered; no answer yet",
    InterviewStatus.BOOKED: "A time is booked",
    InterviewStatus.COMPLETED: "The interview was held",
    InterviewStatus.DECLINED: "The child declined",
    InterviewStatus.NO_CONTACT: "There was no contact",
}
MIDDAY = time(12)


class ReturnInterviewForm(forms.Form):
    """What happened, when, with whom."""

    status = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=[(status.value, words) for status, words in ANSWERS.items()],
    )
    happened_on = DateBoxes(label="On which day?")
    happened_time = ClockTime(
        label="At what time?", help_text="For example 16:30. Leave it empty if it is not known.", required=False
    )
    interviewer = forms.CharField(label="Who offered it or held it?", max_length=120)
    note = forms.CharField(
        label="What should those who work with the child know?",
        help_text="If the child declined: what would the child like instead? Leave out what is not to be shared.",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask what a child who declined would like instead."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("status") == InterviewStatus.DECLINED and not answers.get("note"):
            self.add_error("note", "Say what the child would like instead, or that the child did not say.")
        return answers


class RecordReturnInterview(FormPage):
    """Record one step; an interview held or declined stops the clock."""

    needs = Ability.RECORD_RETURN_INTERVIEW
    form_class = ReturnInterviewForm
    template_name = "staff/return_interview.html"

    def about(self) -> str:
        """Return the episode's reference."""
        return str(self.kwargs["reference"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load the episode, or answer that there is none."""
        self.episode = self.found(episode_called, self.about())
        write_opening(person=self.episode.person, purpose="Opened return interview")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then record."""
        self.episode = self.found(episode_called, self.about())
        return super().post(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Today, by the worker."""
        return {"happened_on": self.today, "interviewer": self.worker.name}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say since when the child is back, and how the clock stands."""
        episode, clock = self.episode, running_about(self.episode.reference, key=RETURN_INTERVIEW)
        returned = day_and_time(episode.returned_at, self.today) if episode.returned_at else "Not yet"
        return {
            **super().context(form),
            **banner(episode.person, "child", self.today),
            "title": f"Return interview, {named(episode.person).name}",
            "standing": standing(clock.due_at, self.now) if clock else None,
            "summary": [("Left", day_and_time(episode.left_at, self.today)), ("Returned", returned)]
            + ([("Counted", clock.note)] if clock and clock.note else []),
            "steps": [
                {
                    "title": INTERVIEW_TITLES[InterviewStatus(step.status)],
                    "when": day_and_time(step.happened_at, self.today),
                    "who": step.interviewer,
                    "note": step.note,
                }
                for step in steps(episode)
            ],
            "submit": "Record",
            "cancel_url": named(episode.person).url,
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        status = InterviewStatus(answers["status"])
        happened_at = datetime.combine(answers["happened_on"], answers["happened_time"] or MIDDAY, LONDON)
        record_return_interview(
            episode=self.episode,
            status=status,
            happened_at=happened_at,
            interviewer=answers["interviewer"],
            note=answers["note"],
            by=self.worker,
            at=self.now,
        )
        self.done(f"{INTERVIEW_TITLES[status]}: recorded.")
        return redirect(named(self.episode.person).url)
