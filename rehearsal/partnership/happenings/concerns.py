"""Concerns: what each worry looks like to each agency, and evenings of which several see a part."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from rehearsal.partnership.cast import Worry
from rehearsal.partnership.chance import some, stream, weighted
from rehearsal.partnership.days import DAY, at, hour_between, is_school_day
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.happenings.noting import Around, hours_later, note
from rehearsal.partnership.narratives.telling import always_asks
from rehearsal.partnership.parameters import number
from rehearsal.partnership.people.adults import OF_AN_ADULT, Group
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import Place, places
from rehearsal.partnership.world import Evening, World

Weighted = Sequence[tuple[str, float]]
PATTERNS: Mapping[Worry, Weighted] = {
    Worry.SEXUAL: (
        ("school.tired", 9), ("school.new_things", 8), ("school.waited_for", 6), ("school.friends_changed", 8),
        ("school.leaving_site", 9), ("school.withdrawn", 8), ("school.online", 6), ("school.overheard", 6),
        ("police.found_with_adult", 6), ("police.seen_in_vehicle", 4), ("police.online_pressure", 4),
        ("police.address_visit", 3), ("health.clinic", 4), ("health.mind_concern", 4), ("health.supplied", 3),
        ("around.worry", 7), ("around.housing_concern", 2),
    ),
    Worry.CRIMINAL: (
        ("school.owing", 10), ("school.new_things", 8), ("school.leaving_site", 10), ("school.friends_changed", 7),
        ("school.tired", 5), ("school.overheard", 5), ("school.journey", 4), ("police.carrying", 5),
        ("police.threat", 5), ("police.address_visit", 6), ("police.seen_in_vehicle", 4), ("health.injury_account", 5),
        ("health.supplied", 2), ("around.worry", 7), ("around.housing_concern", 5),
    ),
    Worry.HOME: (
        ("school.tired", 9), ("school.hungry", 11), ("school.withdrawn", 9), ("school.injury", 4),
        ("school.carer_at_home", 9), ("school.leaving_site", 3), ("police.domestic", 8), ("health.not_brought", 5),
        ("health.mind_concern", 2), ("around.housing_concern", 3), ("around.worry", 3),
    ),
    Worry.WELLBEING: (
        ("school.withdrawn", 10), ("school.tired", 6), ("school.friends_changed", 5), ("school.journey", 4),
        ("health.mind_concern", 6), ("around.worry", 2),
    ),
    Worry.ONLINE: (
        ("school.online", 8), ("police.online_pressure", 4), ("school.withdrawn", 4), ("health.mind_concern", 2),
    ),
    Worry.SINGLE: (("school.journey", 4), ("school.hungry", 3), ("school.withdrawn", 3), ("school.injury", 1)),
}  # fmt: skip
HOW_MANY: Mapping[Worry, tuple[int, int]] = {
    Worry.SEXUAL: (5, 19), Worry.CRIMINAL: (5, 17), Worry.HOME: (3, 11), Worry.WELLBEING: (2, 6),
    Worry.ONLINE: (2, 5), Worry.SINGLE: (1, 2),
}  # fmt: skip
PREMISES = frozenset({"hotel", "takeaway", "business", "shop", "leisure"})
KNOWS_THE_ADULT, EVENINGS_A_GROUP = 0.45, 9
SEEN_BY_POLICE, SEEN_AT_SCHOOL, SEEN_AROUND, SEEN_BY_HEALTH, SEEN_BY_YOUTH_WORKERS = 0.4, 0.5, 0.4, 0.08, 0.1
YOUNGEST = {True: 5, False: 9}
WEEK, TRIES = timedelta(days=7), 60


def lines_of(world: World, episodes: Sequence[Episode]) -> Iterator[Line]:
    """Return the rows of concerns, child by child, then evening by evening."""
    for key, worry in world.cast.worries.items():
        yield from _of_child(world, world.children[key], worry)
    for episode in episodes:
        if episode.evening and episode.place and episode.adult:
            around = Around(episode.place, episode.adult, episode.evening, others=episode.together)
            yield from evening(world, world.children[episode.child], episode.reported, around)
    for group in world.groups:
        yield from _sightings(world, group)
    yield from _warnings(world)


def _of_child(world: World, child: Child, worry: Worry) -> Iterator[Line]:
    random = stream(world.seed, "concerns", child.key)
    first, last = world.told_of(child, youngest=YOUNGEST[worry is Worry.HOME])
    topics = [pair for pair in PATTERNS[worry] if fits(pair[0], child, last)]
    start = first + timedelta(days=random.randint(0, max(0, (last - first).days // 3)))
    wanted, tries = random.randint(*HOW_MANY[worry]), 0
    while wanted and tries < TRIES:
        topic, tries = weighted(random, topics), tries + 1
        moment = moment_for(world, random, topic, child, start if tries < TRIES // 2 else first, last)
        if moment is not None:
            wanted -= 1
            yield note(world, random, topic, child, moment, around_of(world, random, child, topic))


def fits(topic: str, child: Child, last: date) -> bool:
    """Tell whether an agency can write on the topic of a child of that age and school."""
    if topic.startswith("school."):
        return bool(child.school) and child.year_on(last - DAY) >= 7
    return child.age_on(last - DAY) >= 12 or topic in {
        "police.domestic",
        "health.not_brought",
        "around.housing_concern",
    }


def moment_for(world: World, random: Random, topic: str, child: Child, first: date, last: date) -> datetime | None:
    """Return when it happened: in school hours at school, later elsewhere; nothing where no day fits."""
    if topic.startswith("school."):
        day = world.days.school_day(random, first=first, last=last)
        return at(day, hour_between(random, 8, 16)) if child.is_pupil_on(day) else None
    day = world.days.any_day(random, first=first, last=last)
    hours = (16, 24) if topic.startswith("police.") else (9, 20)
    return at(day, hour_between(random, *hours)) if child.is_child_on(day) else None


def around_of(world: World, random: Random, child: Child, topic: str, *, chance: float = KNOWS_THE_ADULT) -> Around:
    """Return what surrounds a note: where and with whom the child is harmed, or some place of the town."""
    group = world.group_of.get(child.key)
    if group and (random.random() < chance or always_asks(topic, OF_AN_ADULT)):
        return Around(random.choice(group.places), random.choice(group.adults))
    return Around(random.choice(places()))


def evening(world: World, child: Child, moment: datetime, around: Around) -> Iterator[Line]:
    """Return what several agencies see of one evening, each a part, in the days after it."""
    random = stream(world.seed, "evening", around.evening, child.key)
    world.evenings.setdefault(around.evening, Evening(moment, around.place, around.adult)).children.add(child.key)
    if random.random() < SEEN_BY_POLICE:
        topic = weighted(
            random, (("police.found_with_adult", 5), ("police.seen_in_vehicle", 4), ("police.intelligence", 3))
        )
        yield note(world, random, topic, child, hours_later(moment, random, -1, 3), around)
    if random.random() < SEEN_AT_SCHOOL and (day := next_school_day(world, moment.date())) and child.is_pupil_on(day):
        topics = (("school.tired", 5), ("school.new_things", 3), ("school.waited_for", 3), ("school.overheard", 3))
        yield note(world, random, weighted(random, topics), child, at(day, hour_between(random, 8, 15)), around)
    if around.place and random.random() < SEEN_AROUND:
        line = _seen_around(world, random, child, moment, around, around.place)
        if line:
            yield line
    if random.random() < SEEN_BY_HEALTH:
        topic = random.choice(("health.injury_account", "health.supplied", "health.clinic"))
        yield note(world, random, topic, child, hours_later(moment, random, 2, 60), around)
    if random.random() < SEEN_BY_YOUTH_WORKERS:
        yield note(world, random, "around.worry", child, hours_later(moment, random, 20, 90), around)


def _seen_around(
    world: World, random: Random, child: Child, moment: datetime, around: Around, place: Place
) -> Line | None:
    """Return what a hotel, a takeaway or a neighbour reports; no child is named, and the truth knows who it was."""
    topics = {
        "hotel": "around.hotel",
        "takeaway": "around.takeaway",
        "flats": "around.housing_concern",
        "business": "around.takeaway",
    }
    topic = topics.get(place.kind, "around.driver" if random.random() < 0.3 else "")
    if not topic:
        return None
    named = topic == "around.housing_concern"
    line = note(world, random, topic, child if named else None, hours_later(moment, random, -1, 4), around)
    line.others = tuple(dict.fromkeys((child.key, *around.others)))
    line.organisation = place.name if place.kind in PREMISES else ""
    return line


def next_school_day(world: World, day: date) -> date | None:
    """Return the school day after a day, if it comes within a week and has come."""
    for ahead in range(1, 8):
        later = day + ahead * DAY
        if is_school_day(later):
            return later if later <= world.days.today else None
    return None


def _sightings(world: World, group: Group) -> Iterator[Line]:
    """Return what is seen on further evenings of a group, at the busy hours of its places."""
    random = stream(world.seed, "sightings", group.key)
    for place_in_order in range(EVENINGS_A_GROUP):
        place, adult = random.choice(group.places), random.choice(group.adults)
        moment = _busy(world, random, place)
        able = [key for key in group.children if _out_alone(world.children[key], moment)]
        present = some(random, able, random.choice((1, 2, 2, 3)))
        for key in present:
            others = tuple(other for other in present if other != key)
            around = Around(place, adult, f"S{group.key[1:]}{place_in_order:02d}", others=others)
            yield from evening(world, world.children[key], moment, around)


def _out_alone(child: Child, moment: datetime) -> bool:
    return child.is_child_on(moment.date()) and child.age_on(moment.date()) >= 12


def _busy(world: World, random: Random, place: Place) -> datetime:
    """Return a moment of the time told of at one of the place's busy hours."""
    weekday, hour = random.choice(place.busy)
    weeks = number("days") // 7 - 1
    day = world.days.today - timedelta(days=1) - random.randint(0, weeks) * WEEK
    day -= timedelta(days=(day.weekday() - weekday) % 7)
    return at(max(day, world.days.first), time(hour, random.randrange(60)))


def _warnings(world: World) -> Iterator[Line]:
    """Return notices served on adults, that they may not be with a child."""
    random = stream(world.seed, "warnings")
    groups = [group for group in world.groups if group.nature == Worry.SEXUAL and group.children]
    for _ in range(world.times("abduction_warnings")):
        group = random.choice(groups)
        child = world.children[random.choice(group.children)]
        first, last = world.told_of(child, youngest=12)
        day = world.days.any_day(random, first=first, last=last)
        around = Around(random.choice(group.places), random.choice(group.adults))
        yield note(world, random, "police.warning_notice", child, at(day, hour_between(random, 10, 20)), around)
