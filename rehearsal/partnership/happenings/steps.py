"""The rows of children's services' own list of steps: from cases, from care, from the work on exploitation."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from types import MappingProxyType

from erle.foundation.statute.calendar import ENGLAND
from rehearsal.partnership.cast import LIVES, Worry
from rehearsal.partnership.chance import some, stream
from rehearsal.partnership.days import DAY, at, hour_between, working_day_before
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import CARE, delay, in_office_hours
from rehearsal.partnership.happenings.referrals import FROM_WHOM, Referral
from rehearsal.partnership.narratives.slots import place_slots
from rehearsal.partnership.narratives.telling import topics
from rehearsal.partnership.parameters import number
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

WORKERS = ("H Brookfield", "K Antwi", "A Wrona", "S Penrose", "J Mbeki-Hall", "T Larkin", "F Osei")
LEVELS = ("no current concern", "emerging concern", "significant concern", "harm occurring")
PRESENT = (
    "police, health and school", "police, school nurse and the safeguarding lead",
    "police, health, school and housing", "police, health and the charity’s worker",
)  # fmt: skip
OUTCOMES = (
    "support as a child in need", "a child protection plan is considered", "early help, at {first}’s wish",
    "work with {first} and {his_carer} goes on", "no further action, school keeps in touch",
)  # fmt: skip
ENQUIRY_OUTCOMES = (
    "section 47 enquiries, jointly with police",
    "section 47 enquiries by children’s services",
    "enquiries begin today; safe tonight",
)
PLAN_MADE = "a child protection plan is made"
NOTHING: Mapping[str, str] = MappingProxyType({})
PLAN, PROTECTION = "Child in need plan", "Child protection plan"
REVIEW_EVERY, MOVED_SHARE = (80, 170), 0.4
WITHOUT_HEALTH = "police and school; health could not be reached"


class Steps:
    """Writes steps, each in words of its own."""

    def __init__(self, world: World, random: Random) -> None:
        """Begin for a world."""
        self.world, self.random = world, random

    def line(
        self, topic: str, child: Child, day: date, said: Mapping[str, str] = NOTHING, *, ended: date | None = None
    ) -> Line:
        """Return one step of a child's case on a day; `said` fills what only this step knows."""
        moment = at(day, hour_between(self.random, 9, 17))
        worker = self.random.choice(WORKERS)
        known = self.world.slots(child, moment) | {"worker": worker} | place_slots(self.random.choice(places()))
        for name, words in said.items():
            known[name] = words.format(**known)
            known[f"{name}_cap"] = known[name][0].upper() + known[name][1:]
        account = self.world.teller.tell(self.random, f"steps.{topic}", known)
        return Line(
            agency=CARE,
            file="steps",
            kind=topics()[f"steps.{topic}"].kind,
            child=child.key,
            happened_at=moment,
            recorded_at=self.recorded(moment),
            ended_at=at(ended, moment.time()) if ended else None,
            title=account.title,
            text=account.text,
            source=worker,
            category=topic,
        )

    def recorded(self, moment: datetime) -> datetime:
        """Return when a step was put into the system."""
        return min(in_office_hours(self.random, moment + delay(self.random, (0.5, 30, 200))), self.world.days.now)


def lines_of(world: World, cases: Sequence[Referral]) -> Iterator[Line]:
    """Return every step, case by case, then of children in care, then of the work on exploitation."""
    steps = Steps(world, stream(world.seed, "steps"))
    for case in cases:
        for line in _of_case(steps, world.children[case.child], case):
            line.case = case.hard_case
            yield line
    for key in sorted(world.cast.in_care):
        yield from _of_care(steps, world.children[key])
    yield from _of_exploitation(steps)


def _of_case(steps: Steps, child: Child, case: Referral) -> Iterator[Line]:
    random = steps.random
    from_whom = FROM_WHOM[case.source]
    yield steps.line("referral_nfa" if case.no_action else "referral", child, case.on, {"from_whom": from_whom})
    if case.assessed and case.assessed[1]:
        took = str(ENGLAND.working_days_between(case.assessed[0], case.assessed[1]))
        yield steps.line("assessment", child, case.assessed[1], {"days": took, "outcome": random.choice(OUTCOMES)})
    if case.section_47:
        said = {"present": random.choice(PRESENT), "outcome": random.choice(ENQUIRY_OUTCOMES)}
        yield steps.line("strategy", child, case.section_47, said)
    if case.section_47 and case.conference:
        took = str(ENGLAND.working_days_between(case.section_47, case.conference))
        yield steps.line("conference", child, case.conference, {"days": took, "outcome": PLAN_MADE})
    for day in case.reviews:
        yield steps.line("conference_review", child, day)
    for name, plan in ((PLAN, case.plan), (PROTECTION, case.protection)):
        if plan:
            words = {"plan": name, "plan_small": name.lower()}
            yield steps.line("plan_began", child, plan[0], words, ended=plan[1])
            if plan[1]:
                yield steps.line("plan_ended", child, plan[1], words)
    if case.closed and not case.no_action:
        yield steps.line("closed", child, case.closed)


def _of_care(steps: Steps, child: Child) -> Iterator[Line]:
    """Return a looked-after child's placements and reviews in the time told of."""
    random, days = steps.random, steps.world.days
    since, last = child.looked_after_since, min(days.today, child.birthday(18)) - DAY
    if since is None or last <= days.first:
        return
    if since >= days.first:
        yield steps.line("looked_after", child, working_day_before(since + DAY), {"lives": small(child.lives_with)})
    elif random.random() < MOVED_SHARE:
        lives = random.choice([one for one in LIVES if one != child.lives_with])
        yield steps.line("moved", child, days.working_day(random, first=days.first, last=last), {"lives": small(lives)})
    review = max(since, days.first) + timedelta(days=random.randint(*REVIEW_EVERY))
    while review < last:
        yield steps.line("care_review", child, working_day_before(review))
        review += timedelta(days=random.randint(*REVIEW_EVERY))


def small(words: str) -> str:
    """Return the words as they stand inside a sentence."""
    return words[0].lower() + words[1:]


def _of_exploitation(steps: Steps) -> Iterator[Line]:
    """Return assessments with reviews, panels with those open today, and referrals to the national mechanism."""
    random, world = steps.random, steps.world
    exploited = [world.children[key] for key in world.cast.of(Worry.SEXUAL, Worry.CRIMINAL)]
    wanted = max(1, round(2 * number("exploitation_assessments_a_year") * world.scale))
    for place in range(wanted):
        child = exploited[place % len(exploited)]
        day = _day_of(steps, child)
        yield steps.line("exploitation", child, day, {"level": random.choice(LEVELS[1:])})
    able = [child for child in exploited if child.is_child_on(world.days.today)]
    for place, child in enumerate(some(random, able, world.times("panel_children", least=3))):
        day = working_day_before(world.days.today - timedelta(days=place % 26))
        line = steps.line("panel", child, day)
        line.extra["Status"] = "Open"
        yield line
    for child in some(random, exploited, world.times("panel_children", least=3)):
        yield steps.line("panel", child, _day_of(steps, child))
    for key in some(random, world.cast.of(Worry.CRIMINAL), world.times("trafficking_referrals")):
        yield steps.line("trafficking", world.children[key], _day_of(steps, world.children[key]))


def _day_of(steps: Steps, child: Child) -> date:
    first, last = steps.world.told_of(child)
    return steps.world.days.working_day(steps.random, first=max(first, child.birthday(12)), last=last)
