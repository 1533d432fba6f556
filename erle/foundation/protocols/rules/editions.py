"""Which version holds when: it needs the hand of every owner and its day, and gives way to the next by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from erle.foundation.statute.moments import end_of, start_of

REVIEW_SOON = timedelta(days=28)
"""How long before its end the time for a review is shown as coming."""


@dataclass(frozen=True)
class Edition:
    """One version as far as it matters when it holds; owners are agencies, by their numbers."""

    protocol: str
    number: int
    title: str
    in_force_from: date
    review_on: date
    owners: frozenset[int]
    signed: Mapping[int, datetime]
    withdrawn: bool = False
    version: int = 0

    @property
    def agreed_at(self) -> datetime | None:
        """The moment at which the last owner signed, if all did."""
        if not self.owners or self.withdrawn or not self.owners <= self.signed.keys():
            return None
        return max(self.signed[owner] for owner in self.owners)

    @property
    def in_force_at(self) -> datetime | None:
        """The moment from which it holds, once all signed: the beginning of its day, or the last signature after it."""
        agreed_at = self.agreed_at
        return max(agreed_at, start_of(self.in_force_from)) if agreed_at else None

    @property
    def waits_for(self) -> frozenset[int]:
        """The owners who did not sign yet."""
        return self.owners - self.signed.keys()

    @property
    def review_due_at(self) -> datetime:
        """The moment at which the time for its review has run out: the end of the day of the review."""
        return end_of(self.review_on)


class State(StrEnum):
    """How a version stands at a moment."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The state in words."""
        return STATE_WORDS[self]


STATE_WORDS = {
    State.PROPOSED: "Waiting for signatures",
    State.AGREED: "Signed by all, not in force yet",
    State.IN_FORCE: "In force",
    State.SUPERSEDED: "Replaced by a later version",
    State.OVERTAKEN: "Never in force: a later version came first",
    State.WITHDRAWN: "Withdrawn, never in force",
}


def in_force(editions: Iterable[Edition], at: datetime) -> Edition | None:
    """Return the version of one protocol that holds at the moment: the newest of those that have come into force."""
    come = [one for one in editions if one.in_force_at is not None and one.in_force_at <= at]
    return max(come, key=lambda one: one.number, default=None)


def state_of(edition: Edition, editions: Sequence[Edition], at: datetime) -> State:
    """Return how a version stands among those of its protocol."""
    if edition.withdrawn:
        return State.WITHDRAWN
    holds = in_force(editions, at)
    if holds is not None and holds.number == edition.number:
        return State.IN_FORCE
    begins = edition.in_force_at
    if holds is not None and holds.number > edition.number:
        held = begins is not None and in_force(editions, begins) == edition
        return State.SUPERSEDED if held else State.OVERTAKEN
    return State.PROPOSED if begins is None else State.AGREED


@dataclass(frozen=True)
class Governed:
    """A version that held of something, from when."""

    edition: Edition
    since: datetime
    meanwhile: bool
    """Whether it came into force while the thing went on, and not before."""


def governing(editions: Sequence[Edition], *, began_at: datetime, until: datetime) -> list[Governed]:
    """Return the version of one protocol that held when a thing began, and each that came while it went on."""
    first = in_force(editions, began_at)
    found = [Governed(first, first.in_force_at, meanwhile=False)] if first and first.in_force_at else []
    begins = sorted(one.in_force_at for one in editions if one.in_force_at and began_at < one.in_force_at <= until)
    for moment in begins:
        holds = in_force(editions, moment)
        if holds and (not found or holds.number != found[-1].edition.number):
            found.append(Governed(holds, moment, meanwhile=True))
    return found


def review_is_near(edition: Edition, at: datetime) -> bool:
    """Tell whether the time for the review has run out, or soon will have."""
    return edition.review_due_at - REVIEW_SOON <= at
