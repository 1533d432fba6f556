"""A model learnt from tables: from every row, or where there are many from a sample of rows that does not grow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil
from operator import itemgetter

import numpy as np

from erle.knowledge.linkage.matching.blocking.blocks import FULLEST, Candidates, candidates
from erle.knowledge.linkage.matching.blocking.keys import key_names
from erle.knowledge.linkage.matching.comparing.columns import Column, Levels
from erle.knowledge.linkage.matching.comparing.patterns import Comparer, comparer
from erle.knowledge.linkage.matching.fields import Kind
from erle.knowledge.linkage.matching.learning.estimating import estimate
from erle.knowledge.linkage.matching.learning.sampling import SEED, count_patterns
from erle.knowledge.linkage.matching.model import Learnt, Model
from erle.knowledge.linkage.matching.records import Records, records_of
from erle.knowledge.linkage.matching.tables import Table

MOST_ROWS = 100_000
"""Rows that a model is learnt from; of more so many are drawn by chance."""
FEWEST = 2
"""Rows that a block may have at least: fewer make no pair."""
FREQUENT = {Kind.NAME, Kind.DATE, Kind.PLACE, Kind.POSTCODE}
"""Kinds whose most frequent values stand in a model; none that names one person."""
MOST_FREQUENT, LEAST_ROWS = 200, 10
"""Values of a field that a model holds, and rows that must share one."""


class NothingToCompare(ValueError):
    """No field has two values or more: rows cannot be told apart, or are all unknown."""


def learn(tables: Sequence[Table], *, at: datetime) -> Model:
    """Learn a model from the tables, at the moment `at`: from all rows, or from `MOST_ROWS` of them drawn by chance.

    Of rows that are drawn by chance two of one person are the same share of all pairs as of all rows, so that nothing
    that is learnt is to be corrected for it, the prior neither. Only blocks are: one that is over-full among all rows
    has that share of its rows among the drawn, and is to be parted there too, or strangers abound.
    """
    some = drawn(tables)
    read, rows = rows_in(some), rows_in(tables)
    records = comparable(records_of(some))
    compares = comparer(records.columns)
    found = candidates(records, fullest=FULLEST if read == rows else max(ceil(FULLEST * read / rows), FEWEST))
    model = learnt_from(records, compares, found, at=at)
    if read == rows:
        return model
    of_all = tuple((table.name, table.rows) for table in tables)
    return replace(
        model, learnt=replace(model.learnt, tables=of_all, pairs=model.learnt.pairs * (rows / read) ** 2, drawn=read)
    )


def learnt_from(
    records: Records, compares: Comparer, found: Candidates, levels: Levels | None = None, *, at: datetime
) -> Model:
    """Learn a model from all of the records, whose pairs are found already, and compared where `levels` are given."""
    counted = count_patterns(records, compares, found, levels)
    fields = tuple(column.field for column in records.columns)
    return Model(
        fields=fields,
        shares=estimate(counted, fields),
        frequencies={
            column.field.name: _frequent(column) for column in records.columns if column.field.kind in FREQUENT
        },
        keys=key_names(records.columns),
        learnt=Learnt(at, tuple((table.name, table.rows) for table in records.tables), records.pairs, len(found)),
    )


def comparable(records: Records) -> Records:
    """Return the records, or raise `NothingToCompare` where they have no field that tells them apart."""
    if not records.columns:
        raise NothingToCompare("No field of these files has two different values, so there is nothing to compare.")
    return records


def are_many(tables: Sequence[Table]) -> bool:
    """Say whether the tables have more rows than a model is learnt from."""
    return rows_in(tables) > MOST_ROWS


def rows_in(tables: Sequence[Table]) -> int:
    """Return how many rows the tables have together."""
    return sum(table.rows for table in tables)


def drawn(tables: Sequence[Table]) -> Sequence[Table]:
    """Return the tables; where they have more than `MOST_ROWS` rows, of each the same share of them, drawn by chance.

    The same tables are drawn from alike each time.
    """
    if not are_many(tables):
        return tables
    rows = rows_in(tables)
    chance = np.random.default_rng(SEED)
    return [_drawn(table, MOST_ROWS * table.rows // rows, chance) for table in tables]


def _drawn(table: Table, number: int, chance: np.random.Generator) -> Table:
    places = np.sort(chance.choice(table.rows, number, replace=False)).tolist()
    if len(places) < 2:  # of one place `itemgetter` returns no list
        return replace(table, rows=0, values={name: [] for name in table.values})
    pick = itemgetter(*places)
    return replace(table, rows=number, values={name: pick(values) for name, values in table.values.items()})


def _frequent(column: Column) -> dict[str, float]:
    most = np.argsort(-column.counts, kind="stable")[:MOST_FREQUENT]
    return {
        column.values[code]: round(float(column.counts[code] / column.known), 8)
        for code in most.tolist()
        if column.counts[code] >= LEAST_ROWS and column.counts[code] < column.known
    }
