"""An address or the name of a place taken apart: flat, house number, street, postcode, and what else is said."""

import re
from dataclasses import dataclass
from functools import lru_cache

from erle.knowledge.records.rules import plain

STREETS = {
    "road": ("rd",),
    "street": ("st", "str"),
    "avenue": ("ave", "av"),
    "lane": ("ln", "la"),
    "close": ("cl", "clo"),
    "crescent": ("cres", "cr"),
    "drive": ("dr", "drv"),
    "court": ("ct", "crt"),
    "gardens": ("gdns", "gdn", "garden"),
    "place": ("pl",),
    "square": ("sq",),
    "terrace": ("ter", "terr"),
    "grove": ("grv", "gr"),
    "park": ("pk",),
    "way": ("wy",),
    "walk": ("wlk",),
    "rise": (),
    "mews": (),
    "hill": (),
    "green": ("grn",),
}
"""What a street may be, and how that is written short."""
IN_FULL = {short: full for full, shorts in STREETS.items() for short in shorts}
FLATS = ("flat", "apartment", "apt", "unit", "room")
POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][0-9a-z]?) ?([0-9][a-z]{2})\b")
OWNED = re.compile(r"([^\W\d_]) s\b")
"""What an apostrophe parted: `john s` is Johns."""
NUMBER = re.compile(r"[0-9]{1,4}[a-z]?")
KEPT = 16_384
"""Addresses that are kept as they were taken apart."""


@dataclass(frozen=True)
class Address:
    """What is said of where something is; what is blank was not said."""

    flat: str = ""
    number: str = ""
    street: tuple[str, ...] = ()
    postcode: str = ""
    rest: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What is said in words: what it is called, and the street."""
        return (*self.rest, *self.street)


def in_full(words: list[str]) -> list[str]:
    """Return the words with a street's kind in full; `st` with no name before it and one after it is a saint."""
    found: list[str] = []
    for place, word in enumerate(words):
        named = bool(found) and not NUMBER.fullmatch(found[-1]) and found[-1] not in {"saint", "the", "of", "and"}
        if word == "st" and not named and place + 1 < len(words):
            found.append("saint")
        else:
            found.append(IN_FULL.get(word, word) if named else word)
    return found


def in_short(word: str) -> str:
    """Return the word as it is mostly written short, where it is one of a street, or a saint."""
    return next(iter(STREETS.get(word, ())), word) if word != "saint" else "st"


@lru_cache(maxsize=KEPT)
def address(said: str) -> Address:
    """Take apart what was said; who is compared with many is taken apart once."""
    text = OWNED.sub(r"\1s", plain(said))
    postcode = POSTCODE.search(text)
    flat, words = _flat(in_full(POSTCODE.sub(" ", text, count=1).split()))
    number, words = _number(words)
    street, rest = _street(words) if number else ((), tuple(words))
    return Address(flat, number, street, "".join(postcode.groups()) if postcode else "", rest)


def _flat(words: list[str]) -> tuple[str, list[str]]:
    for place, word in enumerate(words[:-1]):
        if word in FLATS and (NUMBER.fullmatch(words[place + 1]) or len(words[place + 1]) == 1):
            return words[place + 1], words[:place] + words[place + 2 :]
    return "", words


def _number(words: list[str]) -> tuple[str, list[str]]:
    """Return the house number, a range as one, and the words with the street that follows it first."""
    for place, word in enumerate(words):
        if NUMBER.fullmatch(word):
            end = place + 1
            while end < len(words) and NUMBER.fullmatch(words[end]):
                end += 1
            if end < len(words) and words[end] in {"a", "b", "c", "d"} and end == place + 1:
                return f"{word}{words[end]}", words[end + 1 :] + words[:place]
            return "-".join(words[place:end]), words[end:] + words[:place]
    return "", words


def _street(words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the street, up to the word that says what it is, and what else is said."""
    ends = [place for place, word in enumerate(words[:5]) if word in STREETS and place]
    end = ends[0] + 1 if ends else len(words)
    return tuple(words[:end]), tuple(words[end:])
