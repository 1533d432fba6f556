"""Clusters: rows that are one person. Two clusters become one while what speaks for it outweighs what speaks against.

Chains are what single links make: A like B, B like C, and A nothing like C. So the pairs between two clusters are added
up, those that speak against with them (greedy additive joining of correlation clustering; Bansal, Blum and Chawla,
Machine Learning 2004).
"""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import Whole
from erle.knowledge.linkage.matching.deciding.deciding import Decided
from erle.knowledge.linkage.matching.records import Records


class Joining:
    """Clusters while they grow: union-find, with the evidence between each two of them."""

    def __init__(self, records: Records, members: Whole, largest: int) -> None:
        """Begin with every member, a record by its number, by itself."""
        self.parent = {record: record for record in members.tolist()}
        self.largest = largest
        self.rows = dict(zip(self.parent, records.copies[members].tolist(), strict=True))
        once = members[records.once[members]]
        self.once = {int(record): {int(records.source[record])} for record in once}
        self.between: defaultdict[int, dict[int, float]] = defaultdict(dict)

    def top(self, record: int) -> int:
        """Return the record that stands for the cluster."""
        while self.parent[record] != record:
            self.parent[record] = record = self.parent[self.parent[record]]
        return record

    def may(self, one: int, other: int) -> bool:
        """Say whether two clusters may become one: evidence, size, and files that have each person once."""
        return (
            self.between[one].get(other, 0.0) > 0
            and self.rows[one] + self.rows[other] <= self.largest
            and not self.once.get(one, set()) & self.once.get(other, set())
        )

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two, and add up what speaks for and against each third."""
        if len(self.between[one]) < len(self.between[other]):
            one, other = other, one
        self.parent[other] = one
        self.rows[one] += self.rows.pop(other)
        if other in self.once:
            self.once[one] = self.once.get(one, set()) | self.once.pop(other)
        for third, bits in self.between.pop(other).items():
            del self.between[third][other]
            if third != one:
                together = self.between[one].get(third, 0.0) + bits
                self.between[one][third] = self.between[third][one] = together


def cluster(records: Records, decided: Decided) -> Whole:
    """Return for each record the first record of its cluster.

    Where nothing speaks against, all that links lead to is one cluster; only elsewhere is it weighed which to join.
    """
    evidence = decided.evidence()
    links = evidence > 0
    part = components(len(records), decided.one[links], decided.other[links])
    inside = part[decided.one] == part[decided.other]
    doubtful = _doubtful(records, part, part[decided.one[inside & (evidence < 0)]], decided.thresholds.largest_cluster)
    members = np.flatnonzero(doubtful[part])
    joining = Joining(records, members, decided.thresholds.largest_cluster)
    weighed = np.flatnonzero(inside & doubtful[part[decided.one]])
    one, other, bits = decided.one[weighed], decided.other[weighed], evidence[weighed]
    for left, right, between in zip(one.tolist(), other.tolist(), bits.tolist(), strict=True):
        joining.between[left][right] = joining.between[right][left] = between
    strong = np.flatnonzero(bits > 0)
    order = strong[np.lexsort((other[strong], one[strong], -bits[strong]))]
    for first, second in zip(one[order].tolist(), other[order].tolist(), strict=True):
        left, right = joining.top(first), joining.top(second)
        if left != right and joining.may(left, right):
            joining.join(left, right)
    tops = part.copy()
    tops[members] = [joining.top(record) for record in members.tolist()]
    _, first_of, back = np.unique(tops, return_index=True, return_inverse=True)
    return first_of[back]


def _doubtful(records: Records, part: Whole, against: Whole, largest: int) -> NDArray[np.bool_]:
    """Say of which parts, by their first record, something speaks against one cluster: a pair, the size, or a file."""
    found = np.bincount(part, weights=records.copies, minlength=len(records)) > largest
    found[against] = True
    once = np.flatnonzero(records.once)
    files, times = np.unique(np.column_stack((part[once], records.source[once])), axis=0, return_counts=True)
    found[files[times > 1, 0]] = True
    return np.asarray(found)


def components(size: int, one: Whole, other: Whole) -> Whole:
    """Return for each record the first of those that links lead to, however many of them."""
    kind = np.dtype(np.int32 if size <= np.iinfo(np.int32).max else np.int64)  # half as much memory to go through
    tops: NDArray[np.signedinteger] = np.arange(size).astype(kind)
    one, other = one.astype(kind), other.astype(kind)
    while len(one):
        left, right = tops.take(one), tops.take(other)
        apart = left != right
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(tops, np.maximum(left, right), np.minimum(left, right))
        while ((higher := tops.take(tops)) != tops).any():
            tops = higher
    return tops.astype(np.int64)
