"""Rows matched by a model of Splink's: the pairs it blocks, what each weighs, and which rows are one by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.deciding.clusters import components
from erle.knowledge.linkage.splink_models.blocks import Blocks, Files
from erle.knowledge.linkage.splink_models.columns import Coded, Codes, Columns, Numbers
from erle.knowledge.linkage.splink_models.document import SplinkModel
from erle.knowledge.linkage.splink_models.layouts import LISTED_AT_ONCE, Layout
from erle.knowledge.linkage.splink_models.pairs import Flags, Pairs
from erle.knowledge.linkage.splink_models.weighing import Weighing

THREADS = 2
Whole = NDArray[np.int64]
Part = tuple[Codes, Codes, Numbers, int]
SAMPLE, WORTH_IT = 1_024, 0.6
"""How many pairs of a layout are tried, and the share of them up to which those that cannot weigh enough are put aside
first."""
MOST_COMPARED, MOST_FOUND = 5_000_000_000, 200_000_000
"""Pairs that a block has at the most, for comparing them takes minutes, and that are found, for they take gigabytes."""
NOBODY = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))
NOTHING = (*NOBODY, np.empty(0))


@dataclass(frozen=True)
class Edges:
    """Pairs of rows that weigh enough, the earlier row first, their weights in bits, and how many were weighed."""

    one: Codes
    other: Codes
    weights: Numbers
    weighed: int


class TooManyPairs(ValueError):
    """Rows of which a model compares, or finds, more pairs than can be held; it says which block, and how many."""


class Sieve:
    """Keeps the pairs of a layout that weigh enough; first those are put aside that cannot, if that is worth it."""

    def __init__(self, weighing: Weighing, least: float, same: AbstractSet[str]) -> None:
        """Take the least weight in bits, and the columns that say the same of both rows of each pair."""
        self._weighing, self._least, self._same = weighing, least, same
        self._worth_it: bool | None = None
        self._waiting: list[tuple[Codes, Codes]] = []
        self._found, self._many = [NOTHING], 0

    def take(self, pairs: Pairs, counted: Flags) -> None:
        """Take those of the pairs that are flagged."""
        if 2 * np.count_nonzero(counted) < counted.size:
            some = pairs.only(counted)
            pairs = Pairs.of(some.one, some.other, self._weighing.ways)
            counted = np.ones(pairs.shape, dtype=bool)
        if self._worth_it is None:
            self._worth_it = self._is_worth_it(pairs.only(counted))
        if self._worth_it:
            counted &= self._weighing.may_weigh(pairs, self._least, self._same)
        hopeful = pairs.only(counted)
        self._waiting.append((hopeful.one, hopeful.other))
        if sum(len(one) for one, _ in self._waiting) > LISTED_AT_ONCE:
            self._weigh()

    def found(self) -> tuple[Codes, Codes, Numbers]:
        """Return the pairs that weigh enough, and their weights."""
        self._weigh()
        one, other, weights = (np.concatenate(each) for each in zip(*self._found, strict=True))
        return one, other, weights

    def _is_worth_it(self, pairs: Pairs) -> bool:
        """Say whether so few of a sample may weigh enough that looking at all of them so is quicker in the end."""
        step = max(len(pairs.one) // SAMPLE, 1)
        sample = Pairs.of(pairs.one[::step], pairs.other[::step], self._weighing.ways)
        may = self._weighing.may_weigh(sample, self._least, self._same)
        return bool(np.count_nonzero(may) < WORTH_IT * may.size)

    def _weigh(self) -> None:
        one, other = (np.concatenate(each) for each in zip(NOBODY, *self._waiting, strict=True))
        self._waiting.clear()
        weights = self._weighing.of(Pairs.of(one, other, self._weighing.ways), self._same)
        strong = weights >= self._least
        self._found.append((one.compress(strong), other.compress(strong), weights.compress(strong)))
        self._many += int(np.count_nonzero(strong))
        _refuse_if_too_many_found(self._many)


def link(model: SplinkModel, columns: Mapping[str, Coded], *, files: Sequence[int], least: float) -> Edges:
    """Return the pairs that weigh at least so many bits; `files`: how many rows each file has, one after another."""
    held = Columns(columns)
    source = np.repeat(np.arange(len(files), dtype=np.int32), files)
    weighing = Weighing(model, held)
    within, between = model.links != "link_only", model.links != "dedupe_only"
    blocks = Blocks(model.blocks, held, weighing.ways, Files(source, within=within, between=between))

    def weighed(number: int, layout: Layout) -> Part:
        sieve = Sieve(weighing, least, blocks.settled(number))
        many = 0
        for pairs in blocks.pairs(layout):
            counted = blocks.counted(number, pairs)
            many += int(np.count_nonzero(counted))
            sieve.take(pairs, counted)
        return *sieve.found(), many

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(blocks.find, range(len(model.blocks))))
        _refuse_if_too_many([sum(layout.pairs for layout in each) for each in found])
        asked = [pool.submit(weighed, number, layout) for number, each in enumerate(found) for layout in each]
        try:
            parts = list(_bounded(asked))
        except TooManyPairs:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    one, other, weights, many = zip((*NOTHING, 0), *parts, strict=True)
    return Edges(np.concatenate(one), np.concatenate(other), np.concatenate(weights), sum(many))


def _refuse_if_too_many(pairs: Sequence[int]) -> None:
    most = max(range(len(pairs)), key=pairs.__getitem__, default=0)
    if pairs and pairs[most] > MOST_COMPARED:
        raise TooManyPairs(
            f"blocking rule {most + 1} brings {pairs[most]:,} pairs together: expected {MOST_COMPARED:,} at most. "
            "A rule that asks for more, or rows that are not in the files again and again, make fewer"
        )


def _bounded(asked: Sequence[Future[Part]]) -> Iterator[Part]:
    """Yield what each comes to in turn; refuse once too many pairs are found."""
    found = 0
    for each in asked:
        part = each.result()
        found += len(part[0])
        _refuse_if_too_many_found(found)
        yield part


def _refuse_if_too_many_found(pairs: int) -> None:
    if pairs > MOST_FOUND:
        raise TooManyPairs(
            f"more than {MOST_FOUND:,} pairs weigh enough: the same rows seem to be in the files again and again"
        )


def clusters(edges: Edges, rows: int, *, least: float) -> Whole:
    """Return the number of each row's person, from 1 in the order of rows: all that links of so many bits lead to."""
    strong = edges.weights >= least
    tops = components(rows, edges.one[strong].astype(np.int64), edges.other[strong].astype(np.int64))
    numbers = np.cumsum(tops == np.arange(rows))
    found: Whole = numbers[tops]
    return found
