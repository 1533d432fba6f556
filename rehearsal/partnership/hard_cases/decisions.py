"""Hard cases of work: an account taken back, a record to be sealed, a due date in the holidays."""

from datetime import time, timedelta

from erle.foundation.statute.calendar import ENGLAND
from rehearsal.partnership.days import at, working_day_before
from rehearsal.partnership.happenings.noting import Around
from rehearsal.partnership.happenings.referrals import Referral
from rehearsal.partnership.happenings.steps import WITHOUT_HEALTH
from rehearsal.partnership.hard_cases.planting import EVENING, MORNING, Planter
from rehearsal.partnership.people.names import BOY, GIRL
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

DAY = timedelta(days=1)
JOINTLY = "section 47 enquiries, jointly with police"


def without_health(world: World) -> Planter:
    """A strategy discussion is held and health is not there."""
    planter = Planter(world, "strategy_discussion_without_health")
    child = planter.child(planter.home("english", "Gedney"), age=12.4, sex=GIRL, given="Martha", school=1)
    day = planter.at_school(46).date()
    planter.note("school.injury", child, at(day, time(9, 15)))
    planter.step("strategy", child, day, {"present": WITHOUT_HEALTH, "outcome": JOINTLY})
    planter.note("health.injury_account", child, at(day, time(16, 5)), Around(places()[4], world.adults[0]))
    return planter


def retracted(world: World) -> Planter:
    """A child tells, and later takes back what was told."""
    planter = Planter(world, "retracted_account")
    child = planter.child(planter.home("latvian", "Ozoliņš"), age=14.3, sex=GIRL, given="Elīna", school=3)
    adult, first = world.adults[1], planter.at_school(64)
    planter.note("school.withdrawn", child, first, Around(adult.places[0], adult), said="told")
    planter.note("school.withdrawn", child, planter.at_school(54), said="taken_back")
    day = working_day_before(first.date() + 2 * DAY)
    planter.step("strategy", child, day, {"present": "police, health and school", "outcome": JOINTLY})
    return planter


def sealed(world: World) -> Planter:
    """A record that only people named may know of."""
    planter = Planter(world, "sealed_record")
    child = planter.child(planter.home("english", "Quincey"), age=13.1, sex=GIRL, given="Darcey", school=0)
    planter.contact("care.from_family", child, at(planter.working(28), MORNING))
    words = {"days": "17", "outcome": "support as a child in need"}
    planter.step("assessment", child, planter.working(21), words, said="step")
    planter.note("school.withdrawn", child, planter.at_school(30), said="school")
    return planter


def both_sides(world: World) -> Planter:
    """A brother is named as one who brings others; his sister is one of those harmed."""
    planter = Planter(world, "sibling_of_a_suspect")
    adult, home = world.adults[0], planter.home("english", "Redfern")
    brother = planter.child(home, age=17.2, sex=BOY, given="Kieran", school=4)
    sister = planter.child(home, age=14.4, sex=GIRL, given="Lola", school=4)
    his = Around(adult.places[0], adult, others=(sister.key,))
    hers = Around(adult.places[0], adult, others=(brother.key,))
    planter.note("police.intelligence", brother, planter.ago(39, EVENING), his, said="named")
    planter.note("police.found_with_adult", sister, planter.ago(25, time(22, 40)), hers)
    planter.note("school.owing", brother, planter.at_school(38), his)
    planter.note("school.tired", sister, planter.at_school(24), hers)
    planter.contact("care.from_police", sister, planter.ago(24, MORNING))
    planter.contact("care.from_police", brother, planter.ago(38, MORNING))
    return planter


def holidays(world: World) -> Planter:
    """A conference that is due after bank holidays."""
    planter = Planter(world, "due_after_bank_holidays")
    child = planter.child(
        planter.home("english", "Whaplode"),
        age=9.6,
        sex=BOY,
        given="Ronnie",
        school=5,
        school_name="Tollmeadow Primary School",
    )
    holiday = max(day for day in ENGLAND.holidays if day < planter.today - 35 * DAY)
    begun = working_day_before(working_day_before(holiday - 3 * DAY))
    held = ENGLAND.add_working_days(begun, 15)
    case = Referral(
        child.key,
        begun,
        "2A",
        section_47=begun,
        conference=held,
        category="NEG",
        protection=(held, None),
        hard_case=planter.case.key,
    )
    case.assessed = (begun, ENGLAND.add_working_days(begun, 20))
    case.factors = ("16A", "7A")
    if case.assessed[1] and case.assessed[1] >= planter.today:
        case.assessed, case.factors = (begun, None), ()
    planter.case.referrals.append(case)
    planter.contact("care.from_school", child, at(begun, MORNING))
    return planter


def corrected(world: World) -> Planter:
    """An agency corrects what it wrote."""
    planter = Planter(world, "corrected_row")
    child = planter.child(planter.home("english", "Saxby"), age=15.9, sex=BOY, given="Kian", school=2)
    around = Around(places()[5], world.adults[2])
    planter.note("police.seen_in_vehicle", child, planter.ago(22, time(21, 15)), around)
    planter.note("police.seen_in_vehicle", child, planter.ago(23, time(21, 15)), around, said="correction")
    return planter
