"""How the partnership does for children who were missing: by month, agency, school, care and area, rounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.board.queries import counted_to, missing_figures
from erle.doors.staff.figures.asked import (
    SIDE_WORDS,
    YEARS_SHOWN,
    address,
    key_words,
    side_in,
    year_in,
    year_of,
    year_words,
)
from erle.doors.staff.page import Page
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import long_day
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

MOST_BLURRED = 50
"""Returns below which no share is shown: of ten that are shown as ten, eight may be eight, and no share is 100%."""
Counts = Mapping[str, int | None]
OF_RETURNED = (("offered", "Interview offered"), ("done", "Held"), ("in_time", "Held within 72 hours"),
               ("declined", "Declined"))  # fmt: skip


class MissingFigures(Page):
    """The figures of one year, by one thing at a time: two at once would single children out."""

    template_name = "staff/figures/missing.html"
    needs = Ability.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        year, side = year_in(request.GET, self.today), side_in(request.GET)
        last = counted_to(year, self.now)
        figures, least = missing_figures(year, at=self.now)
        ledger.write(Act.LISTED, purpose="Figures: missing", detail={"year": year})
        here, this = reverse("figures"), year_of(self.today)
        rows = figures.tables[side]
        return self.show(
            {
                "year": year_words(year),
                "counted_to": long_day(last) if last else "",
                "years": [
                    {"label": year_words(one), "current": one == year, "url": address(here, year=one, by=side)}
                    for one in range(this, this - YEARS_SHOWN, -1)
                ],
                "sides": [
                    {"label": label, "current": key == side, "url": address(here, year=year, by=key)}
                    for key, label in SIDE_WORDS.items()
                ],
                "side": SIDE_WORDS[side],
                "measures": [label for _, label in OF_RETURNED],
                "total": self._row(figures.total, "All", year, "", ""),
                "rows": [self._row(counts, key_words(side, key), year, side, key) for key, counts in rows.items()],
                "least": least,
                "may_see_episodes": Ability.READ_RECORDS in self.abilities,
                "views": saved_views(self),
            }
        )

    def _row(self, counts: Counts, label: str, year: int, side: str, key: str) -> dict[str, Any]:
        returned = counts["returned"]
        return {
            "label": label,
            "children": _count(counts["children"]),
            "episodes": _count(counts["episodes"]),
            "repeated": _count(counts["repeated"]),
            "returned": _count(returned),
            "interviews": [(words, _of(counts[name], returned)) for name, words in OF_RETURNED],
            "nothing": all(count is None for count in counts.values()),
            "url": address(reverse("figures_behind"), year=year, by=side, key=key),
        }


def _count(count: int | None) -> str:
    return "not shown" if count is None else f"{count:,}"


def _of(count: int | None, returned: int | None) -> str:
    """Return a count, with about what share of the returns it is, where rounding leaves a share to speak of."""
    if count is None or returned is None or returned < MOST_BLURRED:
        return _count(count)
    tenths = round(min(count / returned, 1) * 10)
    return f"{count:,} (about {tenths * 10}%)"
