"""What two things that may be near share: numbers by which they are found without comparing all with all.

A mark is made of one thing alone, so that whether two share one hangs on the two, and on nobody else's things. Those
of two that are near by the rules have one in common (`tests/knowledge/linkage/things/test_marks.py`); that two share
one says nothing yet: the rules say whether they are near.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations

from erle.knowledge.linkage.things.addresses import STREETS, address
from erle.knowledge.linkage.things.characters import (
    HANDLES_LOOK_ALIKE,
    LOOK_ALIKE,
    MARKS,
    SAME_FIGURES,
    SERVICE,
    SHORTEST_HANDLE,
    SHORTEST_NUMBER,
    SHORTEST_PIECE,
    SHORTEST_PLATE,
    national,
)
from erle.knowledge.linkage.things.naming import TWO_SLIPS, telling
from erle.knowledge.records.rules import MentionKind

MOST_WORDS = 7
"""Words of a name of which marks are made: what is longer is a description."""
GRAM = 3


def marks(kind: MentionKind, key: str) -> set[int]:
    """Return the marks of a thing by its one form: signed numbers of 64 bits."""
    return {_number(f"{kind.value}\0{said}") for said in SAID[kind](key)}


def _number(said: str) -> int:
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)


def _plate(key: str) -> Iterator[str]:
    """A plate with each character left out: two that differ in one share one; and its pieces."""
    plain = key.translate(LOOK_ALIKE)
    yield plain
    if len(plain) >= SHORTEST_PLATE:
        yield from _one_left_out(plain)
    yield from (plain[at : at + SHORTEST_PIECE] for at in range(len(plain) - SHORTEST_PIECE + 1))


def _phone(key: str) -> Iterator[str]:
    """The last figures, which stand after every code of a country, whole and with each left out."""
    figures = national(key)
    if len(figures) >= SHORTEST_NUMBER:
        yield figures[-SAME_FIGURES:]
        yield from _one_left_out(figures[-SAME_FIGURES:])


def _account(key: str) -> Iterator[str]:
    bare = SERVICE.sub("", key)
    yield f"@{bare}"
    plain = MARKS.sub("", bare).translate(HANDLES_LOOK_ALIKE)
    if plain:
        yield plain
    if len(plain) >= SHORTEST_HANDLE:
        yield from _one_left_out(plain)


def _place(key: str) -> Iterator[str]:
    """A house with a word of its street; a postcode; and two words of a name, whichever stands first."""
    said = address(key)
    if said.number:
        yield from (f"{said.number}|{one}" for one in _of_words(said.street))
    if said.postcode:
        yield f"p|{said.postcode}"
    name = telling(said.words)
    if not name:
        return
    yield f"n|{''.join(name)}"
    if len(name) == 1:
        yield from (f"1|{one}" for one in _of_word(name[0]))
    for one, other in combinations(name[:MOST_WORDS], 2):
        if not (one in STREETS and other in STREETS):
            yield from ("|".join(sorted((left, right))) for left in _ends(one) for right in _ends(other))
    if len(name) > 1 and STREETS.keys() >= set(name):
        yield f"s|{'|'.join(sorted(name))}"


def _of_words(words: Sequence[str]) -> Iterator[str]:
    yield "".join(words)
    others = [word for word in words if word not in STREETS]
    for word in others or words:
        yield from _of_word(word)


def _of_word(word: str) -> Iterator[str]:
    """Both ends of a word, of which one slip leaves one; and the pieces of one in which two slips are let be."""
    yield from _ends(word)
    if len(word) >= TWO_SLIPS - 1:
        yield from (word[at : at + GRAM] for at in range(len(word) - GRAM + 1))


def _ends(word: str) -> tuple[str, ...]:
    return (f"={word}",) if word in STREETS or word.isdigit() else (f"^{word[:2]}", f"{word[-2:]}$")


def _one_left_out(text: str) -> Iterator[str]:
    return (f"{text[:at]}{text[at + 1 :]}" for at in range(len(text)))


SAID: dict[MentionKind, Callable[[str], Iterator[str]]] = {
    MentionKind.VEHICLE: _plate,
    MentionKind.PHONE: _phone,
    MentionKind.ACCOUNT: _account,
    MentionKind.PLACE: _place,
    MentionKind.ORGANISATION: _place,
}
