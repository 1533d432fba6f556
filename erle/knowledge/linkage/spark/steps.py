"""What a worker of Spark does with the rows that it is handed, as Arrow has them: the product's own code on a part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.blocking.spread import marks_by_depth, pairs_in_part, usable, used
from erle.knowledge.linkage.matching.comparing.columns import UNKNOWN, Column
from erle.knowledge.linkage.matching.fields import Field
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.weighing import Told, Weighing

NUMBER, MARK, ROWS, KEY = "number", "mark", "rows", "key"
ONE, OTHER, BITS, HELD = "one", "other", "bits", "held"
Batches = Iterator[Any]
"""Arrow's batches of rows."""


@dataclass(frozen=True)
class Counting:
    """From records to how many of them are in each block that the reference does not hold to be over-full."""

    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    full: Marks

    schema = f"{MARK} long, {ROWS} long"

    def __call__(self, batches: Batches) -> Batches:
        """Count each batch by itself."""
        for batch in batches:
            marks = marks_by_depth(columns_of(batch, self.fields), self.keys)
            each, rows = np.unique(marks[usable(marks, self.full)], return_counts=True)
            yield pa.RecordBatch.from_arrays([pa.array(each.view(np.int64)), pa.array(rows)], [MARK, ROWS])


@dataclass(frozen=True)
class Placing:
    """From records to records in their blocks: each as often as it is in one, with the marks of all that it is in."""

    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    over: Marks

    @property
    def schema(self) -> str:
        """What the rows have."""
        marks = [f"{name} long" for name in mark_names(len(self.keys))]
        values = [f"{name} string" for name in value_names(self.fields)]
        return ", ".join([f"{MARK} long, {KEY} long, {NUMBER} long", *marks, *values])

    def __call__(self, batches: Batches) -> Batches:
        """Place each batch by itself."""
        names = value_names(self.fields)
        for batch in batches:
            blocks = used(marks_by_depth(columns_of(batch, self.fields), self.keys), self.over)
            row, key = np.nonzero(blocks)
            signed = np.zeros((len(row), len(self.keys)), dtype=np.int64)
            signed[:, : blocks.shape[1]] = blocks[row].view(np.int64)
            taken = batch.take(pa.array(row))
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array(blocks[row, key].view(np.int64)),
                    pa.array(key),
                    taken.column(NUMBER),
                    *(pa.array(np.ascontiguousarray(marks)) for marks in signed.T),
                    *(taken.column(name) for name in names),
                ],
                [MARK, KEY, NUMBER, *mark_names(len(self.keys)), *names],
            )


@dataclass(frozen=True)
class Telling:
    """From records in whole blocks to the pairs among them that are worth a question."""

    fields: tuple[Field, ...]
    keys: tuple[str, ...]
    model: Model

    @property
    def schema(self) -> str:
        """What the pairs have."""
        level, bits = told_names(self.fields)
        told = [*(f"{name} byte" for name in level), *(f"{name} double" for name in bits)]
        return ", ".join([f"{ONE} long, {OTHER} long, {BITS} double, {HELD} boolean", *told])

    def __call__(self, batches: Batches) -> Batches:
        """Weigh the pairs of all batches together: a block may lie in several."""
        given = list(batches)
        if not given:
            return
        rows = pa.Table.from_batches(given)
        numbers, key = (numbers_in(rows, name) for name in (NUMBER, KEY))
        blocks = np.column_stack([numbers_in(rows, name) for name in mark_names(len(self.keys))]).view(np.uint64)
        one, other = pairs_in_part(numbers, key, blocks)
        met, place = np.unique(np.concatenate((one, other)), return_inverse=True)
        columns = columns_of(rows.select(value_names(self.fields)).take(pa.array(met)), self.fields)
        told = Weighing(columns, self.model).told(place[: len(one)], place[len(one) :])
        yield as_batch(told, numbers[met], self.fields)


def value_names(fields: Sequence[Field]) -> list[str]:
    """Return the columns that hold what a record says."""
    return [f"value_{place}" for place in range(len(fields))]


def mark_names(keys: int) -> list[str]:
    """Return the columns that hold the marks of a record's blocks, one for each key."""
    return [f"mark_{key}" for key in range(keys)]


def told_names(fields: Sequence[Field]) -> tuple[list[str], list[str]]:
    """Return the columns that hold the levels and the bits of a pair's fields."""
    return [f"level_{place}" for place in range(len(fields))], [f"bits_{place}" for place in range(len(fields))]


def numbers_in(rows: Any, name: str) -> Any:
    """Return a column of numbers as an array."""
    return rows.column(name).to_numpy()


def columns_of(rows: Any, fields: Sequence[Field]) -> tuple[Column, ...]:
    """Return the rows' values, encoded among themselves; they are in their normal form already."""
    return tuple(_column(rows.column(name), field) for name, field in zip(value_names(fields), fields, strict=True))


def _column(texts: Any, field: Field) -> Column:
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded = whole.dictionary_encode()
    codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int32)
    values = encoded.dictionary.to_pylist()
    return Column(field, codes, values, np.bincount(codes[codes >= 0], minlength=len(values)).astype(np.int64))


def rows_as_arrow(columns: Sequence[Column]) -> Any:
    """Return the records' values as Arrow has them, each row with its number."""
    made = [pa.array(np.arange(len(columns[0].codes)))]
    for column in columns:
        codes = pa.array(column.codes, mask=column.codes == UNKNOWN)
        made.append(pa.array(list(column.values), pa.string()).take(codes))
    return pa.Table.from_arrays(made, [NUMBER, *value_names([column.field for column in columns])])


def as_batch(told: Told, numbers: Any, fields: Sequence[Field]) -> Any:
    """Return pairs as Arrow has them; `numbers` are the records' by their places in the part."""
    level, bits = told_names(fields)
    arrays = [numbers[told.one], numbers[told.other], told.bits, told.held, *told.levels.T, *told.fields.T]
    made = [pa.array(np.ascontiguousarray(each)) for each in arrays]
    return pa.RecordBatch.from_arrays(made, [ONE, OTHER, BITS, HELD, *level, *bits])


def as_told(pairs: Any, fields: Sequence[Field]) -> Told:
    """Return the pairs that came from all parts."""
    level, bits = told_names(fields)
    one, other, weight, held = (numbers_in(pairs, name) for name in (ONE, OTHER, BITS, HELD))
    levels, each = (np.column_stack([numbers_in(pairs, name) for name in names]) for names in (level, bits))
    return Told(one, other, weight, held, levels, each)
