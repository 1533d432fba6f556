"""The order of the questions, which of them make one, and where each has its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from erle.doors.staff.sharing_information.unsent import WHO

if TYPE_CHECKING:
    from erle.doors.staff.sharing_information.unsent import Unsent

ROOM = "share_information"
ITEMS, CHECK, DESCRIBE = "items", "check", "describe"
WHAT, WHEN, GRADE = "what", "when", "grade"
AFTER_ITEMS = ("voice", "strengths", "named", "urgency", "told", "why", "files")
QUESTIONS = (WHO, ITEMS, *AFTER_ITEMS)
"""What a worker counts as one question each; the check follows them."""
NEEDED = ("urgency", "told", "why")
"""Questions that must be answered; of the others none need be, but whom it is about and one thing seen or heard."""


@dataclass(frozen=True)
class Place:
    """One page: its kind, and of which thing seen or heard it is."""

    kind: str
    number: int | None = None

    @property
    def step(self) -> str:
        """The name under which the draft keeps it."""
        return f"{self.kind}-{self.number}" if self.number else self.kind

    @property
    def question(self) -> int:
        """Which question it belongs to, from 1."""
        kind = WHO if self.kind == DESCRIBE else ITEMS if self.number else self.kind
        return QUESTIONS.index(kind) + 1 if kind in QUESTIONS else 0

    def url(self, reference: str) -> str:
        """Return the page's address."""
        args = [reference, self.number] if self.number else [reference]
        return reverse(f"{ROOM}_{self.kind}", args=args)


def of_item(number: int, *, grades: bool) -> list[Place]:
    """Return the pages of one thing seen or heard."""
    kinds = (WHAT, WHEN, GRADE) if grades else (WHAT, WHEN)
    return [Place(kind, number) for kind in kinds]


def in_order(unsent: Unsent, *, grades: bool) -> list[Place]:
    """Return every page, in the order in which they are asked."""
    first = [Place(WHO), *([Place(DESCRIBE)] if unsent.is_described else [])]
    said = [place for number in unsent.items for place in of_item(number, grades=grades)]
    return [*first, *said, Place(ITEMS), *(Place(kind) for kind in AFTER_ITEMS), Place(CHECK)]


def after(place: Place, unsent: Unsent, *, grades: bool) -> Place:
    """Return the page that follows: from the last page of a thing, the list of all things."""
    if place.number:
        own = of_item(place.number, grades=grades)
        at = own.index(place) + 1
        return own[at] if at < len(own) else Place(ITEMS)
    order = in_order(unsent, grades=grades)
    return order[order.index(place) + 1]


def before(place: Place, unsent: Unsent, *, grades: bool) -> Place | None:
    """Return the page that comes before; none before the first."""
    order = in_order(unsent, grades=grades)
    at = order.index(place) if place in order else 0
    return order[at - 1] if at else None


def still_to_answer(unsent: Unsent, *, grades: bool) -> list[Place]:
    """Return the pages without which nothing can be shared, in order."""
    needed = [Place(WHO), *([Place(DESCRIBE)] if unsent.is_described else [])]
    needed += [place for number in unsent.items for place in of_item(number, grades=grades)]
    needed += [Place(kind) for kind in NEEDED]
    return [place for place in needed if not unsent.is_done(place.step)]


def where_she_left_off(unsent: Unsent, *, grades: bool) -> Place:
    """Return the first page that is not answered yet, or the check."""
    missing = still_to_answer(unsent, grades=grades)
    return missing[0] if missing else Place(CHECK)
