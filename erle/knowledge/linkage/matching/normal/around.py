"""Whom a record names as related, and the numbers that stand in it, in one form: what each person is, called, born."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from erle.knowledge.linkage.matching.normal.names import normal_name

MOTHER, FATHER, CARER = "mother", "father", "carer"
SIBLING, BROTHER, SISTER, COUSIN = "sibling", "brother", "sister", "cousin"
SIBLINGS = frozenset({SIBLING, BROTHER, SISTER})
BESIDE = SIBLINGS | {COUSIN}
"""Who may be taken for the child."""
WORDS = {
    MOTHER: "mother mum mam mummy mommy mom stepmother stepmum",
    FATHER: "father dad daddy stepfather stepdad",
    CARER: "carer parent guardian caregiver",
    BROTHER: "brother stepbrother",
    SISTER: "sister stepsister",
    SIBLING: "sibling twin",
    "grandmother": "grandmother gran granny grandma nan nana nanny",
    "grandfather": "grandfather grandad granddad grandpa",
    "aunt": "aunt auntie aunty",
    "uncle": "uncle",
    COUSIN: "cousin",
}
"""What somebody may be to a child, and the words for it."""
KIND = {word: kind for kind, words in WORDS.items() for word in words.split()}
QUALIFIERS = (
    "a birth biological adoptive adopted natural foster half step full great legal maternal paternal elder eldest older"
    " oldest younger youngest little big twin her his their the main first kinship identical"
)
QUALIFYING = frozenset(QUALIFIERS.split())
"""Words beside these that change nothing here."""
PARTS, PEOPLE, MOST = "\t", "\n", 12
"""What parts what is said of somebody, what parts people, and of how many a record is compared by."""
KEPT = 65_536


class Relative(NamedTuple):
    """Somebody around a child: what the person is to the child, the words of the name, and `yyyymmdd` or nothing."""

    kind: str
    name: tuple[str, ...]
    born: str


def as_text(people: Iterable[Sequence[str | None]]) -> str:
    """Return relation, name and date of birth (`yyyy-mm-dd`) of each as one text, as `normal_around` reads it."""
    return PEOPLE.join(PARTS.join(" ".join((part or "").split()) for part in somebody) for somebody in people)


@lru_cache(maxsize=KEPT)
def kind_of(relation: str) -> str:
    """Return what the words of a relation say that somebody is; nothing for who is no relative.

    "Mum" is a mother, and so is "birth mother"; "mum's partner", "friend" and "coach" are none.
    """
    words = normal_name(relation.replace("-", " ")).split()
    found = {KIND[word] for word in words if word in KIND}
    if len(found) > 1:
        found -= {SIBLING}  # a twin brother
    return found.pop() if len(found) == 1 and all(word in KIND or word in QUALIFYING for word in words) else ""


def normal_around(text: str) -> str:
    """Return the relatives of a text in a fixed order; who has one name and no birthday could be anybody.

    Where there are more than are compared, those who may be taken for the child stand first: a guard asks for them.
    """
    found = set()
    for line in text.split(PEOPLE):
        relation, _, rest = line.partition(PARTS)
        name, _, born = rest.partition(PARTS)
        kind, words = kind_of(relation), normal_name(name)
        if kind and words and (born or " " in words):
            found.add(PARTS.join((kind, words, born.replace("-", ""))))
    most = sorted(found, key=lambda line: (line.partition(PARTS)[0] not in BESIDE, line))[:MOST]
    return PEOPLE.join(sorted(most))


@lru_cache(maxsize=KEPT)
def relatives_in(normal: str) -> tuple[Relative, ...]:
    """Return the people of a text in its normal form."""
    parts = (line.split(PARTS) for line in normal.split(PEOPLE) if line)
    return tuple(Relative(kind, tuple(name.split()), born) for kind, name, born in parts)


def normal_phones(text: str) -> str:
    """Return numbers, as E.164 has them where the country is known, in a fixed order, each once."""
    return " ".join(sorted(set(text.split()))[:MOST])
