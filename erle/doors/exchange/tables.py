"""Tables that people hand in, CSV or spreadsheet: headings, and rows as they come, numbered as a person counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Protocol

from erle.doors.exchange.opening import OpenFile, Unreadable
from erle.doors.exchange.reading import Batch, CsvFile
from erle.doors.exchange.spreadsheets.guard import ENDINGS, spreadsheet_kind
from erle.doors.exchange.spreadsheets.opening import SheetFile


class TableFile(Protocol):
    """A table whose headings have been read."""

    name: str
    header: tuple[str, ...]
    change: str
    notes: tuple[str, ...]

    def batches(self) -> Iterator[Batch]:
        """Yield the rows below the headings; afterwards `change` says whether the file changed meanwhile."""


MARKS = ";\t|"
"""What may part columns where commas do not."""
BEGINNING = 65_536
"""Bytes in which the headings are looked for."""


@contextmanager
def open_table(path: Path, *, sheet: str = "", name: str = "", any_mark: bool = False) -> Iterator[TableFile]:
    """Open CSV or a spreadsheet, whichever the bytes are; refuse where the ending says another thing.

    `name` is what the file was called when it was handed in, where it is kept under another. With `any_mark` columns
    may be parted by semicolons, tabs or bars, as some programs save CSV.
    """
    with OpenFile(path) as source:
        source.name = name or source.name
        if spreadsheet_kind(source.first(8)):
            with SheetFile(source, sheet) as file:
                yield file
        elif PurePath(source.name).suffix.lower() in ENDINGS:
            raise Unreadable(f"{source.name} is no spreadsheet in truth: if it is CSV, give it the ending .csv.")
        else:
            yield CsvFile(source, separator=_separator(source.first(BEGINNING)) if any_mark else ",")


def _separator(beginning: bytes) -> str:
    """Return what parts the headings: a comma, unless there is none among them and another mark is."""
    headings = next((line for line in beginning.replace(b"\0", b"").splitlines() if line.strip()), b"")
    most = max(MARKS, key=lambda mark: headings.count(mark.encode()))
    return most if b"," not in headings and most.encode() in headings else ","
