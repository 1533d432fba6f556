"""Pairs drawn by chance, and the counts of the patterns that pairs make."""

from dataclasses import dataclass

import numpy as np

from erle.knowledge.linkage.matching.blocking.blocks import Candidates
from erle.knowledge.linkage.matching.comparing.columns import Levels, Real, Whole
from erle.knowledge.linkage.matching.comparing.patterns import Comparer
from erle.knowledge.linkage.matching.records import Records
from erle.knowledge.linkage.matching.sets import among

MOST_DRAWN, MOST_COUNTED, SEED = 200_000, 1_000_000, 20260101
"""Pairs drawn by chance, and candidates counted, to learn from; more rows make neither grow."""

MOST_COPIES = 10
"""Equal rows whose pairs count: what is repeated more often is a mistake of a file, not how people are written down."""


@dataclass(frozen=True)
class Counted:
    """Patterns of levels (patterns, fields), how many candidates make each, and how many other pairs."""

    patterns: Levels
    candidates: Real
    others: Real
    pairs: float
    """All pairs that may be one person; the counts add up to it."""


def count_patterns(records: Records, comparer: Comparer, found: Candidates, levels: Levels | None = None) -> Counted:
    """Count patterns of candidates, equal rows, and pairs drawn by chance; the counts stand for all pairs there are.

    `levels` are the candidates' where they are known already; where not, those that are counted alone are compared.
    """
    chance = np.random.default_rng(SEED)
    size = len(records)
    every = found.one * size + found.other
    counted: Whole | slice = slice(None)
    if len(every) > MOST_COUNTED:
        counted = np.sort(chance.choice(len(every), MOST_COUNTED, replace=False))
    levels = comparer.patterns(found.one[counted], found.other[counted]) if levels is None else levels[counted]
    drawn = _drawn(records, chance)
    drawn = drawn[~among(drawn, every)]
    several = np.flatnonzero(records.copies > 1)
    more = np.concatenate((drawn, several * (size + 1)))
    further = comparer.patterns(more // max(size, 1), more % max(size, 1))
    unique, back = unique_patterns(np.concatenate((levels, further)))
    copies = np.minimum(records.copies[several], MOST_COPIES)
    weights = (
        np.full(len(levels), len(every) / max(len(levels), 1)),
        np.full(len(drawn), (records.pairs - len(every)) / max(len(drawn), 1)),
        copies * (copies - 1) / 2,
    )
    near = np.concatenate((weights[0], np.zeros(len(drawn)), weights[2]))
    others = np.concatenate((np.zeros(len(levels)), weights[1], np.zeros(len(several))))
    counts = [np.bincount(back, each, len(unique)).astype(np.float64) for each in (near, others)]
    return Counted(unique, counts[0], counts[1], records.pairs + float(weights[2].sum()))


def unique_patterns(patterns: Levels) -> tuple[Levels, Whole]:
    """Return the patterns that there are, and which of them each pair makes."""
    numbered = np.zeros(len(patterns), dtype=np.int64)
    for place in range(patterns.shape[1]):
        level = patterns[:, place].astype(np.int64) + 1
        numbered = _renumbered(numbered * (int(level.max(initial=0)) + 1) + level)
    _, first, back = np.unique(numbered, return_index=True, return_inverse=True)
    return patterns[first], back


def _renumbered(numbers: Whole) -> Whole:
    """Keep the numbers small, so that fields by the dozen fit into one."""
    if numbers.max(initial=0) < 2**40:
        return numbers
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)


def _drawn(records: Records, chance: np.random.Generator) -> Whole:
    size = len(records)
    if size < 2:
        return np.empty(0, dtype=np.int64)
    if size * (size - 1) // 2 <= MOST_DRAWN:
        one, other = np.triu_indices(size, 1)
    else:
        one, other = chance.integers(0, size, MOST_DRAWN), chance.integers(0, size, MOST_DRAWN)
        one, other = np.minimum(one, other), np.maximum(one, other)
    may = (one != other) & records.comparable(one, other)
    drawn: Whole = one[may].astype(np.int64) * size + other[may]
    return drawn
