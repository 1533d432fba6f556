"""Conditions worked out for many pairs at once, with SQL's three answers: it holds, it does not, nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Codes, Columns, Numbers
from erle.knowledge.linkage.splink_models.conditions import Apart, Condition, Like, Not, Same, Together, Unknown
from erle.knowledge.linkage.splink_models.likeness import A_LITTLE, Likeness
from erle.knowledge.linkage.splink_models.values import Value

Flags = NDArray[np.bool_]
Which = NDArray[np.int64] | slice
"""Some of the pairs, by their places."""
ALL = slice(None)
Way = tuple[str, Value, Value]


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


class Pairs:
    """Some pairs of rows, and what was worked out of them."""

    def __init__(self, one: Codes, other: Codes, ways: Likenesses) -> None:
        """Take the rows; of what is compared of them, each column is fetched when it is asked for."""
        self.one, self.other, self.ways = one, other, ways
        self._codes: dict[tuple[str, str], Codes] = {}
        self._kept: dict[Way, Numbers] = {}

    def only(self, kept: Flags) -> Self:
        """Return those that are flagged; these pairs themselves, if all are."""
        if kept.all():
            return self
        some = type(self)(self.one.compress(kept), self.other.compress(kept), self.ways)
        some._codes = {key: codes.compress(kept) for key, codes in self._codes.items()}
        return some

    def roughly(self) -> Roughly:
        """Return the pairs, to be looked at by their letters alone."""
        rough = Roughly(self.one, self.other, self.ways)
        rough._codes = self._codes
        return rough

    def begin(self) -> None:
        """Begin with another comparison or block: likeness is kept while each condition is asked of fewer pairs."""
        self._kept.clear()

    def codes(self, side: str, column: str) -> Codes:
        """Return of each pair's record on this side, "l" or "r", the code of its value."""
        if (side, column) not in self._codes:
            self._codes[side, column] = self.ways.columns.codes(column).take(self.one if side == "l" else self.other)
        return self._codes[side, column]

    def holds(self, condition: Condition, which: Which = ALL) -> Flags:
        """Say of which of these pairs the condition holds."""
        return self._asked(condition, which)[0]

    def all_hold(self, conditions: Sequence[Condition]) -> Flags:
        """Say of which pairs all the conditions hold, each asked of those alone of which the others do."""
        first, *rest = conditions
        self.begin()
        held = self.holds(first)
        for condition in rest:
            left = np.flatnonzero(held)
            held[left] = self.holds(condition, left)
        return held

    def _asked(self, condition: Condition, which: Which) -> tuple[Flags, Flags]:
        """Say for which it holds, and for which it does not."""
        match condition:
            case Same():
                return self._same(condition, which)
            case Unknown():
                unknown = self._told(condition.side, condition.value, which) < 0
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

    def _same(self, condition: Same, which: Which) -> tuple[Flags, Flags]:
        one, other = self.codes("l", condition.left.column)[which], self.codes("r", condition.right.column)[which]
        tables = self.ways.columns.tables(condition.left, condition.right)
        one, other = (
            codes if table is None else table.take(codes) for codes, table in zip((one, other), tables, strict=True)
        )
        same, known = one == other, one >= 0
        return same & known, ~same & known & (other >= 0)

    def _told(self, side: str, value: Value, which: Which) -> Codes:
        """Return the codes of what is made of the records' values."""
        codes, table = self.codes(side, value.column)[which], self.ways.table(value)
        return codes if table is None else table.take(codes)

    def _once(self, way: Way, which: Which) -> Numbers:
        """Return how like, or how far apart, the pairs are; what is asked first is asked of the most pairs."""
        if way not in self._kept:
            self._kept[way] = np.full(len(self.one), np.nan)
            self._kept[way][which] = self._measured(way, which)
        return self._kept[way][which]

    def _measured(self, way: Way, which: Which) -> Numbers:
        name, left, right = way
        if name == "apart":
            numbers = self.ways.columns.numbers
            one = numbers(left).take(self.codes("l", left.column)[which])
            apart: Numbers = np.abs(one - numbers(right).take(self.codes("r", right.column)[which]))
            return apart
        return self._likeness(way, self._told("l", left, which), self._told("r", right, which))

    def _likeness(self, way: Way, left: Codes, right: Codes) -> Numbers:
        return self.ways.of(way).of(left, right)

    def _like(self, condition: Like, which: Which) -> tuple[Flags, Flags]:
        found = self._once((condition.likeness, condition.left, condition.right), which)
        if condition.at_least:
            holds = found > condition.bound if condition.strictly else found >= condition.bound
        else:
            holds = found < condition.bound if condition.strictly else found <= condition.bound
        return holds, ~np.isnan(found) & ~holds

    def _together(self, condition: Together, which: Which) -> tuple[Flags, Flags]:
        asked = [self._asked(each, which) for each in condition.several]
        holds, fails = [one for one, _ in asked], [other for _, other in asked]
        if condition.every:
            return np.logical_and.reduce(holds), np.logical_or.reduce(fails)
        return np.logical_or.reduce(holds), np.logical_and.reduce(fails)


class Roughly(Pairs):
    """The same pairs, their likeness told by letters alone: where that leaves it open, both answers are given.

    So what does not hold here does not hold at all.
    """

    def exactly(self) -> Pairs:
        """Return the pairs, to be looked at themselves."""
        exact = Pairs(self.one, self.other, self.ways)
        exact._codes = self._codes
        return exact

    def _likeness(self, way: Way, left: Codes, right: Codes) -> Numbers:
        return self.ways.of(way).most(left, right)

    def _like(self, condition: Like, which: Which) -> tuple[Flags, Flags]:
        way = (condition.likeness, condition.left, condition.right)
        most, similar = self._once(way, which), condition.likeness.startswith("jaro")
        reached = most >= condition.bound - A_LITTLE if similar else most <= condition.bound + A_LITTLE
        known = ~np.isnan(most)
        return (reached, known) if similar == condition.at_least else (known, reached)
