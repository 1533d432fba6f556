"""The rows of one file of the return: each read, held against the rules, and either kept or sent back."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from erle.doors.exchange.faults import Fault, Finding, Severity
from erle.doors.exchange.fitting import BETWEEN, Recent, fitted, repeat_of
from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.reading import Batch
from erle.doors.exchange.ssda903.columns import Meanings, Wrong
from erle.doors.exchange.ssda903.memory import REMEMBERED, Memory, Record, day
from erle.doors.exchange.ssda903.rules import checks
from erle.doors.exchange.ssda903.tables import HEADER, Table

Wrongs = tuple[Wrong | None, ...]
"""What is wrong with each cell of a row; empty where nothing is."""


@dataclass(frozen=True)
class Sheet:
    """One file of the return, the table it holds and its headings as they were written."""

    path: Path
    file: str
    table: Table
    header: tuple[str, ...]


class Row(NamedTuple):
    """A row that is kept: its cells as they were said, what they mean, and its fingerprint."""

    sheet: Sheet
    line: int
    cells: list[str]
    values: Record
    digest: bytes
    queries: tuple[Fault, ...] = ()

    @property
    def child(self) -> str:
        """The authority's number for the child."""
        return str(self.values["CHILD"])

    def day(self, name: str) -> date | None:
        """Return a date of the row, if it has one."""
        return day(self.values, name)

    def code(self, name: str) -> str:
        """Return a code of the row; a blank where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def said(self) -> dict[str, str]:
        """Return the row as it was said, by the file's own headings."""
        return dict(zip(self.sheet.header, self.cells, strict=False))


class Rejected(NamedTuple):
    """A row that is not kept, with its cells, and why; line 0 and no cells for a fault of the whole file."""

    sheet: Sheet
    line: int
    cells: list[str]
    faults: tuple[Fault, ...]

    @property
    def repeat(self) -> bool:
        """Return whether the row is only a repeat of one that was kept."""
        return self.faults[0].severity is Severity.REPEAT


class Portion(NamedTuple):
    """Some thousand rows of one file."""

    rows: list[Row]
    rejected: list[Rejected]


