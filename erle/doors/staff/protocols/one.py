"""One protocol: a version of it with its contents and signatures, and the versions before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page
from erle.doors.staff.protocols.list import review_standing
from erle.doors.staff.protocols.reading import from_when, moments_in_words, shown, version_url
from erle.doors.staff.routes import address
from erle.doors.staff.words import day, day_and_time
from erle.foundation.agencies.rules import Ability
from erle.foundation.protocols.queries import agencies_signed_for, editions_of, protocol_called, version_numbered
from erle.foundation.protocols.rules.editions import Edition, State, in_force, state_of
from erle.foundation.protocols.rules.kinds import Kind

STATUS = {State.IN_FORCE: "done", State.PROPOSED: "wait", State.AGREED: "soon"}


def hands(version: Any, when: Callable[[datetime], str]) -> list[dict[str, str]]:
    """Return each agency that owns a version, with who signed for it and when; nobody where it did not sign."""
    signed = {answer.agency_id: answer for answer in version.answers.all() if answer.signed}
    rows = []
    for owner in sorted(version.owners.all(), key=lambda owner: owner.agency.name):
        hand = signed.get(owner.agency_id)
        who = f"{hand.answered_by.name}, {hand.post.lower()}, {when(hand.answered_at)}" if hand else ""
        rows.append({"agency": owner.agency.name, "who": who, "words": hand.words if hand else ""})
    return rows


class AtProtocol(Page):
    """A page about one protocol; there is one, or the answer is that there is none."""

    def load(self) -> None:
        """Load the protocol and every version's dates and signatures."""
        slug = str(self.kwargs["slug"])
        self.protocol = self.found(protocol_called, slug)
        self.editions = editions_of(slug)
        self.holds = in_force(self.editions, self.now)

    def url(self) -> str:
        """Return the address of the protocol's page."""
        return address("protocols_one", self.protocol.slug)

    def state(self, edition: Edition) -> State:
        """Return how a version stands."""
        return state_of(edition, self.editions, self.now)


class ProtocolPage(AtProtocol):
    """The version in force, or the newest where none is; or one by its number."""

    template_name = "staff/protocols/one.html"

    def get(self, request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
        """Show it."""
        self.load()
        number = number or (self.holds or self.editions[-1]).number
        version = self.found(lambda said: version_numbered(self.protocol, int(said)), str(number))
        edition = self.editions[version.number - 1]
        return self.show(
            {
                "title": version.title,
                "kind": Kind(self.protocol.kind).words,
                "version": version,
                "written": f"{version.written_by.name}, {version.written_by.agency.name}, "
                + day_and_time(version.written_at, self.today),
                "sections": [
                    {**shown(section), "moments": moments_in_words(section.moments)}
                    for section in version.sections.all()
                ],
                **self._standing(edition),
                "print_url": address("protocols_print", slug, str(version.number)),
                "hands": hands(version, lambda moment: day_and_time(moment, self.today)),
                "refusals": self._refusals(version),
                "withdrawal": self._withdrawal(version),
                "versions": [self._line(one) for one in reversed(self.editions)],
                **self._acts(version, edition),
            }
        )

    def _standing(self, edition: Edition) -> dict[str, Any]:
        state, holds = self.state(edition), self.holds
        return {
            "state": state.words,
            "state_kind": STATUS.get(state, "plain"),
            "holds_now": state is State.IN_FORCE,
            "instead": {"number": holds.number, "url": self.url()} if holds and state is not State.IN_FORCE else None,
            "since": from_when(edition.in_force_at, self.today) if edition.in_force_at and holds else "",
            "begins": day(edition.in_force_from, self.today),
            "review": review_standing(self, edition) if state is State.IN_FORCE else None,
            "review_on": day(edition.review_on, self.today),
        }

    def _refusals(self, version: Any) -> list[dict[str, str]]:
        return [
            {
                "words": answer.words,
                "meta": f"{answer.answered_by.name}, {answer.agency.name}, "
                + day_and_time(answer.answered_at, self.today),
            }
            for answer in version.answers.all()
            if not answer.signed
        ]

    def _withdrawal(self, version: Any) -> dict[str, str] | None:
        taken = getattr(version, "withdrawal", None)
        if taken is None:
            return None
        who = f"{taken.withdrawn_by.name}, {taken.withdrawn_by.agency.name}"
        return {"reason": taken.reason, "meta": f"{who}, {day_and_time(taken.withdrawn_at, self.today)}"}

    def _line(self, edition: Edition) -> dict[str, Any]:
        before = self._before(edition)
        state = self.state(edition)
        return {
            "number": edition.number,
            "url": version_url(self.protocol.slug, edition.number),
            "state": state.words,
            "kind": STATUS.get(state, "plain"),
            "held": self._held(edition, state),
            "changes_url": address("protocols_changes", self.protocol.slug, str(before), str(edition.number))
            if before
            else "",
        }

    def _before(self, edition: Edition) -> int:
        """Return the number of the version with which it is compared: the last before it that was not withdrawn."""
        standing = [one.number for one in self.editions if one.number < edition.number and not one.withdrawn]
        return max(standing, default=edition.number - 1)

    def _held(self, edition: Edition, state: State) -> str:
        """Return from when until when it was in force, in words."""
        begins = edition.in_force_at
        if begins is None or state not in (State.IN_FORCE, State.SUPERSEDED):
            return ""
        later = [one.in_force_at for one in self.editions if one.number > edition.number and one.in_force_at]
        ends = f" until {from_when(min(later), self.today)}" if state is State.SUPERSEDED else ""
        return f"In force from {from_when(begins, self.today)}{ends}"

    def _acts(self, version: Any, edition: Edition) -> dict[str, str]:
        """Return where the worker can sign, withdraw, or write the next version; nothing where she cannot."""
        slug, newest = self.protocol.slug, edition.number == self.editions[-1].number
        open_now = newest and self.state(edition) in (State.PROPOSED, State.AGREED)
        writes = Ability.WRITE_PROTOCOLS in self.abilities
        signs = open_now and Ability.SIGN_PROTOCOLS in self.abilities and self._waits_for_me(edition)
        next_open = writes and self.state(self.editions[-1]) is not State.PROPOSED
        return {
            "sign_url": address("protocols_sign", slug) if signs else "",
            "withdraw_url": address("protocols_withdraw", slug) if writes and open_now else "",
            "next_url": address("protocols_next", slug) if next_open else "",
        }

    def _waits_for_me(self, edition: Edition) -> bool:
        return agencies_signed_for(self.worker, self.now).filter(pk__in=edition.waits_for).exists()
