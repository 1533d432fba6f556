"""Sets of whole numbers as sorted arrays: sorting is faster than NumPy's own hashing, which it takes for plain sets."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def distinct(numbers: Whole) -> Whole:
    """Return each number once, the smallest first."""
    ordered = np.sort(numbers)
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def among(numbers: Whole, ordered: Whole) -> NDArray[np.bool_]:
    """Say which numbers are in a sorted array."""
    if not len(ordered):
        return np.zeros(len(numbers), dtype=bool)
    place = np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)
    return np.asarray(ordered[place] == numbers)
