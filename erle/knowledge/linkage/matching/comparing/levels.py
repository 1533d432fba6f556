"""The levels of agreement of each kind of field, from the same to different.

`share` is how often two rows of one person are about so: what learning starts from, and what it falls back on where the
rows say little. It weighs as a handful of pairs, and the records themselves soon outweigh it.
"""

from dataclasses import dataclass

from erle.knowledge.linkage.matching.fields import Field, Kind


@dataclass(frozen=True)
class Level:
    """One level: its name in a model, what it means in words, and how often one person's rows agree so."""

    name: str
    words: str
    share: float


EXACT = Level("exact", "the same", 0.80)
DIFFERENT = Level("different", "different", 0.05)
NAME_LEVELS = (
    EXACT,
    Level("spelling", "another spelling, or the form for a woman or a man", 0.01),
    Level("short", "a short form of the name", 0.02),
    Level("close", "one letter apart or nearly the same", 0.07),
    Level("part", "one name of several is the same", 0.02),
    Level("similar", "alike", 0.02),
    Level("initial", "the same initial, one name not written out", 0.01),
    Level("swapped", "forename and surname have changed places", 0.01),
    Level("crossed", "the forename of one is the surname of the other", 0.005),
    Level("loose", "somewhat alike", 0.01),
    DIFFERENT,
)
DATE_LEVELS = (
    EXACT,
    Level("swapped", "day and month have changed places", 0.02),
    Level("digit", "one digit is different, or two have changed places", 0.06),
    Level("first_of_january", "1 January of the same year, written where only the year is known", 0.02),
    Level("two_parts", "two of day, month and year are the same", 0.03),
    Level("year", "the same year", 0.03),
    DIFFERENT,
)
TEXT_LEVELS = (
    EXACT,
    Level("close", "one letter apart or nearly the same", 0.08),
    Level("similar", "alike", 0.03),
    DIFFERENT,
)
LEVELS: dict[Kind, tuple[Level, ...]] = {
    Kind.NAME: NAME_LEVELS,
    Kind.DATE: DATE_LEVELS,
    Kind.CODE: (EXACT, DIFFERENT),
    Kind.POSTCODE: (
        EXACT,
        Level("close", "one sign apart", 0.05),
        Level("district", "the same district", 0.05),
        DIFFERENT,
    ),
    Kind.ADDRESS: (
        EXACT,
        Level("close", "nearly the same", 0.10),
        Level("street", "the same street, another or no number", 0.04),
        Level("similar", "alike", 0.03),
        DIFFERENT,
    ),
    Kind.PLACE: TEXT_LEVELS,
    Kind.EMAIL: (
        EXACT,
        Level("close", "one letter apart or nearly the same", 0.06),
        Level("name", "the same before the @", 0.02),
        Level("similar", "alike before the @", 0.04),
        DIFFERENT,
    ),
    Kind.AROUND: (
        Level("exact", "the same people, called the same", 0.30),
        Level("several", "two or more of them are called alike: a mother and a father, say", 0.20),
        Level("parent", "a mother, a father or a carer is called alike", 0.35),
        Level("relative", "one brother, sister or other relative is called alike", 0.05),
        Level("different", "the mother or the father is called otherwise", 0.10),
    ),
    Kind.NUMBERS: (
        Level("exact", "the same numbers, and no other", 0.35),
        Level("shared", "one of several numbers is the same", 0.25),
        Level("different", "no number is the same", 0.40),
    ),
    Kind.NUMBER: (
        EXACT,
        Level("digit", "one digit is different, or two have changed places", 0.10),
        Level("similar", "two digits are different", 0.02),
        DIFFERENT,
    ),
}


def levels_of(field: Field) -> tuple[Level, ...]:
    """Return the levels of a field, the same first and different last."""
    return LEVELS[field.kind]


def place_of(kind: Kind, name: str) -> int:
    """Return which level of the kind has that name."""
    return [level.name for level in LEVELS[kind]].index(name)
