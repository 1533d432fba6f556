"""All tables' rows in one: encoded columns, and equal rows of one file taken together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column, Whole, encode
from erle.knowledge.linkage.matching.fields import NAMED, field_called
from erle.knowledge.linkage.matching.tables import Table

MIX, FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


@dataclass(frozen=True)
class Records:
    """Rows that differ: `columns` and `source` have one place for each; `row_of` says which of them each row says.

    `copies` is how many rows say each, `first` the first row of them. A file without repeats keeps each row apart.
    """

    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    source: NDArray[np.int16]
    row_of: Whole
    first: Whole
    copies: Whole
    once: NDArray[np.bool_]
    """For each record: whether its file has no repeats."""

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.source)

    @property
    def starts(self) -> list[int]:
        """Return the place of each table's first row among all rows."""
        return [0, *np.cumsum([table.rows for table in self.tables]).tolist()]

    def comparable(self, one: Whole, other: Whole) -> NDArray[np.bool_]:
        """Say which pairs may be one person: not two rows of a file that has each person once."""
        apart: NDArray[np.bool_] = (self.source[one] != self.source[other]) | ~self.once[one]
        return apart

    @property
    def pairs(self) -> float:
        """Return how many pairs may be one person."""
        sizes = np.bincount(self.source, minlength=len(self.tables)).astype(float)
        barred = sum(size * (size - 1) / 2 for size, table in zip(sizes, self.tables, strict=True) if table.no_repeats)
        return len(self) * (len(self) - 1) / 2 - float(barred)


def records_of(tables: Sequence[Table]) -> Records:
    """Encode the tables' columns, and take equal rows of one file together; a row of nothing known stays alone."""
    source = np.repeat(np.arange(len(tables), dtype=np.int16), [table.rows for table in tables])
    columns = tuple(_encoded(tables))
    once = np.array([table.no_repeats for table in tables], dtype=bool)[source] if tables else np.empty(0, dtype=bool)
    mixed = _mixed(columns, source)
    alone = once | np.all([column.codes == UNKNOWN for column in columns], axis=0) if columns else np.ones_like(once)
    mixed[alone] = np.arange(len(source), dtype=np.uint64)[alone]
    _, first, row_of, copies = np.unique(mixed, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first)
    first, copies, row_of = first[order], copies[order], np.argsort(order)[row_of]
    return Records(
        tables=tuple(tables),
        columns=tuple(replace(column, codes=column.codes[first]) for column in columns),
        source=source[first],
        row_of=row_of.astype(np.int64),
        first=first.astype(np.int64),
        copies=copies.astype(np.int64),
        once=once[first],
    )


def _encoded(tables: Sequence[Table]) -> list[Column]:
    """Encode every field that some row has, in a fixed order; one that has the same value everywhere tells nothing."""
    named = {name for table in tables for name in table.values}
    order = [*NAMED, *sorted(named - set(NAMED))]
    columns = (
        encode(
            field_called(name),
            chain.from_iterable(table.values.get(name) or [""] * table.rows for table in tables),
        )
        for name in order
        if name in named
    )
    return [column for column in columns if len(column.values) > 1]


def _mixed(columns: Sequence[Column], source: NDArray[np.int16]) -> NDArray[np.uint64]:
    """Return one number for each row, the same for equal rows of one file; two others meet once in 2^64."""
    mixed = source.astype(np.uint64) + np.uint64(1)
    for column in columns:
        mixed = (mixed ^ (mixed >> FOLD)) * MIX + (column.codes.astype(np.int64) + 2).astype(np.uint64)
    return (mixed ^ (mixed >> FOLD)) * MIX | np.uint64(1) << np.uint64(63)
