"""Names as families bear them, and what becomes of them in an agency's books."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).parent / "names.toml"
GIRL, BOY = "F", "M"
WITHOUT_ACCENT = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "đ": "d", "Đ": "D", "ß": "ss", "’": "'"})
AS_HEARD = (
    ("owski", "ovsky"), ("owska", "ovska"), ("ewski", "evsky"), ("ski", "sky"), ("cki", "tsky"), ("czyk", "chik"),
    ("czak", "chak"), ("sz", "sh"), ("ck", "k"), ("ph", "f"), ("ai", "ay"), ("ou", "u"), ("oo", "u"), ("iu", "u"),
)  # fmt: skip
SHORTEST_TO_SLIP = 4


@dataclass(frozen=True)
class Culture:
    """Names that go together, and how they change from one person of a family to the next."""

    key: str
    language: str
    ethnicity: Sequence[str]
    girls: Sequence[str]
    boys: Sequence[str]
    families: Sequence[str]
    carers: Sequence[str]
    short: Mapping[str, str]
    daughters: Sequence[Sequence[str]] = field(default=())
    wives: Sequence[Sequence[str]] = field(default=())
    seconds: Sequence[str] = field(default=())
    double: bool = False

    def given(self, random: Random, sex: str, *, but: Sequence[str] = ()) -> str:
        """Return a given name that none of the others has."""
        names = [name for name in (self.girls if sex == GIRL else self.boys) if name not in but]
        return random.choice(names)

    def family(self, random: Random) -> str:
        """Return a family name, as a man bears it."""
        first = random.choice(self.families)
        return f"{first} {random.choice([name for name in self.families if name != first])}" if self.double else first

    def borne_by(self, family: str, sex: str, *, wife: bool = False) -> str:
        """Return the family name with the ending that a son, a daughter or a wife bears."""
        if sex == BOY:
            return family
        endings = self.wives if wife and self.wives else self.daughters
        for masculine, feminine in endings:
            if family.endswith(masculine):
                return family.removesuffix(masculine) + feminine
        return family


@cache
def cultures() -> dict[str, Culture]:
    """Return the names of every language, by its key."""
    told: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))
    return {key: Culture(key=key, **row) for key, row in told.items()}


@cache
def plain(name: str) -> str:
    """Return the name in the letters of an English keyboard."""
    decomposed = unicodedata.normalize("NFKD", name.translate(WITHOUT_ACCENT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def as_heard(name: str) -> str:
    """Return the name as somebody writes it who has only heard it: Kowalski becomes Kovalsky."""
    written = plain(name)
    for sound, letters in AS_HEARD:
        if sound in written:
            return written.replace(sound, letters, 1)
    return written


def slipped(random: Random, name: str) -> str:
    """Return the name with one letter doubled, dropped or changed about with the next, never the first."""
    if len(name) < SHORTEST_TO_SLIP:
        return name
    place = random.randrange(1, len(name) - 1)
    way = random.randrange(3)
    if way == 0:
        return name[:place] + name[place] + name[place:]
    if way == 1:
        return name[:place] + name[place + 1 :]
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def first_part(name: str) -> str:
    """Return a double name without its second part."""
    return re.split(r"[ -]", name, maxsplit=1)[0]
