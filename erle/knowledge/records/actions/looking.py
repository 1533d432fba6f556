"""Writing in the ledger who looked at whom, who was shown whom in a list, and who was turned away."""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import Person


class Shown(Protocol):
    """Whoever is shown: the reference and the circle of a child's record."""

    @property
    def reference(self) -> str:
        """The reference."""

    @property
    def circle_id(self) -> int:
        """The circle's number."""


def write_refusal(*, reference: str, route: str) -> None:
    """Write in the ledger that a page was refused, whether or not there is such a thing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.refuse(%s, %s)", [reference[:12], route])


def write_opening(*, person: Person, purpose: str) -> None:
    """Write in the ledger that the worker opened a page about the person."""
    ledger.write(Act.OPENED, about=person.reference, circle_id=person.circle_id, purpose=purpose)


def write_listing(*, people: Sequence[Shown], purpose: str) -> None:
    """Write in the ledger that the worker was shown these people in a list."""
    ledger.write_each(Act.LISTED, things=[(person.reference, person.circle_id) for person in people], purpose=purpose)


def write_search(*, people: Sequence[Shown], purpose: str) -> None:
    """Write in the ledger that the worker searched, how many were found, and that she was shown these people."""
    ledger.write_lines(
        ledger.Lines(Act.SEARCHED, detail={"children": len(people)}),
        ledger.Lines(Act.LISTED, [(person.reference, person.circle_id) for person in people]),
        purpose=purpose,
    )


def write_thing(*, things: Sequence[str], people: Sequence[Shown], purpose: str) -> None:
    """Write in the ledger that the worker opened a page about things, and which children it showed her."""
    ledger.write_each(Act.OPENED, things=[(thing, None) for thing in things], purpose=purpose)
    write_listing(people=people, purpose=purpose)
