"""Rows that were not taken, written out for the people who mend them: their own columns and what is wrong."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from erle.doors.exchange.faults import Fault
from erle.doors.exchange.opening import Unreadable, shown_name

FILE, ROW, WRONG = "file", "row", "what is wrong"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the start of a formula, or passes over to find one."""


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe is put before what would start a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


class Rejects:
    """A CSV file of rejected rows, from tables with different columns."""

    def __init__(self, stream: TextIO, headers: Iterable[Sequence[str]]) -> None:
        """Write the headings: every column of every table, each once."""
        names = dict.fromkeys(name.upper() for header in headers for name in header)
        self._place = {name: index + 2 for index, name in enumerate(names)}
        self._stream = stream
        self._writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._write([FILE, ROW, *names, WRONG])

    def write(self, header: Sequence[str], cells: Sequence[str], faults: Sequence[Fault]) -> None:
        """Write one row as it was said, with all that is wrong with it."""
        line = ["" for _ in range(len(self._place) + 3)]
        line[0], line[1] = faults[0].file, str(faults[0].row or "")
        for name, cell in zip(header, cells, strict=False):
            line[self._place[name.upper()]] = cell
        line[-1] = " ".join(f"{fault.words()}." for fault in faults)
        self._write(line)

    def settle(self) -> None:
        """Hand over what was written to the system, so that a full disk is known of before anything is kept."""
        self._stream.flush()

    def _write(self, cells: Iterable[str]) -> None:
        """Write cells so that none is taken for a formula."""
        self._writer.writerow([inert(cell) for cell in cells])


@contextmanager
def rejects_file(path: Path, headers: Iterable[Sequence[str]]) -> Iterator[Rejects]:
    """Write a file of rejected rows that only its owner can read: it holds what was said of children."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8-sig", newline="") as stream:
            os.fchmod(stream.fileno(), 0o600)
            yield Rejects(stream, headers)
    except OSError as error:
        raise Unreadable(f"{shown_name(path)} cannot be written: {error.strerror}. Nothing was kept.") from error
