"""What the rules of patterns find of what the rehearsal partnership planted, and what they raise of mere coincidence.

The truth is written apart from everything that the product reads. Here the times missing are told as they were: what a
file has wrong, or what a worker may not see, is left out of it. Of several towns, each from a seed of its own:

- **repeats**: children who were missing as often as the rule says, counted by hand;
- **pairs**: two who went together as often as the rule says, as planted; whom else the rule finds met by coincidence;
- **coincidence**: the same children, each time moved to another day within four weeks, so that nobody went together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from benchmarks.bench import Bench, at_least, at_most
from benchmarks.place import Place
from erle.foundation.statute.settings import LOCAL_SETTINGS
from erle.knowledge.patterns.rules import Away, Found, Rule
from erle.knowledge.patterns.rules.alone import repeated
from erle.knowledge.patterns.rules.several import pairs

SEEDS, QUICK_SEEDS, MOVES = range(1, 11), range(1, 3), 10
PERIODS = (365, 730)
MOST_MOVED = 28
TODAY = "2026-11-18"
USUAL = Rule.of({setting.key: setting.usual for setting in LOCAL_SETTINGS.values()})
By = Mapping[int, Sequence[Away]]


@dataclass(frozen=True)
class Town:
    """The times missing of a town by child, and how often which two went together."""

    times: By
    together: Mapping[tuple[int, int], Sequence[datetime]]
    at: datetime


@dataclass(frozen=True)
class Marked:
    """What a rule raised: how much of it was planted, how much not, and how much that was planted it did not raise."""

    true: int
    false: int
    missed: int

    def __add__(self, other: "Marked") -> "Marked":
        """Add up towns."""
        return Marked(self.true + other.true, self.false + other.false, self.missed + other.missed)

    def words(self) -> str:
        """Return precision and recall."""
        raised, planted = self.true + self.false, self.true + self.missed
        return (
            f"precision {self.true / max(raised, 1):.3f} ({self.true} of {raised}),"
            f" recall {self.true / max(planted, 1):.3f} ({self.true} of {planted})"
        )


def run(place: Place) -> Bench:
    """Mark each town over each period."""
    seeds = QUICK_SEEDS if place.quick else SEEDS
    towns = [town(seed) for seed in seeds]
    beside = [f"{len(towns)} towns, {sum(len(t) for one in towns for t in one.times.values()):,} times missing."]
    cases = []
    for days in PERIODS:
        rule = replace(USUAL, days=days)
        seen = [within(one, rule) for one in towns]
        repeats = sum((mark_repeats(one, rule) for one in seen), Marked(0, 0, 0))
        two = sum((mark_pairs(one, rule) for one in seen), Marked(0, 0, 0))
        drawn = [raised_of_moved(one, rule, seed) for one in seen for seed in range(MOVES)]
        beside += [f"{days} days, repeats: {repeats.words()}", f"{days} days, pairs: {two.words()}"]
        lists = sum(number > 0 for number in drawn) / len(drawn)
        beside += [f"{days} days, times moved: {sum(drawn)} raised on {len(drawn)} lists, on {lists:.3f} of these any"]
        cases += [
            at_least(f"{days} days: repeats raised, of all", ours=repeats.true, peer=_all(repeats), unit="", bar=1.0),
            at_least(f"{days} days: planted pairs raised", ours=two.true, peer=_all(two), unit="", bar=0.75),
            at_most(
                f"{days} days: share of raised pairs that are coincidence, to the share stated",
                ours=two.false / max(two.true + two.false, 1),
                peer=rule.share,
                unit="",
                bar=1.0,
            ),
            at_most(
                f"{days} days: lists without anybody together that raise a pair, to the share stated",
                ours=lists,
                peer=rule.share,
                unit="",
                bar=1.0,
            ),
        ]
    return Bench("patterns-truth", tuple(cases), tuple(beside))


def town(seed: int) -> Town:
    """Return what truly happened in the town of the seed."""
    from rehearsal.partnership.days import THIS_MORNING, Days
    from rehearsal.partnership.happenings.missing import episodes_of
    from rehearsal.partnership.hard_cases.cases import plan
    from rehearsal.partnership.world import world_of

    days = Days(date.fromisoformat(TODAY), THIS_MORNING)
    world = world_of(seed, 1.0, days)
    plan(world)
    number = {key: place for place, key in enumerate(world.children)}
    times: dict[int, list[Away]] = defaultdict(list)
    together: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for one in sorted(episodes_of(world), key=lambda one: one.left):
        child = number[one.child]
        times[child].append(Away(child, one.left, one.returned, one.returned or days.now))
        for other in one.together:
            if child < number[other]:
                together[child, number[other]].append(one.left)
    return Town(times, together, days.now)


def within(whole: Town, rule: Rule) -> Town:
    """Return what a reader sees of it who looks as far back as the rule says."""
    since = whole.at - timedelta(days=rule.days)
    times = {child: [one for one in told if one.left >= since] for child, told in whole.times.items()}
    together = {two: [left for left in told if left >= since] for two, told in whole.together.items()}
    return Town({child: told for child, told in times.items() if told}, together, whole.at)


def mark_repeats(seen: Town, rule: Rule) -> Marked:
    """Mark who is raised as repeatedly missing against counting by hand."""
    since = seen.at - timedelta(days=rule.repeat_days)
    lately = Counter(one.child for told in seen.times.values() for one in told if one.left > since)
    true = {child for child, number in lately.items() if number >= rule.repeat_episodes}
    return _marked(true, {child for child, told in seen.times.items() if repeated(told, rule, at=seen.at)})


def mark_pairs(seen: Town, rule: Rule) -> Marked:
    """Mark who is raised as together against what was planted."""
    true = {two for two, told in seen.together.items() if len(told) >= rule.together_times}
    return _marked(true, {one.children for one in _raised(seen.times, rule, seen.at)})


def raised_of_moved(seen: Town, rule: Rule, seed: int) -> int:
    """Return how many pairs are raised where each time was moved by itself, so that nobody went together by plan."""
    draw, since = Random(seed), seen.at - timedelta(days=rule.days)
    moved = {child: sorted(_moved(told, draw, since, seen.at), key=_left) for child, told in seen.times.items()}
    return len(_raised(moved, rule, seen.at))


def _moved(told: Iterable[Away], draw: Random, since: datetime, until: datetime) -> Iterable[Away]:
    for one in told:
        days = [n for n in range(-MOST_MOVED, MOST_MOVED + 1) if since <= one.left + timedelta(days=n) <= until]
        by = timedelta(days=draw.choice(days), minutes=draw.randint(-30, 30))
        yield Away(one.child, one.left + by, one.back + by if one.back else None, one.until + by)


def _left(one: Away) -> datetime:
    return one.left


def _raised(times: By, rule: Rule, at: datetime) -> list[Found]:
    return [one for one in pairs(times, rule, at=at) if one.raised]


def _marked(true: set[object] | set[int] | set[tuple[int, int]], raised: set[object]) -> Marked:
    return Marked(len(true & raised), len(raised - true), len(true - raised))


def _all(marked: Marked) -> int:
    return marked.true + marked.missed
