"""Conditions worked out for many pairs at once, with SQL's three answers: it holds, it does not, nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Self

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import UNKNOWN, Codes, Numbers, Places, Run, Singles, picked
from erle.knowledge.linkage.splink_models.conditions import Apart, Condition, Like, Not, Same, Together, Unknown
from erle.knowledge.linkage.splink_models.likeness import A_LITTLE
from erle.knowledge.linkage.splink_models.rows import UNKNOWN_TOO, Likenesses, Rows, Way, asks_likeness
from erle.knowledge.linkage.splink_models.values import Value

Flags = NDArray[np.bool_]


class Pairs:
    """Some pairs of rows by where the two lie, and what was worked out of them."""

    def __init__(self, rows: Rows, left: Places, right: Places) -> None:
        """Take as many places on the left as on the right."""
        self.rows, self.left, self.right = rows, left, right
        self._kept: dict[Way, Numbers | Singles] = {}

    @classmethod
    def of(cls, one: Codes, other: Codes, ways: Likenesses) -> Self:
        """Take the rows of each pair by their numbers."""
        many = len(one)
        return cls(Rows(np.concatenate((one, other)), ways), Run(0, many), Run(many, many))

    @property
    def shape(self) -> tuple[int, ...]:
        """How many pairs; of runs how many times how many, as everything that is told of them."""
        return (self.left.times, self.left.count) if isinstance(self.left, Run) else (len(self.left),)

    @property
    def one(self) -> Codes:
        """The number of each pair's row on the left."""
        numbers: Codes = picked(self.rows.numbers, self.left)
        return numbers

    @property
    def other(self) -> Codes:
        """The number of each pair's row on the right."""
        numbers: Codes = picked(self.rows.numbers, self.right)
        return numbers

    def only(self, kept: Flags) -> Self:
        """Return those that are flagged, listed."""
        which = np.flatnonzero(kept)
        some = type(self)(self.rows, _listed(self.left, which), _listed(self.right, which))
        some._kept = {way: found.ravel().take(which) for way, found in self._kept.items()}
        return some

    def holds(self, condition: Condition) -> Flags:
        """Say of which pairs the condition holds."""
        match condition:
            case Same():
                one, other = self.rows.same(condition.left, condition.right)
                same: Flags = picked(one, self.left) == picked(other, self.right)
                return same
            case Unknown():
                return self._unknown(condition.side, condition.value)
            case Like():
                return self._like(condition)[0]
            case Apart():
                return self._apart(condition) <= condition.most
            case Not():
                return self.fails(condition.one)
            case Together():
                several = map(self.holds, condition.several)
                return reduce(np.logical_and if condition.every else np.logical_or, several)

    def fails(self, condition: Condition) -> Flags:
        """Say of which pairs the condition does not hold; of what nothing is known it neither holds nor fails."""
        match condition:
            case Same():
                one, other = self.rows.same(condition.left, condition.right)
                left, right = picked(one, self.left), picked(other, self.right)
                apart: Flags = (left != right) & (left != UNKNOWN) & (right != UNKNOWN_TOO)
                return apart
            case Unknown():
                return ~self._unknown(condition.side, condition.value)
            case Like():
                return self._like(condition)[1]
            case Apart():
                return self._apart(condition) > condition.most
            case Not():
                return self.holds(condition.one)
            case Together():
                several = map(self.fails, condition.several)
                return reduce(np.logical_or if condition.every else np.logical_and, several)

    def all_hold(self, conditions: Sequence[Condition]) -> Flags:
        """Say of which pairs all the conditions hold; how like they are is asked of those of which the rest do."""
        held = np.ones(self.shape, dtype=bool)
        for condition in sorted(conditions, key=asks_likeness):
            if not asks_likeness(condition):
                held &= self.holds(condition)
            elif held.any():
                held[held] = self.only(held).holds(condition)
        return held

    def _unknown(self, side: str, value: Value) -> Flags:
        unknown: Flags = picked(self.rows.unknown(value), self.left if side == "l" else self.right)
        return unknown

    def _told(self, side: str, value: Value) -> Codes:
        """Return the codes of what is made of the values on a side, "l" or "r"."""
        told: Codes = picked(self.rows.told(value), self.left if side == "l" else self.right)
        return told

    def _apart(self, condition: Apart) -> Numbers:
        left, right = self.rows.measures(condition.left), self.rows.measures(condition.right)
        apart: Numbers = np.abs(picked(left, self.left) - picked(right, self.right))
        return apart

    def most(self, way: Way) -> Singles:
        """Return the most that the likeness can be by letters (of edits, the fewest)."""
        left, right = self.rows.letters(way)
        return self.rows.ways.of(way).most(left.only(self.left), right.only(self.right))

    def _likeness(self, way: Way) -> Numbers | Singles:
        left, right = self._told("l", way[1]).ravel(), self._told("r", way[2]).ravel()
        return self.rows.ways.of(way).of(left, right, self.most(way).ravel()).reshape(self.shape)

    def _like(self, condition: Like) -> tuple[Flags, Flags]:
        way = (condition.likeness, condition.left, condition.right)
        if way not in self._kept:
            self._kept[way] = self._likeness(way)
        return self._reaching(condition, self._kept[way])

    def _reaching(self, condition: Like, found: Numbers | Singles) -> tuple[Flags, Flags]:
        if condition.at_least:
            holds = found > condition.bound if condition.strictly else found >= condition.bound
        else:
            holds = found < condition.bound if condition.strictly else found <= condition.bound
        return holds, ~np.isnan(found) & ~holds


class Roughly(Pairs):
    """The same pairs, their likeness told by letters alone: where that leaves it open, both answers are given.

    So what does not hold here does not hold at all.
    """

    def _likeness(self, way: Way) -> Numbers | Singles:
        return self.most(way)

    def _reaching(self, condition: Like, found: Numbers | Singles) -> tuple[Flags, Flags]:
        similar = condition.likeness.startswith("jaro")
        reached = found >= condition.bound - A_LITTLE if similar else found <= condition.bound + A_LITTLE
        known = ~np.isnan(found)
        return (reached, known) if similar == condition.at_least else (known, reached)


def _listed(places: Places, which: NDArray[np.intp]) -> Places:
    return places.listed(which) if isinstance(places, Run) else places.take(which)
