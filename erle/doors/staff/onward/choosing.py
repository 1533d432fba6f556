"""What to share: the lines of a child or a report, to be chosen one by one; and the other ways, to share all or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.chips import filters, voice_label
from erle.doors.staff.chronology.wanting import wanting
from erle.doors.staff.onward.subject import AboutSubject, handling_words, is_child, line_words, lines_counted
from erle.doors.staff.sharing_information.files import file_row
from erle.doors.staff.words import day, until
from erle.knowledge.linkage.things.as_one import portrait_as_one
from erle.knowledge.records.disclosing.queries import disclosures_of
from erle.knowledge.records.disclosing.rules import MOST_LINES, Handling
from erle.knowledge.records.disclosing.sources import entries_of, files_of, of_entry, sources_of
from erle.knowledge.records.queries.chronology import only

if TYPE_CHECKING:
    from erle.knowledge.records.disclosing.sources import Source
    from erle.knowledge.records.models import Disclosure

PAGE, EARLIER = 50, 10
NONE_CHOSEN = "Choose at least one line to share: what is needed, and no more."
TOO_MANY = f"Share {MOST_LINES} lines at most at one time: what is needed, and no more."


class Onwards(AboutSubject):
    """The first page: which lines."""

    template_name = "staff/onward/choose.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the lines; one that the address names is chosen already."""
        self.load()
        return self._answer()

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Keep what is chosen on this page beside what was chosen on others, and go on."""
        self.load()
        shown, chosen = set(request.POST.getlist("shown")), request.POST.getlist("chosen")
        basket = self.basket
        others = [key for key in basket.lines if key not in shown]
        lines = list(dict.fromkeys([*others, *(key for key in chosen if key in shown)]))
        if len(lines) > MOST_LINES:
            return self._answer(problem=TOO_MANY, chosen=set(chosen))
        self.keep(replace(basket, lines=lines))
        if request.POST.get("act") == "older":
            return redirect(self._older_url() or request.get_full_path())
        if not lines:
            return self._answer(problem=NONE_CHOSEN)
        return redirect(self.url("onwards_not_share" if request.POST.get("act") == "not_share" else "onwards_details"))

    def _older_url(self) -> str:
        asked, here = Asked.of(self.request.GET), self.url("onwards")
        if not is_child(self.subject):
            return ""
        page = list(only(entries_of(self.subject), wanting(asked, self.today))[: PAGE + 1])
        if len(page) <= PAGE:
            return ""
        return asked.older_url(here, page[PAGE - 1].happened_at, page[PAGE - 1].pk)

    def _answer(self, *, problem: str = "", chosen: set[str] | None = None) -> HttpResponse:
        basket = self.basket
        named = self.request.GET.get("line", "")
        ticked = chosen if chosen is not None else {*basket.lines, *([named] if named else [])}
        context = {
            **self.around(),
            **(self._of_child(named) if is_child(self.subject) else self._of_report()),
            "title": f"Share {self.first} onwards" if not is_child(self.subject) else self._title(),
            "chosen": ticked,
            "elsewhere": lines_counted(len(basket.lines)) if basket.lines else "",
            "errors": [{"text": problem, "href": "#chosen"}] if problem else [],
            "not_share_url": self.url("onwards_not_share"),
            "back_url": self.back_url,
        }
        context["rows"] = [self._row(source, ticked) for source in context["rows"]]
        return self.show(context, status=422 if problem else 200)

    def _title(self) -> str:
        return "Share onwards" if self.first == "this child" else f"Share onwards what is known of {self.first}"

    def _of_child(self, line: str) -> dict[str, Any]:
        portrait = self.found(lambda asked: portrait_as_one(asked, lists=("facets", "mentioned")), self.about())
        asked, here = Asked.of(self.request.GET), self.url("onwards")
        lines = list(only(entries_of(portrait.person), wanting(asked, self.today))[: PAGE + 1])
        rows = [of_entry(one) for one in lines[:PAGE]]
        if line and line not in {row.key for row in rows}:
            rows = [*sources_of(portrait.person, [line]), *rows]
        voice = voice_label(portrait.person.pronouns)
        return {
            "rows": rows,
            "filters": filters(here, asked, portrait.facets, portrait.mentioned, voice=voice, today=self.today),
            "older": len(lines) > PAGE,
            "whole_url": reverse("child_share", args=[self.about()]),
            "before": [self._before(one) for one in disclosures_of(portrait.person)[:EARLIER]],
        }

    def _of_report(self) -> dict[str, Any]:
        return {
            "rows": sources_of(self.subject),
            "before": [],
            "files": [file_row(one) for one in files_of(self.subject)],
        }

    def _row(self, source: Source, chosen: set[str]) -> dict[str, Any]:
        return {
            **line_words(source),
            "key": source.key,
            "chosen": source.key in chosen,
            "stays": source.handling is Handling.ORIGINATOR,
            "handling": handling_words(source),
            "narrow": source.circle_id != self.subject.circle_id,
        }

    def _before(self, disclosure: Disclosure) -> dict[str, str]:
        ends = "taken back" if disclosure.withdrawn_at else f"until {until(disclosure.ends_at, self.today)}"
        return {
            "words": f"{disclosure.shared_by}, {day(disclosure.shared_at, self.today)}",
            "ends": ends,
            "purpose": disclosure.purpose,
            "url": reverse("shared_one", args=[disclosure.reference]),
        }
