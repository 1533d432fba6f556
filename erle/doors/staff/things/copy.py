"""A copy of the lines that name a thing: numbered in the circle of every child whose lines it holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from erle.doors.staff.chronology.gaps import NOT_NAMED
from erle.doors.staff.chronology.shown import Setting, Shown, shown
from erle.doors.staff.copies.page import MOST_LINES, Copy, TooLong
from erle.doors.staff.copies.printing import Paper, pdf, printed
from erle.doors.staff.things.held import held_as_one
from erle.doors.staff.things.page import described, whose
from erle.knowledge.linkage.things.queries import judged
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.copying import Numbered, take_copy
from erle.knowledge.records.actions.looking import write_thing


class CopyThing(Copy):
    """A copy of a thing's lines."""

    def about(self) -> str:
        """Return the thing's reference."""
        return str(self.kwargs["thing"])

    def load(self) -> None:
        """Load the thing."""
        self.known = judged(self.about())
        self.thing = self.found(lambda said: records.thing_called(said, also=self.known.things[1:]), self.about())
        self.facets = records.facets_naming(self.thing.things)
        if self.request.method == "GET":
            write_thing(things=self.thing.things, people=(), purpose="Opened print or PDF")

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will be in it."""
        of = described(self.thing)
        return {
            **super().context(form),
            "title": "Print or PDF",
            "lead": "The copy is numbered in the circle of every child whose lines it holds. Your name, the time"
            " and what it is for stand on every page.",
            "summary": [("Of", f"{of['kind']}: {of['name']}"), ("Holds", self.filter_words(self.facets))],
            "submit": "Make the copy",
            "cancel_url": self.asked.url(reverse("thing", args=[self.thing.reference])),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Make it, number it, and hand it over."""
        lines = list(records.lines_naming(self.thing.things, self.asked.wanted(self.today))[: MOST_LINES + 1])
        if len(lines) > MOST_LINES:
            raise TooLong(f"A copy holds {MOST_LINES:,} lines at most. Choose dates, and make more than one.")
        children = whose(records.children_naming(self.thing.things))
        setting = Setting(today=self.today, children=children, gap=self.asked.gap, nothing=NOT_NAMED)
        told = list(shown(lines, setting))
        homes = {line["circle_id"]: line["person__reference"] for line in lines}
        made: list[Numbered] = []

        def make(numbered: Numbered) -> bytes:
            made.append(numbered)
            return printed(self._paper(numbered, told, answers["purpose"], homes))

        content = take_copy(
            about=self.thing.reference,
            circles=homes,
            lines=len(lines),
            asked=self.asked.query,
            purpose=answers["purpose"],
            made=make,
            by=self.worker,
            at=self.now,
        )
        return pdf(content, f"{self.thing.reference}-{made[0].reference}")

    def _paper(self, numbered: Numbered, lines: list[Shown], purpose: str, homes: dict[int, str]) -> Paper:
        of = described(self.thing)
        numbers = ", ".join(f"{number} of {homes[circle]}" for circle, number in sorted(numbered.numbers.items())[:20])
        return self.paper(
            title=f"{of['kind']}: {of['name']}",
            number=f"Copy {numbered.reference}",
            lines=lines,
            purpose=purpose,
            facts=of["facts"],
            summary=[
                ("What for", purpose),
                ("Holds", self.filter_words(self.facets)),
                ("Also said", ", ".join(of["spellings"]) or "Only as above"),
                *held_as_one(self.thing, self.known, today=self.today),
                ("Printed", self.printed_by.removeprefix("Printed by ")),
                ("Numbers", f"Copy {numbers}"),
            ],
            voice="",
            said=[],
        )
