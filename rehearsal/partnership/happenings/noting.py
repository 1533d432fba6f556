"""Writing down: who at which agency writes, how soon, how far it may be relied on, and what the row says apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from rehearsal.partnership.chance import weighted
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.narratives.slots import place_slots, time_slots
from rehearsal.partnership.narratives.telling import topics
from rehearsal.partnership.people.adults import Adult
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import Place, places, schools
from rehearsal.partnership.world import World

CARE, POLICE, HEALTH = "childrens-services", "northmere-police", "community-health"
RETURNS, LICENSING, HOUSING, CHARITY = "harbourlight", "licensing", "housing", "lanternhouse"


@dataclass(frozen=True)
class Desk:
    """How one agency writes: in which list, who, after how many hours, and how it grades."""

    agency: str
    file: str
    staff: Sequence[str]
    hours: tuple[float, float, float]
    grades: Sequence[tuple[str, float]]


OFFICERS = ("PC Ellery", "PC Okafor-Lane", "PC Sandhu", "DC Marwick", "Sgt Trewin", "PCSO Halloran", "DC Pryce")
NURSES = ("Dr Calloway", "Nurse Penhale", "Nurse Adebayo", "Dr Rusk", "Sister Moyle", "Nurse Tindall", "Dr Farouk")
HOUSING_STAFF = ("Rupert Eastwick", "Ms Loveday", "Mr Quist", "Mrs Danvers")
LICENSING_STAFF = ("Maureen Stott", "Mr Brill", "Ms Hatcher")
YOUTH_WORKERS = ("Sol Marchetti", "Bex Underhill", "Kofi Lamptey", "Ania Pruska")
DIRECT: Sequence[tuple[str, float]] = (("1 A P", 80), ("1 B P", 14), ("2 B P", 6))
GRADED: Sequence[tuple[str, float]] = (
    ("1 A P", 62), ("1 B P", 12), ("2 A P", 9), ("2 B P", 9), ("2 D P", 4), ("3 C P", 1), ("1 A C", 3),
)  # fmt: skip
UNTESTED: Sequence[tuple[str, float]] = (
    ("2 B P", 38),
    ("2 C P", 24),
    ("2 D P", 20),
    ("1 B C", 12),
    ("3 D C", 4),
    ("3 E P", 2),
)
DESKS = {
    "school": Desk("", "concerns", (), (0.3, 6, 40), DIRECT),
    "police": Desk(POLICE, "incidents", OFFICERS, (0.5, 8, 30), GRADED),
    "health": Desk(HEALTH, "attendances", NURSES, (2, 60, 500), DIRECT),
    "housing": Desk(HOUSING, "notes", HOUSING_STAFF, (4, 90, 900), DIRECT),
    "licensing": Desk(
        LICENSING, "reports", LICENSING_STAFF, (2, 40, 400), (("1 A P", 40), ("2 B P", 30), ("2 D P", 30))
    ),
    "charity": Desk(CHARITY, "sessions", YOUTH_WORKERS, (1, 20, 90), DIRECT),
}
OF_TOPIC = {
    "around.housing_ordinary": "housing", "around.housing_concern": "housing", "around.hotel": "licensing",
    "around.takeaway": "licensing", "around.driver": "licensing", "around.business_visit": "licensing",
    "around.session": "charity", "around.worry": "charity",
}  # fmt: skip
WHERE = {
    "police.address_visit": frozenset({"flats"}), "around.housing_concern": frozenset({"flats"}),
    "around.hotel": frozenset({"hotel"}), "around.takeaway": frozenset({"takeaway", "business", "shop", "leisure"}),
    "police.carrying": frozenset({"transport", "flats", "street", "car park"}),
}  # fmt: skip
"""Kinds of places at which alone some things happen."""
SHARED_BY_HEALTH = "information-shared"
OPENS, CLOSES = 8, 19
CONDITIONS = (
    "Ask the missing and exploited team before any use in a meeting.",
    "Not to be shown to the family: the source could be known from it.",
    "For children’s services and police only until the enquiry ends.",
    "Ask {officer} before it is passed on.",
)


@dataclass(frozen=True)
class Around:
    """What surrounds a note: where, with which adult, on which planted evening, with which other children."""

    place: Place | None = None
    adult: Adult | None = None
    evening: str = ""
    case: str = ""
    others: tuple[str, ...] = ()


NOTHING = Around()


def note(world: World, random: Random, topic: str, child: Child | None, at: datetime, around: Around = NOTHING) -> Line:
    """Return the row that an agency writes on a topic, of a child or of none in particular."""
    around = _suited(random, topic, around)
    desk = DESKS[OF_TOPIC.get(topic, topic.partition(".")[0])]
    told, staff = topics()[topic], _staff(random, desk, child)
    slots = slots_around(world, child, at, around, sure=desk.agency == POLICE) | {"staff": staff, "Officer": staff}
    account = world.teller.tell(random, topic, slots)
    line = Line(
        agency=desk.agency or (child.school if child else ""),
        file=SHARED_BY_HEALTH if desk.agency == HEALTH and told.kind == "concern" else desk.file,
        kind=told.kind,
        child=child.key if child else "",
        happened_at=at,
        recorded_at=written_at(random, desk, at),
        category=told.category,
        source=staff,
        title=account.title,
        text=account.text,
        opinion=account.view,
        own_words=unquoted(account.said),
        wishes=account.wish,
        strength=account.strength,
    )
    _grade(random, _grades(desk, topic, told.kind), line)
    mention(random, line, around, known=desk.agency == POLICE)
    return line


def _suited(random: Random, topic: str, around: Around) -> Around:
    """Return what surrounds a note, at a place where what it tells can happen."""
    kinds = WHERE.get(topic)
    if kinds is None or (around.place and around.place.kind in kinds):
        return around
    return replace(around, place=random.choice([place for place in places() if place.kind in kinds]))


def unquoted(said: str) -> str:
    """Return words without the marks around them, where one pair holds all of them."""
    return said[1:-1] if said.startswith("“") and said.find("”") == len(said) - 1 else said


def slots_around(world: World, child: Child | None, at: datetime, around: Around, *, sure: bool) -> dict[str, str]:
    """Return everything that is known, for the sentences."""
    slots = world.slots(child, at) if child else time_slots(at)
    slots |= place_slots(around.place) if around.place else {}
    slots |= around.adult.slots(sure=sure) if around.adult else {}
    return slots


def _staff(random: Random, desk: Desk, child: Child | None) -> str:
    if desk.staff:
        return random.choice(desk.staff)
    school = next(school for school in schools() if child and school.slug == child.school)
    return school.lead if random.random() < 0.3 else random.choice(school.staff)


def written_at(random: Random, desk: Desk, at: datetime) -> datetime:
    """Return when it is written down: offices write in their hours, police and hospitals at any."""
    moment = at + delay(random, desk.hours)
    return moment if desk.agency in {POLICE, HEALTH} else in_office_hours(random, moment)


def in_office_hours(random: Random, moment: datetime) -> datetime:
    """Return the moment, or one of the next morning where it lies outside an office's hours."""
    if OPENS <= moment.hour < CLOSES:
        return moment
    morning = moment if moment.hour < OPENS else moment + timedelta(days=1)
    return morning.replace(hour=OPENS, minute=random.randrange(60), second=0)


