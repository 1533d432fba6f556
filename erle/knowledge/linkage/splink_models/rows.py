"""Rows side by side: what is compared of them lies in their order, so that pairs are told by places near each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import UNKNOWN, Codes, Columns, Letters, Numbers
from erle.knowledge.linkage.splink_models.conditions import Apart, Condition, Like, Not, Same, Together, Unknown
from erle.knowledge.linkage.splink_models.likeness import Likeness
from erle.knowledge.linkage.splink_models.values import Value

Way = tuple[str, Value, Value]
UNKNOWN_TOO = UNKNOWN - 1
NOBODY = -1
"""A place where no row lies."""


class Likenesses:
    """The ways of likeness that a model asks for, each with its loosest bound, made ready once."""

    def __init__(self, asked: Iterable[Condition], columns: Columns) -> None:
        """Find them in the conditions, and work out all that is asked of single values."""
        self.columns = columns
        self._tables: dict[Value, Codes | None] = {}
        loosest: dict[Way, float] = {}
        for each in leaves(asked):
            match each:
                case Same():
                    columns.tables(each.left, each.right)
                case Unknown():
                    self._tables[each.value] = columns.table(each.value)
                case Apart():
                    columns.numbers(each.left), columns.numbers(each.right)
                case Like():
                    self._tables |= {value: columns.table(value) for value in (each.left, each.right)}
                    way, similar = (each.likeness, each.left, each.right), each.likeness.startswith("jaro")
                    bound = each.bound if similar == each.at_least else 0.0 if similar else float("inf")
                    loosest[way] = (min if similar else max)(loosest.get(way, bound), bound)
        self._ways = {way: Likeness(*way, bound, columns) for way, bound in loosest.items()}

    def of(self, way: Way) -> Likeness:
        """Return a way of likeness."""
        return self._ways[way]

    def table(self, value: Value) -> Codes | None:
        """Return by the column's codes those of what is made of it; none if it is taken as it stands."""
        return self._tables[value]


class Rows:
    """Rows in an order; each thing that is compared of them is laid out when it is first asked for."""

    def __init__(self, numbers: Codes, ways: Likenesses) -> None:
        """Take the rows by their numbers; `NOBODY` keeps a place free, and what lies there is without meaning."""
        self.numbers, self.ways = numbers, ways
        self._laid: dict[Any, Any] = {}

    @classmethod
    def of_values(cls, column: str, ways: Likenesses) -> Rows:
        """Return a row for each different value of a column, in the order of their codes; of others nothing is told."""
        every = np.arange(ways.columns.different(column), dtype=np.int32)
        rows = cls(every, ways)
        rows._laid[column] = every
        return rows

    def once(self, key: Any, lay: Callable[[], Any]) -> Any:
        """Return what is laid out under a key, which is done when it is first asked for."""
        if key not in self._laid:
            self._laid[key] = lay()
        return self._laid[key]

    def codes(self, column: str) -> Codes:
        """Return of each row the code of its value."""
        codes: Codes = self.once(column, lambda: self.ways.columns.codes(column).take(self.numbers))
        return codes

    def told(self, value: Value) -> Codes:
        """Return of each row the code of what is made of its value."""
        codes: Codes = self.once(value, lambda: _through(self.ways.table(value), self.codes(value.column)))
        return codes

    def unknown(self, value: Value) -> NDArray[np.bool_]:
        """Say of which rows nothing is known."""
        unknown: NDArray[np.bool_] = self.once(("unknown", value), lambda: self.told(value) < 0)
        return unknown

    def same(self, left: Value, right: Value) -> tuple[Codes, Codes]:
        """Return of each row codes for both sides that are the same where what is made of the values is the same.

        What is unknown on the right is `UNKNOWN_TOO`, so that it is the same as nothing.
        """
        one: Codes = self.once(("left", left, right), lambda: self._same(left, right, 0))
        if left == right and self.once(("known", left), lambda: one.min(initial=0) >= 0):
            return one, one
        other: Codes = self.once(("right", left, right), lambda: _unlike(self._same(left, right, 1)))
        return one, other

    def measures(self, value: Value) -> Numbers:
        """Return of each row the number made of its value; unknown is not a number."""
        numbers: Numbers = self.once(
            ("measure", value), lambda: self.ways.columns.numbers(value).take(self.codes(value.column))
        )
        return numbers

    def letters(self, way: Way) -> tuple[Letters, Letters]:
        """Return of each row the letters of what is compared of it on the left, and on the right."""
        likeness, (_, left, right) = self.ways.of(way), way
        one: Letters = self.once(("left", way), lambda: likeness.left.only(self.told(left)))
        other: Letters = (
            one if left == right else self.once(("right", way), lambda: likeness.right.only(self.told(right)))
        )
        return one, other

    def _same(self, left: Value, right: Value, side: int) -> Codes:
        return _through(self.ways.columns.tables(left, right)[side], self.codes((left, right)[side].column))


def _unlike(codes: Codes) -> Codes:
    return codes + (codes >> 31)  # one less where the sign is set


def _through(table: Codes | None, codes: Codes) -> Codes:
    return codes if table is None else table.take(codes)


def leaves(conditions: Iterable[Condition]) -> list[Same | Unknown | Like | Apart]:
    """Return the conditions that are made of no others."""
    found: list[Same | Unknown | Like | Apart] = []
    for one in conditions:
        if isinstance(one, Not):
            found += leaves([one.one])
        elif isinstance(one, Together):
            found += leaves(one.several)
        else:
            found.append(one)
    return found


def columns_of(condition: Condition) -> set[str]:
    """Return the columns that a condition asks of."""
    found: set[str] = set()
    for each in leaves([condition]):
        values = (each.value,) if isinstance(each, Unknown) else (each.left, each.right)
        found |= {value.column for value in values}
    return found


def asks_likeness(condition: Condition) -> bool:
    """Say whether a condition asks how like two texts are."""
    return any(isinstance(each, Like) for each in leaves([condition]))
