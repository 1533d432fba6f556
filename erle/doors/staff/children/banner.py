"""Who a page is about: the bar at its top, the places it leads to, and why the worker sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from erle.doors.staff.routes import address
from erle.doors.staff.words import LONDON, age, first_name, full_name, until
from erle.foundation.access.queries import Member, sees_everything

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.knowledge.records.models import Person

PLACES = (
    ("Summary", "child"),
    ("Chronology", "child_chronology"),
    ("Missing", "child_missing"),
    ("Family and network", "child_network"),
    ("Records", "child_records"),
    ("Access", "child_access"),
)


@dataclass(frozen=True)
class Named:
    """A child in words."""

    reference: str
    name: str
    first: str
    url: str


class Told(Protocol):
    """A child whose name and facts are told, from a record or from what was read of one."""

    @property
    def reference(self) -> str:
        """The record's reference."""

    @property
    def given_names(self) -> str:
        """All given names."""

    @property
    def family_name(self) -> str:
        """The family name."""

    @property
    def known_as(self) -> str:
        """What the child is called."""

    @property
    def born_on(self) -> date | None:
        """The day of birth."""

    @property
    def pronouns(self) -> str:
        """The pronouns."""

    @property
    def school(self) -> str:
        """The school."""

    @property
    def lives(self) -> str:
        """Where the child lives."""


def named(person: Told) -> Named:
    """Return the child in words."""
    name = full_name(person.given_names, person.family_name, person.reference)
    first = first_name(person.given_names, person.known_as) or "this child"
    return Named(person.reference, name, first, address("child", person.reference))


def name_and_age(person: Person, today: date) -> str:
    """Return `Leah Arden, 14`."""
    name = named(person).name
    return f"{name}, {age(person.born_on, today)}" if person.born_on else name


def facts(person: Told, today: date) -> list[str]:
    """Return what stands beside the name, as far as it is known."""
    born = ""
    if person.born_on:
        born = f"{age(person.born_on, today)} ({person.born_on.day} {person.born_on:%b %Y})"
    return [fact for fact in (born, person.pronouns, person.school, person.lives, person.reference) if fact]


def banner(person: Person, current: str, today: date) -> dict[str, Any]:
    """Return what the bar and the sub-navigation show."""
    return {
        "child": named(person),
        "facts": facts(person, today),
        "tabs": [(label, address(name, person.reference), name == current) for label, name in PLACES],
        "sealed": person.sealed,
        "copy_url": address("child_copy", person.reference),
        "onwards_url": address("onwards", person.reference),
    }


def why_words(circle: list[Member], *, circle_of: Person, worker: Worker, now: datetime) -> str:
    """Say in one plain sentence why the worker can see this child."""
    mine = [member for member in circle if member.worker_id == worker.pk and member.starts_at <= now]
    if mine:
        return _by_share(max(mine, key=lambda member: member.ends_at), now=now)
    everything = sees_everything(now).filter(worker=worker).first()
    if everything is None:
        return "The record was open to you when this page was made; it has closed since."
    ends = until(everything.ends_at, now.date())
    return (
        f"You see every child whose record is not sealed: {everything.purpose.rstrip('.')}."
        f" Shared by {everything.shared_by}, agreed by {everything.agreed_by}. Until: {ends}."
    )


def _by_share(member: Member, *, now: datetime) -> str:
    ends = until(member.ends_at, now.astimezone(LONDON).date())
    if member.kind == "break_glass":
        return f"You opened this in an emergency. It closes by itself: {ends}. A manager says whether it was fitting."
    if member.role:
        because = f"you are {member.role} at {member.agency}: {member.purpose.rstrip('.')}"
        return f"You see this because {because}. Until: {ends}."
    how = "you are the lead worker" if member.kind == "lead" else f"{member.shared_by} shared it with you"
    return f"You see this because {how}: {member.purpose.rstrip('.')}. Until: {ends}."
