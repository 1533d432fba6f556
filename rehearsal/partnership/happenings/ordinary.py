"""Ordinary life: what agencies write that is no concern, of children of every kind."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import at, hour_between
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import Around, note
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import Place, places
from rehearsal.partnership.world import World

SCHOOL = (
    ("school.strength_sport", 24), ("school.strength_arts", 16), ("school.strength_help", 20),
    ("school.contact_home", 22), ("school.contact_pupil", 18),
)  # fmt: skip
POLICE = (
    ("police.met_and_brought_home", 28), ("police.harmed_by_theft", 26), ("police.witness", 14),
    ("police.noise_and_games", 16), ("police.school_visit", 16),
)  # fmt: skip
HEALTH = (
    ("health.injury_at_sport", 16), ("health.accident_at_home", 12), ("health.unwell", 15), ("health.gp", 17),
    ("health.school_nurse", 12), ("health.dental", 12), ("health.eyes_and_ears", 10), ("health.mind", 6),
)  # fmt: skip
WITH_A_WORRY, AT_SCHOOL, SCHOOL_AGE = 0.35, 3, 6
FROM_AGE = {"health.injury_at_sport": 8, "health.school_nurse": 11, "health.mind": 11}
OPEN_TO_ALL = frozenset(
    {"park", "leisure", "library", "café", "transport", "retail", "shop", "open space", "waterside"}
)


def lines_of(world: World) -> Iterator[Line]:
    """Return the rows of ordinary life, agency by agency."""
    yield from _of(world, "school", SCHOOL, world.times("school_ordinary_notes"), youngest=11)
    yield from _of(world, "police", POLICE, world.times("police_ordinary_incidents"), youngest=10)
    yield from _of(world, "health", HEALTH, world.times("health_attendances"), youngest=1)
    yield from _of(world, "housing", (("around.housing_ordinary", 1),), world.times("housing_notes"), youngest=6)
    yield from _of(world, "charity", (("around.session", 1),), world.times("charity_sessions"), youngest=9)
    yield from _visits(world)


def _of(world: World, name: str, topics: Sequence[tuple[str, float]], wanted: int, *, youngest: int) -> Iterator[Line]:
    random = stream(world.seed, "ordinary", name)
    everybody = list(world.children.values())
    worried = [world.children[key] for key in world.cast.worries]
    regulars = random.sample(everybody, min(len(everybody), max(20, wanted // 6)))
    made = 0
    while made < wanted:
        child = random.choice(
            worried if random.random() < WITH_A_WORRY else regulars if name == "charity" else everybody
        )
        topic = weighted(random, topics)
        moment = _moment(world, random, topic, child, youngest)
        if moment is None:
            continue
        topic = _of_age(topic, child.age_on(moment.date()))
        made += 1
        line = note(world, random, topic, child, moment, Around(_somewhere(random)))
        if line.strength and topic == "around.session":
            line.kind = "strength"
        yield line


def _moment(world: World, random: Random, topic: str, child: Child, youngest: int) -> datetime | None:
    first, last = max(world.days.first, child.birthday(youngest)), min(world.days.today, child.birthday(18))
    if last <= first + timedelta(days=AT_SCHOOL):
        return None
    if topic.startswith("school."):
        day = world.days.school_day(random, first=first, last=last)
        return at(day, hour_between(random, 8, 16)) if child.is_pupil_on(day) else None
    if topic in {"health.injury_at_sport", "health.unwell", "health.accident_at_home"} or topic.startswith("police."):
        return at(world.days.any_day(random, first=first, last=last), hour_between(random, 8, 23))
    if topic == "around.session":
        return at(world.days.any_day(random, first=first, last=last), hour_between(random, 16, 20))
    return at(world.days.working_day(random, first=first, last=last), hour_between(random, 9, 17))


def _of_age(topic: str, age: int) -> str:
    """Return the topic, or what health services write of a child too young for it."""
    return (
        "health.small_child" if age < FROM_AGE.get(topic, SCHOOL_AGE if topic.startswith("health.") else 0) else topic
    )


def _somewhere(random: Random) -> Place:
    return random.choice([place for place in places() if place.kind in OPEN_TO_ALL])


def _visits(world: World) -> Iterator[Line]:
    """Return visits to businesses, and reports about premises and vehicles that name no child."""
    random = stream(world.seed, "licensing")
    shops = [place for place in places() if place.kind in {"hotel", "takeaway", "shop", "business", "leisure", "café"}]
    for _ in range(world.times("business_visits")):
        place = random.choice(shops)
        yield _about(world, random, "around.business_visit", place, hour_between(random, 10, 22))
    for _ in range(world.times("licensing_reports")):
        place, adult = random.choice(shops), random.choice(world.adults)
        topic = "around.hotel" if place.kind == "hotel" else random.choice(("around.takeaway", "around.driver"))
        line = _about(world, random, topic, place, hour_between(random, 12, 24), Around(place, adult))
        yield line


def _about(world: World, random: Random, topic: str, place: Place, hour: time, around: Around | None = None) -> Line:
    day: date = world.days.any_day(random)
    line = note(world, random, topic, None, at(day, hour), around or Around(place))
    line.place, line.organisation = line.place or place.name, place.name
    return line
