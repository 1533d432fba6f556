"""The form of a version: a fixed set of fields for each section it may have, so that a draft keeps all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField

from erle.doors.staff.fields import DateBoxes
from erle.doors.staff.rendering import Look
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.kinds import KIND_WORDS, MOMENTS, Kind

MOST_SECTIONS = 40
PARTS = ("key", "heading", "text", "moments", "place")


def names_of(place: int) -> dict[str, str]:
    """Return the names of a section's fields."""
    return {part: f"section_{place}_{part}" for part in PARTS}


def _section_fields(place: int) -> dict[str, forms.Field]:
    names = names_of(place)
    return {
        names["key"]: forms.SlugField(required=False, max_length=70, widget=forms.HiddenInput),
        names["heading"]: forms.CharField(label="Heading", required=False, max_length=160),
        names["text"]: forms.CharField(
            label="Text",
            help_text="An empty line begins a new paragraph. A line that begins with a hyphen or a number is an item.",
            required=False,
            max_length=8000,
            widget=forms.Textarea(attrs={"rows": 7}),
        ),
        names["moments"]: forms.MultipleChoiceField(
            label="Shown on the page for",
            required=False,
            choices=[*MOMENTS.items()],
            widget=forms.CheckboxSelectMultiple,
        ),
        names["place"]: forms.IntegerField(
            label="Place among the sections",
            required=False,
            min_value=1,
            max_value=999,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        ),
    }


class VersionForm(forms.Form):
    """What every version has; its sections' fields are added below."""

    looks: ClassVar[dict[str, Look]] = {
        "owners": Look(label="m", small=True),
        **{names_of(place)["moments"]: Look(small=True) for place in range(1, MOST_SECTIONS + 1)},
    }
    sections = 0
    """How many sections are shown."""
    title = forms.CharField(label="Title", max_length=160)
    purpose = forms.CharField(
        label="What is it for, and for whom?", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    in_force_from = DateBoxes(label="In force from", help_text="Or from when the last agency signs, if that is later.")
    review_on = DateBoxes(label="Looked at again by", help_text="A clock runs until then.")
    owners = forms.MultipleChoiceField(
        label="Which agencies own it?",
        help_text="It comes into force once each of them has signed.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the agencies that own it"},
    )

    @property
    def head(self) -> list[BoundField]:
        """The fields that are of no section."""
        return [self[name] for name in self.fields if not name.startswith("section_")]

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The sections that are shown, each with its fields."""
        for place in range(1, self.sections + 1):
            fields = {f"{part}_field": self[name] for part, name in names_of(place).items()}
            yield {"place": place, **fields}

    def clean(self) -> dict[str, Any]:
        """Gather the sections in their places; what has neither heading nor text is left out."""
        answers: dict[str, Any] = super().clean() or {}
        found = []
        for place in range(1, MOST_SECTIONS + 1):
            told = {part: answers.get(name) for part, name in names_of(place).items()}
            heading, text = (str(told[part] or "").strip() for part in ("heading", "text"))
            if heading or text:
                self._require_both(place, heading, text)
                passage = Passage(told["key"] or "", heading, text, tuple(told["moments"] or ()))
                found.append((told["place"] or place, place, passage))
        answers["sections"] = [passage for _, _, passage in sorted(found, key=lambda one: one[:2])]
        return answers

    def _require_both(self, place: int, heading: str, text: str) -> None:
        names = names_of(place)
        for part, typed in (("heading", heading), ("text", text)):
            if not typed and not self.has_error(names[part]):
                self.add_error(names[part], f"Enter the {part} of section {place}, or empty the section")


for _place in range(1, MOST_SECTIONS + 1):
    VersionForm.base_fields |= _section_fields(_place)


class FirstVersionForm(VersionForm):
    """The first version of a protocol, which says what it is called."""

    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[(kind.value, KIND_WORDS[kind]) for kind in Kind],
        error_messages={"required": "Choose what it is"},
    )
    field_order = ("kind", "title")


class NextVersionForm(VersionForm):
    """A later version, which says what is new in it."""

    news = forms.CharField(
        label="What is new, and why?",
        help_text="In a few sentences, for those who sign and for those who work by it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    field_order = ("news", "title")
