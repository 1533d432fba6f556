"""The patterns at which somebody has to look, for those who may decide about them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page
from erle.doors.staff.patterns.shown import row
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.patterns.rules import Pattern
from erle.knowledge.records.actions.looking import write_listing
from erle.practice.missing.queries.patterns import Item, Patterns, patterns

MOST = 50
SECTIONS = (
    ("Missing at the same times", {Pattern.TOGETHER}),
    ("One child", {Pattern.REPEATED, Pattern.LONGER, Pattern.HOURS}),
    ("Named about several children who were missing", {Pattern.THING, Pattern.PERSON}),
)


class PatternList(Page):
    """The list of patterns that wait."""

    needs = Ability.SHARE
    template_name = "staff/patterns/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first of them, and write whom the list named."""
        found = patterns(self.now)
        waiting = found.waiting
        shown = waiting[:MOST]
        named = {child for item in shown for child in item.found.children}
        write_listing(people=[found.people[child] for child in sorted(named)], purpose="Patterns of being missing")
        decided = sum(item.found.raised and not item.waits for item in found.items)
        return self.show(
            {
                "lede": self._lede(found, len(waiting)),
                "sections": [self._section(label, of, shown, found) for label, of in SECTIONS],
                "none": not waiting,
                "more": len(waiting) - len(shown),
                "decided": spell(decided, "pattern was", "patterns were") if decided else "",
            }
        )

    def _lede(self, found: Patterns, waiting: int) -> str:
        times = sum(len(away) for away in found.times.values())
        seen = f"{spell(times, 'time', 'times')} missing of {spell(len(found.times), 'child', 'children')}"
        return (
            f"{spell(waiting, 'pattern waits', 'patterns wait')} for somebody to decide. Looked for in {seen} in the"
            f" last {found.rule.days} days: those whose records you may see, and no other."
        )

    def _section(self, label: str, of: set[Pattern], shown: list[Item], found: Patterns) -> dict[str, Any]:
        items = [item for item in shown if item.found.pattern in of]
        return {"label": label, "rows": [row(item, found, item.found.children[0], self.today) for item in items]}
