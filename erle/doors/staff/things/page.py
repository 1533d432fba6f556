"""A thing's page: what it is called, the lines that name it, the children concerned, who told of it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page

from erle.doors.staff.children.banner import name_and_age, named
from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.chips import NAMED, filters
from erle.doors.staff.chronology.gaps import NOT_NAMED
from erle.doors.staff.chronology.lines import as_html
from erle.doors.staff.chronology.listing import after
from erle.doors.staff.chronology.shown import Setting, Shown, Whose, shown
from erle.doors.staff.page import Page
from erle.doors.staff.things.held import held
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.week.panel import hours
from erle.doors.staff.words import day, spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.things.queries import judged
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from erle.knowledge.records.models import Person

CHILDREN, REPORTS, HOURS_OF_LINES = 20, 10, 1_000


@method_decorator(gzip_page, name="dispatch")
class Thing(Page):
    """The page of one thing."""

    template_name = "staff/thing.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, thing: str) -> HttpResponse:
        """Show it, and write which children it named."""
        known = judged(thing)
        found = self.found(lambda reference: records.thing_called(reference, also=known.things[1:]), thing)
        asked, here = Asked.of(request.GET), reverse("thing", args=[found.reference])
        children = list(records.children_naming(found.things))
        facets = records.facets_naming(found.things)
        lines = list(records.lines_naming(found.things, asked.wanted(self.today))[: records.PAGE + 1])
        page = lines[: records.PAGE]
        total = sum(facet.lines for facet in facets)
        self._write(found, children, page)
        return self.show(
            {
                **described(found),
                **held(found, known, today=self.today),
                "lines": as_html(self._shown(page, children, asked)),
                "count": f"{len(page):,} of {spell(total, 'line', 'lines')} you may see",
                "filters": filters(here, asked, facets, (), today=self.today),
                "filtered": asked.filtered,
                "older_url": asked.older_url(here, page[-1]["happened_at"], page[-1]["id"])
                if len(lines) > len(page)
                else "",
                "children": [self._child(child) for child in children[:CHILDREN]],
                "more_children": max(0, len(children) - CHILDREN),
                "agencies": agencies(facets),
                "beside": [beside(one) for one in records.named_beside(found.things)],
                "reports": [self._report(report) for report in records.reports_naming(found.things)[:REPORTS]],
                "week": self._hours(found) if total else None,
                "views": saved_views(self),
                "copy_url": asked.url(reverse("thing_copy", args=[found.reference])) if total else "",
            }
        )

    def _shown(self, page: list[dict[str, Any]], children: Iterable[Person], asked: Asked) -> Iterable[Shown]:
        setting = Setting(today=self.today, children=whose(children), gap=asked.gap, nothing=NOT_NAMED)
        return shown(page, setting, after=after(asked, self.today))

    def _write(self, found: records.Thing, children: list[Person], page: list[dict[str, Any]]) -> None:
        on_the_page = {line["person__reference"] for line in page}
        listed = [child for number, child in enumerate(children) if number < CHILDREN or child.reference in on_the_page]
        write_thing(things=found.things, people=listed, purpose="Opened a thing")

    def _child(self, child: Person) -> dict[str, str]:
        lines: int = vars(child)["lines"]
        return {"name": name_and_age(child, self.today), "url": named(child).url, "meta": spell(lines, "line", "lines")}

    def _report(self, report: Any) -> dict[str, str]:
        return {
            "title": str(report.said.get("title") or report.reference),
            "meta": f"{report.agency.name}, {day(report.recorded_at, self.today)}",
            "reference": report.reference,
        }

    def _hours(self, found: records.Thing) -> dict[str, Any]:
        lines = records.lines_naming(found.things, records.Wanted())[:HOURS_OF_LINES]
        return hours(lines=list(lines), now=self.now)


def described(found: records.Thing) -> dict[str, Any]:
    """Return what a thing is called and what was said of it."""
    kind = NAMED[found.kind].removeprefix("A ").removeprefix("An ").capitalize()
    return {
        "name": found.spellings[0],
        "kind": kind,
        "facts": [kind, found.reference],
        "spellings": found.spellings[1:],
        "details": [(name.replace("_", " ").capitalize(), value) for name, value in found.details],
    }


def whose(children: Iterable[Person]) -> Mapping[str, Whose]:
    """Return the children in words, by reference."""
    return {
        child.reference: Whose(named(child).name, named(child).first, named(child).url, child.circle_id)
        for child in children
    }


def agencies(facets: Iterable[records.Facet]) -> list[dict[str, str]]:
    """Return who told of the thing, and in how many lines."""
    counts: dict[str, int] = {}
    for facet in facets:
        counts[facet.agency] = counts.get(facet.agency, 0) + facet.lines
    return [{"name": name, "meta": spell(lines, "line", "lines")} for name, lines in sorted(counts.items())]


def beside(one: records.Mentioned) -> dict[str, str]:
    """Return who or what the same reports name."""
    url = reverse("thing", args=[one.about]) if one.about.startswith("T-") else ""
    return {"name": one.words, "url": url, "meta": f"{one.kind}, {spell(one.lines, 'report', 'reports')}"}
