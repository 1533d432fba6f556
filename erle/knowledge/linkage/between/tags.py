"""Tags: keyed numbers for what records of two files may share, so made that two of one file never share any.

A word that several records of one file have ("born that day, of that name") would show in the file as a number that
comes again, and how often words come again is what attacks start from. So the records that have a word are counted in
each file, and the third of one file and the second of the other share the tag "the word, third, second". Each record
has as many tags as any other; for what is unknown, or had by more records than are counted, they are drawn by chance.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tokens import (
    NAMED,
    UNNAMED,
    Values,
    certain_words,
    named_words,
    unnamed_words,
)

FULLEST = 4
"""Records of one file that may have one word; a word that more have finds nobody."""
Tags = NDArray[np.uint64]
Chance = Callable[[int], bytes]
Words = Sequence[Sequence[str]]


class Side(StrEnum):
    """Which of the two files a file is: tags are counted by the one in rows, by the other in columns."""

    ONE = "one"
    OTHER = "other"


def named_tags(records: Sequence[Values], secret: Secret, side: Side, chance: Chance) -> Tags:
    """Return what two records of one forename must share one of to be compared."""
    words = [[_said("named", place, each) for place, each in enumerate(named_words(one))] for one in records]
    return _tagged(words, NAMED, secret, side, chance)


def unnamed_tags(records: Sequence[Values], secret: Secret, side: Side, chance: Chance) -> Tags:
    """Return what two other records must share one of to be compared."""
    words = [[_said("unnamed", place, each) for place, each in enumerate(unnamed_words(one))] for one in records]
    return _tagged(words, UNNAMED, secret, side, chance)


def certain_tags(records: Sequence[Values], secret: Secret, side: Side, chance: Chance) -> Tags:
    """Return what makes two records certainly one child's where they share it."""
    identifiers = secret.parameters.identifiers
    words = [
        [_said("certain", place, words) for name in identifiers for place, words in enumerate(certain_words(one, name))]
        for one in records
    ]
    return _tagged(words, 2 * len(identifiers), secret, side, chance)


def tags_of_a_record(words: int) -> int:
    """Return how many tags a record has for so many words."""
    return words * FULLEST


def _said(kind: str, place: int, words: str) -> str:
    return f"{kind} {place} {words}" if words else ""


def _tagged(words: Words, width: int, secret: Secret, side: Side, chance: Chance) -> Tags:
    """Return the tags of every record, in no order: which is which, and how many are known, is not seen."""
    holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for record, each in enumerate(words):
        for place, word in enumerate(each):
            if word:
                holders[word].append((record, place))
    drawn = np.frombuffer(chance(8 * len(words) * width * FULLEST), dtype="<u8")
    tags = drawn.astype(np.uint64).reshape(len(words), width, FULLEST)
    for word, held in holders.items():
        if len(held) <= FULLEST:
            for own, (record, place) in enumerate(held):
                for far in range(FULLEST):
                    pair = (own, far) if side is Side.ONE else (far, own)
                    tags[record, place, far] = secret.tag(f"{word} {pair[0]} {pair[1]}")
    return np.sort(tags.reshape(len(words), width * FULLEST), axis=1)
