"""What one record is looked up by: numbers of what it shares with another that may be of the same person."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.near.levels import KEPT, stem_of
from erle.knowledge.linkage.matching.normal.names import sound

BYTES = 8
sound_of = lru_cache(maxsize=KEPT)(sound)
OTHER = "/"


def keys_of(values: Mapping[str, str]) -> list[int]:
    """Return the record's keys, whole numbers of 64 bits: the same where it is shared, and by chance almost never.

    `values` are in their normal form, by field. There are few, since each is a look of its own: what they find beside
    all that is compared among many is tested, and is a figure.
    """
    return sorted({_number(kind, parts) for kind, parts in _keys(values) if all(parts)})


def _keys(values: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, value in values.items():
        if name.startswith(IDENTIFIER):
            yield name, (value,)
    forename, surname, born = (values.get(name, "") for name in ("forename", "surname", "born"))
    heard, stem = sound_of(surname), stem_of(surname)
    year, month, day = born[:4], born[:6], born[4:]
    yield "surname, forename", (stem, forename)
    yield "sound, forename", (heard, forename[:3])
    yield "born, forename", (born, sound_of(forename)[:2])
    yield "born, surname", (born, heard)
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
