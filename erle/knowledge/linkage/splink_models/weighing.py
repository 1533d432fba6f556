"""What pairs of rows weigh by a model, and which of them may weigh enough by what is quickly told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Columns, Numbers, Singles, picked
from erle.knowledge.linkage.splink_models.conditions import Condition
from erle.knowledge.linkage.splink_models.document import Comparison, Frequency, Level, SplinkModel
from erle.knowledge.linkage.splink_models.pairs import Flags, Pairs, Roughly
from erle.knowledge.linkage.splink_models.rows import Likenesses, Rows, asks_likeness, columns_of

Reached = NDArray[np.uint8]
MARGIN, MUCH = 1e-3, 1e6
"""Bits that numbers of single precision may be off by, and more of them than a value can tell."""
PATTERNS = 8_192
"""The most patterns of levels that are kept in one table, so that it stays near the processor."""


@dataclass(frozen=True)
class Ceilings:
    """The most that some comparisons come to together, by the levels that are reached of each."""

    comparisons: tuple[int, ...]
    each: Numbers

    def of(self, levels: Sequence[Reached], sizes: Sequence[int]) -> Numbers:
        """Return the most of each pair, by its levels of all comparisons."""
        pattern = np.zeros(levels[0].shape, dtype=np.uint16)
        for number in self.comparisons:
            pattern *= np.uint16(sizes[number])
            pattern += levels[number]
        return self.each.take(pattern)


class Weighing:
    """What pairs of rows weigh by the model."""

    def __init__(self, model: SplinkModel, columns: Columns) -> None:
        """Work out what is asked of single rows."""
        self.model = model
        self.ways = Likenesses(_conditions(model), columns)
        self._rare = {
            frequency: -np.log2(np.maximum(columns.frequencies(frequency.column), frequency.least))
            for comparison in model.comparisons
            for level in comparison.levels
            if (frequency := level.frequency)
        }
        self._added = {frequency: self._adding(frequency) for frequency in self._rare}
        self._precise = [
            (number, at, level.frequency)
            for number, comparison in enumerate(model.comparisons)
            for at, level in enumerate(comparison.levels)
            if level.frequency and _is_told(level)
        ]
        self._columns = [
            set().union(*(columns_of(level.condition) for level in each.levels if level.condition))
            for each in model.comparisons
        ]
        self._alone: dict[int, Reached] = {}
        self._sizes = [len(each.levels) + 1 for each in model.comparisons]
        self._ceilings = list(_together([self._most(each) for each in model.comparisons]))

    def of(self, pairs: Pairs, same: AbstractSet[str] = frozenset()) -> Numbers:
        """Return the weight of each pair, in bits; `same`: columns that say the same, and something, of both rows."""
        total = np.full(pairs.shape, self.model.prior).ravel()
        for number, comparison in enumerate(self.model.comparisons):
            reached = self._reached(number, pairs, same).ravel()
            total += np.array([*(level.weight for level in comparison.levels), 0.0]).take(reached)
            for at, level in enumerate(comparison.levels):
                if level.frequency:
                    here = reached == at
                    total[here] += self._adjusted(level.frequency, pairs.only(here))
        return total

    def may_weigh(self, pairs: Pairs, least: float, same: AbstractSet[str] = frozenset()) -> Flags:
        """Say which pairs may weigh so many bits: those whose levels do, taken for the best that they may be."""
        if not self._ceilings:
            return np.full(pairs.shape, self.model.prior >= least)
        rough = Roughly(pairs.rows, pairs.left, pairs.right)
        levels = [self._reached(number, rough, same) for number in range(len(self._sizes))]
        total = np.zeros(pairs.shape)
        for each in self._ceilings:
            total += each.of(levels, self._sizes)
        for number, at, frequency in self._precise:
            total += self._rarity(frequency, pairs) * (levels[number] == at)
        may: Flags = total >= least - self.model.prior - MARGIN
        return may

    def _rarity(self, frequency: Frequency, pairs: Pairs) -> Singles:
        """Return what is added for how rare the pairs' values are, or more."""
        key = ("rarity", frequency)
        laid = pairs.rows.once(key, lambda: self._added[frequency].take(pairs.rows.codes(frequency.column)))
        one, other = (picked(laid, side) for side in (pairs.left, pairs.right))
        commoner: Singles = np.fmin(one, other) if frequency.power > 0 else np.fmax(one, other)
        return commoner

    def _reached(self, number: int, pairs: Pairs, same: AbstractSet[str]) -> Reached:
        """Return the levels reached; of a column that says the same of both rows they are known by its value."""
        comparison = self.model.comparisons[number]
        if len(self._columns[number]) != 1 or not self._columns[number] <= same:
            return _reached(comparison, pairs)
        [column] = self._columns[number]
        if number not in self._alone:
            values = Rows.of_values(column, self.ways)
            self._alone[number] = _reached(comparison, Pairs(values, values.numbers, values.numbers))
        alone = self._alone[number]
        if (alone == alone[:1]).all():
            return np.broadcast_to(alone[:1], pairs.shape)
        reached: Reached = picked(alone.take(pairs.rows.codes(column)), pairs.left)
        return reached

    def _most(self, comparison: Comparison) -> Numbers:
        """Return what each level comes to at the most; where likeness is asked, what any after it does.

        Behind them stands what a pair comes to of which none holds.
        """
        rest = -np.inf if any(each.condition is None for each in comparison.levels) else 0.0
        found = [0.0]
        for level in reversed(comparison.levels):
            most = level.weight + (self._most_adjusted(level.frequency) if level.frequency else 0.0)
            rest = max(rest, most)
            found.append(level.weight if _is_told(level) else rest)
        return np.array(found[::-1])

    def _adding(self, frequency: Frequency) -> Singles:
        """Return by the codes of a column what is added for how rare a value is; much for the unknown one."""
        added = frequency.power * (np.log2(frequency.strangers) + self._rare[frequency])
        known: Singles = np.nan_to_num(added, nan=MUCH).astype(np.float32)
        return known

    def _most_adjusted(self, frequency: Frequency) -> float:
        rare = frequency.power * (np.log2(frequency.strangers) + self._rare[frequency][:-1])
        return float(rare.max(initial=0.0))

    def _adjusted(self, frequency: Frequency, pairs: Pairs) -> Numbers:
        """Return what these pairs' value tells beyond what any does: the commoner of the two, if they differ."""
        rare, codes = self._rare[frequency], pairs.rows.codes(frequency.column)
        one, other = (rare.take(picked(codes, side)) for side in (pairs.left, pairs.right))
        adjusted = frequency.power * (np.log2(frequency.strangers) + np.fmin(one, other))
        return np.where(np.isnan(adjusted), 0.0, adjusted)


