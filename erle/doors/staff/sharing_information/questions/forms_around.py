"""The forms about the child's own words, what goes well, who else was there, and on what grounds it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from erle.doors.staff.fields import offer
from erle.doors.staff.rendering import Look
from erle.doors.staff.sharing_information.questions.forms_seen import HEADING, LONGEST_LINE, LONGEST_TEXT, Worded, box
from erle.doors.staff.words import LONDON
from erle.foundation.statute.bases import NOT_TOLD_REASONS, bases_for
from erle.knowledge.records.rules import MentionKind, Urgency

if TYPE_CHECKING:
    from datetime import datetime

    from erle.foundation.agencies.models import Agency

PURPOSE = "To protect a child from harm"
KINDS = (
    ("", "Choose"),
    (MentionKind.PERSON.value, "Person"),
    (MentionKind.VEHICLE.value, "Vehicle"),
    (MentionKind.PHONE.value, "Phone number"),
    (MentionKind.ACCOUNT.value, "Account online"),
    (MentionKind.PLACE.value, "Place"),
    (MentionKind.ORGANISATION.value, "Organisation"),
)
FEWEST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 30
YES, NO, NOT_YET = "yes", "no", "not_yet"
WHY_NOT = (("", "Choose the reason"), *((reason.key, reason.words) for reason in NOT_TOLD_REASONS))


class VoiceForm(forms.Form):
    """The child's own words and wishes, as they were said: never corrected, and nothing in them pointed out."""

    said = forms.CharField(
        label="What did {first} say?",
        help_text="In the child’s own words, as you remember them. Leave it empty if you have not talked.",
        required=False,
        max_length=LONGEST_TEXT,
        widget=box(4),
    )
    wishes = forms.CharField(
        label="What does {first} want to happen?",
        help_text="What the child asked for, or asked you not to do.",
        required=False,
        max_length=LONGEST_TEXT,
        widget=box(3),
    )
    setting = forms.CharField(label="Where was that, and who else was there?", required=False, max_length=LONGEST_LINE)
    looks: ClassVar = {"said": Look(label="s"), "wishes": Look(label="s")}


class StrengthsForm(Worded):
    """What is going well."""

    text = forms.CharField(
        label="What is going well for {first}?",
        help_text="Somebody the child trusts, what the child likes and is good at, what helps. It counts as much as a"
        " worry does.",
        required=False,
        max_length=LONGEST_TEXT,
        widget=box(4),
    )
    looks: ClassVar = {"text": HEADING}


class NamedForm(forms.Form):
    """Who and what else was there: each in a row of its own, in the words in which it was said."""

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        """Make the rows."""
        super().__init__(*args, **kwargs)
        self.numbers = range(1, max(FEWEST_ROWS, min(rows, MOST_ROWS)) + 1)
        for number in self.numbers:
            self.fields[f"kind_{number}"] = forms.ChoiceField(label="What is it?", choices=KINDS, required=False)
            self.fields[f"words_{number}"] = forms.CharField(
                label="Name, number or description", required=False, max_length=LONGEST_LINE
            )
            self.fields[f"more_{number}"] = forms.CharField(label="What you know of it", required=False, max_length=500)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the fields row by row, for the page."""
        parts = ("kind", "words", "more")
        return [{"number": number, **{part: self[f"{part}_{number}"] for part in parts}} for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        """Ask for the half of a row that is missing."""
        answers: dict[str, Any] = super().clean() or {}
        for number in self.numbers:
            kind, words, more = (str(answers.get(f"{part}_{number}") or "") for part in ("kind", "words", "more"))
            if (kind or more) and not words:
                self.add_error(f"words_{number}", "Enter the name, number or description")
            elif words and not kind:
                self.add_error(f"kind_{number}", "Choose what it is")
        return answers


class UrgencyForm(forms.Form):
    """How soon somebody must act."""

    urgency = forms.ChoiceField(
        label="How soon must somebody act?",
        choices=(
            (Urgency.NOW.value, "Now: it cannot wait for the queue"),
            (Urgency.TODAY.value, "Today"),
            (Urgency.SOON.value, "In the next days"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon somebody must act"},
    )
    because = forms.CharField(label="What makes it urgent, or not?", required=False, max_length=1_000, widget=box(2))
    looks: ClassVar = {
        "urgency": Look(
            label="l",
            heading=True,
            hints={
                Urgency.NOW.value: "Ring first: 999 where there is danger, else the referral line. Then share it here.",
                Urgency.TODAY.value: "The child may come to harm before tomorrow, or will be seen by us today.",
                Urgency.SOON.value: "A person on the desk decides within one working day.",
            },
        )
    }


class ToldForm(forms.Form):
    """Whether the child and the family know that it is shared, and why where they do not."""

    child = forms.ChoiceField(
        label="Does {first} know that you are sharing this?",
        choices=((YES, "Yes"), (NOT_YET, "Not yet"), (NO, "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the child knows"},
    )
    child_why = forms.ChoiceField(label="If not, why does the child not know?", choices=WHY_NOT, required=False)
    family = forms.ChoiceField(
        label="Does the family know?",
        choices=((YES, "Yes"), (NOT_YET, "Not yet"), (NO, "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the family knows"},
    )
    family_why = forms.ChoiceField(label="If not, why does the family not know?", choices=WHY_NOT, required=False)
    words = forms.CharField(
        label="Anything else about that",
        help_text="What they said, who is to tell them and when.",
        required=False,
        max_length=1_000,
        widget=box(2),
    )
    looks: ClassVar = {"child": Look(label="s", inline=True), "family": Look(label="s", inline=True)}

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where somebody does not know, and for words where the reason is another."""
        answers: dict[str, Any] = super().clean() or {}
        for who in ("child", "family"):
            if answers.get(who) in {NO, NOT_YET} and not answers.get(f"{who}_why"):
                self.add_error(f"{who}_why", f"Choose why the {who} does not know")
            elif answers.get(f"{who}_why") == "other" and not answers.get("words"):
                self.add_error("words", "Say what the other reason is")
        return answers


