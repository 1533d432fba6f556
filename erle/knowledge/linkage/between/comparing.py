"""Comparing two partnerships' encodings: what the unit does, which has no key.

Only records that share a tag are compared, and each tag makes one pair at most, so that work grows as the files do.
"""

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.encoding import Encodings, Whole
from erle.knowledge.linkage.between.parameters import ENCODING
from erle.knowledge.linkage.between.tags import Chance, Tags

AT_ONCE = 100_000
USUAL, RISE, FALL = 10_000, 0.08, 0.04
"""Records of a file for which the thresholds stand as agreed, what is added for ten times as many, what taken off."""
LEAST_ROWS = 100
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of records, by their places in the two files, how alike they are, and whether by a number."""

    one: Whole
    other: Whole
    likeness: Real
    certain: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.one)

    def at(self, places: Whole) -> "Pairs":
        """Return the pairs at the places."""
        return Pairs(self.one[places], self.other[places], self.likeness[places], self.certain[places])


@dataclass(frozen=True)
class Compared:
    """The pairs that match, in an order drawn by chance, and how many were compared."""

    pairs: Pairs
    compared: int


class NotAlikeMade(ValueError):
    """Two files that cannot be compared, and what differs."""


def compare(one: Encodings, other: Encodings, *, chance: Chance = secrets.token_bytes) -> Compared:
    """Return the pairs of one child, or raise `NotAlikeMade`."""
    if one.parameters != other.parameters:
        raise NotAlikeMade("they were encoded by different parameters")
    if one.check != other.check:
        raise NotAlikeMade("they were encoded by different keys")
    if one.side == other.side:
        raise NotAlikeMade(f"both are side {one.side} of the exchange: one of the two has to encode as the other side")
    certain, named = shared(one.certain, other.certain), shared(one.named, other.named)
    both = _distinct(np.concatenate((certain, named, shared(one.unnamed, other.unnamed))), len(other))
    sure, by_name = (np.isin(_flat(both, len(other)), _flat(pairs, len(other))) for pairs in (certain, named))
    alike = likeness(one, other, both)
    least = np.where(by_name, *(_least(each, one, other) for each in _thresholds(one)))
    told = np.flatnonzero(sure | (alike >= least))
    pairs = Pairs(both[:, 0], both[:, 1], alike, sure).at(told)
    kept = _each_once(pairs, one_once=one.no_repeats, other_once=other.no_repeats)
    drawn = np.frombuffer(chance(8 * len(kept)), dtype="<u8")
    return Compared(pairs.at(kept[np.argsort(drawn, kind="stable")]), len(both))


def shared(one: Tags, other: Tags) -> Whole:
    """Return the pairs of records (pairs, 2) that share a tag; one that comes again in its own file counts for none."""
    (left, left_record), (right, right_record) = _single(one), _single(other)
    tags = np.intersect1d(left, right, assume_unique=True)
    return np.column_stack((left_record[np.searchsorted(left, tags)], right_record[np.searchsorted(right, tags)]))


def likeness(one: Encodings, other: Encodings, pairs: Whole) -> Real:
    """Return how alike the filters of each pair are, worked out from their encodings: 1 equal, 0 as by chance.

    Where the filters differ in a share d of their bits, sums of n bits differ in (1 - (1 - 2d)^n) / 2 of theirs.
    """
    left, right = _words(one), _words(other)
    found = np.empty(len(pairs), dtype=np.float64)
    for start in range(0, len(pairs), AT_ONCE):
        part = pairs[start : start + AT_ONCE]
        differ = np.bitwise_count(left[part[:, 0]] ^ right[part[:, 1]]).sum(axis=1, dtype=np.int64)
        found[start : start + AT_ONCE] = 1 - 2 * differ / ENCODING
    return np.asarray(np.maximum(found, 0) ** (1 / one.parameters.diffusion))


def _thresholds(one: Encodings) -> tuple[float, float]:
    return one.parameters.threshold, one.parameters.unnamed_threshold


def _least(threshold: float, one: Encodings, other: Encodings) -> float:
    """Return the likeness from which a pair of these files is told: the larger they are, the more namesakes there are.

    Pairs of strangers grow as the product of the files does, true ones as the files do.
    """
    tenfold = float(np.log10(max(np.sqrt(len(one) * len(other)), LEAST_ROWS) / USUAL))
    return min(threshold + (RISE if tenfold > 0 else FALL) * tenfold, 1)


def _single(tags: Tags) -> tuple[Tags, Whole]:
    """Return the tags that one record alone has, sorted, and which record that is."""
    flat = tags.reshape(-1)
    order = np.argsort(flat, kind="stable")
    distinct, start, count = np.unique(flat[order], return_index=True, return_counts=True)
    once = count == 1
    return distinct[once], order[start[once]] // max(tags.shape[1], 1)


def _each_once(pairs: Pairs, *, one_once: bool, other_once: bool) -> Whole:
    """Return the places of pairs to keep, the surest first: in a file without repeats a child is one record only."""
    order = np.lexsort((-pairs.likeness, ~pairs.certain))
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    kept = []
    for place in order.tolist():
        left, right = int(pairs.one[place]), int(pairs.other[place])
        if (other_once and left in taken_one) or (one_once and right in taken_other):
            continue
        taken_one.add(left)
        taken_other.add(right)
        kept.append(place)
    return np.array(kept, dtype=np.int64)


def _words(encodings: Encodings) -> NDArray[np.uint64]:
    return np.ascontiguousarray(encodings.bits).view(np.uint64)


def _flat(pairs: Whole, width: int) -> Whole:
    return np.asarray(pairs[:, 0] * max(width, 1) + pairs[:, 1])


def _distinct(pairs: Whole, width: int) -> Whole:
    flat = np.unique(_flat(pairs, width))
    return np.column_stack(np.divmod(flat, max(width, 1)))
