"""Cases at children's services: referral, assessment, enquiry, conference, plans, with dates that fit."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from erle.foundation.statute.calendar import ENGLAND
from rehearsal.partnership.cast import Worry
from rehearsal.partnership.chance import some, stream, weighted
from rehearsal.partnership.days import DAY, working_day_before
from rehearsal.partnership.parameters import pairs
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.world import World

SOURCES = (
    ("2A", 30),
    ("6", 28),
    ("1A", 10),
    ("3E", 6),
    ("3C", 5),
    ("3A", 4),
    ("4", 4),
    ("5D", 5),
    ("8", 4),
    ("1D", 2),
    ("9", 2),
)
FROM_WHOM = {
    "2A": "school", "6": "police", "1A": "family", "3E": "the hospital", "3C": "the school nurse", "3A": "the GP",
    "4": "housing", "5D": "early help", "8": "a charity", "1D": "a member of the public", "9": "an anonymous caller",
}  # fmt: skip
FACTORS = {
    Worry.SEXUAL: ("11A", ("10A", "4A", "15A", "2A", "1A", "3B", "4B", "14A", "17A")),
    Worry.CRIMINAL: ("24A", ("10A", "12A", "13A", "2A", "4A", "14A", "3B", "16A")),
    Worry.HOME: ("16A", ("3B", "4B", "1B", "2B", "7A", "17A", "18C", "6B")),
    Worry.WELLBEING: ("4A", ("15A", "4B", "3B", "7A")),
    Worry.ONLINE: ("19C", ("4A", "15A")),
    Worry.SINGLE: ("20", ()),
}
CATEGORIES = {
    Worry.SEXUAL: "SAB", Worry.CRIMINAL: "EMO", Worry.HOME: "NEG", Worry.WELLBEING: "EMO", Worry.ONLINE: "SAB",
    Worry.SINGLE: "NEG",
}  # fmt: skip
YOUNGEST = 4
BRIEF_CASES, NO_ACTION, STAYS_OPEN = 360, 0.3, 0.45
ASSESSED_WITHIN, LATE_ASSESSMENT = 44, 0.12


@dataclass
class Referral:
    """One case, from referral to closing; what has not happened yet is not there."""

    child: str
    on: date
    source: str
    need: str = "N1"
    no_action: bool = False
    assessed: tuple[date, date | None] | None = None
    factors: tuple[str, ...] = ()
    section_47: date | None = None
    conference: date | None = None
    plan: tuple[date, date | None] | None = None
    protection: tuple[date, date | None] | None = None
    category: str = ""
    reviews: list[date] = field(default_factory=list)
    closed: date | None = None
    reason: str = ""
    hard_case: str = ""


def referrals_of(world: World) -> list[Referral]:
    """Return every case, child by child."""
    random = stream(world.seed, "referrals")
    keys = [key for key in world.children if key in world.cast.open_cases or key in world.cast.worries]
    order = sorted(keys, key=lambda key: (_first_for_enquiry(world, key), random.random()))
    enquired = dict.fromkeys(order[: world.times("strategy_discussions")])
    conferences = set(some(random, list(enquired), world.times("initial_conferences")))
    found = []
    for key in keys:
        if key in world.cast.open_cases or random.random() < 0.6 or key in enquired:
            found.append(_case(world, random, world.children[key], key in enquired, key in conferences))
    others = [child for key, child in world.children.items() if key not in set(keys)]
    brief = some(random, others, round(BRIEF_CASES * world.scale))
    return [case for case in (*found, *(_brief(world, random, child) for child in brief)) if case]


def _first_for_enquiry(world: World, key: str) -> int:
    order = (Worry.HOME, Worry.SEXUAL, Worry.CRIMINAL)
    worry = world.cast.worries.get(key)
    return order.index(worry) if worry in order else len(order)


def _case(world: World, random: Random, child: Child, enquiry: bool, conference: bool) -> Referral | None:
    last = min(world.days.today, child.birthday(18))
    first = max(world.days.first, child.birthday(YOUNGEST))
    if last - first < timedelta(days=90):
        return None
    on = working_day_before(first + timedelta(days=random.randint(1, (last - first).days - 60)))
    worry = world.cast.worries.get(child.key, Worry.SINGLE)
    case = Referral(child.key, on, weighted(random, SOURCES))
    _assess(random, case, worry, last)
    if enquiry:
        _enquire(random, case, worry, conference, last)
    if case.protection is None and case.assessed and case.assessed[1]:
        begun = _within(case.assessed[1] + DAY, last)
        case.plan = (begun, _within(begun + timedelta(days=random.randint(70, 300)), last)) if begun else None
    if child.looked_after_since is None:
        _close(random, case, last)
    return case


def _within(day: date, last: date) -> date | None:
    """Return the working day from the day on, if it has come."""
    found = ENGLAND.working_day_from(day)
    return found if found < last else None


def _assess(random: Random, case: Referral, worry: Worry, last: date) -> None:
    begun = _within(case.on, last)
    if begun is None:
        return
    days = random.randint(46, 70) if random.random() < LATE_ASSESSMENT else random.randint(12, ASSESSED_WITHIN)
    done = ENGLAND.add_working_days(begun, days)
    main, others = FACTORS[worry]
    case.assessed = (begun, done if done < last else None)
    if done < last:
        case.factors = (main, *sorted(some(random, others, random.choice((2, 3, 4, 4, 5)))))


def _enquire(random: Random, case: Referral, worry: Worry, conference: bool, last: date) -> None:
    case.section_47 = _within(case.on + timedelta(days=random.randint(0, 10)), last)
    if case.section_47 is None or not conference:
        return
    low, high, _ = random.choices(
        pairs("conference_working_days"), [row[2] for row in pairs("conference_working_days")]
    )[0]
    held = ENGLAND.add_working_days(case.section_47, random.randint(low, high))
    if held >= last:
        return
    case.conference, case.category = held, CATEGORIES[worry]
    ended = _within(held + timedelta(days=random.randint(150, 460)), last)
    case.protection = (held, ended)
    review = held + timedelta(days=random.randint(75, 90))
    while review < (ended or last):
        case.reviews.append(working_day_before(review))
        review += timedelta(days=random.randint(150, 180))


def _close(random: Random, case: Referral, last: date) -> None:
    """Close a case whose plans have ended; some stay open in the same team a little longer."""
    plan = case.protection or case.plan
    if plan is None or plan[1] is None or not (case.assessed and case.assessed[1]):
        return
    day = _within(max(plan[1], case.assessed[1]) + timedelta(days=random.randint(1, 40)), last)
    if day and random.random() > STAYS_OPEN / 3:
        case.closed, case.reason = day, "RC7"


def _brief(world: World, random: Random, child: Child) -> Referral | None:
    """Return a case that ends with the assessment, or before it."""
    last = min(world.days.today, child.birthday(18))
    first = max(world.days.first, child.birthday(YOUNGEST))
    if last - first < timedelta(days=30):
        return None
    on = working_day_before(first + timedelta(days=random.randint(1, (last - first).days)))
    case = Referral(child.key, on, weighted(random, SOURCES), need=random.choice(("N1", "N4", "N5", "N3", "N2")))
    if random.random() < NO_ACTION:
        case.no_action = True
        case.closed, case.reason = on, "RC7"
        return case
    _assess(random, case, random.choice((Worry.HOME, Worry.WELLBEING, Worry.SINGLE)), last)
    if case.assessed and case.assessed[1]:
        case.closed, case.reason = case.assessed[1], random.choice(("RC8", "RC8", "RC9"))
    return case