def delay(random: Random, hours: tuple[float, float, float]) -> timedelta:
    """Return how long after it happened something is written down: soonest, as a rule at most, and at the latest."""
    soonest, usual, latest = hours
    last = usual if random.random() < 0.85 else latest
    return timedelta(minutes=round(60 * random.uniform(soonest, last)))


def _grades(desk: Desk, topic: str, kind: str) -> Sequence[tuple[str, float]]:
    if topic == "police.intelligence":
        return UNTESTED
    return desk.grades if kind == "concern" else DIRECT


def _grade(random: Random, grades: Sequence[tuple[str, float]], line: Line) -> None:
    line.grade = weighted(random, grades)
    if line.grade.endswith("C"):
        line.conditions = random.choice(CONDITIONS).format(officer=line.source)


def mention(random: Random, line: Line, around: Around, *, known: bool) -> None:
    """Note what a row says apart of the place, the adult and what he uses; police know names, others do not."""
    line.evening, line.case, line.others = around.evening, around.case, around.others
    if around.place and around.place.name in line.text + line.title:
        line.place = around.place.name
    adult = around.adult
    if adult is None:
        return
    line.adult = adult.key
    told = line.title + line.text
    line.vehicle = adult.plate if adult.plate in told else line.vehicle
    line.phone = adult.phone if adult.phone in told else line.phone
    line.account = adult.account if adult.account in told else line.account
    if known and (adult.name in told or random.random() < 0.3):
        line.other_person, line.other_relation = adult.name, "adult of concern"
    elif f"“{adult.nickname}”" in told:
        line.other_person, line.other_relation = adult.nickname, "adult, not identified"


def hours_later(moment: datetime, random: Random, first: float, last: float) -> datetime:
    """Return a moment some hours later."""
    return moment + timedelta(minutes=round(60 * random.uniform(first, last)))
