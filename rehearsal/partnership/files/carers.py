"""Whom an agency has written down beside a child, and under which number: a row of its file names one of them, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from rehearsal.partnership.people.children import Carer, Child
from rehearsal.partnership.people.names import as_heard, plain, slipped
from rehearsal.partnership.people.numbers import home_phone

HEARD, LOST, OTHER_NUMBER = 0.04, 0.25, 0.12
"""Of names beside a child: how often as heard, how often without accents; and how often another number is given."""
TELLING = frozenset({"concerns", "incidents", "contacts", "notes", "interviews", "information-shared"})
"""Lists with columns for somebody beside the child."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody as one agency has it: the name, who that is to the child, the number."""

    name: str = ""
    relation: str = ""
    phone: str = ""


NOBODY_BESIDE = Beside()


def carers_of(random: Random, child: Child, *, named: float, numbered: float, slips: float) -> Sequence[Beside]:
    """Return whom an agency has beside a child; of a child in care nobody, since those at home are not who cares.

    `named`, `numbered`: the shares of people, and of their numbers, that it takes down; `slips`: of names misspelt.
    """
    if child.looked_after_since is not None:
        return ()
    return [
        _taken_down(random, child, place, carer, numbered=numbered, slips=slips)
        for place, carer in enumerate(child.household.carers)
        if random.random() < named
    ]


def _taken_down(random: Random, child: Child, place: int, carer: Carer, *, numbered: float, slips: float) -> Beside:
    name = carer.name
    if child.culture != "english" and random.random() < HEARD:
        name = as_heard(name)
    if random.random() < LOST:
        name = plain(name)
    if random.random() < slips:
        first, _, last = name.partition(" ")
        name = f"{first} {slipped(random, last)}" if random.random() < 0.5 else f"{slipped(random, first)} {last}"
    home = 2 * int(child.household.key.strip("H")) + (place if random.random() > OTHER_NUMBER else 1 - place)
    phone = home_phone(home) if random.random() < numbered else ""
    return Beside(name, random.choice((carer.called, carer.relation)), phone)
