"""What one record is looked up by: numbers of what it shares with another that may be of the same person."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.near.levels import KEPT, stem_of
from erle.knowledge.linkage.matching.normal.names import sound

BYTES = 8
sound_of = lru_cache(maxsize=KEPT)(sound)
OTHER, UNBORN = "/", "-"
"""What parts what is shared; and what stands for a year of birth that is not known."""


def keys_of(values: Mapping[str, str]) -> list[int]:
    """Return the record's keys, whole numbers of 64 bits: the same where it is shared, and by chance almost never.

    `values` are in their normal form, by field. There are few, since each is a look of its own: what they find beside
    all that is compared among many is tested, and is a figure.
    """
    forename, surname, year = _called(values)
    heard = _heard(forename, surname)
    dated = ("sound, forename, year", (*heard, year or UNBORN))
    return _numbers([*_keys(values), *_names(forename, surname), dated])


def asked_by(values: Mapping[str, str]) -> list[int]:
    """Return by which of others' keys the record is looked up: by its own, but by names alone where a birth is unknown.

    Who were born in two years and have no more in common than their names are not one child, and namesakes are many.
    """
    forename, surname, year = _called(values)
    if not year:
        return _numbers([*_keys(values), *_names(forename, surname)])
    heard = _heard(forename, surname)
    return _numbers([*_keys(values), *(("sound, forename, year", (*heard, one)) for one in (year, UNBORN))])


def _called(values: Mapping[str, str]) -> tuple[str, str, str]:
    return values.get("forename", ""), values.get("surname", ""), values.get("born", "")[:4]


def _names(forename: str, surname: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "surname, forename", (stem_of(surname), forename)
    yield "sound, forename", _heard(forename, surname)


def _heard(forename: str, surname: str) -> tuple[str, str]:
    return sound_of(stem_of(surname)), forename[:3]


def _numbers(keys: Iterable[tuple[str, tuple[str, ...]]]) -> list[int]:
    return sorted({_number(kind, parts) for kind, parts in keys if all(parts)})


def _keys(values: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in values.items():
        if name.startswith(IDENTIFIER):
            yield name, (value,)
    forename, surname, born = (values.get(name, "") for name in ("forename", "surname", "born"))
    year, month, day = born[:4], born[:6], born[4:]
    yield "born, forename", (born, sound_of(forename)[:2])
    yield "born, surname", (born, sound_of(surname))
    words = sorted({*forename.split(), *values.get("middle", "").split(), *surname.split()})
    for one, other in combinations(words, 2):
        yield "two names, month", (one, other, month)
        yield "two names, day", (one, other, day)
        yield "two names, year", (one, other, year)


def phone_mark(phone: str) -> int:
    """Return what stands for a telephone number where it is said how many records share one; it is no key."""
    return _number("phone", (phone,))


def _number(kind: str, parts: tuple[str, ...]) -> int:
    text = OTHER.join((kind, *parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=BYTES).digest(), "big", signed=True)
