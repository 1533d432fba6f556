"""Reading CSV as it comes: rows in the order of the file, numbered as a spreadsheet numbers them, good rows beside bad.

A file is never held whole. Memory is bounded by one block, one line and the longest row, whatever the file's size.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from erle.doors.exchange.lines import Line, Spoiled, text_lines
from erle.doors.exchange.opening import OpenFile, Unreadable

MOST_COLUMNS = 500
MOST_LINES_A_ROW = 50
"""Lines that a quotation mark may hold together; one left open longer is a mistake, not a text."""
OPEN_QUOTE = Spoiled("opens a quotation mark that is not closed", "quotation marks in pairs")
LONGEST_CELL = Spoiled("has a cell that is too long to read", "cells of less than 131,072 characters")
CUT_SHORT = Spoiled("is the last of a file that changed while it was read, and may be incomplete", "a finished file")

Cells = list[str] | Spoiled


class Batch(NamedTuple):
    """Some thousand rows that follow each other, the first of them numbered."""

    first: int
    rows: list[Cells]


class Headed:
    """A table whose headings have been read."""

    notes: tuple[str, ...] = ()

    def __init__(self, name: str, batches: Iterator[Batch]) -> None:
        """Read as far as the headings, or say why there are none."""
        self.name = name
        self.change = ""
        self._batches = batches
        self._waiting = next(self._batches, Batch(1, []))
        self.header = self._take_header()

    def batches(self) -> Iterator[Batch]:
        """Yield the rows below the headings; afterwards `change` says whether the file changed meanwhile."""
        yield self._waiting
        yield from self._batches

    def _take_header(self) -> tuple[str, ...]:
        """Return the first row that is not blank, and leave the rows below it waiting."""
        while True:
            for index, cells in enumerate(self._waiting.rows):
                if isinstance(cells, Spoiled):
                    raise Unreadable(f"{self.name}: the row of headings {cells.problem}.")
                if any(cell.strip() for cell in cells):
                    rest = self._waiting.rows[index + 1 :]
                    self._waiting = Batch(self._waiting.first + index + 1, rest)
                    return self._headings(cells)
            following = next(self._batches, None)
            if following is None:
                raise Unreadable(f"{self.name} is empty.")
            self._waiting = following

    def _headings(self, cells: list[str]) -> tuple[str, ...]:
        """Return the headings without the blanks around them, each there once."""
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"{self.name} has {len(cells):,} columns; no more than {MOST_COLUMNS} are read.")
        names = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1))
        seen: set[str] = set()
        for name in names:
            if name.upper() in seen:
                raise Unreadable(f"{self.name} has two columns headed {name[:60]}.")
            seen.add(name.upper())
        if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
            raise Unreadable(f"{self.name} does not part its columns with commas.")
        return names


class CsvFile(Headed):
    """A CSV file whose headings have been read."""

    def __init__(self, source: OpenFile, *, separator: str = ",") -> None:
        """Read as far as the headings, or say why there are none; `separator` is what stands between columns."""
        self._source = source
        self._separator = separator
        super().__init__(source.name, self._read())

    def _read(self) -> Iterator[Batch]:
        """Yield every row of the file, the headings too; the last row only if the file is still as it was."""
        row, assembly = 1, Assembly(self._separator)
        held: list[Line] = []
        try:
            for lines in text_lines(self._source.blocks()):
                if not lines:
                    continue
                rows = assembly.rows(held + lines[:-1])
                held = lines[-1:]
                if rows:
                    yield Batch(row, rows)
                    row += len(rows)
        except Unreadable as error:
            raise Unreadable(f"{self.name}: {error}") from error
        self.change = self._source.change()
        ended = not held or isinstance(held[0], Spoiled) or held[0].endswith(("\n", "\r"))
        last: list[Line] = held if ended or not self.change else [CUT_SHORT]
        rows = assembly.rows(last, final=True)
        if rows:
            yield Batch(row, rows)


class Assembly:
    """Lines put together to rows: a cell between quotation marks may run over several lines."""

    def __init__(self, separator: str = ",") -> None:
        """Start with no line left over."""
        self._separator = separator
        self._open: list[Line] = []

    def rows(self, lines: list[Line], *, final: bool = False) -> list[Cells]:
        """Return the rows that end in these lines, keeping an unfinished one for the next call."""
        lines = self._open + lines
        self._open = []
        text = [line for line in lines if isinstance(line, str)]
        if len(text) == len(lines):
            try:
                rows: list[Cells] = [*csv.reader(chain(text, ("",)), delimiter=self._separator)]
            except csv.Error:
                return self._one_by_one(lines, final=final)
            if len(rows) == len(lines) + 1:
                return rows[:-1]
        return self._one_by_one(lines, final=final)

    def _one_by_one(self, lines: list[Line], *, final: bool) -> list[Cells]:
        """Return the rows where a row spans lines or a line is spoiled."""
        rows: list[Cells] = []
        at, mark = 0, self._separator
        while at < len(lines):
            line = lines[at]
            cells, taken, looked_at = (line, 1, 1) if isinstance(line, Spoiled) else _next_row(lines, at, mark)
            may_close = at + looked_at == len(lines) and looked_at < MOST_LINES_A_ROW and not final
            if cells is OPEN_QUOTE and may_close:
                self._open = lines[at:]
                break
            rows.append(cells)
            at += taken
        return rows


def _next_row(lines: list[Line], at: int, separator: str) -> tuple[Cells, int, int]:
    """Return the row that begins at a line, the lines it takes (one, where it is in error) and the lines looked at."""
    text: list[str] = []
    for line in islice(lines, at, at + MOST_LINES_A_ROW):
        if isinstance(line, Spoiled):
            break
        text.append(line)
    reader = csv.reader(chain(text, ("",)), delimiter=separator)
    try:
        cells = next(reader)
    except csv.Error:
        return LONGEST_CELL, 1, len(text)
    if reader.line_num > len(text):
        return OPEN_QUOTE, 1, len(text)
    return cells, reader.line_num, len(text)


@contextmanager
def open_csv(path: Path) -> Iterator[CsvFile]:
    """Open a CSV file and read its headings; raise `Unreadable` with one sentence where that cannot be."""
    with OpenFile(path) as source:
        yield CsvFile(source)
