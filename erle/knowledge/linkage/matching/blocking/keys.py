"""Keys: what two rows share to be compared. A key is a list of parts; an over-full block is parted by the next."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Whole, numbers_of
from erle.knowledge.linkage.matching.fields import IDENTIFIER, NAMED
from erle.knowledge.linkage.matching.normal.names import sound, stem
from erle.knowledge.linkage.matching.normal.places import outward

KEYS = (
    ("born", "forename:3", "surname:sound"),
    ("born", "surname:sound", "forename:1"),
    ("born", "postcode"),
    ("names", "born:year", "postcode:district", "town"),
    ("surname:sound", "forename:3", "born:year", "born:month", "postcode:district"),
    ("surname:stem", "born:day", "born:year", "forename:1"),
    ("surname:stem", "born:month", "forename:1", "born:day"),
    ("forename", "born:month", "born:day", "surname:sound"),
    ("forename", "born:day", "born:year", "surname:sound"),
    ("postcode", "forename:1", "surname:sound"),
    ("postcode", "born:year", "sex"),
    ("address", "forename:1", "surname:sound"),
    ("email",),
    ("email:name",),
    ("phone", "forename:1"),
)
"""Field, and after the colon what of it: a date's year, year and month, month and day; a name's beginning or sound."""

BOTH_NAMES = "names"
"""Forename and surname together, whichever of them stands first."""

PARTS: dict[str, Callable[[str], str]] = {
    "1": lambda value: value[:1],
    "3": lambda value: value[:3],
    "sound": sound,
    "stem": stem,
    "year": lambda value: value[:4],
    "month": lambda value: value[:6],
    "day": lambda value: value[4:],
    "district": outward,
    "name": lambda value: value.partition("@")[0],
}

Marks = NDArray[np.uint64]
"""For each row a number of what its value is: the same value has the same in any set of rows."""
MARK_BYTES, MARK_TYPE = 8, np.dtype("<u8")
MIX, FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


class NoSuchKey(ValueError):
    """A key that names a part which there is not."""


def check_key(name: str) -> str:
    """Return the key's name, or raise `NoSuchKey` with the part that there is not."""
    for part in name.split("+"):
        field, colon, what = part.partition(":")
        known = part == BOTH_NAMES or part.startswith(IDENTIFIER) or field in NAMED
        if not known or (colon and not part.startswith(IDENTIFIER) and what not in PARTS):
            raise NoSuchKey(
                f"{part!r} is no part of a key: expected a field, and after a colon one of {', '.join(PARTS)}"
            )
    return name


def key_names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Return the keys whose first part the rows have, written as one text each, the parts joined by plus signs."""
    named = {column.field.name: column for column in columns}
    numbers = tuple(name for name in named if name.startswith(IDENTIFIER))
    return (*numbers, *("+".join(key) for key in KEYS if _has(named, key[0])))


def key_parts(columns: tuple[Column, ...], names: Iterable[str]) -> Iterator[tuple[str, list[Whole]]]:
    """Yield each key with its parts' numbers for each row, -1 where unknown; parts that the rows lack are left out."""
    named = {column.field.name: column for column in columns}
    made: dict[str, Whole] = {}
    for name, parts in _parts_of(named, names):
        for part in parts:
            if part not in made:
                made[part] = _numbers(named, part)
        yield name, [made[part] for part in parts]


def key_marks(columns: tuple[Column, ...], names: Iterable[str]) -> Iterator[tuple[str, list[Marks]]]:
    """Yield each key with what marks its blocks: for each row by its first part, by its first two, and so on."""
    named = {column.field.name: column for column in columns}
    made: dict[str, Marks] = {}
    for name, parts in _parts_of(named, names):
        marks, so_far = [], _marks_of([name])[:1]
        for part in parts:
            if part not in made:
                made[part] = _marks(named, part)
            so_far = (so_far ^ (so_far >> FOLD)) * MIX + made[part]
            marks.append(so_far)
        yield name, marks


def _parts_of(named: dict[str, Column], names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    for name in map(check_key, names):
        parts = [part for part in name.split("+") if _has(named, part)]
        if parts and name.startswith(parts[0]):
            yield name, parts


def _has(named: dict[str, Column], part: str) -> bool:
    field = part if part.startswith(IDENTIFIER) else part.partition(":")[0]
    return {"forename", "surname"} <= set(named) if part == BOTH_NAMES else field in named


def _numbers(named: dict[str, Column], part: str) -> Whole:
    if part == BOTH_NAMES:
        return _both_names(named["forename"], named["surname"])
    if part in named:
        return named[part].codes.astype(np.int64)
    field, _, what = part.partition(":")
    numbered = numbers_of(PARTS[what](value) for value in named[field].values)
    return np.append(numbered, UNKNOWN)[named[field].codes]


def _marks(named: dict[str, Column], part: str) -> Marks:
    if part == BOTH_NAMES:
        first, last = (_marks_of(named[name].values)[named[name].codes] for name in ("forename", "surname"))
        return first + last  # whichever of them stands first
    if part in named:
        return _marks_of(named[part].values)[named[part].codes]
    field, _, what = part.partition(":")
    return _marks_of([PARTS[what](value) for value in named[field].values])[named[field].codes]


def _marks_of(values: Sequence[str]) -> Marks:
    """Return each value's mark, and that of none, which no block has."""
    made = (blake2b(value.encode("utf-8", "surrogatepass"), digest_size=MARK_BYTES).digest() for value in values)
    return np.append(np.frombuffer(b"".join(made), dtype=MARK_TYPE), np.uint64(0)).astype(np.uint64)


def _both_names(forename: Column, surname: Column) -> Whole:
    """Return one number for each two names, whichever of them stands first."""
    numbered = numbers_of([*forename.values, *surname.values])
    first = np.append(numbered[: len(forename.values)], UNKNOWN)[forename.codes]
    last = np.append(numbered[len(forename.values) :], UNKNOWN)[surname.codes]
    both = np.minimum(first, last) * (len(numbered) + 1) + np.maximum(first, last)
    return np.where((first >= 0) & (last >= 0), both, UNKNOWN)
