"""Rows matched by a model of Splink's: the pairs it blocks, what each weighs, and which rows are one by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.deciding.clusters import components
from erle.knowledge.linkage.splink_models.blocks import Blocks, Files, Found
from erle.knowledge.linkage.splink_models.columns import Coded, Codes, Columns, Numbers
from erle.knowledge.linkage.splink_models.document import SplinkModel
from erle.knowledge.linkage.splink_models.weighing import Weighing

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


def link(model: SplinkModel, columns: Mapping[str, Coded], *, files: Sequence[int], least: float) -> Edges:
    """Return the pairs that weigh at least so many bits; `files`: how many rows each file has, one after another."""
    held = Columns(columns)
    source = np.repeat(np.arange(len(files), dtype=np.int32), files)
    weighing = Weighing(model, held)
    within, between = model.links != "link_only", model.links != "dedupe_only"
    blocks = Blocks(model.blocks, held, weighing.ways, Files(source, within=within, between=between))

    def weighed(found: Found, begin: int, end: int) -> tuple[Codes, Codes, Numbers, int]:
        pairs = blocks.pairs(found, begin, end)
        hopeful = weighing.hopeful(pairs, least)
        weights = weighing.of(hopeful)
        strong = weights >= least
        return hopeful.one.compress(strong), hopeful.other.compress(strong), weights.compress(strong), len(pairs.one)

    with ThreadPoolExecutor(THREADS) as pool:
        asked = [
            pool.submit(weighed, found, *part)
            for found in map(blocks.find, range(len(model.blocks)))
            for part in found.parts()
        ]
        one, other, weights, many = zip(NOTHING, *(each.result() for each in asked), strict=True)
    return Edges(np.concatenate(one), np.concatenate(other), np.concatenate(weights), sum(many))


def clusters(edges: Edges, rows: int, *, least: float) -> Whole:
    """Return the number of each row's person, from 1 in the order of rows: all that links of so many bits lead to."""
    strong = edges.weights >= least
    tops = components(rows, edges.one[strong].astype(np.int64), edges.other[strong].astype(np.int64))
    numbers = np.cumsum(tops == np.arange(rows))
    found: Whole = numbers[tops]
    return found
