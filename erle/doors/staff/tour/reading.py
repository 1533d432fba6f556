"""What the tour says: persons with their steps, read from steps.toml once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Step:
    """Whose desk, where the step begins and what stands there, what to do, what is seen then, and why it matters."""

    key: str
    who: str
    at: str
    page: str
    title: str
    do: str
    acts: tuple[str, ...]
    see: str
    why: str
    after: str = ""
    file: str = ""
    status: int = 200


@dataclass(frozen=True)
class Person:
    """Whose day it is, and the steps of it."""

    heading: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Named:
    """A child of whom a step needs the reference: full name, and a worker in whose circle the child is."""

    name: str
    known_to: str


@dataclass(frozen=True)
class Said:
    """The whole tour."""

    children: dict[str, Named]
    people: tuple[Person, ...]

    def steps(self) -> Iterator[Step]:
        """Yield the steps in their order."""
        for person in self.people:
            yield from person.steps


@cache
def said() -> Said:
    """Return the tour."""
    data = tomllib.loads((ROOM / "steps.toml").read_text("utf-8"))
    children = {key: Named(**child) for key, child in data["children"].items()}
    return Said(children, tuple(_person(one) for one in data["person"]))


def _person(data: dict[str, Any]) -> Person:
    steps = tuple(Step(**{**step, "acts": tuple(step["acts"])}) for step in data["step"])
    return Person(data["heading"], steps)
