"""The protocols: what is in force, what is being agreed, and what is to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.words import day
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import Standing, StandingKind, standing
from erle.foundation.protocols.queries import agency_names, every_edition, kinds
from erle.foundation.protocols.rules.editions import Edition, State, in_force, review_is_near, state_of
from erle.foundation.protocols.rules.kinds import Kind


class Protocols(Page):
    """The list, for every worker."""

    template_name = "staff/protocols/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        protocols, self.kinds = every_edition(), kinds()
        every = [edition for editions in protocols.values() for edition in editions]
        self.names = agency_names({owner for edition in every for owner in edition.owners})
        held = [in_force(editions, self.now) for editions in protocols.values()]
        coming = [edition for editions in protocols.values() for edition in self._coming(editions)]
        return self.show(
            {
                "rows": [self._row(one) for one in sorted(filter(None, held), key=lambda one: one.title)],
                "coming": [self._waiting(one) for one in sorted(coming, key=lambda one: one.title)],
                "new_url": address("protocols_new") if Ability.WRITE_PROTOCOLS in self.abilities else "",
            }
        )

    def _coming(self, editions: Sequence[Edition]) -> list[Edition]:
        wanted = (State.PROPOSED, State.AGREED)
        return [one for one in editions if state_of(one, editions, self.now) in wanted]

    def _row(self, edition: Edition) -> dict[str, Any]:
        return {
            "title": edition.title,
            "kind": Kind(self.kinds[edition.protocol]).words,
            "url": address("protocols_one", edition.protocol),
            "version": edition.number,
            "since": day(edition.in_force_at or edition.in_force_from, self.today),
            "owners": ", ".join(sorted(self.names[owner] for owner in edition.owners)),
            "review": review_standing(self, edition),
        }

    def _waiting(self, edition: Edition) -> dict[str, Any]:
        waits = ", ".join(sorted(self.names[owner] for owner in edition.waits_for))
        return {
            "title": edition.title,
            "version": edition.number,
            "url": address("protocols_version", edition.protocol, str(edition.number)),
            "waits": waits,
            "begins": day(edition.in_force_from, self.today),
        }


def review_standing(page: Page, edition: Edition) -> Standing:
    """Return how the clock of a review stands: "Overdue 2 days", or the day in plain words."""
    found = standing(edition.review_due_at, page.now)
    near = review_is_near(edition, page.now) and found.kind is StandingKind.PLAIN
    return Standing(StandingKind.SOON, found.words, found.detail) if near else found
