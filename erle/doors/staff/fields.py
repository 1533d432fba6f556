"""Fields that Django lacks: a date in three boxes, and a time as people write it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from erle.doors.staff.words import LONDON


@dataclass(frozen=True)
class Part:
    """One part of a date."""

    key: str
    label: str
    width: int


DATE_PARTS = (Part("day", "Day", 2), Part("month", "Month", 2), Part("year", "Year", 4))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?\s*(?P<half>am|pm)?")


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year, each in a box of its own."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three boxes."""
        super().__init__([forms.TextInput() for _ in DATE_PARTS], attrs)
        self.widgets_names = [f"-{part.key}" for part in DATE_PARTS]

    def decompress(self, value: date | None) -> list[Any]:
        """Return day, month and year of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return what was typed in the three boxes."""
        return [str(data.get(f"{name}-{part.key}") or "").strip() for part in DATE_PARTS]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether no box came with the form."""
        return all(f"{name}-{part.key}" not in data for part in DATE_PARTS)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return f"{id_}-day" if id_ else ""


class DateBoxes(forms.Field):
    """A date in three boxes; each error says which box, and what it needs.

    `name` is what the date is called in the midst of a sentence, where that is not its label, such as "the end".
    """

    widget = ThreeBoxes

    def __init__(self, *, name: str = "", **kwargs: Any) -> None:
        """Keep the name that the errors use."""
        super().__init__(**kwargs)
        self.name = name or _named(self.label, "the date")

    @property
    def _title(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    def clean(self, value: Any) -> date | None:
        """Return the date, or say what is missing or cannot be."""
        typed = list(value or ["", "", ""])
        if not any(typed):
            if self.required:
                raise ValidationError(f"Enter {self.name}", code="required")
            return None
        for part, text in zip(DATE_PARTS, typed, strict=True):
            if not text:
                raise ValidationError(f"{self._title} must include a {part.key}", code=part.key)
        return self._date(*typed)

    def _date(self, day: str, month: str, year: str) -> date:
        if len(year) != 4 or not _is_number(year):
            raise ValidationError("Year must include 4 numbers", code="year")
        number = MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else _number(month)
        try:
            return date(int(year), number, _number(day))
        except ValueError as impossible:
            raise ValidationError(f"{self._title} must be a real date", code="invalid") from impossible

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Tell whether what was typed is another date."""
        return [str(part or "") for part in ThreeBoxes().decompress(initial)] != list(data or ["", "", ""])


class ClockTime(forms.Field):
    """A time of day as people write it: 16:05, 1605, 4.05pm or 4pm."""

    def __init__(self, *, name: str = "", **kwargs: Any) -> None:
        """Keep the name that the errors use."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)
        self.name = name or _named(self.label, "the time")

    def prepare_value(self, value: Any) -> Any:
        """Show a time with four figures."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """Return the time, or say how to write one."""
        text = str(value or "").strip().lower()
        if not text:
            return None
        try:
            return _time(text)
        except ValueError as impossible:
            said = f"Enter {self.name}, like 16:05"
            raise ValidationError(said, code="invalid") from impossible

    def validate(self, value: Any) -> None:
        """Ask for the time where it must be given."""
        if value is None and self.required:
            raise ValidationError(f"Enter {self.name}", code="required")


def _named(label: Any, otherwise: str) -> str:
    """Return what a field is called in its errors; a question is no name."""
    text = str(label or "?")
    return otherwise if text.endswith("?") else in_a_sentence(text)


def in_a_sentence(label: Any) -> str:
    """Return a label as it stands in the midst of a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]


def _time(text: str) -> time:
    found = CLOCK_TIME.fullmatch(text)
    if not found or not text.isascii():
        raise ValueError(text)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half is None and found["minute"] is None:
        raise ValueError(text)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _number(text: str) -> int:
    """Return the number, or 0, which no day or month has."""
    return int(text) if _is_number(text) and len(text) <= 2 else 0


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Fill a field of choices with what this worker may choose at this moment."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices")
    field.choices = list(choices)


class WhenForm(forms.Form):
    """A day and a time, which begin as now."""

    on = DateBoxes(label="On which day?")
    time = ClockTime(label="At what time?", help_text="For example 16:30.")


def begun(moment: datetime) -> dict[str, Any]:
    """Return what a form of a day and a time begins with: the moment as the clock in London has it, to the minute."""
    local = moment.astimezone(LONDON)
    return {"on": local.date(), "time": time(local.hour, local.minute)}
