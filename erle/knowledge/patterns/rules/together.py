"""Children missing together: who left within so many minutes of each other while both were away, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.patterns.rules.chance import chances
from erle.knowledge.patterns.rules.episodes import Gone, Real, Whole, stretches

EPISODES_AT_ONCE = 200_000
"""Episodes whose neighbours are looked for at once: memory follows the pairs that are found."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of children, the lower number first: how many meetings, how often together, and how likely by chance.

    A meeting is one episode of each; where a child left twice within the time that counts, the two are one time.
    """

    one: Whole
    other: Whole
    meetings: Whole
    times: Whole
    chance: Real


def met(gone: Gone, *, within: int) -> Iterator[tuple[Whole, Whole]]:
    """Yield the meetings, as places of two episodes in `gone`, the earlier first; a stretch of episodes at a time."""
    ends = np.searchsorted(gone.left, gone.left + within, "right")
    for start in range(0, len(ends), EPISODES_AT_ONCE):
        here = np.arange(start, min(start + EPISODES_AT_ONCE, len(ends)))
        whose, second = stretches(here + 1, ends[here] - here - 1)
        first = here[whose]
        kept = (gone.child[first] != gone.child[second]) & (gone.left[second] < gone.back[first])
        kept &= gone.left[second] < gone.back[second]
        yield first[kept], second[kept]


def together(gone: Gone, *, within: int, least: int) -> Pairs:
    """Return every pair of children with at least so many meetings, in order, with the chance of it."""
    number = gone.number
    keys = _keys(gone, within)
    keys.sort()
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else keys
    meetings = np.diff(np.append(starts, len(keys)))
    often = meetings >= least
    one, other = np.divmod(keys[starts[often]], max(number, 1))
    times, chance = chances(gone, one, other, within=within)
    return Pairs(one, other, meetings[often], times, chance)


def _keys(gone: Gone, within: int) -> Whole:
    """Return one number for each meeting, which says which two children met."""
    found = [np.empty(0, np.int64)]
    for first, second in met(gone, within=within):
        one, other = gone.child[first], gone.child[second]
        found.append(np.minimum(one, other) * gone.number + np.maximum(one, other))
    return np.concatenate(found)


def fewest_false(chance: Real, looked_at: int, share: float) -> NDArray[np.bool_]:
    """Return which chances are small enough that at most this share of those raised is expected to be chance.

    Benjamini and Hochberg (1995): pairs that were looked at and never met have a chance of one, and count.
    """
    order = np.argsort(chance, kind="stable")
    bar = share * np.arange(1, len(chance) + 1) / max(looked_at, 1)
    under = np.flatnonzero(chance[order] <= bar)
    raised = np.zeros(len(chance), bool)
    if len(under):
        raised[order[: under[-1] + 1]] = True
    return raised
