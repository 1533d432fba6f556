"""What pairs of rows weigh by a model, and which of them may weigh enough by what is quickly told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.splink_models.columns import Columns, Numbers
from erle.knowledge.linkage.splink_models.conditions import Condition, Like
from erle.knowledge.linkage.splink_models.document import Comparison, Frequency, SplinkModel
from erle.knowledge.linkage.splink_models.likeness import A_LITTLE
from erle.knowledge.linkage.splink_models.pairs import ALL, Likenesses, Pairs, Which, leaves

Reached = NDArray[np.int8]
ONE_IN, WORTH_IT = 16, 0.5
"""How many pairs there are to each of a sample, and the share of it up to which the rest is looked at so too."""


@dataclass(frozen=True)
class Ceiling:
    """The most that each level of a comparison can come to, once no earlier one holds; behind them, that of none."""

    comparison: Comparison
    each: Numbers

    @cached_property
    def most(self) -> float:
        """The most of all."""
        return float(self.each.max())

    @cached_property
    def costly(self) -> bool:
        """Whether any of it asks for likeness."""
        return any(each.condition and _asks_likeness(each.condition) for each in self.comparison.levels)


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
        self._ceilings = sorted(map(self._ceiling, model.comparisons), key=lambda one: one.costly)

    def of(self, pairs: Pairs) -> Numbers:
        """Return the weight of each pair, in bits."""
        total = np.full(len(pairs.one), self.model.prior)
        for comparison in self.model.comparisons:
            reached = _reached(comparison, pairs)
            total += np.array([*(level.weight for level in comparison.levels), 0.0]).take(reached)
            for number, level in enumerate(comparison.levels):
                if level.frequency:
                    here = np.flatnonzero(reached == number)
                    total[here] += self._adjusted(level.frequency, pairs, here)
        return total

    def hopeful(self, pairs: Pairs, least: float) -> Pairs:
        """Return the pairs that may weigh so many bits; all, where most of a sample may."""
        sampled = np.zeros(len(pairs.one), dtype=bool)
        sampled[::ONE_IN] = True
        sample = pairs.only(sampled)
        if len(self._within_reach(sample, least).one) > WORTH_IT * len(sample.one):
            return pairs
        return self._within_reach(pairs, least)

    def _within_reach(self, pairs: Pairs, least: float) -> Pairs:
        """Return the pairs whose levels, taken for the best that they may be, weigh so many bits.

        What is not looked at yet counts as the most that it can be, and what costs most is looked at last.
        """
        total = np.full(len(pairs.one), self.model.prior + sum(each.most for each in self._ceilings))
        rough = pairs.roughly()
        for ceiling in self._ceilings:
            total += (ceiling.each - ceiling.most).take(_reached(ceiling.comparison, rough))
            kept = total >= least - A_LITTLE
            rough, total = rough.only(kept), total.compress(kept)
        return rough.exactly()

    def _ceiling(self, comparison: Comparison) -> Ceiling:
        """Return what each level comes to at the most; where likeness is asked, what any after it does."""
        rest = -np.inf if any(each.condition is None for each in comparison.levels) else 0.0
        found = [0.0]
        for level in reversed(comparison.levels):
            own = level.weight + (self._most_adjusted(level.frequency) if level.frequency else 0.0)
            rest = max(rest, own)
            found.append(rest if level.condition and _asks_likeness(level.condition) else own)
        return Ceiling(comparison, np.array(found[::-1]))

    def _most_adjusted(self, frequency: Frequency) -> float:
        rare = frequency.power * (np.log2(frequency.strangers) + self._rare[frequency][:-1])
        return float(rare.max(initial=0.0))

    def _adjusted(self, frequency: Frequency, pairs: Pairs, which: Which) -> Numbers:
        """Return what these pairs' value tells beyond what any does: the commoner of the two, if they differ."""
        rare = self._rare[frequency]
        one, other = (rare.take(pairs.codes(side, frequency.column)[which]) for side in ("l", "r"))
        adjusted = frequency.power * (np.log2(frequency.strangers) + np.fmin(one, other))
        return np.where(np.isnan(adjusted), 0.0, adjusted)


def _reached(comparison: Comparison, pairs: Pairs) -> Reached:
    """Return for each pair the number of the first level that holds; if none does, that behind the last."""
    pairs.begin()
    found = np.full(len(pairs.one), len(comparison.levels), dtype=np.int8)
    left: Which = ALL
    for number, level in enumerate(comparison.levels):
        if level.condition is None:
            found[left] = number
            break
        holds = pairs.holds(level.condition, left)
        if not holds.any():
            continue
        here, rest = np.flatnonzero(holds), np.flatnonzero(~holds)
        found[here if isinstance(left, slice) else left[here]] = number
        left = rest if isinstance(left, slice) else left[rest]
    return found


def _asks_likeness(condition: Condition) -> bool:
    return any(isinstance(each, Like) for each in leaves([condition]))


def _conditions(model: SplinkModel) -> list[Condition]:
    levels = [level.condition for each in model.comparisons for level in each.levels if level.condition]
    blocks = [condition for block in model.blocks for condition in (*block.same, *block.besides)]
    return [*levels, *blocks]
