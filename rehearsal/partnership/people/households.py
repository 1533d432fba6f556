"""Households of the town: brothers, sisters and twins, one family name or two, and some who moved house meanwhile."""

from collections.abc import Sequence
from datetime import date, timedelta

from rehearsal.partnership.chance import stream, weighted
from rehearsal.partnership.days import Days
from rehearsal.partnership.parameters import pairs
from rehearsal.partnership.people.children import Carer, Child, Household
from rehearsal.partnership.people.names import BOY, GIRL, Culture, cultures
from rehearsal.partnership.people.registry import Registry, school_of, year_on
from rehearsal.partnership.places.towns import an_address, primary_schools, wards

SIZES = [(1, 44), (2, 36), (3, 14), (4, 6)]
TWINS, TWO_FAMILY_NAMES, MOVED, RENAMED, TWO_CARERS = 0.03, 0.14, 0.12, 0.015, 0.55
SECOND_NAME, MUHAMMAD_FIRST, CALLED_BY_SHORT_NAME = 0.3, 0.22, 0.3
MOTHER, FATHER = ("mum", "mother"), ("dad", "father")
OTHERS = (("nan", "grandmother"), ("aunt", "aunt"), ("stepdad", "stepfather"), ("grandad", "grandfather"))
WOMEN = frozenset({"mother", "grandmother", "aunt"})
LONG_BEFORE = timedelta(days=3000)
AGES_OF_ELDEST = [((0.5, 5.0), 9), ((5.0, 10.0), 30), ((10.0, 18.9), 61)]
"""Ages in years and how often the eldest child of a home is of them: agencies know more of older children."""


class Homes:
    """Makes homes and children one after the other, as the seed says, and keeps them."""

    def __init__(self, seed: int, days: Days) -> None:
        """Begin with none."""
        self.random, self.days, self.registry = stream(seed, "households"), days, Registry()
        self.children: list[Child] = []
        self.made = 0

    def fill(self, number: int) -> None:
        """Make homes until there are that many children."""
        keys, weights = zip(*pairs("cultures"), strict=True)
        while len(self.children) < number:
            self.with_children(self.home(cultures()[self.random.choices(keys, weights)[0]]))

    def home(self, culture: Culture, *, family: str = "", moved: date | None = None) -> Household:
        """Return a new home."""
        self.made += 1
        family = family or culture.family(self.random)
        addresses = [(self.days.first - LONG_BEFORE, an_address(self.random))]
        if moved is None and self.random.random() < MOVED:
            moved = self.days.any_day(self.random)
        if moved is not None:
            addresses.append((moved, an_address(self.random)))
        return Household(
            key=f"H{self.made:05d}",
            ward=weighted(self.random, [(ward.name, ward.seats) for ward in wards()]),
            culture=culture.key,
            family=family,
            carers=self._carers(culture, family),
            addresses=tuple(addresses),
        )

    def _carers(self, culture: Culture, family: str) -> tuple[Carer, ...]:
        kinds: Sequence[tuple[tuple[str, str], float]] = [(MOTHER, 76), (FATHER, 12), *((other, 3) for other in OTHERS)]
        called, relation = weighted(self.random, kinds)
        one, other = self.random.sample(list(culture.carers), 2)
        sex = GIRL if relation in WOMEN else BOY
        first = Carer(f"{one} {culture.borne_by(family, sex, wife=True)}", called, relation)
        if (called, relation) != MOTHER or self.random.random() > TWO_CARERS:
            return (first,)
        return first, Carer(f"{other} {family}", *FATHER)

    def with_children(self, home: Household) -> None:
        """Give a home its children."""
        number, born = weighted(self.random, SIZES), self._born_of_eldest()
        other_family = cultures()[home.culture].family(self.random)
        for place in range(number):
            twins = place > 0 and self.random.random() < TWINS
            born = born if twins or place == 0 else born + timedelta(days=self.random.randint(320, 1500))
            if born >= self.days.today - timedelta(days=60):
                return
            second = place > 0 and not twins and self.random.random() < TWO_FAMILY_NAMES
            self.child(home, born=born, family=other_family if second else home.family)

    def _born_of_eldest(self) -> date:
        first, last = weighted(self.random, AGES_OF_ELDEST)
        return self.days.today - timedelta(days=round(self.random.uniform(first, last) * 365.25))

    def child(
        self, home: Household, *, born: date, family: str, sex: str = "", given: str = "", known_as: str = ""
    ) -> Child:
        """Return a new child of a home, with numbers and a school; `family` is as a son would bear it."""
        culture = cultures()[home.culture]
        sex = sex or self.random.choice((GIRL, BOY))
        at_home = [child for child in self.children[-5:] if child.household.key == home.key]
        given = given or self._given(culture, sex, [child.given for child in at_home])
        primary = self.random.randrange(len(primary_schools()))
        slug, school = school_of(
            self.random, year_on(self.days.today, born), primary, [child.school for child in at_home]
        )
        former, renamed_on = self._renamed(culture, sex)
        made = Child(
            key=f"C{len(self.children) + 1:05d}",
            given=given,
            family=self._family(culture, family, sex),
            known_as=known_as or self._short(culture, given),
            sex=sex,
            born=born,
            culture=culture.key,
            ethnicity=self.random.choice(culture.ethnicity),
            household=home,
            upn=self.registry.pupil(primary, born),
            nhs=self.registry.patient(self.random),
            school=slug,
            school_name=school,
            former_family=former,
            renamed_on=renamed_on,
        )
        self.children.append(made)
        return made

    def _given(self, culture: Culture, sex: str, taken: Sequence[str]) -> str:
        given = culture.given(self.random, sex, but=taken)
        if culture.seconds and sex == BOY and not given.startswith("M") and self.random.random() < MUHAMMAD_FIRST:
            return f"Muhammad {given}"
        return given

    def _family(self, culture: Culture, family: str, sex: str) -> str:
        """Return the name as the child bears it; some daughters bear a second name of their own instead."""
        if culture.seconds and sex == GIRL and self.random.random() < SECOND_NAME:
            return self.random.choice(culture.seconds)
        return culture.borne_by(family, sex)

    def _short(self, culture: Culture, given: str) -> str:
        if given.startswith("Muhammad "):
            return given.removeprefix("Muhammad ")
        return culture.short.get(given, "") if self.random.random() < CALLED_BY_SHORT_NAME else ""

    def _renamed(self, culture: Culture, sex: str) -> tuple[str, date | None]:
        """Return the name that a few children bore before, and the day of the change."""
        if self.random.random() > RENAMED:
            return "", None
        return culture.borne_by(culture.family(self.random), sex), self.days.any_day(self.random)
