"""The town's streets, schools and places, read from `towns.toml`; and the wards, which are real and hold homes only."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from rehearsal.partnership.people.children import Address
from rehearsal.partnership.people.numbers import postcode

FILE = Path(__file__).parent / "towns.toml"
HIGHEST_HOUSE = 120


@dataclass(frozen=True)
class Ward:
    """An electoral ward: its code, its name, and its councillors as a weight."""

    code: str
    name: str
    seats: int


@dataclass(frozen=True)
class School:
    """A secondary school that is an agency: who leads safeguarding there, and who else writes."""

    slug: str
    name: str
    lead: str
    staff: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A place: how it stands in a sentence, and the hours of the week at which harm gathers there, if it does."""

    name: str
    at: str
    kind: str
    busy: tuple[tuple[int, int], ...]


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def wards() -> tuple[Ward, ...]:
    """Return the wards."""
    return tuple(Ward(**row) for row in _told()["ward"])


@cache
def schools() -> tuple[School, ...]:
    """Return the secondary schools."""
    return tuple(School(**{**row, "staff": tuple(row["staff"])}) for row in _told()["school"])


def school_called(slug: str) -> str:
    """Return the name of the school with that agency's slug."""
    return next(school.name for school in schools() if school.slug == slug)


@cache
def places() -> tuple[Place, ...]:
    """Return the places of the town."""
    return tuple(Place(**{**row, "busy": tuple(tuple(hour) for hour in row["busy"])}) for row in _told()["place"])


def primary_schools() -> Sequence[str]:
    """Return the names of primary schools, which are no agencies here."""
    names: list[str] = _told()["primaries"]
    return names


def adult_names() -> dict[str, list[str]]:
    """Return the names, nicknames and vehicles of the adults of concern."""
    names: dict[str, list[str]] = _told()["adults"]
    return names


def street_names() -> list[str]:
    """Return every street that an address can lie in."""
    return [f"{first} {last}" for first in _told()["street_firsts"] for last in _told()["street_lasts"]]


def an_address(random: Random) -> Address:
    """Return an address that nobody has."""
    street = f"{random.choice(_told()['street_firsts'])} {random.choice(_told()['street_lasts'])}"
    flat = f"Flat {random.randint(1, 24)}, " if random.random() < 0.25 else ""
    return Address(f"{flat}{random.randint(1, HIGHEST_HOUSE)} {street}", postcode(random))
