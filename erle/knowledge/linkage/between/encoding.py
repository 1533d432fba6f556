"""Records into encodings: a keyed filter of each, diffusion over it, and tags; the rows in an order drawn by chance."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.parameters import ENCODING, FILTER, NEEDED, WEIGHTS, Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import Chance, Side, Tags, certain_tags, named_tags, unnamed_tags
from erle.knowledge.linkage.between.tokens import normal, tokens
from erle.knowledge.linkage.matching.fields import IDENTIFIER
from erle.knowledge.linkage.matching.tables import Table

Bits = NDArray[np.uint8]
Whole = NDArray[np.int64]
AT_ONCE = 8_192
FILLER_SHARE, FILLER_ROWS = 0.005, 20
"""A birthday of so many of all rows, and of so many rows, stands for an unknown one."""


@dataclass(frozen=True)
class Encodings:
    """What is exchanged: for each record a number, an encoding (bits, eight to a byte), and tags; the parameters."""

    parameters: Parameters
    check: str
    side: Side
    no_repeats: bool
    numbers: Tags
    bits: Bits
    certain: Tags
    named: Tags
    unnamed: Tags

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.numbers)


@dataclass(frozen=True)
class Encoded:
    """Encodings, and what stays with their owner: the rows of each, those that say the same together."""

    encodings: Encodings
    rows: Sequence[Sequence[int]]
    bare: Sequence[int]
    """Rows of which too little is known to be encoded."""


@dataclass(frozen=True)
class Records:
    """Rows that differ: the distinct values of each field, and for each record the place of its own."""

    values: dict[str, list[str]]
    codes: dict[str, Whole]
    rows: list[list[int]]

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.rows)

    def of(self, record: int) -> dict[str, str]:
        """Return what a record says."""
        return {name: self.values[name][code[record]] for name, code in self.codes.items()}


def encode(table: Table, secret: Secret, side: Side, *, chance: Chance = secrets.token_bytes) -> Encoded:
    """Encode the rows of a table; what is drawn by chance are the numbers, the order, and tags for what is unknown."""
    records, bare = records_of(table, secret.parameters)
    said = [records.of(record) for record in range(len(records))]
    numbers = _numbers(len(records), chance)
    order = np.argsort(numbers)
    made = Encodings(
        parameters=secret.parameters,
        check=secret.check,
        side=side,
        no_repeats=table.no_repeats,
        numbers=numbers[order],
        bits=diffused(filters(records, secret), secret)[order],
        certain=certain_tags(said, secret, side, chance)[order],
        named=named_tags(said, secret, side, chance)[order],
        unnamed=unnamed_tags(said, secret, side, chance)[order],
    )
    return Encoded(made, [records.rows[record] for record in order.tolist()], bare)


def records_of(table: Table, parameters: Parameters) -> tuple[Records, list[int]]:
    """Return the rows in one form, equal ones together, and those of which too little is known."""
    names = [*parameters.fields, *parameters.identifiers]
    values, codes = {}, {}
    for name in names:
        column = table.values.get(f"{IDENTIFIER}{name}" if name in parameters.identifiers else name)
        values[name], codes[name] = _column(name, column or [""] * table.rows)
    known = {name: np.array([bool(text) for text in values[name]], dtype=bool)[codes[name]] for name in names}
    said = np.sum([known[name] for name in NEEDED if name in known], axis=0)
    numbered = np.any([known[name] for name in parameters.identifiers], axis=0) if parameters.identifiers else False
    enough = (said > 1) | ((said > 0) & numbered)
    together = np.column_stack([codes[name] for name in names])[enough]
    _, first, back = np.unique(together, axis=0, return_index=True, return_inverse=True)
    kept = np.flatnonzero(enough)
    rows: list[list[int]] = [[] for _ in range(len(first))]
    for row, record in zip(kept.tolist(), back.reshape(-1).tolist(), strict=True):
        rows[record].append(row)
    return (
        Records(values, {name: code[kept[first]] for name, code in codes.items()}, rows),
        np.flatnonzero(~enough).tolist(),
    )


def filters(records: Records, secret: Secret) -> Bits:
    """Return the filter of each record, eight bits to a byte: every field sets as many bits as its weight says."""
    made = np.zeros((len(records), FILTER // 8), dtype=np.uint8)
    years = records.codes["born"] if secret.parameters.salted and "born" in records.codes else None
    for name in secret.parameters.fields:
        codes = records.codes[name]
        salts = [""] if years is None else [day[:4] for day in records.values["born"]]
        both = codes if years is None else codes * len(salts) + years
        distinct, back = np.unique(both, return_inverse=True)
        each = np.zeros((len(distinct), FILTER), dtype=np.bool_)
        for place, one in enumerate(distinct.tolist()):
            value, salt = divmod(one, len(salts))
            each[place, _set(name, records.values[name][value], salts[salt], secret)] = True
        made |= np.packbits(each, axis=1)[back.reshape(-1)]
    return made


def diffused(made: Bits, secret: Secret) -> Bits:
    """Return the encodings of filters: each bit is the sum, without carry, of several bits of the filter."""
    parts = [np.empty((0, ENCODING // 8), dtype=np.uint8)]
    for start in range(0, len(made), AT_ONCE):
        bits = np.unpackbits(made[start : start + AT_ONCE], axis=1)
        added = bits[:, secret.diffusion[:, 0]]
        for place in range(1, secret.parameters.diffusion):
            added ^= bits[:, secret.diffusion[:, place]]
        parts.append(np.packbits(added, axis=1))
    return np.concatenate(parts)


def _column(name: str, texts: Sequence[str]) -> tuple[list[str], Whole]:
    """Return the distinct values of a column in one form, "" the first, and the place of each row's."""
    places = {"": 0}
    forms: dict[str, int] = {}
    codes = np.empty(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        if text not in forms:
            value = normal(name, text)
            forms[text] = places.setdefault(value, len(places))
        codes[row] = forms[text]
    if name == "born":
        often = np.bincount(codes, minlength=len(places))
        codes[(often > max(FILLER_ROWS, FILLER_SHARE * len(texts)))[codes]] = 0
    return list(places), codes


def _set(field: str, value: str, salt: str, secret: Secret) -> Whole:
    """Return the bits that a value sets: its tokens share the field's weight."""
    if not value:
        return np.empty(0, dtype=np.int64)
    made = tokens(field, value, salted=secret.parameters.salted)[: WEIGHTS[field]]
    each = max(1, round(WEIGHTS[field] / len(made)))
    return np.concatenate([secret.positions(f"{salt}|{field}|{token}")[:each] for token in made])


def _numbers(count: int, chance: Chance) -> Tags:
    """Return numbers of 64 bits, no two the same."""
    numbers = np.frombuffer(chance(8 * count), dtype="<u8").astype(np.uint64)
    while len(np.unique(numbers)) < count:
        numbers = np.frombuffer(chance(8 * count), dtype="<u8").astype(np.uint64)
    return numbers
