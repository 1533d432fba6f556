"""The episodes behind a figure, of the children whose circle the worker is in: the list that an inspection asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.board.queries import Seen, counted_to, episodes_behind
from erle.doors.staff.figures.asked import LONGEST, address, key_words, side_in, year_in, year_words
from erle.doors.staff.page import Page
from erle.doors.staff.words import day_and_time, elapsed, long_day
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
        year, side = year_in(request.GET, self.today), side_in(request.GET)
        key = request.GET.get("key", "")[:LONGEST].replace("\0", "")
        found = episodes_behind(year, side=side, key=key, at=self.now)
        shown = found[:MOST]
        ledger.write_each(
            Act.LISTED,
            things=list(dict.fromkeys((one.child, one.circle) for one in shown)),
            purpose="Figures: episodes",
        )
        last = counted_to(year, self.now)
        return self.show(
            {
                "year": year_words(year),
                "counted_to": long_day(last) if last else "",
                "of": key_words(side, key) if key else "",
                "back": address(reverse("figures"), year=year, by=side if key else ""),
                "may_see_figures": Ability.SEE_FIGURES in self.abilities,
                "rows": [self._row(one) for one in shown],
                "number": len(found),
                "most": MOST if len(found) > MOST else 0,
            }
        )

    def _row(self, one: Seen) -> dict[str, Any]:
        back = one.returned_at if one.returned else None
        return {
            "child": f"{one.given_names} {one.family_name}".strip() or one.child,
            "child_url": reverse("child", args=[one.child]),
            "episode": one.episode,
            "url": reverse("episode", args=[one.episode]),
            "left": day_and_time(one.left_at, self.today),
            "back": f"{day_and_time(back, self.today)}, after {elapsed(back - one.left_at)}" if back else "Not then",
            "care": key_words("care", one.care),
            "offered": _answer(one.offered, asked=one.returned),
            "accepted": _answer(one.done or not one.declined, asked=one.done or one.declined),
            "held": "Within 72 hours" if one.in_time else "Later" if one.done else "Declined" if one.declined else "No",
            "repeated": one.repeated,
        }


def _answer(said: bool, *, asked: bool) -> str:
    """Return the answer as the inspection's list has it: yes, no, or does not apply."""
    return ("Yes" if said else "No") if asked else "N/A"
