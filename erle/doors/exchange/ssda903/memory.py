"""What the reading of a return remembers from one row to the next, so that rows can be held against each other.

Kept are, for each child: date of birth, sex and row of the header; the first and the last episode of care and the
date of an adoption decision; the row of each table that has one row a child; and each period of being missing and
each decision for adoption. Reviews, episodes and health are not kept: memory grows with the children, not the rows.
Of the rows themselves a fingerprint is kept, of the last twenty thousand or so.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, cast

from erle.doors.exchange.ssda903.columns import Value

Record = dict[str, Value]
"""A row's values, by the names of its columns."""


class Child(NamedTuple):
    """A child, as the header has it."""

    born: date
    sex: Value


class Period(NamedTuple):
    """From when until when, and the row that says so."""

    start: date
    end: date | None
    row: int

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two share time; one may end on the day the other starts."""
        if self.start == other.start:
            return True
        first, second = sorted((self, other), key=lambda period: period.start)
        return first.end is None or first.end > second.start


@dataclass(slots=True)
class Care:
    """A child's time of being looked after, as far as the episodes tell."""

    began: date
    last_began: date
    last_ended: date | None
    reason: Value

    @property
    def ended(self) -> date | None:
        """Return when care ended; an episode that is followed by another (X1) does not end it."""
        return self.last_ended if self.reason != "X1" else None


@dataclass(slots=True)
class Memory:
    """What the rows read so far leave behind."""

    knows_children: bool
    children: dict[Value, Child] = field(default_factory=dict)
    refused: set[Value] = field(default_factory=set)
    care: dict[Value, Care] = field(default_factory=dict)
    adoption_decided: dict[Value, Value] = field(default_factory=dict)
    placed: defaultdict[Value, list[Period]] = field(default_factory=lambda: defaultdict(list))
    missing: defaultdict[Value, list[Period]] = field(default_factory=lambda: defaultdict(list))
    first_rows: defaultdict[str, dict[Value, int]] = field(default_factory=lambda: defaultdict(dict))


Remember = Callable[[Record, int, Memory], None]
"""Keeps of an accepted row what later rows are held against."""


def day(record: Record, name: str) -> date | None:
    """Return a date of the row."""
    value = record.get(name)
    return value if isinstance(value, date) else None


def _needed(record: Record, name: str) -> date:
    """Return a date without which the row would have been refused."""
    return cast(date, record[name])


def _remember_child(record: Record, row: int, memory: Memory) -> None:
    """Keep a child of the header."""
    memory.children[record["CHILD"]] = Child(_needed(record, "DOB"), record["SEX"])
    _remember_row("header")(record, row, memory)


def _remember_adoption(record: Record, row: int, memory: Memory) -> None:
    """Keep when an adoption was decided."""
    memory.adoption_decided[record["CHILD"]] = record["DATE_INT"]
    _remember_row("ad1")(record, row, memory)


def _remember_missing(record: Record, row: int, memory: Memory) -> None:
    """Keep a period of being missing or away."""
    period = Period(_needed(record, "MIS_START"), day(record, "MIS_END"), row)
    memory.missing[record["CHILD"]].append(period)


def _remember_placed(record: Record, row: int, memory: Memory) -> None:
    """Keep from when until when a decision for adoption stood."""
    period = Period(_needed(record, "DATE_PLACED"), day(record, "DATE_PLACED_CEASED"), row)
    memory.placed[record["CHILD"]].append(period)


def _remember_row(table: str) -> Remember:
    """Return what keeps the row of a child in a table that has one row a child."""

    def remember(record: Record, row: int, memory: Memory) -> None:
        memory.first_rows[table][record["CHILD"]] = row

    return remember


def _remember_care(record: Record, row: int, memory: Memory) -> None:
    """Keep the first and the last episode of a child, in whichever order they come."""
    began, ended = _needed(record, "DECOM"), day(record, "DEC")
    care = memory.care.get(record["CHILD"])
    if care is None:
        memory.care[record["CHILD"]] = Care(began, began, ended, record["REC"])
        return
    care.began = min(care.began, began)
    if began >= care.last_began:
        care.last_began, care.last_ended, care.reason = began, ended, record["REC"]


REMEMBERED: dict[str, Remember] = {
    "header": _remember_child,
    "episodes": _remember_care,
    "ad1": _remember_adoption,
    "placed_for_adoption": _remember_placed,
    "missing": _remember_missing,
    "previous_permanence": _remember_row("previous_permanence"),
    "uasc": _remember_row("uasc"),
    "oc2": _remember_row("oc2"),
    "oc3": _remember_row("oc3"),
}
