"""What each agency's books hold of a child: its own number, the name as taken down, and gaps."""

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from rehearsal.partnership.chance import stream
from rehearsal.partnership.files.carers import NOBODY_BESIDE, TELLING, Beside, carers_of
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.parameters import share
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.people.names import as_heard, first_part, plain, slipped
from rehearsal.partnership.people.numbers import PUPIL_LETTERS, wrong_digit
from rehearsal.partnership.world import World

FILE, SCHOOL = Path(__file__).parent / "habits.toml", "school"
SEX_UNKNOWN, STEP = 0.015, 3
DAY_FIRST_TO_THIRTEENTH = 12
TAKES_SECOND = 0.4


@dataclass(frozen=True)
class Habits:
    """How an agency takes down a child: shares of its records to which each thing happens."""

    number: str
    accents_lost: float = 0.0
    heard: float = 0.0
    turned_about: float = 0.0
    second_part_lost: float = 0.0
    called_name_only: float = 0.0
    no_birth: float = 0.0
    no_family: float = 0.0
    upn: float = 0.0
    nhs: float = 0.0
    address: bool = True
    keeps_up: bool = False
    second_record: float = 0.0
    slips: float = 1.0
    types_each_time: bool = False
    carers: float = 0.0
    phones: float = 0.0


TURNS_ABOUT = frozenset({"romanian", "kurdish", "lithuanian", "slovak"})
"""Languages in which people give the family name first when they are asked for their name."""


@dataclass(frozen=True, slots=True)
class Record:
    """A child as one agency has it."""

    number: str = ""
    given: str = ""
    family: str = ""
    known_as: str = ""
    born: date | None = None
    sex: str = ""
    upn: str = ""
    nhs: str = ""
    school: str = ""
    address: str = ""
    postcode: str = ""
    year: str = ""
    beside: Beside = NOBODY_BESIDE
    """Whom this row names beside the child."""


NOBODY = Record()


class Books:
    """Every agency's records, made as rows ask for them."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self.world = world
        self.records: dict[tuple[str, str, int, str, str], Record] = {}
        self.numbers: dict[tuple[str, str, int], str] = {}
        self.first_seen: dict[tuple[str, str], date] = {}
        self.seconds: dict[tuple[str, str], bool] = {}
        self.around: dict[tuple[str, str, int], list[Beside]] = {}
        self.taken: Counter[str] = Counter()
        self.random = stream(world.seed, "books")

    def record(self, line: Line) -> Record:
        """Return the record under which an agency files a row."""
        key = line.filed_under or line.child
        if not key:
            return NOBODY
        habits, child = habits_of(line.agency), self.world.children[key]
        second = self._has_second(habits, line.agency, key) and self.random.random() < TAKES_SECOND
        day = line.recorded_at.date()
        first = self.first_seen.setdefault((line.agency, key), day)
        known_on = day if habits.keeps_up else first
        family, where = child.family_on(known_on), child.address_on(known_on).line
        found = (line.agency, key, int(second), family, where)
        if found not in self.records:
            self.records[found] = self._made(habits, line.agency, child, int(second), known_on)
        record = replace(self.records[found], beside=self._beside(habits, line, child, int(second)))
        return _typed_anew(self.random, record) if habits.types_each_time else record

    def _beside(self, habits: Habits, line: Line, child: Child, second: int) -> Beside:
        """Return whom the row names: somebody whom no row of the record has named yet, where it names nobody else."""
        key = (line.agency, child.key, second)
        if key not in self.around:
            random = stream(self.world.seed, "carers", *key)
            self.around[key] = list(
                carers_of(
                    random,
                    child,
                    named=habits.carers,
                    numbered=habits.phones,
                    slips=habits.slips * share("name_misspelt"),
                )
            )
        left = self.around[key]
        return left.pop(0) if left and line.file in TELLING and not line.other_person else NOBODY_BESIDE

    def _has_second(self, habits: Habits, agency: str, key: str) -> bool:
        chance = habits.second_record * share("second_record")
        if chance > 0 and (agency, key) not in self.seconds:
            self.seconds[agency, key] = stream(self.world.seed, "second", agency, key).random() < chance
        return self.seconds.get((agency, key), False)

    def _made(self, habits: Habits, agency: str, child: Child, second: int, day: date) -> Record:
        random = stream(self.world.seed, "record", agency, child.key, second)
        given, family = _names(random, habits, child, day)
        address = child.address_on(day)
        upn, nhs = _numbers(random, habits, child)
        record = Record(
            number=self._number(habits, agency, child.key, second),
            given=given,
            family="" if random.random() < habits.no_family else family,
            known_as=child.known_as if child.known_as != given and random.random() < 0.8 else "",
            born=_born(random, habits, child.born),
            sex="U" if random.random() < SEX_UNKNOWN else child.sex,
            upn=upn,
            nhs=nhs,
            school=child.school_name,
            address=address.line if habits.address else "",
            postcode=address.postcode if habits.address else "",
            year=str(child.year_on(day)),
        )
        return replace(record, **self.world.written_as.get((agency, child.key), {}))

    def _number(self, habits: Habits, agency: str, key: str, second: int) -> str:
        """Return the agency's number of the child: one for each record, given out in order."""
        if (agency, key, second) not in self.numbers:
            self.taken[agency] += self.random.randint(1, STEP)
            place = self.taken[agency] + 10_000 * (len(agency) % 7)
            self.numbers[agency, key, second] = habits.number.format(initial=agency[0].upper(), place=place)
        return self.numbers[agency, key, second]


