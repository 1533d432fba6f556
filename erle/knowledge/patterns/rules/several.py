"""Patterns of several children: missing together, two or more; the same place, vehicle, phone or person about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

import numpy as np

from erle.knowledge.patterns.rules import Away, Chance, Found, Pattern, Rule
from erle.knowledge.patterns.rules.chance import chances
from erle.knowledge.patterns.rules.episodes import MONDAY, Gone
from erle.knowledge.patterns.rules.together import fewest_false, together

FEWEST_OF_A_GROUP = 3


@dataclass(frozen=True)
class Named:
    """That something was named about a time that a child was missing."""

    away: Away
    pattern: Pattern
    about: str
    words: str


def minutes(moment: datetime) -> int:
    """Return the moment as the numbers have it."""
    return int(moment.timestamp() // 60) - MONDAY


def pairs(by_child: Mapping[int, Sequence[Away]], rule: Rule, *, at: datetime) -> list[Found]:
    """Return every two children who left together as often as the rule says, and which of them no chance explains."""
    number, gone = _gone(by_child, rule, at)
    children = list(number)
    found = together(gone, within=rule.together_minutes, least=rule.together_times)
    kept = found.times >= rule.together_times
    chance, looked_at = found.chance[kept], gone.able(rule.together_times)
    raised = fewest_false(chance, looked_at, rule.share)
    made = []
    for one, other, likely, up in zip(found.one[kept], found.other[kept], chance, raised, strict=True):
        two = children[one], children[other]
        times = tuple(_shared(by_child[two[0]], by_child[two[1]], rule))
        how = Chance(float(likely), looked_at)
        made.append(Found(Pattern.TOGETHER, _in_order(two), "", times, raised=bool(up), chance=how))
    return made


def groups(by_child: Mapping[int, Sequence[Away]], raised: Iterable[Found], rule: Rule, *, at: datetime) -> list[Found]:
    """Return three and more children who left together, each beside two of whom no chance explains that they do.

    The times of the two are kept and those of the third drawn, as for two. Groups that share two children are one.
    """
    number, gone = _gone(by_child, rule, at)
    two = list(raised)
    able = [child for child in number if len(by_child[child]) >= rule.together_times]
    beside = [(place, child) for place, pair in enumerate(two) for child in able if child not in pair.children]
    if not beside:
        return []
    told = [(number[away.child], minutes(away.left), minutes(away.until)) for away in _exact(by_child)]
    told += [(len(number) + place, *_both_away(one)) for place, pair in enumerate(two) for one in pair.times]
    first = np.array([number[child] for _, child in beside], np.int64)
    second = np.array([len(number) + place for place, _ in beside], np.int64)
    everyone = Gone.of(told, since=gone.since, until=gone.until)
    times, chance = chances(everyone, first, second, within=rule.together_minutes)
    chance = np.where(times >= rule.together_times, chance, 1.0)
    up = fewest_false(chance, len(beside), rule.share)
    three = [
        ({*two[place].children, child}, float(likely))
        for (place, child), likely, one in zip(beside, chance, up, strict=True)
        if one
    ]
    return [_group(members, likely, len(beside), by_child, rule) for members, likely in _joined(three)]


def _group(
    members: set[int], likely: float, looked_at: int, by_child: Mapping[int, Sequence[Away]], rule: Rule
) -> Found:
    """Return a group with the times at which three or more of it left together."""
    everyone = sorted((away for child in members for away in by_child[child] if away.exact), key=lambda away: away.left)
    occasions: list[list[Away]] = []
    for away in everyone:
        if occasions and away.left - occasions[-1][0].left <= timedelta(minutes=rule.together_minutes):
            occasions[-1].append(away)
        else:
            occasions.append([away])
    times = tuple(
        tuple(occasion) for occasion in occasions if len({away.child for away in occasion}) >= FEWEST_OF_A_GROUP
    )
    how = Chance(likely, looked_at)
    return Found(Pattern.TOGETHER, tuple(sorted(members)), "", times, raised=bool(times), chance=how)


def _joined(three: Iterable[tuple[set[int], float]]) -> list[tuple[set[int], float]]:
    """Join groups that share two children; the largest chance counts."""
    found: list[tuple[set[int], float]] = []
    for members, likely in three:
        near = [one for one in found if len(members & one[0]) >= 2]
        found = [one for one in found if one not in near]
        found.append((members.union(*(others for others, _ in near)), max([likely, *(theirs for _, theirs in near)])))
    return found


def named_about(named: Iterable[Named], rule: Rule) -> list[Found]:
    """Return what was named about times missing of as many children as the rule says."""
    told: dict[tuple[Pattern, str], list[Named]] = defaultdict(list)
    for one in named:
        told[one.pattern, one.about].append(one)
    found = []
    for (pattern, about), ones in told.items():
        children = _in_order({one.away.child for one in ones})
        if len(children) < 2:
            continue
        away = sorted({one.away.key: one.away for one in ones}.values(), key=lambda one: (one.left, one.child))
        enough = len(children) >= rule.thing_children
        found.append(
            Found(pattern, children, about, tuple((one,) for one in away), raised=enough, words=ones[-1].words)
        )
    return found


def _gone(by_child: Mapping[int, Sequence[Away]], rule: Rule, at: datetime) -> tuple[dict[int, int], Gone]:
    number = {child: place for place, child in enumerate(sorted(by_child))}
    told = [(number[away.child], minutes(away.left), minutes(away.until)) for away in _exact(by_child)]
    return number, Gone.of(told, since=minutes(at - timedelta(days=rule.days)), until=minutes(at) + 1)


def _exact(by_child: Mapping[int, Sequence[Away]]) -> Iterable[Away]:
    """Yield the times missing of which the hour of leaving is known: of no other can be said what it was beside."""
    return (away for times in by_child.values() for away in times if away.exact)


def _shared(ones: Sequence[Away], others: Sequence[Away], rule: Rule) -> Iterable[tuple[Away, Away]]:
    """Yield the times at which both left within the minutes of the rule while both were away."""
    for one in ones:
        for other in others:
            near = abs(minutes(one.left) - minutes(other.left)) <= rule.together_minutes
            away = max(one.left, other.left) < min(one.until, other.until)
            if near and away and one.exact and other.exact:
                yield (one, other) if one.left <= other.left else (other, one)


def _both_away(occasion: Sequence[Away]) -> tuple[int, int]:
    return minutes(max(away.left for away in occasion)), minutes(min(away.until for away in occasion))


def _in_order(children: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(children))


def contained(found: Sequence[Found]) -> set[tuple[int, ...]]:
    """Return the pairs of children who stand in a group that is raised: the group says it."""
    big = [one.children for one in found if one.pattern is Pattern.TOGETHER and len(one.children) > 2 and one.raised]
    return {two for members in big for two in combinations(members, 2)}
