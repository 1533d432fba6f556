"""Reading a decision as the second person, and telling the referrer."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from erle.doors.staff.desk.arrival import shown
from erle.doors.staff.desk.sitting import DeskForm
from erle.doors.staff.rendering import Look
from erle.practice.desk.actions.deciding import read_decision, tell_referrer
from erle.practice.desk.queries.arrivals import standing_decision
from erle.practice.desk.rules import FOR_THE_REFERRER, Response

AGREE, DISAGREE = "agree", "disagree"


class ReadingForm(forms.Form):
    """Whether the second person agrees, and why not."""

    looks: ClassVar = {"answer": Look(small=True)}
    answer = forms.ChoiceField(
        label="Do you agree?",
        widget=forms.RadioSelect,
        choices=[(AGREE, "I agree: no further action"), (DISAGREE, "I do not agree: it goes back")],
    )
    words = forms.CharField(
        label="What do you say to it?",
        help_text="Asked for where you do not agree.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        """Ask a second person who does not agree for the reason."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("answer") == DISAGREE and not answers.get("words"):
            self.add_error("words", "Say why you do not agree.")
        return answers


class SecondReading(DeskForm):
    """Read a decision before it counts."""

    form_class = ReadingForm
    template_name = "staff/desk/reading.html"
    title, submit = "Read this decision", "Record"
    lead = "No further action counts once a second person has read the reason and agrees."

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Show the decision."""
        decision = standing_decision(self.arrival)
        return {**super().context(form), "decision": shown(decision, self) if decision is not None else None}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Say whether it stands."""
        agreed = answers["answer"] == AGREE
        read_decision(read=self.read, agreed=agreed, words=answers["words"], by=self.worker, at=self.now)
        return self.back("The decision counts. Tell the referrer next." if agreed else "It goes back to who decided.")


class TellForm(forms.Form):
    """What the referrer is told."""

    words = forms.CharField(
        label="What the referrer is told",
        help_text="Say nothing that they may not know: not whether the child was known, to whom, or for what.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )


class Tell(DeskForm):
    """Tell the referrer; that stops the clock."""

    form_class = TellForm
    title, submit = "Tell the referrer", "Tell them"
    lead = "The clock stops when the referrer is told. They read it under what they shared, and keep it."

    def initial(self) -> dict[str, Any]:
        """Begin with usual words for the decision; they say nothing of the child's record."""
        decision = standing_decision(self.arrival)
        return {"words": FOR_THE_REFERRER[Response(decision.response)] if decision is not None else ""}

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Tell them."""
        tell_referrer(read=self.read, words=answers["words"], by=self.worker, at=self.now)
        return self.back("The referrer is told, and the clock has stopped.")
