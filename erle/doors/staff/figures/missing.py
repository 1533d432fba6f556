"""How the partnership does for children who were missing: by month, agency, school, care and area, rounded.

What is on the page is made of the protected figures alone: which year it opens with, what stands first, how many rows
are held back. Nothing else is read, so that nothing more can be reckoned.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.board.queries import counted_to, missing_figures
from erle.board.rules import SIDES, Figures
from erle.doors.staff.figures.asked import (
    EVERYTHING,
    MANY,
    SIDE_WORDS,
    address,
    key_words,
    side_in,
    year_in,
    year_words,
    years_shown,
)
from erle.doors.staff.page import Page
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import long_day
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

MOST_BLURRED = 50
"""Returns below which no share is shown: of ten that are shown as ten, eight may be eight, and no share is 100%."""
UNKNOWN = "Not recorded"
Counts = Mapping[str, int | None]
OF_RETURNED = (("offered", "Interview offered"), ("done", "Interview held"), ("in_time", "Held within 72 hours"),
               ("declined", "Declined"))  # fmt: skip


class MissingFigures(Page):
    """The figures of the years, and of one by one thing at a time: two at once would single children out."""

    template_name = "staff/figures/missing.html"
    needs = Ability.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        years = {year: missing_figures(year, at=self.now) for year in years_shown(self.today)}
        year = year_in(request.GET, self.today) or _newest_shown({one: figures for one, (figures, _) in years.items()})
        side = side_in(request.GET)
        figures, least = years[year]
        ledger.write(Act.LISTED, purpose="Figures: missing", detail={"year": year})
        last, here = counted_to(year, self.now), reverse("figures")
        sides = [side] if side else SIDES
        return self.show(
            {
                "year": year_words(year),
                "counted_to": long_day(last) if last else "",
                "years": [self._year(one, of, year, side) for one, (of, _) in years.items()],
                "sides": [
                    {"label": label, "current": key == side, "url": address(here, year=year, by=key)}
                    for key, label in {EVERYTHING: "All that can be shown", **SIDE_WORDS}.items()
                ],
                "measures": [label for _, label in OF_RETURNED],
                "none": not any(figures.tables.values()),
                "tables": [self._table(one, figures.tables[one], year) for one in sides if figures.tables[one]],
                "least": least,
                "may_see_episodes": Ability.READ_RECORDS in self.abilities,
                "episodes_url": address(reverse("figures_behind"), year=year),
                "views": saved_views(self),
            }
        )

    def _year(self, year: int, figures: Figures, shown: int, side: str) -> dict[str, Any]:
        none, over = not any(figures.tables.values()), counted_to(year, self.now)
        why = "No month of it is over yet" if not over else "No child was missing" if none else ""
        return {
            **_row(figures.total, year_words(year)),
            "why": why,
            "current": year == shown,
            "url": address(reverse("figures"), year=year, by=side),
        }

    def _table(self, side: str, rows: Mapping[str, Counts], year: int) -> dict[str, Any]:
        """Return the rows that are shown, the largest first and months in their order, and which are held back."""
        told = {key: self._told(side, key, counts, year) for key, counts in rows.items()}
        shown = [key for key, row in told.items() if not row["nothing"]]
        if side != "month":
            shown.sort(key=lambda key: (-(rows[key]["episodes"] or 0), told[key]["label"]))
        held = [row for row in told.values() if row["nothing"]]
        unknown = {"care": "not_recorded", "area": UNKNOWN, "school": UNKNOWN}.get(side)
        return {
            "side": SIDE_WORDS[side],
            "unknown": [*rows] == [unknown],
            "rows": [told[key] for key in shown],
            "held": held,
            "held_words": _held_words(len(held), len(told), MANY[side]),
        }

    def _told(self, side: str, key: str, counts: Counts, year: int) -> dict[str, Any]:
        url = address(reverse("figures_behind"), year=year, by=side, key=key)
        return {**_row(counts, key_words(side, key)), "url": url}


def _newest_shown(years: Mapping[int, Figures]) -> int:
    """Return the newest year of which the whole is shown; else the newest that has rows, or the newest."""
    shown = [year for year, figures in years.items() if figures.total["episodes"]]
    told = [year for year, figures in years.items() if any(figures.tables.values())]
    return next(iter([*shown, *told, *years]))


def _row(counts: Counts, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "children": _count(counts["children"]),
        "episodes": _count(counts["episodes"]),
        "repeated": _count(counts["repeated"]),
        "returned": _count(counts["returned"]),
        "interviews": [(words, _of(counts[name], counts["returned"])) for name, words in OF_RETURNED],
        "nothing": all(count is None for count in counts.values()),
    }


def _held_words(held: int, number: int, many: str) -> str:
    if not held:
        return ""
    if number == 1:
        return "There is one, and it is held back"
    return (
        f"{held} of {number} {many} {'is' if held == 1 else 'are'} held back"
        if held < number
        else f"None of {number} {many} can be shown"
    )


def _count(count: int | None) -> str:
    return "not shown" if count is None else f"{count:,}"


def _of(count: int | None, returned: int | None) -> str:
    """Return a count, with about what share of the returns it is, where rounding leaves a share to speak of."""
    if not count or returned is None or returned < MOST_BLURRED:
        return _count(count)
    tenths = round(min(count / returned, 1) * 10)
    return f"{count:,} (about {tenths * 10}%)"
