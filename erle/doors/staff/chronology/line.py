"""One line of a chronology on a page of its own: all that is known of it, its star, and the notes on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.chronology.asked import KINDS
from erle.doors.staff.chronology.shown import circle_words
from erle.doors.staff.page import FormPage
from erle.doors.staff.routes import address
from erle.doors.staff.words import day_and_time, grade, line_time, long_day
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.actions.marking import star_line, unstar_line, withdraw_note, write_note

if TYPE_CHECKING:
    from erle.knowledge.records.models import Entry, Note, Person

NATURES = {"fact": "What was seen or heard", "opinion": "What somebody makes of it"}


class NoteForm(forms.Form):
    """What the worker makes of a line."""

    text = forms.CharField(
        label="What do you make of this line?",
        help_text="It stands beside the line with your name and the date, apart from what was said.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    star = forms.BooleanField(label="Star this line: it matters", required=False)


class LinePage(FormPage):
    """The page of one line; what it asks for is a note."""

    needs = Ability.READ_RECORDS
    form_class = NoteForm
    template_name = "staff/line.html"
    person: Person
    entry: Entry

    def about(self) -> str:
        """Return the line's reference."""
        return str(self.kwargs["line"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write that it was opened."""
        self._load()
        write_opening(person=self.person, purpose="Opened a line")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says: star, take off the star, take a note back, or write one."""
        self._load()
        marks = {"star": self._star, "unstar": self._unstar, "take_back": self._take_back}
        mark = marks.get(request.POST.get("mark", ""))
        if mark is None:
            return super().post(request, *args, **kwargs)
        try:
            self.done(mark())
        except gate.NotAble:
            raise
        except Refused as refused:
            return self.show(
                {**self.context(self.make_form()), "refused": [{"text": str(refused), "href": ""}]}, status=422
            )
        return redirect(request.path)

    def _load(self) -> None:
        self.entry = self.found(records.line_called, self.about())
        self.person = self.entry.person

    def _star(self) -> str:
        star_line(entry=self.entry, by=self.worker, at=self.now)
        return "Starred."

    def _unstar(self) -> str:
        unstar_line(entry=self.entry, by=self.worker, at=self.now)
        return "The star is off."

    def _take_back(self) -> str:
        number = self.request.POST.get("note", "")
        note = records.notes_of(self.entry).filter(pk=number).first() if re.fullmatch(r"[0-9]{1,15}", number) else None
        if note is None:
            raise Http404
        withdraw_note(note=note, by=self.worker, at=self.now)
        return "Note taken back. It stays on this page."

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Write the note, and star the line where that is asked for too."""
        write_note(entry=self.entry, text=answers["text"], by=self.worker, at=self.now)
        if answers["star"] and not self.entry.significant:
            star_line(entry=self.entry, by=self.worker, at=self.now)
        self.done("Note written.")
        return redirect(self.request.path)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return the line, what it names, and the notes on it."""
        entry, first = self.entry, named(self.person).first
        if entry.significant:
            form.fields.pop("star", None)
        narrow = entry.circle_id != self.person.circle_id
        return {
            **super().context(form),
            **banner(self.person, "child_chronology", self.today),
            "title": entry.title,
            "line": entry,
            "summary": self._summary("A named list only" if narrow else circle_words(first)),
            "named": [self._mention(one) for one in records.named_in(entry)],
            "notes": [self._note(note) for note in records.notes_of(entry)],
            "submit": "Write note",
            "back_url": address("child_chronology", self.person.reference),
        }

    def _summary(self, circle: str) -> list[tuple[str, str]]:
        entry = self.entry
        time = line_time(entry.happened_at, entry.precision)
        rows = [
            ("When", f"{long_day(local_day(entry.happened_at))}{f', {time}' if time else ''}"),
            ("Kind", f"{KINDS[entry.kind]}. {NATURES.get(entry.nature, '')}".strip()),
            ("Who said so", f"{entry.agency.name}{f', {entry.source}' if entry.source else ''}"),
            ("Grade", grade(entry.grade) or "Nobody graded it"),
            ("Conditions", entry.conditions),
            ("Seen by", circle),
            ("Recorded", f"{entry.recorded_by.name}, {day_and_time(entry.recorded_at, self.today)}"),
            ("Repeats", "A line of another agency’s own record of this child" if entry.origin_id else ""),
            ("Reference", entry.reference),
        ]
        return [(key, value) for key, value in rows if value]

    def _mention(self, one: records.Mentioned) -> dict[str, str]:
        lines = f"{address('child_chronology', self.person.reference)}?mention={one.about}"
        thing = address("thing", one.about) if one.about.startswith("T-") else ""
        return {"words": one.words, "kind": one.kind.capitalize(), "lines_url": lines, "thing_url": thing}

    def _note(self, note: Note) -> dict[str, Any]:
        back = note.withdrawn_at
        mine = note.written_by_id == self.worker.pk and back is None
        return {
            "by": f"{note.written_by.name}, {day_and_time(note.written_at, self.today)}",
            "text": note.text,
            "withdrawn": f"Taken back {day_and_time(back, self.today)}" if back else "",
            "number": note.pk if mine else None,
        }
