"""Columns encoded once: every row has the number of its value, and every value stands once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.fields import Field, Kind
from erle.knowledge.linkage.matching.normal.around import normal_around, normal_phones
from erle.knowledge.linkage.matching.normal.names import normal_name
from erle.knowledge.linkage.matching.normal.numbers import (
    normal_code,
    normal_email,
    normal_identifier,
    normal_phone,
)
from erle.knowledge.linkage.matching.normal.places import normal_address, normal_postcode

Codes = NDArray[np.int32]
"""The number of each row's value in the vocabulary; -1 where it is unknown."""
Whole = NDArray[np.int64]
Levels = NDArray[np.int8]
"""A level of agreement for each pair; -1 where either value is unknown."""
Real = NDArray[np.float64]
UNKNOWN = -1

NORMAL: dict[Kind, Callable[[str], str]] = {
    Kind.NAME: normal_name,
    Kind.DATE: str,  # read by the format of its own file, before the tables come here
    Kind.CODE: normal_code,
    Kind.POSTCODE: normal_postcode,
    Kind.ADDRESS: normal_address,
    Kind.PLACE: normal_address,
    Kind.EMAIL: normal_email,
    Kind.NUMBER: normal_identifier,
    Kind.AROUND: normal_around,
    Kind.NUMBERS: normal_phones,
}


@dataclass(frozen=True)
class Column:
    """One field of all rows: `codes` (rows), `values` (the vocabulary), `counts` (rows that have each value)."""

    field: Field
    codes: Codes
    values: Sequence[str]
    counts: Whole

    @property
    def known(self) -> int:
        """How many rows have a value."""
        return int(self.counts.sum())

    def value(self, row: int) -> str:
        """Return a row's value, "" where it is unknown."""
        code = int(self.codes[row])
        return "" if code == UNKNOWN else self.values[code]


def encode(field: Field, texts: Iterable[str]) -> Column:
    """Put each text into its normal form and number the forms; a text without a form is unknown."""
    normal = normal_phone if field.name == "phone" else NORMAL[field.kind]
    by_text: dict[str, int] = {"": UNKNOWN}
    by_value: dict[str, int] = {"": UNKNOWN}
    codes: list[int] = []
    for text in texts:
        code = by_text.get(text)
        if code is None:
            code = by_text[text] = by_value.setdefault(normal(text), len(by_value) - 1)
        codes.append(code)
    numbered = np.array(codes, dtype=np.int32)
    counts = np.bincount(numbered[numbered >= 0], minlength=len(by_value) - 1)
    return Column(field, numbered, [value for value in by_value if value], counts.astype(np.int64))


def numbers_of(values: Iterable[str]) -> Whole:
    """Return a number for each text, the same for the same text, and -1 for none."""
    numbered: dict[str, int] = {"": UNKNOWN}
    return np.array([numbered.setdefault(value, len(numbered) - 1) for value in values], dtype=np.int64)
