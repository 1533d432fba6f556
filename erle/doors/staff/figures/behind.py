"""The episodes behind a figure, of the children whose circle the worker is in: the list that an inspection asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.board.queries import Seen, counted_to, episodes_behind
from erle.doors.staff.figures import listed
from erle.doors.staff.figures.asked import address, asked_of, key_words, year_words
from erle.doors.staff.page import Page
from erle.doors.staff.words import long_day
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

MOST = 200


class Behind(Page):
    """Each episode with its return and what became of the interview; it never says how many there are beside them."""

    template_name = "staff/figures/behind.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        asked = asked_of(request.GET, self.today)
        found = episodes_behind(asked.year, side=asked.side, key=asked.key, at=self.now)
        shown = found[:MOST]
        ledger.write_each(
            Act.LISTED,
            things=list(dict.fromkeys((one.child, one.circle) for one in shown)),
            purpose="Figures: episodes",
        )
        last = counted_to(asked.year, self.now)
        return self.show(
            {
                "year": year_words(asked.year),
                "counted_to": long_day(last) if last else "",
                "of": key_words(asked.side, asked.key) if asked.key else "",
                "back": address(reverse("figures"), year=asked.year),
                "download_url": address(reverse("figures_download"), **asked.parameters) if found else "",
                "may_see_figures": Ability.SEE_FIGURES in self.abilities,
                "rows": [self._row(one) for one in shown],
                "number": len(found),
                "most": MOST if len(found) > MOST else 0,
            }
        )

    def _row(self, one: Seen) -> dict[str, Any]:
        return {
            "child": f"{one.given_names} {one.family_name}".strip() or one.child,
            "child_url": reverse("child", args=[one.child]),
            "url": reverse("episode", args=[one.episode]),
            "left": listed.gone(one, self.today),
            "back": listed.back(one, self.today),
            "care": key_words("care", one.care),
            "offered": listed.offered(one),
            "accepted": listed.accepted(one),
            "held": listed.held(one),
            "repeated": one.repeated,
        }
