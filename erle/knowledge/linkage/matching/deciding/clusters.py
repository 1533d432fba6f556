"""Clusters: rows that are one person. Two clusters become one while what speaks for it outweighs what speaks against.

Chains are what single links make: A like B, B like C, and A nothing like C. So the pairs between two clusters are added
up, those that speak against with them (greedy additive joining of correlation clustering; Bansal, Blum and Chawla,
Machine Learning 2004).
"""

from collections import defaultdict

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import Real, Whole
from erle.knowledge.linkage.matching.deciding.deciding import Decided
from erle.knowledge.linkage.matching.records import Records


class Joining:
    """Clusters while they grow: union-find, with the evidence between each two of them."""

    def __init__(self, records: Records, largest: int) -> None:
        """Begin with every record by itself."""
        self.parent = np.arange(len(records)).tolist()
        self.largest = largest
        self.rows = dict(enumerate(records.copies.tolist()))
        once = np.flatnonzero(records.once)
        self.once = {int(row): {int(records.source[row])} for row in once}
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
    """Return for each record the first record of its cluster."""
    joining = Joining(records, decided.thresholds.largest_cluster)
    evidence = decided.evidence()
    _remember(joining, decided, evidence)
    strong = np.flatnonzero(evidence > 0)
    order = strong[np.lexsort((decided.other[strong], decided.one[strong], -evidence[strong]))]
    for one, other in zip(decided.one[order].tolist(), decided.other[order].tolist(), strict=True):
        left, right = joining.top(one), joining.top(other)
        if left != right and joining.may(left, right):
            joining.join(left, right)
    tops = np.array([joining.top(record) for record in range(len(records))], dtype=np.int64)
    _, first, back = np.unique(tops, return_index=True, return_inverse=True)
    return first[back]


def components(size: int, one: Whole, other: Whole) -> Whole:
    """Return for each record the first of those that links lead to, however many of them."""
    tops = np.arange(size)
    while True:
        least = tops.copy()
        np.minimum.at(least, one, tops[other])
        np.minimum.at(least, other, tops[one])
        least = np.minimum(least, least[least])
        if (least == tops).all():
            return tops
        tops = least


def _remember(joining: Joining, decided: Decided, evidence: Real) -> None:
    """Keep the evidence between records that some links lead from one to the other: no others are ever joined."""
    links = evidence > 0
    part = components(len(joining.parent), decided.one[links], decided.other[links])
    worth = part[decided.one] == part[decided.other]
    for one, other, bits in zip(
        decided.one[worth].tolist(), decided.other[worth].tolist(), evidence[worth].tolist(), strict=True
    ):
        joining.between[one][other] = joining.between[other][one] = bits
