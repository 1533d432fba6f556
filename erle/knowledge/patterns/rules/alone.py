"""Patterns of one child: missing repeatedly, each time longer, at the same hours and days."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import comb
from zoneinfo import ZoneInfo

import numpy as np

from erle.knowledge.patterns.rules import Away, Chance, Found, Pattern, Rule
from erle.knowledge.patterns.rules.together import fewest_false

LONDON = ZoneInfo("Europe/London")
TWICE = 2
LEAST_AT_HOURS = 3
"""Times missing from which the hours of a child are looked at."""
PART_OF_DAY = 6
PARTS = 24 // PART_OF_DAY
LOOKS = 7 + PARTS
"""Days of the week and parts of the day that are looked at for each child."""
SMOOTHED = 2.0


def repeated(times: Sequence[Away], rule: Rule, *, at: datetime) -> Found | None:
    """Return that a child was missing as often as the partnership calls repeatedly, within its days until now."""
    since = at - timedelta(days=rule.repeat_days)
    lately = [away for away in times if away.left > since]
    if len(lately) < rule.repeat_episodes:
        return None
    return Found(Pattern.REPEATED, (lately[0].child,), "", tuple((away,) for away in lately), raised=True)


def longer(times: Sequence[Away], rule: Rule) -> Found | None:
    """Return that the last times missing were each longer than the one before, and the last twice the first of them.

    Only times that ended count: how long the present one lasts is not known yet.
    """
    ended = [(away, away.back - away.left) for away in times if away.back is not None][-rule.longer_episodes :]
    lasted = [length for _, length in ended]
    if len(ended) < rule.longer_episodes or lasted[-1] < TWICE * lasted[0]:
        return None
    if any(after <= before for before, after in pairwise(lasted)):
        return None
    return Found(Pattern.LONGER, (ended[0][0].child,), "", tuple((away,) for away, _ in ended), raised=True)


def hours(by_child: Mapping[int, Sequence[Away]], rule: Rule) -> list[Found]:
    """Return the day of the week and the part of the day at which a child leaves more often than children do.

    By chance: each time of leaving falls on a day, or in a part of the day, as all that are seen do; how many of a
    child's do so is then binomial. All days and parts of all children are looked at together.
    """
    exact = [[away for away in times if away.exact] for times in by_child.values()]
    everyone = [slots(away) for times in exact for away in times]
    usual = _usual(everyone)
    looked_at, found = 0, []
    for times in exact:
        if len(times) < LEAST_AT_HOURS:
            continue
        looked_at += LOOKS
        for slot in range(LOOKS):
            there = [away for away in times if slot in slots(away)]
            if len(there) >= LEAST_AT_HOURS:
                found.append((slot, there, len(times), at_least(len(there), len(times), usual[slot])))
    raised = fewest_false(np.array([likely for *_, likely in found]), looked_at, rule.share)
    return [
        Found(
            Pattern.HOURS,
            (there[0].child,),
            str(slot),
            tuple((away,) for away in there),
            raised=bool(up),
            chance=Chance(likely, looked_at),
            words=str(slot),
            numbers={"of": of, "usual": usual[slot]},
        )
        for (slot, there, of, likely), up in zip(found, raised, strict=True)
    ]


def slots(away: Away) -> tuple[int, int]:
    """Return the day of the week (Monday is 0) and the part of the day (from 7 on) in which a child left, in London."""
    local = away.left.astimezone(LONDON)
    return local.weekday(), 7 + local.hour // PART_OF_DAY


def _usual(everyone: Sequence[tuple[int, int]]) -> list[float]:
    """Return the share of all leavings that falls on each day and in each part, a little evened out."""
    counted = [SMOOTHED] * LOOKS
    for day, part in everyone:
        counted[day] += 1
        counted[part] += 1
    days, parts = sum(counted[:7]), sum(counted[7:])
    return [number / (days if slot < 7 else parts) for slot, number in enumerate(counted)]


def at_least(times: int, of: int, share: float) -> float:
    """Return the chance that at least so many of them fall where the share says (binomial)."""
    return float(sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(times, of + 1)))
