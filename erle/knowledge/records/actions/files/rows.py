"""A good row of a file before it lands: what it said, of which child, and the lines it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, Precision, Sex, Urgency


@dataclass(frozen=True, slots=True)
class Child:
    """What a file says of who a child is; rows with the same key are about the same child.

    The number is the agency's own. Numbers here have passed their check; what did not pass stays in what was said.
    """

    key: str
    number: str = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    upn: str = ""
    nhs: str = ""
    given_names: str = ""
    family_name: str = ""
    known_as: str = ""
    school: str = ""
    lives: str = ""


def numbered(number: str, *, born_on: date | None = None, sex: Sex = Sex.UNKNOWN, upn: str = "") -> Child:
    """Return a child whom the agency knows by its own number."""
    return Child(f"n:{number}", number, born_on, sex, upn)


def is_identified(child: Child) -> bool:
    """Return whether anything is said by which rows of the child belong together."""
    return bool(child.number or child.upn or child.nhs or child.given_names or child.family_name or child.known_as)


def keyed(child: Child, digest: bytes = b"") -> Child:
    """Return the child with the key by which its rows belong together: its surest number, else name and birth.

    Without either, what is said of name, school and address together; of a child who is not named, the row alone.
    """
    if child.number or child.upn or child.nhs:
        key = f"n:{child.number}" if child.number else f"u:{child.upn}" if child.upn else f"h:{child.nhs}"
    elif is_identified(child):
        names = f"{child.given_names}\x1f{child.family_name}\x1f{child.known_as}".casefold()
        key = f"p:{names}\x1f{child.born_on or f'{child.school}{chr(31)}{child.lives}'.casefold()}"
    else:
        key = f"r:{digest.hex()}"
    return replace(child, key=key)


class Piece(NamedTuple):
    """One thing of a row: what was seen, what somebody makes of it, the child's own words; and the line it makes."""

    nature: Nature
    text: str
    kind: EntryKind
    title: str
    quote: str = ""


class Named(NamedTuple):
    """Somebody or something that a row names; `key` is its name in one form, `thing` its opaque reference."""

    kind: MentionKind
    words: str
    key: str
    thing: str
    details: Mapping[str, Any] = {}


class Week(NamedTuple):
    """A week at school: its Monday, and ten marks."""

    on: date
    marks: str


class Ended(NamedTuple):
    """When an episode of being missing or away ended, and how exactly that is known."""

    at: datetime
    precision: Precision


class Row(NamedTuple):
    """A good row: what it said, of which child, and what it makes.

    `pieces` make a line each. A row about being missing or away has none: an area above makes its lines, with `text`.
    """

    kind: str
    line: int
    child: Child
    digest: bytes
    said: Mapping[str, str]
    happened_at: datetime | None = None
    precision: Precision = Precision.DAY
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    source: str = ""
    grade: str = ""
    conditions: str = ""
    urgency: Urgency | None = None
    to_desk: bool = False
    named: tuple[Named, ...] = ()
    week: Week | None = None
    missing: EntryKind | None = None
    ended: Ended | None = None
