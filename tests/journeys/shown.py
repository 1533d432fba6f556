"""A page to look at, who looks at it, and the names of the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.desk import Desk

LEAD, MANAGER, COORDINATOR = "Hannah Brookfield", "Gareth Pemberley", "Lorna Whitcombe"
POLICE, DETECTIVE, ADMINISTRATOR = "PC Stella Marchbank", "DS Rohan Teller", "Leanne Postlethwaite"
GOVERNANCE, HEALTH, LICENSING, NOBODY = "Victor Ashgrove", "Dr Ines Calloway", "Maureen Stott", ""
TEACHER, DECIDES, SECOND, JUDGE = "Fiona Achterberg", "Naomi Castell", "Imogen Verity", "Beatrix Underhill"


@dataclass(frozen=True)
class Shown:
    """One page to look at, in one state."""

    name: str
    route: str
    worker: str
    address: str
    status: int = 200
    then: Callable[[Desk], None] | None = None
    mode: str = "demo"


def press(name: str) -> Callable[[Desk], None]:
    """Return the press of a button."""
    return lambda desk: desk.press(name)
