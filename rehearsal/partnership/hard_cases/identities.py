"""Hard cases of who is who: one name and several children, one child and several names."""

from dataclasses import replace
from datetime import date

from rehearsal.partnership.days import at
from rehearsal.partnership.happenings.noting import CARE, CHARITY, HEALTH, POLICE, Around
from rehearsal.partnership.hard_cases.planting import AFTERNOON, MORNING, Planter, everywhere
from rehearsal.partnership.people.names import BOY, GIRL
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

SPELLINGS = (
    "Mohammed", "Muhammad", "Mohamed", "Mohammad", "Muhammed", "Mohammed", "Muhammad", "Mohammed", "Mohamad",
    "Mohammed", "Muhammad", "Mohammed", "Mohammed", "Muhammad",
)  # fmt: skip
FAMILIES = (
    "Hussain", "Hussain", "Hussain", "Hussain", "Iqbal", "Iqbal", "Malik", "Chaudhry", "Hussein", "Javed", "Akhtar",
    "Raja", "Sadiq", "Zaman",
)  # fmt: skip


def same_name(world: World) -> Planter:
    """Two boys of one name at one school."""
    planter = Planter(world, "same_name_children")
    for age in (13.9, 13.5):
        child = planter.child(planter.home("english", "Abbott"), age=age, sex=BOY, given="Jack", school=0)
        everywhere(planter, child)
    planter.note("around.housing_ordinary", child, at(planter.working(44), MORNING), Around(places()[3]))
    return planter


def fourteen(world: World) -> Planter:
    """Fourteen boys called Mohammed, in six spellings."""
    planter = Planter(world, "fourteen_mohammeds")
    for place, (given, family) in enumerate(zip(SPELLINGS, FAMILIES, strict=True)):
        home = planter.home("urdu", family)
        child = planter.child(
            home,
            age=12.2 + place * 0.13,
            sex=BOY,
            given=given,
            family=family,
            school=2,
            known_as="Mo" if place % 3 == 0 else "",
        )
        planter.note("school.contact_pupil", child, planter.at_school(planter.random.randint(10, 200)))
        if place % 2:
            planter.contact("care.support", child, at(planter.working(30 + 9 * place), MORNING))
            planter.note("police.witness", child, at(planter.working(20 + 7 * place), AFTERNOON), Around(places()[0]))
    return planter


def twins(world: World) -> Planter:
    """Twins with names that differ by a letter; one row stands under the other twin."""
    planter = Planter(world, "twins")
    home = planter.home("lithuanian", "Adomaitis")
    girl = planter.child(home, age=14.6, sex=GIRL, given="Aleksandra", school=1)
    boy = planter.child(home, born=girl.born, sex=BOY, given="Aleksandr", school=1)
    for child in (girl, boy):
        everywhere(planter, child)
    planter.note("police.met_and_brought_home", girl, planter.ago(36), Around(places()[4]), filed_under=boy.key)
    return planter


def look_alikes(world: World) -> Planter:
    """Two girls whose names and births differ by little; one boy whom agencies spell in three ways."""
    planter = Planter(world, "look_alike_names")
    first = planter.child(
        planter.home("polish", "Nowicki"), born=_born(planter, 14, 4, 3), sex=GIRL, given="Aleksandra", school=3
    )
    second = planter.child(
        planter.home("polish", "Nowacki"),
        born=_born(planter, 14, 3, 4),
        sex=GIRL,
        given="Aleksandra",
        family="Nowacki",
        school=3,
    )
    planter.keep(replace(second, family="Nowacka"))
    boy = planter.child(planter.home("polish", "Kowalski"), age=15.2, sex=BOY, given="Jakub", known_as="Kuba", school=4)
    for child in (first, world.children[second.key], boy):
        everywhere(planter, child)
    planter.written_as(POLICE, boy, family="Kovalsky")
    planter.written_as(CHARITY, boy, given="Kuba")
    return planter


def _born(planter: Planter, age: int, month: int, day: int) -> date:
    return date(planter.today.year - age, month, day)


