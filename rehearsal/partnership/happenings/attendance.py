"""Attendance: the weeks that schools share of some pupils, ten marks each, in the codes of August 2024."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from rehearsal.partnership.cast import Worry
from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import DAY, at, is_school_day
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.parameters import number, share
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import schools
from rehearsal.partnership.world import World

MORNING, AFTERNOON, CLOSED = "/", "\\", "#"
ABSENT = (("O", 46), ("I", 26), ("N", 10), ("M", 8), ("C", 4), ("E", 4), ("T", 2))
LATE, USUAL_ABSENCE, PERSISTENT = 0.04, (0.01, 0.08), (0.1, 0.38)
FRIDAY, SENT_ON = 4, time(16, 30)


def lines_of(world: World, episodes: Sequence[Episode]) -> Iterator[Line]:
    """Return a row for each week of each pupil who is watched; nights missing show on the morning after."""
    nights = _nights(world, episodes)
    mondays = _mondays(world)
    for school in schools():
        random = stream(world.seed, "attendance", school.slug)
        for child in _watched(world, random, school.slug):
            rate, day_off = _rate(world, random, child), random.randrange(5)
            for monday in mondays:
                if child.is_pupil_on(monday):
                    marks = _marks(random, monday, rate, day_off, nights.get(child.key, frozenset()))
                    yield _line(child, monday, marks, world.days.now)


def _nights(world: World, episodes: Sequence[Episode]) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = {}
    for one in episodes:
        end = (one.returned or world.days.now).date()
        days = found.setdefault(one.child, set())
        days.update(one.left.date() + ahead * DAY for ahead in range(1, (end - one.left.date()).days + 1))
    return {key: frozenset(days) for key, days in found.items()}


def _mondays(world: World) -> list[date]:
    """Return the Mondays of the latest weeks in which there was school, the oldest first."""
    monday = world.days.today - timedelta(days=world.days.today.weekday() + 7)
    found: list[date] = []
    while len(found) < number("attendance_weeks"):
        if any(is_school_day(monday + ahead * DAY) for ahead in range(5)):
            found.append(monday)
        monday -= timedelta(days=7)
    return found[::-1]


def _watched(world: World, random: Random, school: str) -> list[Child]:
    """Return those whose weeks the school shares: children of concern or reported missing first, then others."""
    pupils = [child for child in world.by_school[school] if child.is_pupil_on(world.days.today)]
    first = [one for one in pupils if one.key in world.cast.worries or one.key in world.cast.episodes]
    others = [one for one in pupils if one not in first]
    random.shuffle(others)
    return (first + others)[: world.times("attendance_children_a_school", least=4)]


def _rate(world: World, random: Random, child: Child) -> float:
    """Return the share of sessions missed, apart from what illness and nights away bring."""
    worry = world.cast.worries.get(child.key)
    exploited = worry in {Worry.SEXUAL, Worry.CRIMINAL}
    chance = share("persistent_absence_exploited") if exploited else 0.3 if worry else 0.12
    return random.uniform(*(PERSISTENT if random.random() < chance else USUAL_ABSENCE))


def _marks(random: Random, monday: date, rate: float, day_off: int, nights: frozenset[date]) -> str:
    marks = ""
    for weekday in range(FRIDAY + 1):
        day = monday + weekday * DAY
        if not is_school_day(day):
            marks += CLOSED * 2
            continue
        weight = rate * (2.2 if weekday == day_off else 0.7)
        away = random.random() < weight * 0.8 or (day in nights and random.random() < 0.75)
        code = weighted(random, ABSENT)
        morning = code if away else "L" if random.random() < LATE else MORNING
        after = code if away and random.random() < 0.85 else code if random.random() < weight * 0.25 else AFTERNOON
        marks += morning + after
    return marks


def _line(child: Child, monday: date, marks: str, now: datetime) -> Line:
    sent = at(monday + timedelta(days=FRIDAY), SENT_ON)
    return Line(
        agency=child.school,
        file="attendance",
        kind="",
        child=child.key,
        happened_at=at(monday, time(9)),
        recorded_at=min(sent, now),
        text=marks,
        hour_known=False,
    )
