"""Levels of agreement of two records' relatives and telephone numbers; of each pair of values, one at a time."""

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Levels, Whole
from erle.knowledge.linkage.matching.comparing.levels import place_of
from erle.knowledge.linkage.matching.comparing.names import NEARLY, SHORTEST_CLOSE
from erle.knowledge.linkage.matching.fields import Kind
from erle.knowledge.linkage.matching.normal.around import (
    CARER,
    FATHER,
    MOTHER,
    SIBLING,
    SIBLINGS,
    Relative,
    relatives_in,
)
from erle.knowledge.linkage.matching.normal.names import short_names, spelling, stem

SEVERAL, PARENT, RELATIVE, OTHERWISE = (
    place_of(Kind.AROUND, name) for name in ("several", "parent", "relative", "different")
)
SHARED, NONE = (place_of(Kind.NUMBERS, name) for name in ("shared", "different"))
PARENTS = frozenset({MOTHER, FATHER, CARER})
SLIPS = 2
"""Digits of two dates that may differ and be one day."""


def around_level(one: str, other: str) -> int:
    """Return the level of two records' relatives, in their normal form; `UNKNOWN` where nobody's place is in both.

    One mother and another tell two children apart. Of brothers, aunts and grandmothers there may be more than one.
    """
    alike, apart = set[str](), set[str]()
    for mine in relatives_in(one):
        for theirs in relatives_in(other):
            kind = _in_place_of(mine.kind, theirs.kind)
            if kind:
                (alike if is_called_alike(mine, theirs) else apart).add(kind)
    if len(alike) > 1:
        return SEVERAL
    if alike:
        return PARENT if alike & PARENTS else RELATIVE
    return OTHERWISE if apart & {MOTHER, FATHER} else UNKNOWN


def phones_level(one: str, other: str) -> int:
    """Return the level of two records' numbers, in their normal form."""
    return NONE if set(one.split()).isdisjoint(other.split()) else SHARED


def is_called_alike(one: Relative, other: Relative) -> bool:
    """Say whether two people are called alike, and were not born on other days where both birthdays are known."""
    if one.born and other.born:
        if sum(mine != theirs for mine, theirs in zip(one.born, other.born, strict=True)) > SLIPS:
            return False
    elif min(len(one.name), len(other.name)) < 2:
        return False
    names = (one.name, other.name)
    return _alike(*names) or _alike(names[0], names[1][::-1])


def _in_place_of(one: str, other: str) -> str:
    """Return what two relations are together: the same, a carer who is a mother, a sibling who is a brother."""
    if one == other:
        return one
    for kinds, general in ((PARENTS, CARER), (SIBLINGS, SIBLING)):
        if {one, other} <= kinds and general in (one, other):
            return general
    return ""


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    if not _forenames_alike(one[0], other[0]):
        return False
    return min(len(one), len(other)) < 2 or stem(one[-1]) == stem(other[-1]) or _nearly(one[-1], other[-1])


def _forenames_alike(one: str, other: str) -> bool:
    if one == other or spelling(one) == spelling(other):
        return True
    return _nearly(one, other) or other in short_names(one) or one in short_names(other)


def _nearly(one: str, other: str) -> bool:
    """Say whether names are a letter apart or nearly the same, as `comparing.names` has it."""
    shorter = min(len(one), len(other))
    if shorter >= SHORTEST_CLOSE and OSA.distance(one, other, score_cutoff=1) <= 1:
        return True
    return shorter > 1 and JaroWinkler.normalized_similarity(one, other, score_cutoff=NEARLY) >= NEARLY


class _OneByOne:
    """A vocabulary of which each pair is compared by itself: few records name anybody, and fewer the same two."""

    def __init__(self, column: Column, level: Callable[[str, str], int]) -> None:
        """Keep the values, and what says the level of two."""
        self._values, self._level = column.values, level

    def levels(self, one: Whole, other: Whole) -> Levels:
        """Return the level of each pair of different values, given by their numbers in the vocabulary."""
        values, level = self._values, self._level
        pairs = zip(one.tolist(), other.tolist(), strict=True)
        return np.array([level(values[left], values[right]) for left, right in pairs], dtype=np.int8)


def relatives(column: Column) -> _OneByOne:
    """Return a column's vocabulary of people around children."""
    return _OneByOne(column, around_level)


def phones(column: Column) -> _OneByOne:
    """Return a column's vocabulary of telephone numbers, several of a record."""
    return _OneByOne(column, phones_level)
