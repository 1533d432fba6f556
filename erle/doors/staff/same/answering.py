"""What is asked whether two are one: the answer that the button says, and why."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from erle.knowledge.linkage.rules import LONGEST_REASON, Choice


class AnswerForm(forms.Form):
    """What the button says, and why: of two records, and of two things."""

    offered: ClassVar[Sequence[Choice]] = tuple(Choice)
    choice = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={"required": "Choose an answer.", "invalid_choice": "Choose an answer."},
    )
    reason = forms.CharField(
        label="Your reason",
        help_text="One sentence. Needed for same and for different.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the answers."""
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one.value, one.value) for one in self.offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the answer settles it."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("choice") and Choice(answers["choice"]).settles and not answers.get("reason", "x"):
            self.add_error("reason", "Write your reason")
        return answers
