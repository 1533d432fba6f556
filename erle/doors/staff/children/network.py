"""Family and network of a child, as a list: with whom the child lives, whom the child trusts, who is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.around import PERSON, mentions, person
from erle.doors.staff.children.banner import banner, named
from erle.doors.staff.page import Page
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.things.as_one import portrait_as_one
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.looking import write_opening

LISTS = ("near", "mentioned")


class Network(Page):
    """The page of family and network."""

    template_name = "staff/network.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show who is around the child, and write that it was opened."""
        portrait = self.found(lambda asked: portrait_as_one(asked, lists=LISTS), reference)
        write_opening(person=portrait.person, purpose="Opened family and network")
        return self.show({**banner(portrait.person, "child_network", self.today), **self._people(portrait)})

    def _people(self, portrait: records.Portrait) -> dict[str, Any]:
        first = named(portrait.person).first
        home = [one for one in portrait.near if one.lives_with]
        trusted = [one for one in portrait.near if one.trusted and not one.lives_with]
        others = [one for one in portrait.near if not one.lives_with and not one.trusted]
        who = "the child" if first == "this child" else first
        groups = ((f"Live with {who}", home), (f"Whom {who} trusts", trusted), ("Family and others", others))
        told = mentions(portrait, portrait.mentioned)
        return {
            "heading": f"Family and network of {who}",
            "add_url": reverse("child_add_somebody", args=[portrait.person.reference]),
            "groups": [
                {"heading": heading, "rows": [person(one, first=who, today=self.today) for one in people]}
                for heading, people in groups
                if people
            ],
            "people": [one for one in told if one["kind"] == PERSON],
            "things": [one for one in told if one["kind"] != PERSON],
        }