def merged_by_mistake(world: World) -> Planter:
    """A hospital has put two girls into one record."""
    planter = Planter(world, "mistaken_identity_merge")
    elder = planter.child(planter.home("english", "Varley"), age=15.7, sex=GIRL, given="Grace", school=5)
    younger = planter.child(planter.home("english", "Varley"), age=14.9, sex=GIRL, given="Grace", school=0)
    everywhere(planter, elder)
    planter.contact("care.support", younger, at(planter.working(75), MORNING))
    for days, topic in ((61, "health.injury_account"), (40, "health.mind")):
        planter.note(topic, younger, at(planter.working(days), AFTERNOON), Around(places()[2]), filed_under=elder.key)
    return planter


def renamed(world: World) -> Planter:
    """A child takes another family name and moves house; half of the agencies do not hear of it."""
    planter = Planter(world, "name_and_address_changed")
    changed = planter.working(240)
    home = planter.home("english", "Oakley", moved=changed)
    child = planter.child(
        home, age=13.3, sex=GIRL, given="Summer", former_family="Kirkham", renamed_on=changed, school=1
    )
    everywhere(planter, child, days=(300, 500))
    everywhere(planter, child, days=(20, 180))
    return planter


def family_name_first(world: World) -> Planter:
    """A child whose family name was taken for the given name."""
    planter = Planter(world, "family_name_first")
    child = planter.child(
        planter.home("romanian", "Bălan"), age=12.8, sex=GIRL, given="Ștefania", known_as="Ștefi", school=4
    )
    everywhere(planter, child)
    for agency in (POLICE, CHARITY):
        planter.written_as(agency, child, given="Balan", family="Stefania")
    return planter


def known_by_one_name(world: World) -> Planter:
    """A charity knows a child by what friends call the child, and nothing else."""
    planter = Planter(world, "nickname_only")
    child = planter.child(
        planter.home("polish", "Dąbrowski"), age=14.1, sex=GIRL, given="Katarzyna", known_as="Kasia", school=4
    )
    everywhere(planter, child)
    planter.written_as(CHARITY, child, given="Kasia", family="", known_as="", born=None)
    return planter


def day_and_month(world: World) -> Planter:
    """A birth with day and month changed about."""
    planter = Planter(world, "day_and_month_changed_about")
    born = _born(planter, 13, 3, 7)
    child = planter.child(planter.home("portuguese", "Semedo"), born=born, sex=BOY, given="Diogo", school=0)
    everywhere(planter, child)
    planter.written_as(HEALTH, child, born=born.replace(month=7, day=3), nhs=child.nhs)
    planter.written_as(CARE, child, nhs=child.nhs)
    return planter


def unknown_birth(world: World) -> Planter:
    """Nobody knows when a child was born."""
    planter = Planter(world, "unknown_date_of_birth")
    child = planter.child(planter.home("kurdish", "Rahimi"), age=15.5, sex=BOY, given="Zana", known_as="", school=2)
    planter.contact("care.from_police", child, planter.ago(95), said="met")
    planter.note("police.met_and_brought_home", child, planter.ago(95), Around(places()[9]))
    planter.note("health.school_nurse", child, at(planter.working(70), MORNING))
    for agency in (CARE, POLICE, HEALTH):
        planter.written_as(agency, child, born=None, upn="", nhs="", family="" if agency == POLICE else "Rahimi")
    return planter


def changed_school(world: World) -> Planter:
    """A child changes school, and both schools have written of the child."""
    planter = Planter(world, "changed_school")
    child = planter.child(planter.home("english", "Wragby"), age=14.2, sex=BOY, given="Declan", school=3)
    planter.contact("care.support", child, at(planter.working(33), MORNING))
    moved = [
        (210, "quillstone-school", "school.journey"),
        (190, "quillstone-school", "school.withdrawn"),
        (60, "", "school.strength_sport"),
    ]
    for days, slug, topic in moved:
        line = planter.note(topic, child, planter.at_school(days), Around(places()[11]))
        line.agency = slug or line.agency
    return planter
