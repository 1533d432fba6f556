"""The level of agreement of two values of a field, for one pair: `comparing` works out the same for many at once."""

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from erle.knowledge.linkage.matching.comparing import dates, names
from erle.knowledge.linkage.matching.comparing.around import around_level, phones_level
from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN
from erle.knowledge.linkage.matching.comparing.levels import place_of
from erle.knowledge.linkage.matching.comparing.texts import LIKE_WORDS, SAME_WORDS, split_address
from erle.knowledge.linkage.matching.fields import Field, Kind
from erle.knowledge.linkage.matching.normal.names import short_names, spelling, stem
from erle.knowledge.linkage.matching.normal.places import outward

KEPT = 65_536
"""Names whose forms are remembered."""
HALF = 2.0**-25
"""Half the distance of two neighbouring single floats between 0.5 and 1: likenesses of many are rounded to such."""
NEARLY, ALIKE = names.NEARLY - HALF, names.ALIKE - HALF
FIRST_OF_JANUARY = "0101"
DIGIT, SIMILAR, OTHER = (place_of(Kind.NUMBER, name) for name in ("digit", "similar", "different"))
CLOSE_CODE, DISTRICT, OTHER_CODE = (place_of(Kind.POSTCODE, name) for name in ("close", "district", "different"))
CLOSE_HOME, STREET, SIMILAR_HOME, OTHER_HOME = (
    place_of(Kind.ADDRESS, name) for name in ("close", "street", "similar", "different")
)

stem_of, spelling_of = lru_cache(maxsize=KEPT)(stem), lru_cache(maxsize=KEPT)(spelling)
short_of = lru_cache(maxsize=KEPT)(short_names)
Level = Callable[[str, str], int]


@lru_cache(maxsize=KEPT)
def parts_of(name: str) -> frozenset[str]:
    """Return the words of a name by which a part of it is recognised."""
    return frozenset([word for word in name.split() if len(word) >= names.SHORTEST_WORD][: names.MOST_PARTS])


def surname_level(one: str, other: str) -> int:
    """Return the level of two different surnames."""
    return names.SPELLING if stem_of(one) == stem_of(other) else _name_level(one, other)


def forename_level(one: str, other: str) -> int:
    """Return the level of two different forenames."""
    if spelling_of(one) == spelling_of(other):
        return names.SPELLING
    return names.SHORT if other in short_of(one) or one in short_of(other) else _name_level(one, other)


def _name_level(one: str, other: str) -> int:
    likeness = JaroWinkler.normalized_similarity(one, other, score_cutoff=names.SOMEWHAT)
    shorter = min(len(one), len(other))
    if (likeness >= NEARLY and shorter > 1) or (
        shorter >= names.SHORTEST_CLOSE and OSA.distance(one, other, score_cutoff=1) <= 1
    ):
        return names.CLOSE
    if not parts_of(one).isdisjoint(parts_of(other)):
        return names.PART
    if shorter == 1 and one[0] == other[0]:
        return names.INITIAL
    if likeness >= ALIKE:
        return names.SIMILAR
    return names.LOOSE if likeness >= names.SOMEWHAT else names.DIFFERENT


def date_level(one: str, other: str) -> int:
    """Return the level of two different dates `yyyymmdd`."""
    year, month, day = one[:4] == other[:4], one[4:6] == other[4:6], one[6:] == other[6:]
    if year and one[4:6] == other[6:] and one[6:] == other[4:6]:
        return dates.SWAPPED
    unlike = [place for place in range(dates.DIGITS) if one[place] != other[place]]
    if len(unlike) == 1 or (len(unlike) == 2 and _turned(one, other, *unlike)):
        return dates.DIGIT
    if year and FIRST_OF_JANUARY in (one[4:], other[4:]):
        return dates.FIRST_OF_JANUARY
    if year + month + day == 2:
        return dates.TWO_PARTS
    return dates.YEAR if year else dates.DIFFERENT


def _turned(one: str, other: str, first: int, second: int) -> bool:
    """Say whether two digits that stand beside each other have changed places."""
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]


def number_level(one: str, other: str) -> int:
    """Return the level of two different numbers."""
    edits = OSA.distance(one, other, score_cutoff=2)
    return (DIGIT, DIGIT, SIMILAR)[edits] if edits < OTHER else OTHER


def code_level(one: str, other: str) -> int:
    """Return the level of two different codes."""
    del one, other
    return place_of(Kind.CODE, "different")


def postcode_level(one: str, other: str) -> int:
    """Return the level of two different postcodes."""
    if OSA.distance(one, other, score_cutoff=1) <= 1:
        return CLOSE_CODE
    return DISTRICT if outward(one) and outward(one) == outward(other) else OTHER_CODE


def address_level(one: str, other: str) -> int:
    """Return the level of two different addresses."""
    (words, number), (others, another) = split_address(one), split_address(other)
    if not words or not others:
        return OTHER_HOME
    likeness = Indel.normalized_similarity(words, others, score_cutoff=LIKE_WORDS)
    same, alike = likeness >= SAME_WORDS - HALF, likeness >= LIKE_WORDS - HALF
    if number == another and (same or (number and alike)):
        return CLOSE_HOME
    return STREET if same else SIMILAR_HOME if alike else OTHER_HOME


LEVELS: dict[Kind, Level] = {
    Kind.DATE: date_level,
    Kind.NUMBER: number_level,
    Kind.CODE: code_level,
    Kind.POSTCODE: postcode_level,
    Kind.ADDRESS: address_level,
    Kind.AROUND: around_level,
    Kind.NUMBERS: phones_level,
}


class NotNear(ValueError):
    """A field of a kind that only files have; records of the partnership have none."""


def level_of(field: Field) -> Level:
    """Return what says the level of two different values of a field; `NotNear` for a kind that records do not have."""
    if field.kind == Kind.NAME:
        return surname_level if field.name == "surname" else forename_level
    if field.kind not in LEVELS:
        raise NotNear(f"{field.name} is a field of files alone")
    return LEVELS[field.kind]


def agreement(level: Level, one: str, other: str) -> int:
    """Return the level of two values, equal, different or unknown."""
    if not one or not other:
        return UNKNOWN
    return 0 if one == other else level(one, other)
