"""Checking what goes on from an interview, to whom, and finishing it."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.interviews.sitting import StepForm, StepPage
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import grade
from erle.knowledge.records.rules import Nature, Urgency
from erle.practice.desk.actions.finishing import finish_interview, pieces_of
from erle.practice.missing.queries.interviewing import withheld_of
from erle.practice.missing.rules.interviewing import Step

HEADINGS = {
    Nature.OWN_WORDS: "In {first}’s own words",
    Nature.FACT: "What was said",
    Nature.WISH: "What would help",
}
SOONNESS = {
    Urgency.NOW: "Now: somebody may be in danger. Ring 999 or the desk as well",
    Urgency.TODAY: "Today",
    Urgency.SOON: "In the next days",
}

PARTED = (
    "The records for which this was opened were found not to be of the same child. This goes to the MASH desk alone,"
    " under no child’s name: somebody there asks you with whom you talked. Nothing can be added afterwards."
)
MIXED = (
    "This goes to the MASH desk and to {first}’s record. The talk answered for another record as well, which was found"
    " not to be of {first}: whoever reads it is told to ask you which of it {first} said. Nothing can be added"
    " afterwards."
)


class FinishForm(StepForm):
    """How soon somebody must act."""

    looks: ClassVar = {"urgency": Look(label="m", small=True)}
    urgency = forms.ChoiceField(
        label="How soon must somebody act on it?",
        widget=forms.RadioSelect,
        choices=[(key.value, words) for key, words in SOONNESS.items()],
        error_messages={"required": "Choose how soon somebody must act"},
    )


class Finish(StepPage):
    """Check and finish."""

    step, form_class, submit = Step.FINISHED, FinishForm, "Finish"
    template_name = "staff/interviews/finish.html"
    title = "Check and finish"
    lead = "This goes to the MASH desk and to {first}’s record. Nothing can be added afterwards."

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Show what goes on, and what does not."""
        pieces = pieces_of(self.state)
        shown = [
            (self.worded(HEADINGS.get(one.nature, "")), one.text, grade(one.grade) if one.grade else "")
            for one in pieces
        ]
        plan = [turn.words for turn in self.state.all_of(Step.PLAN)]
        return {
            **super().context(form),
            "pieces": shown,
            "plan": [] if self.state.is_apart else plan,
            **self._parted(),
            "apart": withheld_of(self.interview).count(),
            "held": self.state.held is not None and not self.state.is_apart,
            "still_owed": bool(self.state.open_ones),
        }

    def _parted(self) -> dict[str, str]:
        if self.state.is_mixed:
            return {"lead": self.worded(MIXED)}
        return {"lead": PARTED} if self.state.is_apart else {}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Finish."""
        self.take_read(answers)
        urgency = Urgency(answers["urgency"])
        shared = finish_interview(
            interview=self.interview, urgency=urgency, read=self.read, by=self.worker, at=self.now
        )
        told = f" The desk has it as {shared.reference}." if shared else ""
        self.done(f"The interview is finished.{told}")
        return redirect("interviews")
