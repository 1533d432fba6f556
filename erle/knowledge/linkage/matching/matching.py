"""Matching: learn what agreement tells, weigh the pairs worth weighing, and say which rows are one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.blocking.blocks import FULLEST, Candidates, candidates
from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.comparing.columns import Column, Whole
from erle.knowledge.linkage.matching.comparing.patterns import Comparer, comparer
from erle.knowledge.linkage.matching.deciding.clusters import cluster
from erle.knowledge.linkage.matching.deciding.deciding import Decided, decide
from erle.knowledge.linkage.matching.deciding.weighing import Scale, probability, rarity
from erle.knowledge.linkage.matching.explaining import Explanation, explain
from erle.knowledge.linkage.matching.learning.estimating import Shares, estimate_priors
from erle.knowledge.linkage.matching.learning.sampling import count_patterns
from erle.knowledge.linkage.matching.learning.training import are_many, comparable, learn, learnt_from
from erle.knowledge.linkage.matching.model import Model, Thresholds
from erle.knowledge.linkage.matching.records import Records, records_of
from erle.knowledge.linkage.matching.tables import Table


@dataclass(frozen=True)
class Matched:
    """What matching found: the model, pairs decided, and clusters."""

    model: Model
    records: Records
    comparer: Comparer
    scale: Scale
    found: Candidates
    decided: Decided
    clusters: Whole
    """For each row of all tables, in their order: the number of its person, from 1."""

    def explain(self, pair: int) -> Explanation:
        """Explain a pair, given by its place among those decided."""
        return explain(self.comparer, self.scale, int(self.decided.one[pair]), int(self.decided.other[pair]))


def match(tables: Sequence[Table], *, at: datetime, model: Model | None = None, full: Marks | None = None) -> Matched:
    """Match the tables' rows between and within them; learn a model where none is given, at the moment `at`.

    `full`: the blocks that are over-full, where that is not to hang on how many rows there are today.
    """
    given = model
    if model is None and are_many(tables):
        model = learn(tables, at=at)
    records = records_of(tables)
    if model:
        known = {field.name for field in model.fields}
        records = replace(records, columns=tuple(each for each in records.columns if each.field.name in known))
    compares = comparer(comparable(records).columns)
    fullest = model.fullest_block if model else FULLEST
    found = candidates(records, names=model.keys if model else None, fullest=fullest, full=full)
    levels = compares.patterns(found.one, found.other)
    if model is None:
        model = learnt_from(records, compares, found, levels, at=at)
    shares = _shares_for(model, records.columns)
    if given:
        shares = estimate_priors(count_patterns(records, compares, found, levels), shares)
    scale = _scale(records.columns, shares, given.frequencies if given else {})
    decided = decide(compares, scale, found, levels, model.thresholds, pairs=records.pairs)
    rows = _rows(records, compares, scale, cluster(records, decided), model.thresholds)
    return Matched(model, records, compares, scale, found, decided, rows)


def steady_scale(columns: Sequence[Column], model: Model) -> Scale:
    """Return what the columns' levels weigh by the model alone, its prior included."""
    return _scale(columns, _shares_for(model, columns), model.frequencies)


def _shares_for(model: Model, columns: Sequence[Column]) -> Shares:
    """Return the model's shares in the order of the columns."""
    places = [model.fields.index(column.field) for column in columns]
    same, strangers, relatives = (
        tuple(each[place] for place in places)
        for each in (model.shares.same, model.shares.strangers, model.shares.relatives)
    )
    return Shares(same, strangers, relatives, model.shares.prior, model.shares.prior_relatives)


def _scale(columns: Sequence[Column], shares: Shares, stored: Mapping[str, Mapping[str, float]]) -> Scale:
    rare = tuple(
        rarity(column, share, stored.get(column.field.name, {}))
        for column, share in zip(columns, shares.strangers, strict=True)
    )
    return Scale(shares, rare)


def _rows(records: Records, compares: Comparer, scale: Scale, tops: Whole, thresholds: Thresholds) -> Whole:
    """Return each row's person, numbered from 1 in the order of rows; equal rows are one if what they say is rare."""
    alike = copies_are_one(records, compares, scale, thresholds)
    top = tops[records.row_of]
    first = records.first[records.row_of] == np.arange(len(records.row_of))
    apart = ~alike[records.row_of] & ~first
    top[apart] = len(records) + np.flatnonzero(apart)
    _, where, back = np.unique(top, return_index=True, return_inverse=True)
    number = np.empty(len(where), dtype=np.int64)
    number[np.argsort(where)] = np.arange(1, len(where) + 1)
    return number[back]


def copies_are_one(records: Records, compares: Comparer, scale: Scale, thresholds: Thresholds) -> NDArray[np.bool_]:
    """Say of which records the equal rows are one person: what they say is rare enough, and they are not too many."""
    alike = np.zeros(len(records), dtype=bool)
    several = np.flatnonzero((records.copies > 1) & (records.copies <= thresholds.largest_cluster))
    if len(several):
        alike[several] = probability(scale.weigh(compares, several, several).total) >= thresholds.link
    return alike
