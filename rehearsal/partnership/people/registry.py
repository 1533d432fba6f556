"""Numbers and schools given out to children, so that no two children have one number."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from rehearsal.partnership.people.children import COLLEGE, FIRST_SECONDARY_YEAR, LAST_YEAR_FOR_ALL
from rehearsal.partnership.people.numbers import nhs_number, upn
from rehearsal.partnership.places.towns import School, primary_schools, schools

SEPTEMBER, ENTRY_AGE = 9, 5
STAYS_AT_SCHOOL = 0.6
FIRST_PRIMARY, SERIALS, NHS_PARTS = 2001, 1000, 1_000_000


class Registry:
    """Gives out numbers."""

    def __init__(self) -> None:
        """Begin with none given out."""
        self.pupils: Counter[tuple[int, int]] = Counter()
        self.patients: set[str] = set()

    def pupil(self, primary: int, born: date) -> str:
        """Return the pupil number that a child is given on entering primary school."""
        year = born.year + ENTRY_AGE - (born.month < SEPTEMBER)
        self.pupils[primary, year] += 1
        serial = self.pupils[primary, year]
        return upn(FIRST_PRIMARY + primary + len(primary_schools()) * (serial // SERIALS), year, serial)

    def patient(self, random: Random) -> str:
        """Return an NHS number that nobody has yet."""
        found = nhs_number(random.randrange(NHS_PARTS))
        while found in self.patients:
            found = nhs_number(random.randrange(NHS_PARTS))
        self.patients.add(found)
        return found


def year_on(today: date, born: date) -> int:
    """Return the school year that a child of that birth is in."""
    return _cohort(today) - _cohort(born) - ENTRY_AGE


def _cohort(day: date) -> int:
    return day.year if day.month >= SEPTEMBER else day.year - 1


def school_of(random: Random, year: int, primary: int, siblings: Sequence[str]) -> tuple[str, str]:
    """Return the agency and the name of a child's school: no agency for the youngest and for those at college."""
    if year < FIRST_SECONDARY_YEAR:
        return "", primary_schools()[primary]
    chosen = _called(next((slug for slug in siblings if slug), "")) or random.choice(schools())
    if year > LAST_YEAR_FOR_ALL and random.random() > STAYS_AT_SCHOOL:
        return chosen.slug, COLLEGE
    return chosen.slug, chosen.name


def _called(slug: str) -> School | None:
    return next((school for school in schools() if school.slug == slug), None)
