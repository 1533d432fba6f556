"""Precision, recall and F1 of pairs, and how sure they are: people drawn again and again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
DRAWS, SEED, SURE = 1000, 20260101, (2.5, 97.5)


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, and F1 of each draw of people; all matchers of a set are scored on the same draws."""

    precision: float
    recall: float
    f1: float
    draws: Real

    def words(self) -> str:
        """Return the figures, the interval of 95 % behind."""
        low, high = np.percentile(self.draws, SURE)
        return f"P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f} [{low:.4f}, {high:.4f}]"


def pairs_of(clusters: Whole) -> Whole:
    """Return the pairs of rows that are in one cluster (pairs, 2), the smaller row first."""
    order = np.argsort(clusters, kind="stable")
    sorted_ = clusters[order]
    found = [np.empty((0, 2), dtype=np.int64)]
    for step in range(1, len(order)):
        together = np.flatnonzero(sorted_[:-step] == sorted_[step:])
        if not len(together):
            break
        found.append(np.column_stack((order[together], order[together + step])))
    return np.sort(np.concatenate(found), axis=1)


def score(pairs: Whole, truth: Whole) -> Score:
    """Score pairs of rows against who each row is about.

    A person is drawn with all of that person's pairs; a wrong pair is half of each of the two people.
    """
    people = int(truth.max()) + 1
    one, other = truth[pairs[:, 0]], truth[pairs[:, 1]]
    right = np.bincount(one[one == other], minlength=people).astype(float)
    wrong = (
        np.bincount(one[one != other], minlength=people) / 2 + np.bincount(other[one != other], minlength=people) / 2
    )
    rows = np.bincount(truth, minlength=people)
    true = rows * (rows - 1) / 2
    precision, recall = right.sum() / max(right.sum() + wrong.sum(), 1), right.sum() / true.sum()
    return Score(
        float(precision),
        float(recall),
        float(_f1(right, wrong, true, np.ones((1, people)))[0]),
        _draws(right, wrong, true),
    )


def _draws(right: Real, wrong: Real, true: Real) -> Real:
    chance = np.random.default_rng(SEED)
    people = len(true)
    found = [
        _f1(right, wrong, true, chance.multinomial(people, np.full(people, 1 / people), size=100).astype(float))
        for _ in range(DRAWS // 100)
    ]
    return np.concatenate(found)


def _f1(right: Real, wrong: Real, true: Real, weights: Real) -> Real:
    found: Real = 2 * weights @ right / np.maximum(weights @ (right + wrong) + weights @ true, 1)
    return found
