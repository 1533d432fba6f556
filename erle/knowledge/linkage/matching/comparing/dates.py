"""Levels of agreement of two dates that are not the same."""

import numpy as np

from erle.knowledge.linkage.matching.comparing.columns import Column, Levels, Whole
from erle.knowledge.linkage.matching.comparing.levels import place_of
from erle.knowledge.linkage.matching.fields import Kind

SWAPPED, DIGIT, FIRST_OF_JANUARY, TWO_PARTS, YEAR, DIFFERENT = (
    place_of(Kind.DATE, name) for name in ("swapped", "digit", "first_of_january", "two_parts", "year", "different")
)
DIGITS, FIRST = 8, 101


class Dates:
    """A vocabulary of dates `yyyymmdd`, as numbers and as digits."""

    def __init__(self, column: Column) -> None:
        """Take each date apart once."""
        self.whole = np.array([int(value) for value in column.values], dtype=np.int64)
        self.digits = self.whole[:, None] // 10 ** np.arange(DIGITS)[::-1] % 10

    def levels(self, one: Whole, other: Whole) -> Levels:
        """Return the level of each pair of different dates, given by their numbers in the vocabulary."""
        left, right = self.whole[one], self.whole[other]
        year = left // 10000 == right // 10000
        month, day = left // 100 % 100 == right // 100 % 100, left % 100 == right % 100
        found = np.full(len(one), DIFFERENT, dtype=np.int8)
        found[year] = YEAR
        found[(year & month) | (year & day) | (month & day)] = TWO_PARTS
        found[year & ((left % 10000 == FIRST) | (right % 10000 == FIRST))] = FIRST_OF_JANUARY
        found[self._one_digit(one, other)] = DIGIT
        found[year & (left // 100 % 100 == right % 100) & (left % 100 == right // 100 % 100)] = SWAPPED
        return found

    def _one_digit(self, one: Whole, other: Whole) -> "np.typing.NDArray[np.bool_]":
        left, right = self.digits[one], self.digits[other]
        unlike = left != right
        differing = unlike.sum(axis=1)
        turned = (left[:, :-1] == right[:, 1:]) & (left[:, 1:] == right[:, :-1]) & unlike[:, :-1] & unlike[:, 1:]
        found: np.typing.NDArray[np.bool_] = (differing == 1) | ((differing == 2) & turned.any(axis=1))
        return found
