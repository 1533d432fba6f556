"""The list of things that may be the same, from which one is judged after another."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.chronology.chips import NAMED
from erle.doors.staff.page import Page
from erle.doors.staff.routes import address
from erle.doors.staff.things.held import BETWEEN, pair
from erle.doors.staff.things.same import SameThing
from erle.doors.staff.things.words import why
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.linkage.things.worklist import LOOKED_THROUGH, to_judge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from erle.knowledge.linkage.things.worklist import Side, ToJudge

MOST = 25
PURPOSE = "Perhaps the same"


class NearThings(Page):
    """The pairs that wait, the most useful first."""

    needs: ClassVar[Ability | None] = Ability.READ_RECORDS
    template_name = "staff/things/near.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first of them, and write which things the list named."""
        found = to_judge()
        shown = found[:MOST]
        write_listed(shown)
        addresses = sum(one.same_address for one in found)
        return self.show(
            {
                "waits": f"{waiting(len(found), most=LOOKED_THROUGH)}.",
                "more": f"The first {len(shown)} are shown." if len(found) > len(shown) else "",
                "rows": [row(one) for one in shown],
                "addresses": f"{addresses} are one address written in two ways" if addresses > 1 else "",
                "addresses_url": address("things_addresses"),
            }
        )


class NextPair(SameThing):
    """Two things of the list side by side; after the answer the next pair comes."""

    @cached_property
    def order(self) -> list[str]:
        """The pairs that wait, as addresses have them."""
        return [pair(*one.pair) for one in to_judge()]

    @property
    def place(self) -> int:
        """Where the pair stands in the list, from 1; 0 where it does not."""
        one, _, other = self.about().partition(BETWEEN)
        asked = {pair(one, other), pair(other, one)}
        return next((at for at, waiting_one in enumerate(self.order, start=1) if waiting_one in asked), 0)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add where it stands in the list, and what comes next."""
        return {
            **super().context(form),
            "place": f"Pair {self.place} of {len(self.order)}." if self.place else "",
            "next_url": self._following(),
            "back_url": address("things_near"),
            "back": "All that may be the same",
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Judge, and go on to the next pair."""
        following = self._following()
        super().act(answers)
        return redirect(following)

    def _following(self) -> str:
        """Return the address of the pair after this one, or of the first; of the list where there is no other."""
        here = self.place
        others = [*self.order[here:], *self.order[: max(here - 1, 0)]]
        return address("thing_next", others[0]) if others else address("things_near")


def write_listed(found: Iterable[ToJudge]) -> None:
    """Write in the ledger which things a list named; it named no child."""
    things = dict.fromkeys(reference for one in found for reference in one.pair)
    ledger.write_each(Act.LISTED, things=[(reference, None) for reference in things], purpose=PURPOSE)


def row(one: ToJudge) -> dict[str, Any]:
    """Return a pair as a list has it."""
    left, right = one.sides
    return {
        "url": address("thing_next", pair(*one.pair)),
        "pair": pair(*one.pair),
        "kind": NAMED[one.kind].removeprefix("A ").removeprefix("An ").capitalize(),
        "one": left.words,
        "other": right.words,
        "why": why(one.reasons),
        "named": [_named_with(left), _named_with(right)],
        "joins": f"Held the same, {one.joins} children would stand beside each other." if one.joins else "",
    }


def waiting(number: int, *, most: int) -> str:
    """Return in words how many pairs wait, of which so many are counted at most."""
    if number >= most:
        return f"{number} pairs or more wait"
    return f"{number} {'pair waits' if number == 1 else 'pairs wait'}"


def near_wait(abilities: Collection[Ability]) -> dict[str, Any]:
    """Return the way from My work; how many wait is counted there, which takes longer than all of My work."""
    return {"near_url": address("things_near") if Ability.READ_RECORDS in abilities else ""}


def _named_with(side: Side) -> str:
    """Return with how many of the reader's children a thing is named, or else in how many reports."""
    if side.children:
        return spell(len(side.children), "child", "children")
    return spell(side.reports, "report", "reports")
