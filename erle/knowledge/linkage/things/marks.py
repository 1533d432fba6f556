"""What two things that may be near share: numbers by which they are found without comparing all with all.

A mark is made of one thing alone, so that whether two share one hangs on the two, and on nobody else's things. Of two
that are near by the rules each holds a mark that the other asks for (`tests/knowledge/linkage/things/test_marks.py`);
that it does says nothing yet: the rules say whether they are near.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, product

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
from erle.knowledge.linkage.things.naming import TELLING, TWO_SLIPS, figures_in, telling
from erle.knowledge.records.rules import MentionKind

MOST_WORDS = 7
"""Words of a name of which marks are made: what is longer is a description."""
GRAM = 3
NUMBERED, UNNUMBERED = "h", "u"
"""Who holds a mark of a name: a house, or what has no number. Two houses are found by the house alone."""
WHOLE, SHORTER, LONGER = "=", "<", ">"
"""What a mark of a name is of: all its words; or of one that begins as another does, by which that one is found."""
MET = {WHOLE: WHOLE, SHORTER: LONGER, LONGER: SHORTER}


@dataclass(frozen=True)
class Marks:
    """Signed numbers of 64 bits: those by which a thing is found, and those by which it finds others."""

    held: frozenset[int]
    asked: frozenset[int]


def marks(kind: MentionKind, key: str) -> Marks:
    """Return the marks of a thing by its one form."""
    if kind in PLACES:
        held, asked = _place(key)
    else:
        held = asked = list(SAID[kind](key))
    whose = f"{kind.value}\0"
    numbers = {one: _number(f"{whose}{one}") for one in {*held, *asked}}
    return Marks(frozenset(numbers[one] for one in held), frozenset(numbers[one] for one in asked))


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


def _place(key: str) -> tuple[list[str], list[str]]:
    """Return by what a place is found, and finds: a house by its number; and a name, where one of the two has none."""
    said = address(key)
    named = [*_named(telling(said.words))]
    if said.postcode:
        named.append((WHOLE, f"p|{said.postcode}"))
    house = [f"{said.number}|{one}" for one in _street(said.street)] if said.number else []
    side, others = (NUMBERED, UNNUMBERED) if said.number else (UNNUMBERED, UNNUMBERED + NUMBERED)
    held = [f"{side}{what}{one}" for what, one in named]
    return [*house, *held], [*house, *(f"{other}{MET[what]}{one}" for other in others for what, one in named)]


def _street(words: Sequence[str]) -> Iterator[str]:
    """A street written together; and what is left of one of its words by slips, with what the street is."""
    yield "".join(words)
    others = [word for word in words if word not in STREETS]
    kinds = " ".join(sorted(word for word in words if word in STREETS))
    yield from (f"{kinds}|{one}" for word in others for one in _of_word(word))
    if not others:
        yield f"{kinds}|"


def _named(name: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A name written together; as many words in any order; and one as another begins. Figures and streets are exact."""
    if not name:
        return
    yield WHOLE, f"n|{''.join(name)}"
    figures = " ".join(figures_in(name))
    kinds = " ".join(sorted(word for word in name if word in STREETS))
    yield from (
        (WHOLE, f"{len(name)}|{kinds}|{figures}|{one}") for one in _in_any_order(name, exact=figures, kinds=kinds)
    )
    for what, words in _beginnings(name):
        for (at, one), (then, other) in combinations(enumerate(name[: min(words, MOST_WORDS)]), 2):
            if not (one in STREETS and other in STREETS):
                start = f"{min(words, MOST_WORDS)}|{figures}|{at}|{then}"
                yield from ((what, f"{start}|{'|'.join(ends)}") for ends in _of_two(one, other))


def _in_any_order(name: Sequence[str], *, exact: str, kinds: str) -> Iterator[str]:
    """What is left by slips of names of as many words, the same figures and kinds of street."""
    free = [word for word in name[:MOST_WORDS] if word not in STREETS]
    if exact or not free:
        yield ""
    elif len(name) == 1:
        yield from _of_word(name[0])
    elif kinds:
        yield from (end for word in free for end in _ends(word))
    else:
        yield from ("|".join(sorted(ends)) for one, other in combinations(free, 2) for ends in _of_two(one, other))


def _beginnings(name: Sequence[str]) -> Iterator[tuple[str, int]]:
    """With how many words another name may begin as this one does, all of them; and this one as another."""
    if len(name) >= TELLING and name[-1] not in STREETS:
        yield SHORTER, len(name)
    for words in range(TELLING, len(name)):
        if name[words - 1] not in STREETS and name[words] not in STREETS:
            yield LONGER, words


def _of_two(one: str, other: str) -> Iterator[tuple[str, str]]:
    return product(_ends(one), _ends(other))


def _of_word(word: str) -> Iterator[str]:
    """Both ends of a word, of which one slip leaves one; and the pieces of one in which two slips are let be."""
    yield from _ends(word)
    if len(word) >= TWO_SLIPS - 1:
        yield from (word[at : at + GRAM] for at in range(len(word) - GRAM + 1))
    if len(word) == TWO_SLIPS:
        yield f"~{word[GRAM:-GRAM]}"  # left alone where two and two beside each other changed places


def _ends(word: str) -> tuple[str, ...]:
    return (f"={word}",) if word in STREETS or word.isdigit() else (f"^{word[:2]}", f"{word[-2:]}$")


def _one_left_out(text: str) -> Iterator[str]:
    return (f"{text[:at]}{text[at + 1 :]}" for at in range(len(text)))


SAID: dict[MentionKind, Callable[[str], Iterator[str]]] = {
    MentionKind.VEHICLE: _plate,
    MentionKind.PHONE: _phone,
    MentionKind.ACCOUNT: _account,
}
PLACES = (MentionKind.PLACE, MentionKind.ORGANISATION)
