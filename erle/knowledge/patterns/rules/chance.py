"""How often two children would leave together by chance alone.

**By chance** means: each child goes missing as often as it does, for as long, and at about that time of the year; each
time of leaving is drawn anew, by itself, from the hours and days of the week at which all these children leave, not
more than `SPREAD` from when it was. So a child who leaves often within a few weeks is not taken for the companion of
another who does, nor are two who both leave on Friday evenings. The times of the one child are kept and those of the
other drawn: each drawn time falls together with one that is kept by a chance that is worked out, and how many do
follows the Poisson binomial distribution, whose tail is exact. Of the two ways round the larger tail counts.
"""

from dataclasses import dataclass

import numpy as np

from erle.knowledge.patterns.rules.episodes import DAY, HOUR, WEEK, Gone, Real, Whole, stretches

SPREAD = 28 * DAY
"""How far from when it was a time of leaving may be drawn: four weeks before to four weeks after."""
AROUND = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
"""An hour stands for those around it too: times are said roughly, and clocks change in spring and autumn."""
MOST_TIMES = 12
"""Where two were together more often, the tail is that of so often, which is larger, and small enough."""
PAIRS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Usual:
    """When children leave: the share of all leavings between the start of the week and each of its hours."""

    until: Real

    @classmethod
    def of(cls, left: Whole) -> "Usual":
        """Learn it: the hour of the day and the day of the week each by itself, so that few episodes suffice."""
        hours = np.bincount(left // HOUR % 24, minlength=24) + 0.1
        around = np.zeros(24)
        for shift, share in zip(range(-2, 3), AROUND, strict=True):
            around += share * np.roll(hours, shift)
        days = np.bincount(left // DAY % 7, minlength=7) + 2.0
        week = np.outer(days, around).ravel()
        return cls(np.concatenate(([0.0], np.cumsum(week / week.sum()))))

    def before(self, moment: Whole) -> Real:
        """Return how much of the leavings lies before the moment, in weeks' worth of them."""
        week, minute = np.divmod(moment, WEEK)
        hour, rest = np.divmod(minute, HOUR)
        share: Real = self.until[hour] + (self.until[hour + 1] - self.until[hour]) * (rest / HOUR)
        return week + share

    def between(self, start: Whole, end: Whole) -> Real:
        """Return how much of them lies between two moments; none where the end lies first."""
        return np.maximum(self.before(end) - self.before(start), 0.0)


@dataclass(frozen=True)
class Kept:
    """Episodes child by child, each child's in order of leaving, and how to find those of a child in a stretch."""

    left: Whole
    back: Whole
    first: Whole
    number: Whole
    key: Whole
    wide: int
    start: int
    end: int
    usual: Usual

    @classmethod
    def of(cls, gone: Gone) -> "Kept":
        """Sort the episodes by child."""
        order = np.argsort(gone.child, kind="stable")
        child, left, back = gone.child[order], gone.left[order], gone.back[order]
        number = np.bincount(child)
        wide = int(gone.until - gone.since) + 4 * SPREAD
        key = child * wide + (left - gone.since + 2 * SPREAD)
        return cls(
            left, back, np.cumsum(number) - number, number, key, wide, gone.since, gone.until, Usual.of(gone.left)
        )

    def within(self, child: Whole, start: Whole, end: Whole) -> tuple[Whole, Whole]:
        """Return where each child's episodes that began in its stretch stand: the first, and how many."""
        base = child * self.wide + 2 * SPREAD - self.start
        first = np.searchsorted(self.key, base + start, "left")
        return first, np.searchsorted(self.key, base + end, "right") - first


def chances(gone: Gone, one: Whole, other: Whole, *, within: int) -> tuple[Whole, Real]:
    """Return of each pair how often they left together, and the chance that they do at least so often."""
    kept = Kept.of(gone)
    times, chance = np.zeros(len(one), np.int64), np.ones(len(one))
    for start in range(0, len(one), PAIRS_AT_ONCE):
        here = slice(start, start + PAIRS_AT_ONCE)
        ways = [
            _drawn(kept, one[here], other[here], within),
            _drawn(kept, other[here], one[here], within),
        ]
        times[here] = np.minimum(ways[0][0], ways[1][0])
        chance[here] = np.maximum(ways[0][1], ways[1][1])
    return times, chance


def _drawn(kept: Kept, drawn: Whole, still: Whole, within: int) -> tuple[Whole, Real]:
    """Draw the times of the first children: return how many were together with one of the others', and the tail."""
    pair, episode = stretches(kept.first[drawn], kept.number[drawn])
    left = kept.left[episode]
    length = kept.back[episode] - left
    start, end = np.maximum(left - SPREAD, kept.start), np.minimum(left + SPREAD, kept.end)
    row, beside = stretches(*kept.within(still[pair], start - within, end + within))
    theirs, stay = kept.left[beside], kept.back[beside] - kept.left[beside]
    early = np.maximum(theirs - np.minimum(within, length[row]), start[row])
    late = np.minimum(theirs + np.minimum(within, stay), end[row])
    fits = np.bincount(row, kept.usual.between(early, late), len(pair)) / kept.usual.between(start, end)
    at_once = (np.abs(left[row] - theirs) <= within) & (
        np.maximum(left[row], theirs) < np.minimum(left[row] + length[row], kept.back[beside])
    )
    met = np.bincount(row, at_once, len(pair)) > 0
    times = np.bincount(pair, met, len(drawn)).astype(np.int64)
    return times, _tail(pair, np.minimum(fits, 1.0), times)


def _tail(pair: Whole, fits: Real, times: Whole) -> Real:
    """Return the chance that at least so many of the draws of each pair fall together (Poisson binomial)."""
    number = np.bincount(pair, minlength=len(times))
    rank = np.arange(len(pair)) - np.repeat(np.cumsum(number) - number, number)
    table = np.zeros((int(number.max(initial=0)), len(times)))
    table[rank, pair] = fits
    found = np.zeros((MOST_TIMES + 1, len(times)))
    found[0] = 1.0
    for fit in table:
        found[-1] += found[-2] * fit
        found[1:-1] += fit * (found[:-2] - found[1:-1])
        found[0] *= 1.0 - fit
    counted = np.arange(MOST_TIMES + 1)[:, None] >= np.minimum(times, MOST_TIMES)
    tail: Real = np.minimum(np.where(counted, found, 0.0).sum(axis=0), 1.0)
    return tail
