"""Children and the homes they live in, as they truly are; what agencies write of them is in `files.books`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rehearsal.partnership.people.names import GIRL, Culture, cultures

AUGUST_31 = (8, 31)
YEARS_BELOW_AGE = 4
FIRST_SECONDARY_YEAR, LAST_YEAR_FOR_ALL, LAST_YEAR = 7, 11, 13
COLLEGE = "Northmere Further Education College"
"""Where many go after year 11; it is no agency here."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives: a street that is in no town, a postcode of no area."""

    line: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Carer:
    """An adult at home: what the child calls the carer, and what the carer is to the child in an agency's words."""

    name: str
    called: str
    relation: str


@dataclass(frozen=True, slots=True)
class Household:
    """A home: the family name that its sons bear, who cares there, and where it was from which day."""

    key: str
    ward: str
    culture: str
    family: str
    carers: tuple[Carer, ...]
    addresses: tuple[tuple[date, Address], ...]

    def address(self, day: date) -> Address:
        """Return where the household lived on the day."""
        return [address for since, address in self.addresses if since <= day or since == self.addresses[0][0]][-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child, as the child is."""

    key: str
    given: str
    family: str
    known_as: str
    sex: str
    born: date
    culture: str
    ethnicity: str
    household: Household
    upn: str
    nhs: str
    school: str = ""
    school_name: str = ""
    former_family: str = ""
    renamed_on: date | None = None
    looked_after_since: date | None = None
    lives_with: str = ""
    care_address: Address | None = None

    @property
    def called(self) -> str:
        """What the child is called in a sentence."""
        return self.known_as or self.given

    @property
    def is_girl(self) -> bool:
        """Whether the child is a girl."""
        return self.sex == GIRL

    @property
    def names(self) -> Culture:
        """The names of the child's language."""
        return cultures()[self.culture]

    def address_on(self, day: date) -> Address:
        """Return where the child lived on the day."""
        if self.care_address and self.looked_after_since and self.looked_after_since <= day:
            return self.care_address
        return self.household.address(day)

    def family_on(self, day: date) -> str:
        """Return the family name that the child bore on the day."""
        return self.former_family if self.renamed_on and day < self.renamed_on else self.family

    def age_on(self, day: date) -> int:
        """Return the child's age on the day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def birthday(self, age: int) -> date:
        """Return the day on which the child reaches an age."""
        return date(self.born.year + age, self.born.month, min(self.born.day, 28))

    def is_child_on(self, day: date) -> bool:
        """Tell whether the child is under eighteen on the day."""
        return self.born <= day < self.birthday(18)

    def year_on(self, day: date) -> int:
        """Return the school year on the day: 7 for a child who was eleven on the last day of August before it."""
        august = date(day.year - (day < date(day.year, *AUGUST_31)), *AUGUST_31)
        return self.age_on(august) - YEARS_BELOW_AGE

    def is_pupil_on(self, day: date) -> bool:
        """Tell whether the child is of an age for the secondary school on the day."""
        last = LAST_YEAR_FOR_ALL if self.school_name == COLLEGE else LAST_YEAR
        return bool(self.school) and FIRST_SECONDARY_YEAR <= self.year_on(day) <= last


def siblings(child: Child, children: Sequence[Child]) -> list[Child]:
    """Return who else lives in the child's home."""
    return [other for other in children if other.household.key == child.household.key and other.key != child.key]
