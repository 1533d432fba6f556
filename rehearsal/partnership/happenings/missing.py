"""Episodes of being missing: when, how long, from where, and with whom; some children go together, planted so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import DAY, at, hour_of, later
from rehearsal.partnership.parameters import number, pairs, share
from rehearsal.partnership.people.adults import Adult, Group
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import Place
from rehearsal.partnership.world import World

DRAWN_AWAY, AGAIN_SOON, LATEST_REPORT = 0.72, 0.6, (1.0, 4.5)
LONGEST_DAYS, TAIL = 12, 1.6
APART = timedelta(hours=8)
TRIES = 400


@dataclass(slots=True)
class Episode:
    """One child missing once; `evening` names the planted evening it belongs to, `together` those who went as well."""

    child: str
    left: datetime
    reported: datetime
    returned: datetime | None
    risk: str
    place: Place | None = None
    adult: Adult | None = None
    evening: str = ""
    together: tuple[str, ...] = ()
    ordinal: int = 1
    since: timedelta | None = None


@dataclass
class Calendar:
    """The episodes planned so far, child by child."""

    of: dict[str, list[Episode]] = field(default_factory=lambda: defaultdict(list))

    def free(self, child: str, left: datetime, returned: datetime) -> bool:
        """Tell whether a child is not missing then, nor about to be."""
        return all(
            returned + APART < one.left or (one.returned is not None and one.returned + APART < left)
            for one in self.of[child]
        )


def episodes_of(world: World) -> list[Episode]:
    """Return every episode, in order of time."""
    random, calendar = stream(world.seed, "missing"), Calendar()
    left_over = dict(world.cast.episodes)
    _missing_now(world, random, calendar, left_over)
    for pair in _pairs(world, random):
        _together(world, random, calendar, left_over, pair)
    for key, count in left_over.items():
        for _ in range(count):
            _alone(world, random, calendar, key)
    found = [episode for episodes in calendar.of.values() for episode in episodes]
    found.sort(key=lambda episode: (episode.reported, episode.child))
    for episodes in calendar.of.values():
        _counted(sorted(episodes, key=lambda one: one.left))
    _evenings(random, found, world)
    return found


def _counted(episodes: Sequence[Episode]) -> None:
    """Note of a child's episodes, in order of time, which it is and how long after the return before it."""
    for place, episode in enumerate(episodes, start=1):
        before = episodes[place - 2].returned if place > 1 else None
        episode.ordinal, episode.since = place, episode.left - before if before else None


def _pairs(world: World, random: Random) -> list[tuple[str, str]]:
    """Choose pairs of one group who go missing together more than once, no child in two pairs."""
    found = []
    for group in world.groups:
        able = [key for key in group.children if world.cast.episodes.get(key, 0) >= 3]
        random.shuffle(able)
        found += list(zip(able[::2], able[1::2], strict=False))
    return found[: world.times("pairs_missing_together")]


def _together(
    world: World, random: Random, calendar: Calendar, left_over: dict[str, int], pair: tuple[str, str]
) -> None:
    one, other = (world.children[key] for key in pair)
    for _ in range(min(left_over[one.key], left_over[other.key], random.choice((2, 2, 3)))):
        made = _plan(world, random, calendar, [one, other])
        if made is None:
            return
        for child in (one, other):
            slip = timedelta(minutes=random.randint(0, 25))
            mine = _episode(world, random, child, made[0] + slip, made[1] + slip, later(made[2], slip))
            mine.together = tuple(key for key in pair if key != child.key)
            calendar.of[child.key].append(mine)
            left_over[child.key] -= 1


def _alone(world: World, random: Random, calendar: Calendar, key: str) -> None:
    child = world.children[key]
    made = _plan(world, random, calendar, [child])
    if made is not None:
        calendar.of[key].append(_episode(world, random, child, *made))


def _plan(
    world: World, random: Random, calendar: Calendar, children: Sequence[Child]
) -> tuple[datetime, datetime, datetime] | None:
    """Return when left, reported and returned, on a day on which all of them are children and none is missing."""
    first = max(world.told_of(child)[0] for child in children)
    last = min(world.told_of(child)[1] for child in children) - DAY
    for _ in range(TRIES):
        day = _day(random, calendar.of[children[0].key], first, last)
        reported = at(day, hour_of(random, pairs("missing_hours")))
        left = reported - timedelta(minutes=round(60 * random.uniform(*LATEST_REPORT)))
        returned = later(left, _duration(random, reported - left))
        past = returned < world.days.now - timedelta(hours=1)
        if past and all(calendar.free(child.key, left, returned) for child in children):
            return left, reported, returned
    return None


