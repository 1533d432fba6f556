"""Conditions worked out for many pairs at once, with SQL's three answers: it holds, it does not, nobody knows."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Codes, Columns, Numbers
from erle.knowledge.linkage.splink_models.conditions import Apart, Condition, Like, Not, Same, Together, Unknown
from erle.knowledge.linkage.splink_models.likeness import Likeness
from erle.knowledge.linkage.splink_models.values import Value

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Way = tuple[str, Value, Value]


class Likenesses:
    """The ways of likeness that a model asks for, each with its loosest bound, made ready once."""

    def __init__(self, asked: list[Condition], columns: Columns) -> None:
        """Find them in the conditions, and work out all that is asked of single rows."""
        self.columns = columns
        loosest: dict[Way, float] = {}
        for each in _leaves(asked):
            match each:
                case Same():
                    columns.places(each.left, each.right)
                case Unknown():
                    columns.place(each.value)
                case Apart():
                    for value in (each.left, each.right):
                        columns.place(Value(value.column))
                case Like():
                    columns.place(each.left), columns.place(each.right)
                    way, similar = (each.likeness, each.left, each.right), each.likeness.startswith("jaro")
                    bound = each.bound if similar == each.at_least else 0.0 if similar else float("inf")
                    loosest[way] = (min if similar else max)(loosest.get(way, bound), bound)
        self._ways = {way: Likeness(*way, bound, columns) for way, bound in loosest.items()}

    def of(self, way: Way) -> Likeness:
        """Return a way of likeness."""
        return self._ways[way]


def _leaves(conditions: list[Condition]) -> list[Same | Unknown | Like | Apart]:
    found: list[Same | Unknown | Like | Apart] = []
    for one in conditions:
        if isinstance(one, Not):
            found += _leaves([one.one])
        elif isinstance(one, Together):
            found += _leaves(list(one.several))
        else:
            found.append(one)
    return found


class Pairs:
    """Some pairs of rows, and what was worked out of them."""

    def __init__(self, one: Codes, other: Codes, ways: Likenesses) -> None:
        """Fetch all that is compared of the rows, each row once."""
        self.one, self.other, self.ways = one, other, ways
        rows = ways.columns.rows
        self.left, self.right = (np.ascontiguousarray(rows[each].T) for each in (one, other))
        self._kept: dict[Way, Numbers] = {}

    def only(self, kept: Flags) -> Self:
        """Return those that are flagged; these pairs themselves, if all are."""
        return self if kept.all() else type(self)(self.one[kept], self.other[kept], self.ways)

    def begin(self) -> None:
        """Begin with another comparison: likeness is kept for its levels, each asked of fewer pairs than the last."""
        self._kept.clear()

    def holds(self, condition: Condition, which: Rows) -> Flags:
        """Say of which of these pairs, given by their places, the condition holds."""
        return self._asked(condition, which)[0]

    def _asked(self, condition: Condition, which: Rows) -> tuple[Flags, Flags]:
        """Say for which it holds, and for which it does not."""
        match condition:
            case Same():
                return self._same(condition, which)
            case Unknown():
                codes = self.left if condition.side == "l" else self.right
                unknown = codes[self.ways.columns.place(condition.value)][which] < 0
                return unknown, ~unknown
            case Like():
                return self._like(condition, which)
            case Apart():
                apart = self._once(("apart", condition.left, condition.right), which)
                return apart <= condition.most, apart > condition.most
            case Not():
                holds, fails = self._asked(condition.one, which)
                return fails, holds
            case Together():
                return self._together(condition, which)

    def _same(self, condition: Same, which: Rows) -> tuple[Flags, Flags]:
        place, place_of_other = self.ways.columns.places(condition.left, condition.right)
        one, other = self.left[place][which], self.right[place_of_other][which]
        known, same = (one >= 0) & (other >= 0), one == other
        return known & same, known & ~same

    def _once(self, way: Way, which: Rows) -> Numbers:
        """Return how like, or how far apart, the pairs are; what is asked first is asked of the most pairs."""
        if way not in self._kept:
            self._kept[way] = np.full(len(self.one), np.nan)
            self._kept[way][which] = self._measured(way, which)
        return self._kept[way][which]

    def _measured(self, way: Way, which: Rows) -> Numbers:
        name, left, right = way
        columns = self.ways.columns
        if name == "apart":
            one = columns.numbers(left)[self.left[columns.place(Value(left.column))][which]]
            other = columns.numbers(right)[self.right[columns.place(Value(right.column))][which]]
            apart: Numbers = np.abs(one - other)
            return apart
        return self.ways.of(way).of(self.left[columns.place(left)][which], self.right[columns.place(right)][which])

    def _like(self, condition: Like, which: Rows) -> tuple[Flags, Flags]:
        found = self._once((condition.likeness, condition.left, condition.right), which)
        if condition.at_least:
            holds = found > condition.bound if condition.strictly else found >= condition.bound
        else:
            holds = found < condition.bound if condition.strictly else found <= condition.bound
        return holds, ~np.isnan(found) & ~holds

    def _together(self, condition: Together, which: Rows) -> tuple[Flags, Flags]:
        asked = [self._asked(each, which) for each in condition.several]
        holds, fails = [one for one, _ in asked], [other for _, other in asked]
        if condition.every:
            return np.logical_and.reduce(holds), np.logical_or.reduce(fails)
        return np.logical_or.reduce(holds), np.logical_and.reduce(fails)
