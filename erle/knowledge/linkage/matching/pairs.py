"""Pairs of rows as they are handed out: what was decided of each, and equal rows with the first of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.matching import Matched

LINK, POSSIBLE, HELD = "link", "possible", "held"


@dataclass(frozen=True)
class Pairs:
    """Pairs of records (`one`, `other`) and of the rows they stand for (`rows`: pairs, 2), and what was decided."""

    one: Whole
    other: Whole
    rows: Whole
    decisions: NDArray[np.str_]


def decided_pairs(matched: Matched) -> Pairs:
    """Return the pairs that are linked, possible or held, the heaviest first; each record stands as its first row."""
    decided = matched.decided
    shown = np.flatnonzero(decided.shown)
    shown = shown[np.argsort(-decided.bits[shown], kind="stable")]
    one, other = decided.one[shown], decided.other[shown]
    decisions = np.where(decided.held[shown], HELD, np.where(decided.linked[shown], LINK, POSSIBLE))
    first = matched.records.first
    return Pairs(one, other, np.column_stack((first[one], first[other])), decisions)


def equal_pairs(matched: Matched) -> Pairs:
    """Return each row that says what an earlier row of its file says, with that row, where the two are one person."""
    records = matched.records
    rows = np.arange(len(records.row_of))
    first = records.first[records.row_of]
    again = (first != rows) & (matched.clusters[rows] == matched.clusters[first])
    record = records.row_of[again]
    decisions = np.full(len(record), LINK)
    return Pairs(record, record, np.column_stack((first[again], rows[again])), decisions)