def _day(random: Random, before: Sequence[Episode], first: date, last: date) -> date:
    """Return a day by the weights of month and weekday; often within weeks of an earlier return."""
    months, weekdays = pairs("missing_months"), pairs("missing_weekdays")
    while True:
        day = first + timedelta(days=random.randint(0, max(0, (last - first).days)))
        soon = [one.returned for one in before if one.returned] if random.random() < AGAIN_SOON else []
        if soon:
            again = random.choice(soon).date() + timedelta(
                days=random.randint(1, 7 * number("missing_again_within_weeks"))
            )
            day = again if first <= again <= last else day
        if random.random() < months[day.month - 1] * weekdays[day.weekday()] / (max(months) * max(weekdays)):
            return day


def _duration(random: Random, reported_after: timedelta) -> timedelta:
    """Return from leaving to return: hours as a rule, a day and more sometimes, days rarely."""
    at_least = reported_after + timedelta(minutes=random.randint(20, 90))
    chance, within_day, within_two = random.random(), share("missing_within_24_hours"), share("missing_within_48_hours")
    if chance < within_day:
        hours = min(23.5, random.lognormvariate(1.9, 0.5))
    elif chance < within_two:
        hours = random.uniform(24, 47.5)
    else:
        hours = min(24 * LONGEST_DAYS, 48 * random.paretovariate(TAIL))
    return max(at_least, timedelta(minutes=round(60 * hours)))


def _episode(
    world: World, random: Random, child: Child, left: datetime, reported: datetime, returned: datetime | None
) -> Episode:
    group = world.group_of.get(child.key)
    made = Episode(
        child.key, left, reported, returned, weighted(random, [tuple(pair) for pair in pairs("missing_risk")])
    )
    if group and random.random() < DRAWN_AWAY:
        made.place, made.adult = near(random, group, reported), random.choice(group.adults)
    return made


def near(random: Random, group: Group, moment: datetime) -> Place:
    """Return the place of a group whose busy hours lie nearest to a moment of the week."""
    here = moment.weekday() * 24 + moment.hour
    return min(
        random.sample(group.places, min(4, len(group.places))),
        key=lambda place: min(
            min((here - day * 24 - hour) % 168, (day * 24 + hour - here) % 168) for day, hour in place.busy
        ),
    )


def _missing_now(world: World, random: Random, calendar: Calendar, left_over: dict[str, int]) -> None:
    """Plan the episodes that are open as the demo is made: since yesterday or the day before, one pair."""
    today = world.days.today
    able = [key for key, count in left_over.items() if count > 1 and world.children[key].is_child_on(today + DAY)]
    able.sort(key=lambda key: (world.group_of[key].key if key in world.group_of else "Z", key))
    chosen = able[: world.times("missing_now", least=3)]
    made: list[Episode] = []
    for place, key in enumerate(chosen):
        back = timedelta(days=place // 3)
        evening = at(today - DAY - back, time(19 + place % 3, 10 + place)) if place != 1 else made[0].left
        reported = min(later(evening, timedelta(minutes=random.randint(70, 190))), world.days.now)
        episode = _episode(world, random, world.children[key], evening, reported, None)
        calendar.of[key].append(episode)
        left_over[key] -= 1
        made.append(episode)
    if len(made) > 1 and all(key in world.group_of for key in chosen[:2]):
        made[0].together, made[1].together = (made[1].child,), (made[0].child,)
        made[1].place, made[1].adult = made[0].place, made[0].adult


def _evenings(random: Random, episodes: Sequence[Episode], world: World) -> None:
    """Give each planted evening its name; who went together shares the place, the adult and the name."""
    named: dict[tuple[str, ...], Episode] = {}
    count = 0
    for episode in episodes:
        pair = tuple(sorted((episode.child, *episode.together)))
        first = named.get(pair)
        if episode.together and first and abs(first.left - episode.left) < timedelta(hours=2):
            episode.place, episode.adult, episode.evening = first.place, first.adult, first.evening
            continue
        if episode.together and episode.adult is None:
            group = world.group_of[episode.child]
            episode.place, episode.adult = near(random, group, episode.reported), random.choice(group.adults)
        if episode.adult:
            count += 1
            episode.evening = f"E{count:04d}"
        named[pair] = episode
