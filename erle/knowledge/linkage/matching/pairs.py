"""Pairs of rows as they are handed out: what was decided of each, and equal rows with the first of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.matching import Matched

LINK, POSSIBLE, HELD = "link", "possible", "held"
MOST_EACH = 50
"""Equal rows of which every pair is handed out; a row that is repeated more often would make pairs by the million."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of records (`one`, `other`) and of the rows they stand for (`rows`: pairs, 2), and what was decided."""

    one: Whole
    other: Whole
    rows: Whole
    decisions: NDArray[np.str_]


def decided_pairs(matched: Matched) -> Pairs:
    """Return the pairs that are linked, possible or held, the heaviest first.

    Of a linked pair each of the rows that say the one stands with each of those that say the other; who is to look at
    a possible or held one is shown it once, by the first row of each. In a file that has each person once a row is
    linked to nobody beside its own person: such a pair is possible.
    """
    decided = matched.decided
    shown = np.flatnonzero(decided.shown)
    shown = shown[np.argsort(-decided.bits[shown], kind="stable")]
    one, other = decided.one[shown], decided.other[shown]
    decisions = np.where(decided.held[shown], HELD, np.where(linked(matched)[shown], LINK, POSSIBLE))
    in_order, starts = _rows_of(matched)
    alike = np.where(_stand_each(matched), matched.records.copies, 1)
    left, right = (np.where(decisions == LINK, alike[record], 1) for record in (one, other))
    pair, place = _counted_out(left * right)
    one, other, right = one[pair], other[pair], right[pair]
    rows = np.column_stack((in_order[starts[one] + place // right], in_order[starts[other] + place % right]))
    return Pairs(one, other, rows, decisions[pair])


def linked(matched: Matched) -> NDArray[np.bool_]:
    """Say which of the pairs that were compared are linked.

    None is of a file that has each person once whose row by now is another person than the other.
    """
    decided, once = matched.decided, matched.records.once
    person = matched.clusters[matched.records.first]
    elsewhere = (once[decided.one] | once[decided.other]) & (person[decided.one] != person[decided.other])
    return np.asarray(decided.linked & ~elsewhere)


def equal_pairs(matched: Matched) -> Pairs:
    """Return each row that says what an earlier row of its file says, with every such row, where they are one person.

    Of more than `MOST_EACH` each stands with the first alone.
    """
    records, (in_order, starts) = matched.records, _rows_of(matched)
    record = records.row_of[in_order]
    place = np.arange(len(in_order)) - starts[record]
    earlier = np.where(_stand_each(matched)[record], place, np.minimum(place, 1))
    earlier[matched.clusters[in_order] != matched.clusters[records.first[record]]] = 0
    row, which = _counted_out(earlier)
    rows = np.column_stack((in_order[starts[record[row]] + which], in_order[row]))
    return Pairs(record[row], record[row], rows, np.full(len(row), LINK))


def _rows_of(matched: Matched) -> tuple[Whole, Whole]:
    """Return all rows, those of one record beside each other and in their order, and where each record's begin."""
    records = matched.records
    return np.argsort(records.row_of, kind="stable"), np.cumsum(records.copies) - records.copies


def _stand_each(matched: Matched) -> NDArray[np.bool_]:
    """Say of which records each row stands for itself: they are one person, and not so many that pairs abound."""
    records = matched.records
    apart = matched.clusters != matched.clusters[records.first[records.row_of]]
    several: NDArray[np.bool_] = np.bincount(records.row_of[apart], minlength=len(records)) > 0
    return np.asarray(~several & (records.copies <= MOST_EACH))


def _counted_out(times: Whole) -> tuple[Whole, Whole]:
    """Return each place so many times, and beside it 0, 1, 2 …"""
    each = np.repeat(np.arange(len(times)), times)
    return each, np.arange(len(each)) - np.repeat(np.cumsum(times) - times, times)