def _reached(comparison: Comparison, pairs: Pairs) -> Reached:
    """Return for each pair the number of the first level that holds; if none does, that behind the last."""
    if isinstance(pairs, Roughly):
        return _all_looked_at(comparison, pairs)
    found = np.full(pairs.shape, len(comparison.levels), dtype=np.uint8).ravel()
    places = np.arange(len(found))
    for number, level in enumerate(comparison.levels):
        if level.condition is None:
            found[places] = number
            break
        holds = pairs.holds(level.condition).ravel()
        if holds.any():
            found[places.compress(holds)] = number
            left = ~holds
            pairs, places = pairs.only(left), places.compress(left)
    return found


def _all_looked_at(comparison: Comparison, pairs: Pairs) -> Reached:
    """Return the same, each level looked at for all pairs: quicker where that costs less than to gather the rest."""
    left, found = np.ones(pairs.shape, dtype=bool), np.zeros(pairs.shape, dtype=np.uint8)
    for level in comparison.levels:
        if level.condition is None:
            break
        left &= ~pairs.holds(level.condition)
        found += left
    return found


def _is_told(level: Level) -> bool:
    """Say whether a rough look tells exactly of which pairs a level holds: it does but for likeness."""
    return level.condition is None or not asks_likeness(level.condition)


def _together(each: Sequence[Numbers]) -> Iterator[Ceilings]:
    """Put the ceilings of as many comparisons into one table as it may have."""
    begin = 0
    while begin < len(each):
        whole, end = each[begin], begin + 1
        while end < len(each) and len(whole) * len(each[end]) <= PATTERNS:
            whole = np.add.outer(whole, each[end]).ravel()
            end += 1
        yield Ceilings(tuple(range(begin, end)), whole)
        begin = end


def _conditions(model: SplinkModel) -> list[Condition]:
    levels = [level.condition for each in model.comparisons for level in each.levels if level.condition]
    blocks = [condition for block in model.blocks for condition in (*block.same, *block.besides)]
    return [*levels, *blocks]