class Rows:
    """Reads the batches of one sheet into kept and rejected rows."""

    def __init__(self, sheet: Sheet, memory: Memory, recent: Recent, today: date) -> None:
        """Find each column of the table in the file."""
        self._sheet, self._table = sheet, sheet.table
        self._memory, self._recent = memory, recent
        place = {name.upper(): index for index, name in enumerate(sheet.header)}
        self._columns = [(place.get(column.name), Meanings(column)) for column in sheet.table.columns]
        self._others = [(index, name.upper()) for name, index in sorted(place.items()) if name not in sheet.table.names]
        self._names = sheet.table.names
        self._checks = checks(sheet.table, memory, today)
        self._remember = REMEMBERED.get(sheet.table.name)

    def portion(self, batch: Batch) -> Portion:
        """Return the rows of a batch."""
        portion = Portion([], [])
        lines, cells = self._whole_rows(batch, portion.rejected)
        if not cells:
            return portion
        columns = [*zip(*cells, strict=True)]
        meanings = [
            known.blank(len(cells)) if index is None else [*zip(*map(known.__getitem__, columns[index]), strict=True)]
            for index, known in self._columns
        ]
        values = zip(*(column[0] for column in meanings), strict=True)
        records: list[Record] = [dict(zip(self._names, means, strict=True)) for means in values]
        digests = [*self._digests(cells, zip(*(column[1] for column in meanings), strict=True))]
        spoiled = any(set(column[2]) != {None} for column in meanings)
        if not spoiled and self._all_plain(records, digests):
            self._recent.keep_all(digests, self._sheet.file, lines)
            portion.rows.extend(map(Row, repeat(self._sheet), lines, cells, records, digests))
            return portion
        wrongs: Iterable[Wrongs] = zip(*(column[2] for column in meanings), strict=True)
        for line, row, record, wrong, digest in zip(lines, cells, records, wrongs, digests, strict=True):
            self._sort(portion, line, row, record, wrong if spoiled else (), digest)
        return portion

    def _all_plain(self, records: list[Record], digests: list[bytes]) -> bool:
        """Return whether no row is a repeat, breaks a rule or is remembered, so that they can be taken together."""
        if self._remember is not None or not self._recent.all_new(digests):
            return False
        return not any(any(map(check, records, repeat(self._memory))) for check in self._checks)

    def _whole_rows(self, batch: Batch, rejected: list[Rejected]) -> tuple[list[int], list[list[str]]]:
        """Return the rows that have as many cells as there are headings; blank ones are passed over."""
        width = len(self._sheet.header)
        lines: list[int] = []
        whole: list[list[str]] = []
        for line, cells in enumerate(batch.rows, batch.first):
            if not isinstance(cells, Spoiled) and len(cells) == width and any(cells):
                lines.append(line)
                whole.append(cells)
            elif isinstance(cells, Spoiled):
                rejected.append(self._rejected(line, [], [Finding("", "", f"the row {cells.problem}", cells.expected)]))
            elif any(cell.strip() for cell in cells):
                kept, finding = fitted(cells, width)
                if finding is None:
                    lines.append(line)
                    whole.append(kept)
                else:
                    rejected.append(self._rejected(line, cells, [finding]))
        return lines, whole

    def _digests(self, cells: list[list[str]], plain: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
        """Yield each row's fingerprint: the same for all ways of writing the same, in any order of columns."""
        start = f"ssda903{BETWEEN}la_child{BETWEEN}{self._table.name}{BETWEEN}"
        ends: Iterable[str] = map(self._other_text, cells) if self._others else repeat("", len(cells))
        for texts, end in zip(plain, ends, strict=True):
            yield hashlib.sha256((start + BETWEEN.join(texts) + end).encode()).digest()

    def _other_text(self, cells: list[str]) -> str:
        """Return what the row says in columns that the return does not have."""
        said = ((name, cells[index].strip()) for index, name in self._others)
        return "".join(f"{BETWEEN}{name}={text}" for name, text in said if text)

    def _sort(
        self, portion: Portion, line: int, cells: list[str], record: Record, wrong: Wrongs, digest: bytes
    ) -> None:
        """Keep a row, or send it back."""
        earlier = self._recent.find(digest)
        if earlier is not None:
            portion.rejected.append(self._rejected(line, cells, [repeat_of(self._sheet.file, *earlier)]))
            return
        faults: tuple[Fault, ...] = ()
        findings = self._findings(cells, record, wrong)
        if findings:
            findings.sort(key=lambda finding: finding.severity is not Severity.ERROR)
            faults = self._faults(line, findings)
            if _refuses(findings):
                self._memory.refused.update([record["CHILD"]] if self._table is HEADER else ())
                portion.rejected.append(Rejected(self._sheet, line, cells, faults))
                return
        self._recent.keep(digest, self._sheet.file, line)
        if self._remember is not None:
            self._remember(record, line, self._memory)
        portion.rows.append(Row(self._sheet, line, cells, record, digest, faults))

    def _findings(self, cells: list[str], record: Record, wrong: Wrongs) -> list[Finding]:
        """Return what is wrong with the cells, and where they can be read, with the row as a whole."""
        findings = [*self._wrong_cells(cells, wrong)] if wrong else []
        if not _refuses(findings):
            for check in self._checks:
                findings += check(record, self._memory)
        return findings

    def _wrong_cells(self, cells: list[str], wrong: Wrongs) -> Iterator[Finding]:
        """Yield what is wrong with each cell by itself; a note on the file tells of columns that are not there."""
        for (index, known), what in zip(self._columns, wrong, strict=True):
            if what is not None and index is not None:
                column = known.column
                yield Finding(
                    column.name, cells[index].strip(), what.problem, column.kind.expected, what.code, column.severity
                )

    def _rejected(self, line: int, cells: list[str], findings: list[Finding]) -> Rejected:
        """Return a row that goes back."""
        return Rejected(self._sheet, line, cells, self._faults(line, findings))

    def _faults(self, line: int, findings: list[Finding]) -> tuple[Fault, ...]:
        """Return the findings with the place where they stand."""
        return tuple(Fault(self._sheet.file, self._table.name, line, *finding) for finding in findings)


def _refuses(findings: list[Finding]) -> bool:
    """Return whether one of the findings is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings) if findings else False
