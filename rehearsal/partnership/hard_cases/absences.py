"""Hard cases of being missing: a birthday meanwhile, two lists at once, the hour that comes twice."""

from datetime import datetime, time, timedelta

from erle.foundation.statute.moments import LONDON
from rehearsal.partnership.days import at, clock_goes_back
from rehearsal.partnership.happenings.reports import COMPLETED, DECLINED
from rehearsal.partnership.hard_cases.planting import EVENING, MORNING, Planter
from rehearsal.partnership.people.names import BOY, GIRL
from rehearsal.partnership.world import World

DAY = timedelta(days=1)


def turns_eighteen(world: World) -> Planter:
    """A child turns eighteen while missing."""
    planter = Planter(world, "turns_eighteen_while_missing")
    birthday = planter.today - 41 * DAY
    home = planter.home("english", "Setchell")
    child = planter.child(
        home, born=birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28)), sex=BOY, given="Reece"
    )
    left = at(child.birthday(18) - 2 * DAY, EVENING)
    told = planter.missing(child, left, left + 5 * DAY, ordinal=4)
    planter.interview(child, told, COMPLETED, 60)
    return planter


def placed_here(world: World) -> Planter:
    """A child whom another authority looks after and has placed here goes missing."""
    planter = Planter(world, "placed_from_another_authority")
    child = planter.child(
        planter.home("english", "Pinchbeck"),
        age=15.4,
        sex=GIRL,
        given="Imogen",
        in_care="Children’s home, Sallow House",
        school=2,
    )
    planter.contact("care.from_other_area", child, at(planter.working(160), MORNING))
    told = planter.missing(child, planter.ago(33, EVENING), planter.ago(32, time(4, 10)))
    planter.interview(child, told, COMPLETED, 66, late_because="")
    planter.written_as("childrens-services", child, upn="")
    return planter


def missing_and_away(world: World) -> Planter:
    """One absence stands in two lists, as away and as missing, at overlapping times."""
    planter = Planter(world, "missing_and_away_overlap")
    child = planter.child(
        planter.home("slovak", "Polák"), age=14.8, sex=BOY, given="Marek", in_care="Foster carers", school=1
    )
    planter.away(child, planter.ago(27, time(18)), planter.ago(26, time(20)))
    told = planter.missing(child, planter.ago(27, EVENING), planter.ago(26, time(9, 5)), ordinal=2)
    planter.interview(child, told, COMPLETED, 50)
    return planter


def late_interview(world: World) -> Planter:
    """A return interview is late for a good reason."""
    planter = Planter(world, "late_interview_with_good_reason")
    child = planter.child(planter.home("lithuanian", "Butkus"), age=15.1, sex=GIRL, given="Viltė", school=3)
    first = planter.missing(child, planter.ago(19, EVENING), planter.ago(18, time(2, 40)))
    second = planter.missing(child, planter.ago(16, EVENING), planter.ago(15, time(23, 15)), ordinal=2)
    reason = "Child was missing again before it could be held, and then chose the day."
    planter.interview(child, first, COMPLETED, 131, late_because=reason)
    planter.interview(child, second, COMPLETED, 40, late_because="Held together with the one before.")
    return planter


def declined_interview(world: World) -> Planter:
    """A child declines, and says what would be better."""
    planter = Planter(world, "declined_interview")
    child = planter.child(planter.home("urdu", "Latif"), age=16.2, sex=BOY, given="Haris", school=4)
    for ordinal, days in enumerate((88, 52, 17), start=1):
        told = planter.missing(child, planter.ago(days, EVENING), planter.ago(days - 1, time(1, 30)), ordinal=ordinal)
        planter.interview(child, told, DECLINED, 30)
    return planter


def clock_change(world: World) -> Planter:
    """A child leaves and returns in the hour that comes twice."""
    planter = Planter(world, "hour_that_comes_twice")
    sunday = clock_goes_back(planter.today)
    age = 14 + (planter.today - sunday).days / 365.25
    child = planter.child(planter.home("english", "Thirlby"), age=age, sex=GIRL, given="Niamh", school=5)
    left = datetime.combine(sunday, time(1, 30), LONDON)
    returned = datetime.combine(sunday, time(1, 10, fold=1), LONDON)
    episode, line = planter.missing(child, left, returned)
    line.recorded_at = episode.reported = datetime.combine(sunday, time(1, 45), LONDON)
    planter.interview(child, (episode, line), COMPLETED, 58)
    return planter
