"""Likeness of many pairs of texts at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.process import cpdist

Texts = NDArray[np.object_]
WORKERS = -1
"""Threads that compare: as many as there are processors."""


def likenesses(left: Texts, right: Texts, scorer: Callable[..., float], at_least: float) -> NDArray[np.float32]:
    """Return a similarity between 0 and 1 for each pair; 0 where it is below `at_least`."""
    return _each(left, right, scorer, at_least, np.float32)


def distances(left: Texts, right: Texts, scorer: Callable[..., int], at_most: int) -> NDArray[np.int32]:
    """Return the edits between each pair; one more than `at_most` where there are more."""
    return _each(left, right, scorer, at_most, np.int32)


def _each(left: Texts, right: Texts, scorer: Callable[..., Any], cutoff: float, kind: Any) -> NDArray[Any]:
    if not len(left):
        return np.empty(0, dtype=kind)
    return np.asarray(
        cpdist(left.tolist(), right.tolist(), scorer=scorer, score_cutoff=cutoff, dtype=kind, workers=WORKERS)
    )
