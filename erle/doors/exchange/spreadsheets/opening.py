"""A spreadsheet as a table: the process that unpacks it is started, and its lines are taken as they come."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from types import TracebackType
from typing import IO, Any, Self

from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.opening import OpenFile, Unreadable
from erle.doors.exchange.reading import Batch, Cells, Headed
from erle.doors.exchange.spreadsheets.guard import refuse_unless_plain

ROWS = 2_000
"""Rows taken at once."""
NUL = Spoiled("has a NUL character (a zero) in it", "text")


class SheetFile(Headed):
    """One sheet of a spreadsheet, its headings read."""

    def __init__(self, source: OpenFile, sheet: str = "") -> None:
        """Judge the file, start unpacking it, and read as far as the headings."""
        refuse_unless_plain(source.descriptor, source.name)
        self._source = source
        words = [sys.executable, "-I", "-m", "erle.doors.exchange.spreadsheets.unpacking"]
        self._process = subprocess.Popen(
            [*words, str(source.descriptor), sheet],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            pass_fds=(source.descriptor,),
        )
        try:
            self._begin(source.name, self._lines())
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, wherever it is."""
        self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _begin(self, name: str, lines: Iterator[Any]) -> None:
        first = next(lines, {"refused": "is damaged, or too large to be opened: save it as CSV instead"})
        if "refused" in first:
            raise Unreadable(f"{name} {first['refused']}.")
        read = f"Read is the sheet {first['sheet'][:60]}"
        others = ", ".join(each[:40] for each in first["others"][:10])
        self.notes = (f"{read}; not read: {others}.",) if others else ()
        super().__init__(name, self._batches_of(lines))

    def _lines(self) -> Iterator[Any]:
        out: IO[bytes] | None = self._process.stdout
        for line in out or ():
            yield json.loads(line)

    def _batches_of(self, lines: Iterator[Any]) -> Iterator[Batch]:
        row = 1
        while said := [*islice(lines, ROWS)]:
            yield Batch(row, [_cells(cells) for cells in said])
            row += len(said)
        if self._process.wait() != 0:
            raise Unreadable(f"{self.name} could not be read to its end: save it as CSV instead")
        self.change = self._source.change(whole=True)


def _cells(cells: list[str]) -> Cells:
    return NUL if any("\0" in cell for cell in cells) else cells
