"""`erle match` with a model that Splink learnt: CSV whose headings are the columns that the model names."""

import argparse
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
from pyarrow import compute, csv

from erle.doors.command.matching.writing import replaced
from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.matching.deciding.weighing import bits_of, probability
from erle.knowledge.linkage.matching.model import Thresholds
from erle.knowledge.linkage.splink_models.columns import Coded, coded
from erle.knowledge.linkage.splink_models.document import SplinkModel, read_splink_model
from erle.knowledge.linkage.splink_models.matching import THREADS, Edges, TooManyPairs, clusters, link
from erle.knowledge.linkage.splink_models.values import NotUnderstood

ROW = re.compile(r"Row #(\d+): Expected (\d+) columns, got (\d+)")
ONE_FILE = "dedupe_only"


class CannotBeMatchedSo(Refused):
    """A model of Splink's, or a file for it, that cannot be used as it is."""


def match_by_splinks(asked: argparse.Namespace, text: str) -> dict[str, Any]:
    """Match the files by the model, write what was found, and return its figures: no names, only rows and counts."""
    model = _model(asked, text)
    columns, sizes = read_rows(asked.files, model)
    thresholds = Thresholds()
    try:
        edges = link(model, columns, files=sizes, least=bits_of(thresholds.possible))
    except TooManyPairs as error:
        raise CannotBeMatchedSo(f"The files cannot be matched by {asked.model.name}: {error}.") from error
    people = clusters(edges, sum(sizes), least=bits_of(thresholds.link))
    rows = _Rows([path.name for path in asked.files], sizes)
    linked = probability(edges.weights) >= thresholds.link
    _write_links(asked.out, edges, linked, rows)
    if asked.clusters:
        everybody = np.arange(sum(sizes), dtype=np.int32)
        _write(asked.clusters, {"file": rows.files(everybody), "row": rows.numbers(everybody), "person": people})
    counts = np.bincount(people)[1:]
    return {
        "files": [{"file": path.name, "rows": size} for path, size in zip(asked.files, sizes, strict=True)],
        "rows": sum(sizes),
        "people": len(counts),
        "largest_cluster": int(counts.max(initial=0)),
        "columns": list(model.columns),
        "compared": edges.weighed,
        "links": int(linked.sum()),
        "possible": int((~linked).sum()),
    }


def words(told: dict[str, Any]) -> str:
    """Return the figures in sentences."""
    files = [f"{each['file']}: {each['rows']:,} row{'' if each['rows'] == 1 else 's'}" for each in told["files"]]
    return "\n".join(
        [
            *files,
            f"Compared by: {', '.join(told['columns'])}. The model is Splink's.",
            f"{told['compared']:,} pairs compared: {told['links']:,} linked, {told['possible']:,} possible.",
            f"{told['rows']:,} rows, about {told['people']:,} people, {told['largest_cluster']:,} rows of one at most.",
        ]
    )


class _Rows:
    """Which file each row is from, and its number there."""

    def __init__(self, names: Sequence[str], sizes: Sequence[int]) -> None:
        self._names = pyarrow.array(names)
        self._source = np.repeat(np.arange(len(sizes)), sizes)
        self._number = np.concatenate([np.arange(2, size + 2) for size in sizes])

    def files(self, rows: Any) -> Any:
        return self._names.take(pyarrow.array(self._source[rows]))

    def numbers(self, rows: Any) -> Any:
        """Return the rows' numbers in their files; the headings are row 1."""
        return self._number[rows]


def _model(asked: argparse.Namespace, text: str) -> SplinkModel:
    if asked.map or asked.save_model:
        raise CannotBeMatchedSo("A model of Splink's names the columns itself: leave --map and --save-model out.")
    try:
        model = read_splink_model(text)
    except NotUnderstood as error:
        raise CannotBeMatchedSo(f"{asked.model.name} is a model of Splink's that cannot be used: {error}.") from error
    if (model.links == ONE_FILE) != (len(asked.files) == 1):
        expected = "one file" if model.links == ONE_FILE else "two files or more"
        raise CannotBeMatchedSo(f"{asked.model.name} is for {model.links}: expected {expected}.")
    return model


def read_rows(files: Sequence[Path], model: SplinkModel) -> tuple[dict[str, Coded], list[int]]:
    """Return the columns of all files, one file after another, and how many rows each has."""
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # the usual one would keep what reading took
    tables = [_table(path, model.columns) for path in files]
    with ThreadPoolExecutor(THREADS) as pool:
        made = pool.map(lambda name: _coded([table[name] for table in tables]), model.columns)
        return dict(zip(model.columns, made, strict=True)), [len(table) for table in tables]


def _coded(parts: Sequence[Any]) -> Coded:
    return coded(pyarrow.chunked_array([chunk for part in parts for chunk in part.chunks], type=pyarrow.string()))


def _table(path: Path, columns: Sequence[str]) -> Any:
    options = csv.ConvertOptions(
        include_columns=list(columns),
        column_types=dict.fromkeys(columns, pyarrow.string()),
        strings_can_be_null=True,
        null_values=[""],
    )
    try:
        return _read_csv(path, options)
    except OSError as error:
        raise CannotBeMatchedSo(f"{path.name} cannot be read: {error.strerror or 'it is no file'}.") from error
    except KeyError as error:
        raise CannotBeMatchedSo(f"{path.name} has no column {error.args[0]}: the model asks for it.") from error
    except pyarrow.ArrowInvalid as error:
        raise CannotBeMatchedSo(f"{path.name} {_fault(str(error))}") from error


def _read_csv(path: Path, options: Any) -> Any:
    """Read by several threads at once, at first as if no value had a line's end in it; if that fails, row by row."""
    try:
        return csv.read_csv(path, convert_options=options)
    except pyarrow.ArrowInvalid:
        parse, one = csv.ParseOptions(newlines_in_values=True), csv.ReadOptions(use_threads=False)
        return csv.read_csv(path, read_options=one, parse_options=parse, convert_options=options)


def _fault(said: str) -> str:
    """Return what is wrong with a file, without what stands in it."""
    if found := ROW.search(said):
        row, expected, got = found.groups()
        return f"row {row} has {got} values; expected {expected}. Nothing was read."
    if "UTF8" in said or "UTF-8" in said:
        return "is not UTF-8: save it as UTF-8."
    return "is no CSV that can be read: expected headings in the first row, and values with commas between them."


def _write_links(path: Path, edges: Edges, linked: Any, rows: _Rows) -> None:
    """Write each pair that is linked or possible, the heaviest first."""
    order = np.lexsort((edges.other, edges.one, -edges.weights))
    one, other, weights = edges.one[order], edges.other[order], edges.weights[order]
    said = {
        "file_1": rows.files(one),
        "row_1": rows.numbers(one),
        "file_2": rows.files(other),
        "row_2": rows.numbers(other),
        "decision": compute.if_else(pyarrow.array(linked[order]), "link", "possible"),
        "probability": np.round(probability(weights), 6),
        "weight": np.round(weights, 3),
    }
    _write(path, said)


def _write(path: Path, said: dict[str, Any]) -> None:
    with replaced(path) as stream:
        csv.write_csv(pyarrow.table(said), pyarrow.PythonFile(stream.buffer), csv.WriteOptions(quoting_style="needed"))
