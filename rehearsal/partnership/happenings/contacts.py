"""Contacts at children's services: what others ring about, and what becomes of it; and children away from placement."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import DAY, at, hour_between
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.happenings.noting import CARE, CHARITY, HEALTH, HOUSING, POLICE, delay, in_office_hours
from rehearsal.partnership.happenings.steps import WORKERS
from rehearsal.partnership.narratives.slots import place_slots
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

OUTCOMES = (
    ("no further action", 30), ("advice given", 22), ("early help offered", 15), ("goes to the existing worker", 14),
    ("referral; an assessment begins", 14), ("strategy discussion", 3), ("passed to another authority", 2),
)  # fmt: skip
ORDINARY = (
    ("care.school_advice", 25), ("care.police_light", 27), ("care.health_light", 12), ("care.from_family", 12),
    ("care.from_public", 6), ("care.from_housing", 6), ("care.support", 10), ("care.from_other_area", 2),
)  # fmt: skip
AFTER = {
    "school": ("care.from_school", 0.32), POLICE: ("care.from_police", 0.6), HEALTH: ("care.from_health", 0.6),
    HOUSING: ("care.from_housing", 0.5), CHARITY: ("care.from_school", 0.0),
}  # fmt: skip
SOURCES = {
    "care.school_advice": "School",
    "care.police_light": "Police", "care.health_light": "Health", "care.from_school": "School",
    "care.from_police": "Police", "care.from_health": "Health", "care.from_family": "Family member",
    "care.from_public": "Member of the public", "care.from_housing": "Housing", "care.support": "Family member",
    "care.from_other_area": "Other authority",
}  # fmt: skip
IN_OFFICES = frozenset(
    {"care.school_advice", "care.health_light", "care.from_housing", "care.from_other_area", "care.support"}
)
AREAS = ("Holmeshire", "Westmarch", "the Isle of Brandon", "East Carrowshire")
KNOWN_AND_UNKNOWN = 0.45
LATEST, LONGEST_AWAY, YOUNGEST = 120, 3, 4


def lines_of(world: World, concerns: Sequence[Line], notified: int) -> Iterator[Line]:
    """Return the contacts that follow concerns, then as many others as make up the number."""
    random, made = stream(world.seed, "contacts"), notified
    for line in concerns:
        topic, chance = AFTER.get(line.agency, AFTER["school"])
        if line.child and random.random() < chance:
            moment = line.recorded_at + timedelta(minutes=random.randint(15, 60 * 30))
            made += 1
            moment = moment if line.agency == POLICE else in_office_hours(random, moment)
            yield contact(world, random, topic, world.children[line.child], moment, evening=line.evening)
    everybody, worried = list(world.children.values()), [world.children[key] for key in world.cast.worries]
    wanted = world.times("social_care_contacts")
    while made < wanted:
        child = random.choice(worried if random.random() < KNOWN_AND_UNKNOWN / 2 else everybody)
        last = min(world.days.today, child.birthday(18))
        first = max(world.days.first, child.birthday(YOUNGEST))
        if last - first < 5 * DAY:
            continue
        topic = weighted(random, ORDINARY)
        day = (world.days.working_day if topic in IN_OFFICES else world.days.any_day)(random, first=first, last=last)
        made += 1
        yield contact(world, random, topic, child, at(day, hour_between(random, 8, 18 if topic in IN_OFFICES else 22)))


def contact(world: World, random: Random, topic: str, child: Child, moment: datetime, *, evening: str = "") -> Line:
    """Return the row of one contact."""
    worker = random.choice(WORKERS)
    outcome = weighted(random, OUTCOMES)
    slots = world.slots(child, moment) | place_slots(random.choice(places()))
    slots |= {
        "outcome": outcome,
        "outcome_cap": outcome.capitalize(),
        "Worker": worker,
        "other_area": random.choice(AREAS),
    }
    if topic == "care.police_light":
        what = random.choice(("child in house", "theft", "met"))
        slots |= {"category": what, what.replace(" ", "_"): "yes"}
    account = world.teller.tell(random, topic, slots)
    return Line(
        agency=CARE,
        file="contacts",
        kind="contact",
        child=child.key,
        happened_at=moment,
        recorded_at=in_office_hours(random, moment + delay(random, (0.1, 5, 50))),
        title=account.title,
        text=account.text,
        source=SOURCES[topic],
        evening=evening,
        extra={"Outcome": outcome.capitalize(), "Worker": worker},
    )


def away(world: World, episodes: Sequence[Episode]) -> Iterator[Line]:
    """Return episodes of children away from placement, whereabouts known, and not missing as well."""
    random = stream(world.seed, "away")
    able = [world.children[key] for key in sorted(world.cast.in_care)]
    able = [child for child in able if _span(world, child)[0] + 30 * DAY < _span(world, child)[1]]
    taken = [(one.child, one.left, one.returned or world.days.now) for one in episodes]
    made = 0
    while able and made < world.times("away_episodes"):
        child = random.choice(able)
        first, last = _span(world, child)
        left = at(world.days.any_day(random, first=first, last=last - LONGEST_AWAY * DAY), hour_between(random, 17, 23))
        ended = left + timedelta(hours=random.uniform(3, 24 * LONGEST_AWAY))
        if any(who == child.key and start < ended and left < end for who, start, end in taken):
            continue
        taken.append((child.key, left, ended))
        made += 1
        yield away_line(world, random, child, left, ended)


def _span(world: World, child: Child) -> tuple[date, date]:
    since = child.looked_after_since or world.days.today
    return max(since, world.days.first, child.birthday(10)), min(world.days.today, child.birthday(18)) - DAY


def away_line(world: World, random: Random, child: Child, left: datetime, ended: datetime) -> Line:
    """Return the row of one child away from placement."""
    slots = world.slots(child, left) | {"left": f"{left:%H:%M}"}
    account = world.teller.tell(random, "missing.away", slots)
    return Line(
        agency=CARE,
        file="away",
        kind="away",
        child=child.key,
        happened_at=left,
        ended_at=ended.replace(second=0, microsecond=0),
        recorded_at=left + timedelta(minutes=random.randint(20, LATEST)),
        title=account.title,
        text=account.text,
        source=random.choice(WORKERS),
        extra={"Placement": child.lives_with},
    )
