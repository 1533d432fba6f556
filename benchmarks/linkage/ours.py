"""Erle's own matching, with the pairs that it compared, so that a peer may compare the same."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from benchmarks.linkage.measures import Whole
from erle.knowledge.linkage.matching.matching import Matched, match
from erle.knowledge.linkage.matching.pairs import equal_pairs
from erle.knowledge.linkage.matching.tables import Table

AT = datetime(2026, 1, 1, tzinfo=UTC)


def matched(tables: Sequence[Table]) -> Matched:
    """Match the tables, with a model learnt from them."""
    return match(tables, at=AT)


def linked(found: Matched) -> Whole:
    """Return the pairs of rows that are linked, those of equal rows with them."""
    decided = found.decided
    return np.concatenate((_rows(found, decided.one[decided.linked], decided.other[decided.linked]), _equal(found)))


def compared(found: Matched) -> Whole:
    """Return the pairs of rows that were compared: the budget that a peer is given too."""
    return np.concatenate((_rows(found, found.decided.one, found.decided.other), _equal(found)))


def _rows(found: Matched, one: Whole, other: Whole) -> Whole:
    """Return pairs of rows for pairs of records: each of the equal rows with each."""
    order = np.argsort(found.records.row_of, kind="stable")
    ends = np.cumsum(found.records.copies)
    starts = ends - found.records.copies
    several = (found.records.copies[one] > 1) | (found.records.copies[other] > 1)
    alone = np.column_stack((order[starts[one[~several]]], order[starts[other[~several]]]))
    more = [
        (left, right)
        for a, b in zip(one[several].tolist(), other[several].tolist(), strict=True)
        for left in order[starts[a] : ends[a]].tolist()
        for right in order[starts[b] : ends[b]].tolist()
    ]
    return np.concatenate((alone, np.array(more, dtype=np.int64).reshape(-1, 2)))


def _equal(found: Matched) -> Whole:
    """Return all pairs of equal rows that are one person."""
    records = np.unique(equal_pairs(found).one)
    rows = [np.flatnonzero(found.records.row_of == record) for record in records.tolist()]
    pairs = [
        np.column_stack((each[left], each[right])) for each in rows for left, right in [np.triu_indices(len(each), 1)]
    ]
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *pairs])
