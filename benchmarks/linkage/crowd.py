"""A made-up crowd of any size for the benches of speed: three agencies' records of one city, and who is who.

Families share surname and postcode, some have twins, names follow a power law, and each agency has slips of its own,
the police the most: typing, short forms, another surname, swapped names, swapped day and month, moves, and what is not
known. No person is real: names are made of syllables. The same size and seed give the same crowd.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.tables import Table

BEGINS = [
    "al",
    "be",
    "ca",
    "da",
    "el",
    "fa",
    "ga",
    "ha",
    "ja",
    "ka",
    "la",
    "ma",
    "na",
    "o",
    "pa",
    "ra",
    "sa",
    "ta",
    "va",
    "wi",
    "za",
    "sh",
    "ch",
    "mo",
    "ro",
    "li",
    "jo",
    "an",
    "mi",
    "ai",
]
ENDS = [
    "ber",
    "den",
    "fi",
    "gan",
    "han",
    "is",
    "jan",
    "ker",
    "lin",
    "man",
    "na",
    "on",
    "per",
    "ri",
    "son",
    "ton",
    "van",
    "wood",
    "ley",
    "ham",
    "ah",
    "een",
    "ya",
    "iq",
    "ski",
    "ov",
    "well",
    "field",
]
FORENAMES, SURNAMES = 6_000, 40_000
AGENCIES = ("schools", "health", "police")
SLIPS = np.array([0.6, 1.0, 1.8])
"""How often each agency slips, beside the usual."""
PER_FAMILY, TWINS, OTHER_SURNAME = 1.9, 0.05, 0.15
RECORDS_EACH = 2.1
FIRST_BIRTH, DAYS_OF_BIRTH = np.datetime64("2001-01-01"), 9_095
ALPHABET = "abcdefghijklmnopqrstuvwxyz"

Texts = NDArray[np.object_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Crowd:
    """Records in one table, with the number of the person of each, and the pairs of twins by person."""

    table: Table
    truth: Whole
    twins: Whole


def crowd(records: int, *, seed: int = 1) -> Crowd:
    """Make about so many records (a few fewer or more people than half of them)."""
    chance = np.random.default_rng(seed)
    people = _People(chance, max(int(records / RECORDS_EACH), 2))
    person, agency = _seen(chance, people.size, records)
    slips = _Slips(chance, SLIPS[agency])
    forename, surname = people.forename[person], people.surname[person]
    short = slips.where(0.05)
    forename[short] = [name[:3] for name in forename[short]]
    other = slips.where(0.03)
    surname[other] = people.any_surname(int(other.sum()))
    double = slips.where(0.02)
    surname[double] = surname[double] + " " + people.any_surname(int(double.sum()))
    slips.mistype(forename, 0.06)
    slips.mistype(surname, 0.06)
    swapped = slips.where(0.01)
    forename[swapped], surname[swapped] = surname[swapped].copy(), forename[swapped].copy()
    born, postcode = slips.births(people.born[person]), people.postcode[person]
    moved = slips.where(0.20)
    postcode[moved] = people.any_postcode(int(moved.sum()))
    slips.mistype(postcode, 0.02)
    sex = np.where(people.female[person], "f", "m").astype(object)
    for values, share in ((forename, 0.01), (surname, 0.005), (born, 0.03), (postcode, 0.06), (sex, 0.03)):
        values[slips.where(share)] = ""
    written: dict[str, Sequence[str]] = {
        "forename": forename.tolist(),
        "surname": surname.tolist(),
        "born": born.tolist(),
        "postcode": postcode.tolist(),
        "sex": sex.tolist(),
    }
    return Crowd(Table("crowd", len(person), written), person, people.twins)


def with_families(made: Crowd, *, seed: int = 4) -> Table:
    """Return the crowd's records with a mother and a telephone, where an agency has them: twins have the same ones."""
    chance = np.random.default_rng(seed)
    home = np.arange(int(made.truth.max()) + 1)
    home[made.twins[:, 1]] = home[made.twins[:, 0]]
    mothers, surnames = _names(chance, FORENAMES), np.array(made.table.values["surname"], dtype=object)
    first = np.full(len(home), -1)
    first[made.truth[::-1]] = np.arange(len(made.truth))[::-1]
    of = home[made.truth]
    around = "mother\t" + mothers[of % FORENAMES] + " " + surnames[np.where(first[of] < 0, 0, first[of])] + "\t"
    phones = np.array([f"+4411349{number:06}" for number in of.tolist()], dtype=object)
    for values, share in ((around, 0.4), (phones, 0.5)):
        values[chance.random(len(values)) < share] = ""
    return Table(
        made.table.name, made.table.rows, {**made.table.values, "around": around.tolist(), "phones": phones.tolist()}
    )


def _names(chance: np.random.Generator, number: int) -> Texts:
    made: dict[str, None] = {}
    while len(made) < number:
        syllables = chance.integers(0, len(ENDS), int(chance.integers(1, 4)))
        made[BEGINS[int(chance.integers(len(BEGINS)))] + "".join(ENDS[each] for each in syllables.tolist())] = None
    return np.array(list(made), dtype=object)


