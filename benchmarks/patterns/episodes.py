"""Made-up episodes: children who have nothing to do with each other, and pairs planted among them."""

from dataclasses import dataclass

import numpy as np

from erle.knowledge.patterns.rules.episodes import DAY, HOUR, WEEK, Real, Whole

SEED, YEARS = 20260101, 10
TAIL, MOST_OFTEN = 1.6, 12.0
PLANTED_EACH, EPISODES_A_PLANT = 4, 1_000
HOURS = np.repeat([10 / 3, 5 / 6, 8 / 6, 17 / 3, 30 / 3, 30 / 3], [3, 6, 6, 3, 3, 3])
"""How often each hour of the day is the one of leaving: an assumption, as in the rehearsal partnership."""


@dataclass(frozen=True)
class Crowd:
    """Episodes in no order, the pairs that were planted, and how many minutes all of it spans."""

    child: Whole
    left: Whole
    back: Whole
    planted: Whole
    until: int


def crowd(number: int) -> Crowd:
    """Return so many episodes over ten years: a few children go often, most once or twice, mostly of an evening."""
    draw = np.random.default_rng(SEED)
    children, until = number // 5, YEARS * 52 * WEEK
    often = np.minimum(draw.pareto(TAIL, children) + 0.3, MOST_OFTEN)
    pairs = number // EPISODES_A_PLANT
    rest = number - 2 * PLANTED_EACH * pairs
    child = draw.choice(children, rest, p=often / often.sum())
    left = _left(draw, rest, until)
    planted = draw.choice(children, (pairs, 2), replace=False)
    at = np.repeat(_left(draw, pairs * PLANTED_EACH, until), 2)
    slip = draw.integers(0, 25, len(at))
    child = np.concatenate((child, np.repeat(planted, PLANTED_EACH, axis=0).ravel()))
    left = np.concatenate((left, at + slip))
    back = left + np.maximum(20 + 25, (draw.lognormal(1.9, 0.6, number) * HOUR).astype(np.int64))
    order = draw.permutation(number)
    return Crowd(child[order], left[order], back[order], np.sort(planted, axis=1), until)


def _left(draw: np.random.Generator, number: int, until: int) -> Whole:
    share: Real = HOURS / HOURS.sum()
    day, hour = draw.integers(0, until // DAY, number), draw.choice(24, number, p=share)
    left: Whole = day * DAY + hour * HOUR + draw.integers(0, HOUR, number)
    return left
