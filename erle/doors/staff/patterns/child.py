"""The patterns of one child's times missing: raised or not, decided or not, and from where to where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.page import Page
from erle.doors.staff.patterns.shown import decided, row
from erle.doors.staff.patterns.words import DAYS, PARTS
from erle.doors.staff.routes import address
from erle.doors.staff.words import clock_time, day, spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.patterns.queries import verdicts_about
from erle.knowledge.patterns.rules.alone import slots
from erle.knowledge.records.actions.looking import write_listing, write_opening
from erle.knowledge.records.queries import child_called
from erle.practice.missing.queries.patterns import Patterns, patterns, places_of
from erle.practice.missing.rules.codes import What

if TYPE_CHECKING:
    from collections.abc import Sequence

    from erle.knowledge.patterns.rules import Away
    from erle.knowledge.records.models import Person
    from erle.practice.missing.models import Episode, Turn

SEEN = (What.REPORTED, What.SEEN)
LEAST = 2


class ChildPatterns(Page):
    """The page of one child's patterns."""

    needs = Ability.READ_RECORDS
    template_name = "staff/patterns/child.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show them, and write that the child was opened and who else was named."""
        person = self.found(child_called, reference)
        write_opening(person=person, purpose="Opened patterns of being missing")
        found = patterns(self.now)
        child, items = found.child(person), found.of(person)
        others = {one.pk: one for item in items for one in found.others(item, child)}
        write_listing(people=[*others.values()], purpose="Patterns of being missing")
        times = found.times.get(child, [])
        return self.show(
            {
                **banner(person, "child_missing", self.today),
                "lede": self._lede(person, times, found),
                "raised": [row(item, found, child, self.today) for item in items if item.found.raised],
                "not_raised": [row(item, found, child, self.today) for item in items if not item.found.raised],
                "when": self._when(times),
                "places": self._places(person, found),
                "before": self._before(found, child),
                "missing_url": address("child_missing", reference),
            }
        )

    def _lede(self, person: Person, times: Sequence[Away], found: Patterns) -> str:
        first = named(person).first
        return (
            f"{'This child' if first == 'this child' else first} was reported missing"
            f" {spell(len(times), 'time', 'times')} in the last {found.rule.days} days, as far as you may see."
            " A pattern is a reason to ask, never an answer."
        )

    def _when(self, times: Sequence[Away]) -> list[tuple[str, str]]:
        """Say on which days, and in which parts of the day, the child left."""
        exact = [slots(away) for away in times if away.exact]
        if len(exact) < LEAST:
            return []
        days = [(DAYS[slot], sum(one == slot for one, _ in exact)) for slot in range(len(DAYS))]
        parts = [(PARTS[slot], sum(two == 7 + slot for _, two in exact)) for slot in range(len(PARTS))]
        return [
            ("Day of the week", ", ".join(f"{words}: {number}" for words, number in days if number)),
            ("Part of the day", ", ".join(f"{words}: {number}" for words, number in parts if number)),
        ]

    def _places(self, person: Person, found: Patterns) -> list[dict[str, str]]:
        told = places_of(person, self.now - timedelta(days=found.rule.days))
        return [self._place(episode, turns) for episode, turns in told]

    def _place(self, episode: Episode, turns: Sequence[Turn]) -> dict[str, str]:
        seen = dict.fromkeys(turn.place for turn in turns if turn.what in SEEN)
        back = dict.fromkeys(turn.place for turn in turns if turn.what not in SEEN)
        return {
            "when": f"{day(episode.left_at, self.today)}, {clock_time(episode.left_at)}",
            "url": address("episode", episode.reference),
            "seen": ", then ".join(seen) or "Nobody said",
            "back": ", then ".join(back) or "Nobody said",
        }

    def _before(self, found: Patterns, child: int) -> list[dict[str, Any]]:
        """Return what was decided about patterns that do not stand now."""
        standing = {one.pk for item in found.of_number(child) for one in item.verdicts}
        return [decided(one, self.today) for one in verdicts_about([child]) if one.pk not in standing]