def _power_law(number: int, exponent: float) -> NDArray[np.float64]:
    weights = 1 / np.arange(3, number + 3) ** exponent
    return np.asarray(weights / weights.sum())


class _People:
    """People in families, before anybody writes them down."""

    def __init__(self, chance: np.random.Generator, size: int) -> None:
        self._chance, self.size = chance, size
        forenames, self._surnames = _names(chance, FORENAMES), _names(chance, SURNAMES)
        self._by_surname = _power_law(SURNAMES, 0.85)
        family = np.sort(chance.integers(0, max(int(size / PER_FAMILY), 1), size))
        families = int(family[-1]) + 1
        self._postcodes = self._make_postcodes(max(200, families // 6))
        number = chance.choice(FORENAMES, size, p=_power_law(FORENAMES, 0.95))
        self.forename = forenames[number]
        self.surname = self.any_surname(families)[family]
        apart = chance.random(size) < OTHER_SURNAME
        self.surname[apart] = self.any_surname(int(apart.sum()))
        self.postcode = self.any_postcode(families)[family]
        self.female = chance.random(size) < 0.5
        self.born = FIRST_BIRTH + chance.integers(0, DAYS_OF_BIRTH, size)
        second = 1 + np.flatnonzero((family[1:] == family[:-1]) & (chance.random(size - 1) < TWINS))
        self.born[second], self.surname[second] = self.born[second - 1], self.surname[second - 1]
        self.forename[second] = forenames[(number[second - 1] + chance.integers(1, FORENAMES, len(second))) % FORENAMES]
        self.twins = np.column_stack((second - 1, second))

    def _make_postcodes(self, number: int) -> Texts:
        districts = [
            area + str(place) for area in ("ne", "dh", "sr", "ts", "dl", "ls", "bd", "s") for place in range(1, 30)
        ]
        parts = [self._chance.integers(0, most, number) for most in (len(districts), 10, 26, 26)]
        rows = zip(*(part.tolist() for part in parts), strict=True)
        made = [f"{districts[a]} {b}{ALPHABET[c]}{ALPHABET[d]}" for a, b, c, d in rows]
        return np.array(made, dtype=object)

    def any_surname(self, number: int) -> Texts:
        return np.asarray(self._surnames[self._chance.choice(SURNAMES, number, p=self._by_surname)])

    def any_postcode(self, number: int) -> Texts:
        return np.asarray(self._postcodes[self._chance.integers(0, len(self._postcodes), number)])


def _seen(chance: np.random.Generator, people: int, records: int) -> tuple[Whole, Whole]:
    """Return the person and the agency of each record: schools see most, the police some more than once."""
    times = np.stack([chance.random(people) < 0.85, chance.random(people) < 0.75, chance.poisson(0.5, people)], 1)
    agency = np.repeat(np.tile(np.arange(3), people), times.astype(np.int64).ravel())
    person = np.repeat(np.repeat(np.arange(people), 3), times.astype(np.int64).ravel())
    chosen = chance.permutation(len(person))[:records]
    return person[chosen], agency[chosen]


class _Slips:
    """Slips of the pen, as often as each record's agency makes them."""

    def __init__(self, chance: np.random.Generator, often: NDArray[np.float64]) -> None:
        self._chance, self._often = chance, often

    def where(self, share: float) -> NDArray[np.bool_]:
        return np.asarray(self._chance.random(len(self._often)) < share * self._often)

    def mistype(self, values: Texts, share: float) -> None:
        rows = np.flatnonzero(self.where(share))
        kinds, places = self._chance.integers(0, 4, len(rows)), self._chance.random(len(rows))
        letters = self._chance.integers(0, len(ALPHABET), len(rows))
        for row, kind, place, letter in zip(
            rows.tolist(), kinds.tolist(), places.tolist(), letters.tolist(), strict=True
        ):
            values[row] = _mistyped(values[row], kind, int(place * len(values[row])), ALPHABET[letter])

    def births(self, born: NDArray[np.datetime64]) -> Texts:
        """Return births as `yyyymmdd`: day and month swapped, a day or ten off, a year off, only the year known."""
        year = born.astype("datetime64[Y]").astype(np.int64) + 1970
        month = born.astype("datetime64[M]").astype(np.int64) % 12 + 1
        day = (born - born.astype("datetime64[M]")).astype(np.int64) + 1
        swapped = self.where(0.02) & (day <= 12)
        month[swapped], day[swapped] = day[swapped].copy(), month[swapped].copy()
        off = self.where(0.02)
        day[off] = np.clip(day[off] + self._chance.choice([-1, 1, 10, -10], int(off.sum())), 1, 28)
        late = self.where(0.015)
        year[late] += self._chance.choice([-1, 1], int(late.sum()))
        only_year = self.where(0.01)
        month[only_year] = day[only_year] = 1
        written: Texts = (year * 10_000 + month * 100 + day).astype(str).astype(object)
        return written


def _mistyped(text: str, kind: int, place: int, letter: str) -> str:
    """Return the text with a letter left out, put in, exchanged, or changed about with the next."""
    if kind == 0 and len(text) > 3:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + letter + text[place:]
    if kind == 2:
        return text[:place] + letter + text[place + 1 :]
    return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
