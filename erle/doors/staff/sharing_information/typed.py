"""What was typed in a form, as a browser sent it: in the shape in which the draft keeps it and fills a form again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from erle.doors.staff.fields import DATE_PARTS, ThreeBoxes

LATER, MORE, SEEN = "later", "more", "seen"
NOT_TYPED = {"csrfmiddlewaretoken", SEEN, LATER, MORE}
"""What a form sends beside what was typed."""


def typed_in(form: forms.Form, sent: QueryDict) -> dict[str, Any]:
    """Return what was typed in the form's own fields, in the shape in which a form is filled again."""
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field.widget, ThreeBoxes):
            typed[name] = [plainly(sent.get(f"{name}-{part.key}", "")) for part in DATE_PARTS]
        elif name in sent:
            typed[name] = plainly(str(sent[name]))
    return {name: value for name, value in typed.items() if any(value)}


def plainly(words: str) -> str:
    """Return words with one sign for the end of a line, and none that a database cannot keep."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def shown_value(field: Any) -> str:
    """Return a field's answer as words."""
    value = field.value()
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part)
    if isinstance(field.field, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(field.field, forms.ChoiceField):
        choices: Any = field.field.choices
        return next((str(label) for key, label in choices if key == value), "") if value else ""
    return str(value or "")


def late(sent: QueryDict) -> dict[str, Any]:
    """Return what was typed, where no form is made any more: it came after the worker's time ran out."""
    return _gathered({name: plainly(str(sent[name])) for name in sent if name not in NOT_TYPED})


def words_of(sent: QueryDict) -> list[str]:
    """Return the words that were typed, to be shown again."""
    said: Iterable[str] = (str(words) for name, words in sent.items() if name not in NOT_TYPED)
    return [words for words in said if words.strip()]


def _gathered(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser sent with the three boxes of a date as one."""
    ends = tuple(f"-{part.key}" for part in DATE_PARTS)
    dates = {name.rpartition("-")[0] for name in fields if name.endswith(ends)}
    made = {name: value for name, value in fields.items() if not name.endswith(ends)}
    for name in dates:
        made[name] = [str(fields.get(f"{name}-{part.key}", "")) for part in DATE_PARTS]
    return {name: value for name, value in made.items() if any(value)}


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page's script asks, which keeps while somebody types."""
    return request.headers.get("Accept") == "application/json"
