"""What one record is looked up by: numbers of what it shares with another that may be of the same person."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.near.levels import KEPT, stem_of
from erle.knowledge.linkage.matching.normal.names import sound

BYTES = 8
sound_of = lru_cache(maxsize=KEPT)(sound)
UNBORN = "-"
"""What stands for a year of birth that is not known."""


def keys_of(values: Mapping[str, str]) -> list[int]:
    """Return the record's keys, whole numbers of 64 bits: the same where it is shared, and by chance almost never.

    `values` are in their normal form, by field. There are few, since each is a look of its own: what they find beside
    all that is compared among many is tested, and is a figure.
    """
    year = values.get("born", "")[:4]
    return _numbers([*_shared(values), *_names(values), *_dated(values, year or UNBORN)])


def asked_by(values: Mapping[str, str]) -> list[int]:
    """Return by which of others' keys the record is looked up: by its own, but by names alone where a birth is unknown.

    Who were born in two years and have no more in common than their names are not one child, and namesakes are many.
    """
    year = values.get("born", "")[:4]
    return _numbers([*_shared(values), *(_dated(values, year, UNBORN) if year else _names(values))])


def _shared(values: Mapping[str, str]) -> list[str]:
    """Return what a record is looked up by whatever is known of the birth; of what is not known there is none."""
    said = [f"{name}/{value}" for name, value in values.items() if value and name.startswith(IDENTIFIER)]
    if not (born := values.get("born", "")):
        return said
    forename, surname = values.get("forename", ""), values.get("surname", "")
    if heard := sound_of(forename)[:2]:
        said.append(f"born, forename/{born}/{heard}")
    if heard := sound_of(surname):
        said.append(f"born, surname/{born}/{heard}")
    year, month, day = born[:4], born[:6], born[4:]
    words = sorted({*forename.split(), *values.get("middle", "").split(), *surname.split()})
    for one, other in combinations(words, 2):
        said += (f"two names, month/{one}/{other}/{month}", f"two names, year/{one}/{other}/{year}")
        if day:
            said.append(f"two names, day/{one}/{other}/{day}")
    return said


def _names(values: Mapping[str, str]) -> list[str]:
    forename, stem = values.get("forename", ""), stem_of(values.get("surname", ""))
    said = [f"surname, forename/{stem}/{forename}"] if forename and stem else []
    heard = sound_of(stem)
    return [*said, f"sound, forename/{heard}/{forename[:3]}"] if forename and heard else said


def _dated(values: Mapping[str, str], *years: str) -> list[str]:
    forename, heard = values.get("forename", ""), sound_of(stem_of(values.get("surname", "")))
    return [f"sound, forename, year/{heard}/{forename[:3]}/{year}" for year in years] if forename and heard else []


def _numbers(texts: Iterable[str]) -> list[int]:
    return sorted(set(map(_number, texts)))


def phone_mark(phone: str) -> int:
    """Return what stands for a telephone number where it is said how many records share one; it is no key."""
    return _number(f"phone/{phone}")


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)
