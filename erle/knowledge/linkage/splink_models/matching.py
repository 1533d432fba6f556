"""Rows matched by a model of Splink's: the pairs it blocks, what each weighs, and which rows are one by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.deciding.clusters import components
from erle.knowledge.linkage.splink_models.blocks import Blocks, Files
from erle.knowledge.linkage.splink_models.columns import Coded, Codes, Columns, Numbers
from erle.knowledge.linkage.splink_models.conditions import Condition
from erle.knowledge.linkage.splink_models.document import Comparison, Frequency, SplinkModel
from erle.knowledge.linkage.splink_models.pairs import Likenesses, Pairs, Rows
from erle.knowledge.linkage.splink_models.values import Value

THREADS = 2
Whole = NDArray[np.int64]
NOTHING = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32), np.empty(0), 0)


@dataclass(frozen=True)
class Edges:
    """Pairs of rows that weigh enough, the earlier row first, their weights in bits, and how many were weighed."""

    one: Codes
    other: Codes
    weights: Numbers
    weighed: int


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
        self._places = {frequency: columns.place(Value(frequency.column)) for frequency in self._rare}

    def of(self, pairs: Pairs) -> Numbers:
        """Return the weight of each pair, in bits."""
        total = np.full(len(pairs.one), self.model.prior)
        for comparison in self.model.comparisons:
            pairs.begin()
            self._add(comparison, pairs, total)
        return total

    def _add(self, comparison: Comparison, pairs: Pairs, total: Numbers) -> None:
        left = np.arange(len(total))
        for level in comparison.levels:
            here = left
            if level.condition:
                holds = pairs.holds(level.condition, left)
                here, left = left[holds], left[~holds]
            if level.weight:
                total[here] += level.weight
            if level.frequency and len(here):
                total[here] += self._adjusted(level.frequency, pairs, here)

    def _adjusted(self, frequency: Frequency, pairs: Pairs, which: Rows) -> Numbers:
        """Return what these pairs' value tells beyond what any does: the commoner of the two, if they differ."""
        place, rare = self._places[frequency], self._rare[frequency]
        commoner = np.fmin(rare[pairs.left[place][which]], rare[pairs.right[place][which]])
        adjusted = frequency.power * (np.log2(frequency.strangers) + commoner)
        return np.where(np.isnan(adjusted), 0.0, adjusted)


def link(model: SplinkModel, columns: Mapping[str, Coded], *, files: Sequence[int], least: float) -> Edges:
    """Return the pairs that weigh at least so many bits; `files`: how many rows each file has, one after another."""
    held = Columns(dict(columns))
    source = np.repeat(np.arange(len(files), dtype=np.int32), files)
    weighing = Weighing(model, held)
    within, between = model.links != "link_only", model.links != "dedupe_only"
    blocks = Blocks(model.blocks, held, weighing.ways, Files(source, within=within, between=between))

    with ThreadPoolExecutor(THREADS) as pool:
        held.arrange(blocks.order())
        found = [each for block in pool.map(blocks.find, model.blocks) for each in block]

        def weighed(part: tuple[int, int]) -> tuple[Codes, Codes, Numbers, int]:
            pairs = blocks.pairs(found, *part)
            weights = weighing.of(pairs)
            strong = weights >= least
            return held.order[pairs.one[strong]], held.order[pairs.other[strong]], weights[strong], len(weights)

        _ = held.rows  # before two threads would make it
        one, other, weights, many = zip(NOTHING, *pool.map(weighed, blocks.parts(found)), strict=True)
    return Edges(np.concatenate(one), np.concatenate(other), np.concatenate(weights), sum(many))


def clusters(edges: Edges, rows: int, *, least: float) -> Whole:
    """Return the number of each row's person, from 1 in the order of rows: all that links of so many bits lead to."""
    strong = edges.weights >= least
    tops = components(rows, edges.one[strong].astype(np.int64), edges.other[strong].astype(np.int64))
    _, numbers = np.unique(tops, return_inverse=True)
    found: Whole = numbers + 1
    return found


def _conditions(model: SplinkModel) -> list[Condition]:
    levels = [level.condition for each in model.comparisons for level in each.levels if level.condition]
    blocks = [condition for block in model.blocks for condition in (*block.same, *block.besides)]
    return [*levels, *blocks]
