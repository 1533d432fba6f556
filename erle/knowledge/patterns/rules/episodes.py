"""Episodes as numbers: whose each is, when the child left and when the child was back, in minutes.

Children are numbered from nought. Nothing here knows a name, a place or a database, so that what a page shows and what
the bench measures is the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60
MONDAY = 4 * DAY
"""The first of January 1970 was a Thursday: minutes are counted from the Monday of the week that followed."""


@dataclass(frozen=True)
class Gone:
    """Episodes in order of leaving, and the period in which all of them began."""

    child: Whole
    left: Whole
    back: Whole
    since: int
    until: int

    @classmethod
    def of(cls, told: Sequence[tuple[int, int, int]], *, since: int, until: int) -> "Gone":
        """Return the episodes, each told as child, left and back."""
        table = np.array(told, np.int64).reshape(-1, 3)
        table = table[np.lexsort((table[:, 0], table[:, 1]))]
        child, left, back = (np.ascontiguousarray(column) for column in table.T)
        return cls(child, left, back, since, until)

    @property
    def number(self) -> int:
        """How many children there are numbers for."""
        return int(self.child.max()) + 1 if len(self.child) else 0

    def able(self, least: int) -> int:
        """Return how many pairs there are of children who each left so often: those that are looked at."""
        able = int((np.bincount(self.child) >= least).sum()) if len(self.child) else 0
        return able * (able - 1) // 2


def stretches(first: Whole, many: Whole) -> tuple[Whole, Whole]:
    """Return for stretches of whole numbers whose each number is, and the number: (2, 3), (7, 1) gives 2 3 4 and 7."""
    whose = np.repeat(np.arange(len(first)), many)
    begun = np.repeat(first - (np.cumsum(many) - many), many)
    return whose, begun + np.arange(len(whose))
