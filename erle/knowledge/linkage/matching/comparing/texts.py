"""Levels of agreement of two addresses, places, postcodes, e-mail addresses or numbers that are not the same."""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from erle.knowledge.linkage.matching.comparing.columns import Column, Levels, Whole, numbers_of
from erle.knowledge.linkage.matching.comparing.levels import LEVELS
from erle.knowledge.linkage.matching.comparing.likeness import Texts, distances, likenesses
from erle.knowledge.linkage.matching.fields import Kind
from erle.knowledge.linkage.matching.normal.places import outward

NEARLY, ALIKE, SHORTEST = 0.92, 0.82, 4
SAME_WORDS, LIKE_WORDS = 0.88, 0.72
"""Likeness of the words of two addresses, in any order."""


class Plain:
    """A vocabulary of codes: what is not the same is different."""

    def __init__(self, column: Column) -> None:
        """Keep the texts, and the level that says different."""
        self.values: Texts = np.array([*column.values, ""], dtype=object)[:-1]
        self.lengths = np.array([len(value) for value in column.values], dtype=np.int64)
        self.names = [level.name for level in LEVELS[column.field.kind]]

    def levels(self, one: Whole, other: Whole) -> Levels:
        """Return the level of each pair of different values, given by their numbers in the vocabulary."""
        found = np.full(len(one), self.names.index("different"), dtype=np.int8)
        self.mark(found, one, other)
        return found

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark the pairs that agree in part, the weakest level first."""

    def edits(self, one: Whole, other: Whole, at_most: int) -> "np.typing.NDArray[np.int32]":
        """Return how many letters are put in, left out, changed or turned round."""
        return distances(self.values[one], self.values[other], OSA.distance, at_most)


class Places(Plain):
    """A vocabulary of towns and the like."""

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark what is alike, and what is nearly the same."""
        likeness = likenesses(self.values[one], self.values[other], JaroWinkler.normalized_similarity, ALIKE)
        longer = np.minimum(self.lengths[one], self.lengths[other]) >= SHORTEST
        found[likeness >= ALIKE] = self.names.index("similar")
        found[(likeness >= NEARLY) | (self.edits(one, other, 1) <= 1) & longer] = self.names.index("close")


class Postcodes(Plain):
    """A vocabulary of postcodes, with the districts they are in."""

    def __init__(self, column: Column) -> None:
        """Take the district from each."""
        super().__init__(column)
        self.districts = numbers_of(outward(value) for value in column.values)

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark the same district, and one sign apart."""
        same = (self.districts[one] == self.districts[other]) & (self.districts[one] >= 0)
        found[same] = self.names.index("district")
        found[self.edits(one, other, 1) <= 1] = self.names.index("close")


class Numbers(Plain):
    """A vocabulary of telephone numbers or identifiers."""

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark two digits apart, and one."""
        edits = self.edits(one, other, 2)
        found[edits <= 2] = self.names.index("similar")
        found[edits <= 1] = self.names.index("digit")


class Emails(Plain):
    """A vocabulary of e-mail addresses, with what stands before the @."""

    def __init__(self, column: Column) -> None:
        """Part each at the @."""
        super().__init__(column)
        before = [value.partition("@")[0] for value in column.values]
        self.before: Texts = np.array([*before, ""], dtype=object)[:-1]
        self.owners = numbers_of(before)

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark what is alike before the @, the same there, and nearly the same as a whole."""
        likeness = likenesses(self.before[one], self.before[other], JaroWinkler.normalized_similarity, NEARLY)
        found[likeness >= NEARLY] = self.names.index("similar")
        found[self.owners[one] == self.owners[other]] = self.names.index("name")
        found[self.edits(one, other, 2) <= 2] = self.names.index("close")


class Addresses(Plain):
    """A vocabulary of addresses: the words, and the numbers among them."""

    def __init__(self, column: Column) -> None:
        """Part the words from what has a digit."""
        super().__init__(column)
        words = [split_address(value) for value in column.values]
        self.words: Texts = np.array([*(each for each, _ in words), ""], dtype=object)[:-1]
        self.worded = np.array([bool(each) for each, _ in words])
        self.numbers = numbers_of(each for _, each in words)

    def mark(self, found: Levels, one: Whole, other: Whole) -> None:
        """Mark like words, like words with the same street, and the same number with them."""
        likeness = likenesses(self.words[one], self.words[other], Indel.normalized_similarity, LIKE_WORDS)
        likeness[~self.worded[one] | ~self.worded[other]] = 0  # two bare house numbers are not alike
        number, none = self.numbers[one] == self.numbers[other], self.numbers[one] < 0
        found[likeness >= LIKE_WORDS] = self.names.index("similar")
        found[likeness >= SAME_WORDS] = self.names.index("street")
        found[number & (likeness >= np.where(none, SAME_WORDS, LIKE_WORDS))] = self.names.index("close")


def split_address(address: str) -> tuple[str, str]:
    """Return the words of an address in a fixed order, and what in it has a digit."""
    words: Sequence[str] = address.split()
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    return " ".join(sorted(set(words) - set(numbers))), " ".join(numbers)


KINDS = {
    Kind.CODE: Plain,
    Kind.POSTCODE: Postcodes,
    Kind.ADDRESS: Addresses,
    Kind.PLACE: Places,
    Kind.EMAIL: Emails,
    Kind.NUMBER: Numbers,
}
"""What compares each kind that is neither a name nor a date."""
