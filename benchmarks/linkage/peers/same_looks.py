"""Splink 5 looks one record up among all that stand, by a kept model of Erle's and by what Erle looks it up by."""

import json
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from benchmarks.linkage.peers.same_model import LISTS, as_splinks, functions_of, prepared, together
from erle.knowledge.linkage.matching.documents import read_model
from erle.knowledge.linkage.matching.fields import Field
from erle.knowledge.linkage.matching.near.weighing import Values

BY_KEYS = {"blocking_rule": "l.keys = r.keys", "arrays_to_explode": ["keys"]}
"""Two records are compared that share one key of several."""
AT_ONCE = 50_000
ROWS, KEYS, MODEL, ASKED = "rows.parquet", "keys.csv", "model.json", "asked.json"
"""What stands in a folder: everybody, everybody's keys, the model, and who is looked up."""


@dataclass(frozen=True)
class SplinksLook:
    """By number, the bits of each whom Splink found; milliseconds; and those of one person beside strangers alone."""

    bits: Mapping[int, float]
    took: float
    alone: float


class SplinkLooks:
    """Splink made ready to look among the rows of the table `people`, which has everybody's keys too."""

    def __init__(self, connection: Any, document: str) -> None:
        """Give it what the document says, and the frequencies that stand in the place of u."""
        from splink import DuckDBAPI, Linker

        logging.disable(logging.ERROR)  # it tells of each step, in hundreds of lines
        model = read_model(document)
        self._connection, self._fields, self._looks = connection, model.fields, 0
        for name, level in functions_of(model.fields).items():
            connection.create_function(name, level, ["VARCHAR", "VARCHAR"], "INTEGER")
        self._made, self._api = as_splinks(model, [BY_KEYS]), DuckDBAPI(connection)
        self._people = self._api.register("people")
        self._both, self._alone = (Linker(self._people, one) for one in (self._made.in_one, self._made.same))
        for column, shown in self._made.frequencies.items():
            values = pyarrow.table({column: list(shown), f"tf_{column}": list(shown.values())})
            table = self._api.register(values, dataset_display_name=f"often_{column}")
            for linker in (self._both, self._alone):
                linker.table_management.register_term_frequency_lookup(table, column)

    def look(self, values: Values, keys: Sequence[int]) -> SplinksLook:
        """Find who shares a key with what a record says, and weigh each."""
        began = time.perf_counter()
        self._found(self._alone, values, keys)
        between = time.perf_counter()
        found = self._found(self._both, values, keys)
        bits = {int(max(one["unique_id_l"], one["unique_id_r"])): together(*self._made.bits_in(one)) for one in found}
        return SplinksLook(bits, (time.perf_counter() - between) * 1000, (between - began) * 1000)

    def _found(self, linker: Any, values: Values, keys: Sequence[int]) -> list[dict[str, Any]]:
        self._looks += 1
        row = prepared(self._fields, values) | {"unique_id": -self._looks, "keys": list(keys)}
        given = pyarrow.Table.from_pylist([row], schema=schema_of(self._fields, keys=True))
        new = self._api.register(given, dataset_display_name=f"new{self._looks}")  # a name once used is not taken anew
        rows: list[dict[str, Any]] = linker.inference.predict_between(new, self._people).as_record_list()
        return rows


def schema_of(fields: Sequence[Field], *, keys: bool) -> pyarrow.Schema:
    """Return the columns of `people` and their types."""
    types = {
        name: pyarrow.list_(pyarrow.string()) if name.endswith(tuple(f"_{one}" for one in LISTS)) else pyarrow.string()
        for name in prepared(fields, {})
    }
    return pyarrow.schema(
        {"unique_id": pyarrow.int64(), **types, **({"keys": pyarrow.list_(pyarrow.int64())} if keys else {})}
    )


def write_rows(path: Path, fields: Sequence[Field], people: Iterable[tuple[int, Values]]) -> None:
    """Write everybody's row, with what the conditions ask of it: made before Splink is timed."""
    schema, held = schema_of(fields, keys=False), list[dict[str, Any]]()
    with parquet.ParquetWriter(path, schema) as writer:
        for number, values in people:
            held.append(prepared(fields, values) | {"unique_id": number})
            if len(held) == AT_ONCE:
                writer.write_table(pyarrow.Table.from_pylist(held, schema=schema))
                held.clear()
        writer.write_table(pyarrow.Table.from_pylist(held, schema=schema))


def opened(rows: Path, keys: Path) -> Any:
    """Return a database in which `people` stands: the rows, and the keys from lines of number and key."""
    import duckdb

    connection = duckdb.connect()
    columns = "{'number': 'BIGINT', 'key': 'BIGINT'}"
    keyed = f"SELECT number, list(key) AS keys FROM read_csv('{keys}', header = false, columns = {columns}) GROUP BY 1"
    joined = f"read_parquet('{rows}') r LEFT JOIN ({keyed}) k ON k.number = r.unique_id"
    for statement in (
        "SET threads = 2",
        "SET enable_progress_bar = false",
        f"CREATE TABLE people AS SELECT r.*, coalesce(k.keys, []) AS keys FROM {joined} ORDER BY r.unique_id",
    ):
        connection.execute(statement).fetchall()
    return connection


def looks_in(folder: Path) -> list[SplinksLook]:
    """Look up each who is asked about in a folder: by pairs of what a record says and its keys."""
    looks = SplinkLooks(opened(folder / ROWS, folder / KEYS), (folder / MODEL).read_text("utf-8"))
    return [looks.look(values, keys) for values, keys in json.loads((folder / ASKED).read_text("utf-8"))]