class WhyForm(forms.Form):
    """On what grounds it is shared, and whether it may be passed on."""

    agency = forms.ChoiceField(label="For which agency do you share it?")
    purpose = forms.CharField(label="What for?", max_length=LONGEST_LINE)
    basis = forms.ChoiceField(label="Lawful basis", error_messages={"required": "Choose the lawful basis"})
    handling = forms.ChoiceField(
        label="May the desk pass it on?",
        choices=(("P", "Yes, to those who need to know it"), ("C", "Yes, but not to everyone, or not all of it")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it may be passed on"},
    )
    conditions = forms.CharField(
        label="What must not be passed on, and to whom?",
        help_text="Who could be harmed if it were known where this came from?",
        required=False,
        max_length=1_000,
        widget=box(2),
    )
    looks: ClassVar = {"handling": Look(label="s")}

    def __init__(self, *args: Any, agencies: dict[str, Agency], grades: bool, now: datetime, **kwargs: Any) -> None:
        """Offer the bases that her agency may use; where she works for one, none is asked for."""
        super().__init__(*args, **kwargs)
        chosen = str(self.data.get("agency", "")) if self.is_bound else str(self.initial.get("agency", ""))
        agency = agencies.get(chosen) or next(iter(agencies.values()))
        offered = bases_for(agency.regime, agency.kind, now.astimezone(LONDON).date())
        offer(self, "basis", [(one.key, one.label) for one in offered])
        if len(agencies) > 1:
            offer(self, "agency", [(slug, one.name) for slug, one in agencies.items()])
        else:
            del self.fields["agency"]
        if grades:
            del self.fields["handling"], self.fields["conditions"]

    def clean(self) -> dict[str, Any]:
        """Ask for what must not be passed on."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("handling") == "C" and not answers.get("conditions"):
            self.add_error("conditions", "Say what must not be passed on, and to whom")
        return answers


class NotSharingForm(forms.Form):
    """Why it is not shared, with the same grounds as a share."""

    reason = forms.CharField(
        label="Why do you not share it?",
        help_text="What would be worse for the child if it were shared, and who gave advice.",
        max_length=1_000,
        widget=box(4),
    )
    purpose = forms.CharField(label="What would it have been for?", max_length=LONGEST_LINE)
    told = forms.CharField(
        label="Does the child know, and what does the child say?",
        help_text="If the child or family was not told, say why.",
        max_length=1_000,
        widget=box(2),
    )
    looks: ClassVar = {"reason": Look(label="s")}