@cache
def habits_of(agency: str) -> Habits:
    """Return the agency's habits; every one without its own is a school."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    return Habits(**told.get(agency, told[SCHOOL]))


def _names(random: Random, habits: Habits, child: Child, day: date) -> tuple[str, str]:
    given, family = child.given, child.family_on(day)
    if child.known_as and random.random() < habits.called_name_only:
        given = child.known_as
    if random.random() < habits.second_part_lost:
        given, family = first_part(given), first_part(family)
    if random.random() < habits.accents_lost:
        given, family = plain(given), plain(family)
    if child.culture != "english" and random.random() < habits.heard:
        given, family = random.choice(((as_heard(given), family), (given, as_heard(family)), (given, as_heard(family))))
    if random.random() < habits.slips * share("name_misspelt"):
        given, family = random.choice(((slipped(random, given), family), (given, slipped(random, family))))
    if child.culture in TURNS_ABOUT and random.random() < habits.turned_about:
        given, family = family, given
    return given, family


def _numbers(random: Random, habits: Habits, child: Child) -> tuple[str, str]:
    upn = child.upn if random.random() < habits.upn else ""
    if upn and random.random() < share("wrong_upn"):
        letter = random.choice([one for one in PUPIL_LETTERS if one != upn[0]])
        upn = random.choice((letter + upn[1:], upn[0] + wrong_digit(random, upn[1:])))
    nhs = child.nhs if random.random() < habits.nhs else ""
    if nhs and random.random() < share("wrong_nhs_number"):
        nhs = wrong_digit(random, nhs)
    return upn, nhs


def _born(random: Random, habits: Habits, born: date) -> date | None:
    if random.random() < habits.no_birth * share("birth_missing"):
        return None
    if random.random() < share("birth_wrong"):
        if born.day <= DAY_FIRST_TO_THIRTEENTH and born.day != born.month and random.random() < 0.6:
            return date(born.year, born.day, born.month)
        return born + timedelta(days=random.choice((-365, -10, -1, 1, 10, 366)))
    return born


def _typed_anew(random: Random, record: Record) -> Record:
    return (
        replace(record, family=slipped(random, record.family)) if random.random() < share("name_misspelt") else record
    )
