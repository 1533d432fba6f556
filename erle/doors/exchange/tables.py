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


@contextmanager
def open_table(path: Path, *, sheet: str = "", name: str = "") -> Iterator[TableFile]:
    """Open CSV or a spreadsheet, whichever the bytes are; refuse where the ending says another thing.

    `name` is what the file was called when it was handed in, where it is kept under another.
    """
    with OpenFile(path) as source:
        source.name = name or source.name
        if spreadsheet_kind(source.first(8)):
            with SheetFile(source, sheet) as file:
                yield file
        elif PurePath(source.name).suffix.lower() in ENDINGS:
            raise Unreadable(f"{source.name} is no spreadsheet in truth: if it is CSV, give it the ending .csv.")
        else:
            yield CsvFile(source)
