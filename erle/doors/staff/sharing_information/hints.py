"""What a question says while somebody types: words that could read as blame, and the time that was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erle.doors.staff.sharing_information.questions.forms_seen import WhenForm, Worded
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.reading import understand
from erle.knowledge.records.wording.flagging import Flagged, flag

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django import forms

TEXT, KEPT = "text", "kept_words"


def suggestions(form: forms.Form, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the suggestions about the form's text, but for words that she has chosen to keep."""
    if not isinstance(form, Worded):
        return []
    text = str(typed.get(TEXT, ""))
    return [
        {
            "start": _as_browsers_count(text, one.start),
            "end": _as_browsers_count(text, one.end),
            "words": one.words,
            "instead": one.instead,
            "why": one.why,
        }
        for one in to_suggest(text, str(typed.get(KEPT, "")))
    ]


def _as_browsers_count(text: str, at: int) -> int:
    """Return the place counted in units of UTF-16."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def to_suggest(text: str, kept: str) -> list[Flagged]:
    """Return what is pointed out in the text; each phrase once, and none that she keeps."""
    passed = {words.casefold() for words in kept.splitlines()}
    found = []
    for one in flag(text):
        if one.words.casefold() not in passed:
            passed.add(one.words.casefold())
            found.append(one)
    return found


def understood(form: forms.Form, typed: Mapping[str, Any], now: datetime) -> dict[str, str]:
    """Return what was understood of a time, in words; nothing where it asks."""
    said = str(typed.get("when", ""))
    if not isinstance(form, WhenForm) or not said.strip():
        return {}
    try:
        return {"when": f"Understood as: {understand(said, now=form.told_at).words}."}
    except Unclear as unclear:
        readings = " Or: ".join(one.words for one in unclear.readings)
        asked = f"This may be: {readings}. You can choose when you continue." if readings else unclear.words
        return {"when": asked}
