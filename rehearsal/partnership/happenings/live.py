"""The last three days and this morning: whatever day the demo is made on, something has just been written."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random

from rehearsal.partnership.cast import Worry
from rehearsal.partnership.chance import some, stream
from rehearsal.partnership.days import DAY, at, is_school_day
from rehearsal.partnership.happenings.concerns import PREMISES, around_of
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import note
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.world import World

LATELY: Sequence[tuple[int, time, str]] = (
    (2, time(10, 40), "school.new_things"), (2, time(14, 15), "school.withdrawn"),
    (2, time(21, 35), "police.seen_in_vehicle"),
    (1, time(9, 20), "school.waited_for"), (1, time(11, 5), "school.tired"), (1, time(13, 30), "school.owing"),
    (1, time(15, 40), "school.hungry"), (1, time(18, 10), "around.worry"), (1, time(20, 50), "police.found_with_adult"),
    (1, time(22, 20), "around.hotel"), (1, time(23, 5), "police.intelligence"),
    (1, time(16, 45), "health.mind_concern"),
)  # fmt: skip
THIS_MORNING = ("police.address_visit", "health.supplied", "police.found_with_adult", "around.driver")
AT_SCHOOL_ALREADY, FIRST_BELL = time(8, 20), "school.tired"
NO_CHILD_NAMED = frozenset({"around.hotel", "around.driver", "around.takeaway"})


def lines_of(world: World) -> Iterator[Line]:
    """Return what was written since three days ago, the children of the groups first."""
    random = stream(world.seed, "live")
    times = max(1, round(world.scale))
    for _ in range(times):
        for days, hour, topic in LATELY:
            moment = at(world.days.today - days * DAY, hour)
            yield from _one(world, random, topic, moment, moment + timedelta(minutes=random.randint(15, 90)))
        for topic in THIS_MORNING:
            moment = world.days.this_morning(random)
            yield from _one(world, random, topic, moment, min(moment + timedelta(minutes=20), world.days.now))
        if world.days.until > AT_SCHOOL_ALREADY:
            moment = at(world.days.today, AT_SCHOOL_ALREADY)
            yield from _one(world, random, FIRST_BELL, moment, world.days.now)


def _one(world: World, random: Random, topic: str, moment: datetime, recorded_at: datetime) -> Iterator[Line]:
    """Return one row about a child whom the topic fits; nothing at a school on a day without school."""
    if topic.startswith("school.") and not is_school_day(moment.date()):
        topic = "around.worry"
    child = _somebody(world, random, topic, moment)
    if child is None:
        return
    around = around_of(world, random, child, topic, chance=1)
    line = note(world, random, topic, None if topic in NO_CHILD_NAMED else child, moment, around)
    if topic in NO_CHILD_NAMED:
        line.others = (child.key,)
        line.organisation = around.place.name if around.place and around.place.kind in PREMISES else ""
    line.recorded_at = recorded_at
    yield line


def _somebody(world: World, random: Random, topic: str, moment: datetime) -> Child | None:
    exploited = [world.children[key] for key in world.cast.of(Worry.SEXUAL, Worry.CRIMINAL)]
    day = moment.date()
    able = [child for child in exploited if child.is_child_on(day) and child.age_on(day) >= 12]
    if topic.startswith("school."):
        able = [child for child in able if child.is_pupil_on(day)]
    return next(iter(some(random, able, 1)), None)
