"""What a match found, as CSV: pairs with every field's weight, and a person's number for each row."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from erle.doors.command.matching.reading import FileRead
from erle.doors.exchange.rejects import inert
from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.matching.matching import Matched
from erle.knowledge.linkage.matching.pairs import Pairs, decided_pairs, equal_pairs

AT_ONCE = 50_000
"""Pairs whose weights are held in memory together."""


class CannotBeWritten(Refused):
    """A file that cannot be written, and why."""


class Rows:
    """Where each row of the match stands: its file, its number there, its reference."""

    def __init__(self, files: Sequence[FileRead]) -> None:
        """Put the files' rows one after another, as the match has them."""
        self.says_references = any(each.references for each in files)
        self.labels = [
            (each.table.name, str(number), inert(reference))
            for each in files
            for number, reference in zip(each.numbers, each.references or [""] * len(each.numbers), strict=True)
        ]

    def columns(self, ending: str = "") -> list[str]:
        """Return the headings of what `label` says."""
        return [f"{name}{ending}" for name in ("file", "row", "reference")[: 3 if self.says_references else 2]]

    def label(self, row: int) -> tuple[str, ...]:
        """Return what a row is known by."""
        return self.labels[row][: 3 if self.says_references else 2]


def write_links(path: Path, matched: Matched, rows: Rows) -> None:
    """Write each pair that is linked, possible or held; weights are bits, and add up to the pair's own."""
    fields = [column.field.name for column in matched.records.columns]
    head = [
        *rows.columns("_1"),
        *rows.columns("_2"),
        "decision",
        "probability",
        "weight",
        "prior",
        *fields,
        "relatives",
    ]
    with _written(path, head) as writer:
        for pairs in (decided_pairs(matched), equal_pairs(matched)):
            for start in range(0, len(pairs.rows), AT_ONCE):
                writer.writerows(_lines(matched, rows, pairs, slice(start, start + AT_ONCE)))


def _lines(matched: Matched, rows: Rows, pairs: Pairs, part: slice) -> Iterator[list[str]]:
    weighed = matched.scale.weigh(matched.comparer, pairs.one[part], pairs.other[part])
    prior = f"{matched.scale.prior_bits:.3f}"
    fields = np.char.mod("%.3f", weighed.fields) if len(weighed.total) else weighed.fields
    probable = weighed.probability  # of all pairs at once: asked line by line, it would grow as their square
    for at, (one, other) in enumerate(pairs.rows[part].tolist()):
        yield [
            *rows.label(one),
            *rows.label(other),
            pairs.decisions[part][at],
            f"{probable[at]:.6f}",
            f"{weighed.total[at]:.3f}",
            prior,
            *fields[at],
            f"{weighed.kin[at]:.3f}",
        ]


def write_clusters(path: Path, matched: Matched, rows: Rows) -> None:
    """Write each row with the number of its person."""
    with _written(path, [*rows.columns(), "person"]) as writer:
        writer.writerows([*rows.label(row), person] for row, person in enumerate(matched.clusters.tolist()))


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all."""
    with replaced(path) as stream:
        stream.write(text)


@contextmanager
def _written(path: Path, head: Iterable[str]) -> Iterator[Any]:
    with replaced(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        yield writer


@contextmanager
def replaced(path: Path) -> Iterator[Any]:
    """Write beside the file and put it in its place when all is there; only its owner can read it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        beside.replace(path)
    except OSError as error:
        raise CannotBeWritten(f"{path.name} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
