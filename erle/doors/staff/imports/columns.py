"""Saying what the columns of a table hold, and what an agency's own words for kinds of event mean."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.exchange.generic.fields import FIELD_WORDS, Field
from erle.doors.exchange.generic.guessing import guessed
from erle.doors.exchange.generic.mapping import ORDERS, ColumnMapping, checked_mapping
from erle.doors.exchange.generic.words import tidy
from erle.doors.exchange.handed.actions import look_of, map_columns, needs_mapping, note_columns, remembered
from erle.doors.exchange.handed.queries import file_called
from erle.doors.exchange.handed.rules import State
from erle.doors.staff.imports.office import OfficePage
from erle.doors.staff.imports.wording import KINDS
from erle.doors.staff.page import FormPage

EXAMPLES, LONGEST_EXAMPLE, MOST_WORDS = 3, 40, 60
NOT_MAPPED = ("", "Kept as said, under its own heading")
BY_COLUMN = ("", "A column says it, or it is attendance")
DESK_DAYS = (("0", "None"), ("1", "Those of the last day"), ("3", "Those of the last three days"),
             ("7", "Those of the last week"))  # fmt: skip
ORDER_WORDS = [(order, words[:1].upper() + words[1:]) for order, words in ORDERS.items()]


class MappingPage(FormPage, OfficePage):
    """A step between the upload and the check; its file stands where columns may still be changed."""

    form_class = forms.Form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; a file that went on already has its own page."""
        if not self._is_open():
            return redirect("imports_file", self.kwargs["reference"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answers."""
        if not self._is_open():
            return redirect("imports_file", self.kwargs["reference"])
        return super().post(request, *args, **kwargs)

    def _is_open(self) -> bool:
        self.file = self.found(file_called, self.kwargs["reference"])
        if not needs_mapping(self.file) or self.file.state not in {State.UPLOADED, State.CHECKED, State.FAILED}:
            return False
        self.look = look_of(self.file, at=self.now)
        return True

    def column(self, place: int) -> list[str]:
        """Return what the first rows say in a column, blanks left out."""
        return [row[place].strip() for row in self.look.rows if place < len(row) and row[place].strip()]


class Columns(MappingPage):
    """What each column holds."""

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Ask of each column what it holds, with its first values as the example."""
        form = forms.Form(*args, **kwargs)
        choices = [NOT_MAPPED, *((each.value, words) for each, words in FIELD_WORDS.items())]
        for place, heading in enumerate(self.look.header):
            seen = list(dict.fromkeys(value[:LONGEST_EXAMPLE] for value in self.column(place)))[:EXAMPLES]
            form.fields[f"c{place}"] = forms.ChoiceField(
                label=f"Column “{heading[:80]}”",
                choices=choices,
                required=False,
                help_text=f"For example: {'; '.join(seen)}" if seen else "Blank in the first rows",
            )
        form.fields["kind"] = forms.ChoiceField(
            label="What does each row tell?",
            choices=[BY_COLUMN, *((kind.value, words) for kind, words in KINDS.items())],
            required=False,
        )
        form.fields["dates"] = forms.ChoiceField(
            label="In which order are the parts of dates?", choices=ORDER_WORDS, widget=forms.RadioSelect
        )
        form.fields["to_desk_days"] = forms.ChoiceField(
            label="Which of these reports go to the MASH desk too?", choices=DESK_DAYS, widget=forms.RadioSelect
        )
        return form

    def initial(self) -> dict[str, Any]:
        """Start with what was said before, of this file or of the agency's last one like it, or with a guess."""
        known = self.file.mapping or remembered(self.file.agency, self.look.header)
        known = known or guessed(self.look.header, self.look.rows[:200])
        columns = {heading.upper(): name for heading, name in known["columns"].items()}
        return {
            **{f"c{place}": columns.get(name.upper(), "") for place, name in enumerate(self.look.header)},
            "kind": known.get("kind") or "",
            "dates": known.get("dates") or "dmy",
            "to_desk_days": str(known.get("to_desk_days") or 0),
        }

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Name the page and the file."""
        return {
            "form": form,
            "title": "What the columns hold",
            "lead": f"{self.file.name}. Erle has guessed, or remembers your last file like it: look at each column. "
            "Several columns may hold parts of one thing, such as the three parts of a grade.",
            "submit": "Go on",
            "cancel_url": reverse("imports_file", args=[self.file.reference]),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Go on to the words for kinds where a column says them, and else to the check."""
        before = (self.file.mapping or remembered(self.file.agency, self.look.header) or {}).get("values", {})
        columns = {name: answers[f"c{place}"] for place, name in enumerate(self.look.header) if answers[f"c{place}"]}
        mapping = checked_mapping(
            {
                "columns": columns,
                "kind": answers["kind"] or None,
                "values": before,
                "dates": answers["dates"],
                "to_desk_days": int(answers["to_desk_days"]),
                "sheet": (self.file.mapping or {}).get("sheet", ""),
            }
        )
        if Field.KIND in mapping.columns.values():
            note_columns(file=self.file, mapping=mapping, by=self.worker)
            return redirect("imports_words", self.file.reference)
        map_columns(file=self.file, mapping=mapping, by=self.worker, at=self.now)
        return redirect("imports_file", self.file.reference)


class Words(MappingPage):
    """What the agency's own words for kinds of event mean."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go back to the columns where none of them says the kind."""
        if self._is_open() and not self._words():
            return redirect("imports_columns", self.file.reference)
        return super().get(request, *args, **kwargs)

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Ask of each word what it means."""
        form = forms.Form(*args, **kwargs)
        choices = [("", "Rows with this word come back"), *((kind.value, words) for kind, words in KINDS.items())]
        for place, (word, number) in enumerate(self._words()):
            form.fields[f"w{place}"] = forms.ChoiceField(
                label=f"“{word[:80]}”", choices=choices, required=False, help_text=f"{number:,} of the first rows"
            )
        return form

    def initial(self) -> dict[str, Any]:
        """Start with what was said before, and with words that name a kind as they stand."""
        said = (self.file.mapping or {}).get("values", {}).get("kind", {})
        plain = {words.lower(): kind.value for kind, words in KINDS.items()}
        words = [word.lower() for word, _ in self._words()]
        return {f"w{place}": said.get(word) or plain.get(word, "") for place, word in enumerate(words)}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Name the page and the file."""
        return {
            "form": form,
            "title": "What your words mean",
            "lead": f"{self.file.name}. Say what kind of event each of your words stands for.",
            "submit": "Check the file",
            "cancel_url": reverse("imports_columns", args=[self.file.reference]),
            "cancel": "Back to the columns",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Have the file checked."""
        document = dict(self.file.mapping or {})
        said = {word: answers[f"w{place}"] for place, (word, _) in enumerate(self._words()) if answers[f"w{place}"]}
        document["values"] = {**document.get("values", {}), "kind": {**self._said_before(document), **said}}
        map_columns(file=self.file, mapping=checked_mapping(document), by=self.worker, at=self.now)
        return redirect("imports_file", self.file.reference)

    def _said_before(self, document: dict[str, Any]) -> dict[str, str]:
        """Return what was said of words that the first rows do not have."""
        here = {word.lower() for word, _ in self._words()}
        return {word: kind for word, kind in document.get("values", {}).get("kind", {}).items() if word not in here}

    def _words(self) -> list[tuple[str, int]]:
        """Return the words in the column of kinds, the most frequent first."""
        mapping: ColumnMapping | None = checked_mapping(self.file.mapping) if self.file.mapping else None
        places = mapping.places(self.look.header).get(Field.KIND, []) if mapping else []
        said = Counter(tidy(value) for place in places for value in self.column(place))
        return said.most_common(MOST_WORDS)
