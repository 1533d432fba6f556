"""A whole table under a mapping: what is unusual about its columns, and its rows as the records take them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from erle.doors.exchange import incoming
from erle.doors.exchange.faults import Fault
from erle.doors.exchange.generic.days import LONDON
from erle.doors.exchange.generic.fields import TIMES, Field
from erle.doors.exchange.generic.landing import as_report
from erle.doors.exchange.generic.mapping import FORMAT, ColumnMapping
from erle.doors.exchange.generic.rows import Rows, Sheet
from erle.doors.exchange.opening import Unreadable
from erle.doors.exchange.tables import TableFile, open_table

MOST_TOLD = 10


@dataclass(frozen=True)
class TableReading:
    """A table whose headings have been read and fit the mapping."""

    path: Path
    sheet: Sheet
    notes: tuple[str, ...]
    now: datetime
    name: str = ""

    passed_over: tuple[incoming.PassedOver, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    format: str = FORMAT
    purpose: str = "What the agency recorded of the child"

    @property
    def headers(self) -> Sequence[Sequence[str]]:
        """The headings, for the file of rows that come back."""
        return [self.sheet.header]

    def portions(self) -> Iterator[incoming.Portion]:
        """Yield all rows, some thousand at a time, and at the end whatever befell the file itself."""
        rows, make = Rows(self.sheet, self.now.astimezone(LONDON).date()), as_report(self.sheet, self.now)
        try:
            with open_table(self.path, sheet=self.sheet.mapping.sheet, name=self.name) as file:
                if file.header != self.sheet.header:
                    yield self._whole_file("changed after its headings were read")
                    return
                for batch in file.batches():
                    portion = rows.portion(batch)
                    yield incoming.Portion(
                        self.sheet.table,
                        [make(row) for row in portion.rows],
                        [query for row in portion.rows for query in row.queries],
                        [incoming.SentBack(self.sheet.table, self.sheet.header, *each) for each in portion.rejected],
                    )
                if file.change:
                    yield self._whole_file(file.change)
        except Unreadable as refusal:
            yield self._whole_file("", str(refusal))

    def _whole_file(self, problem: str, whole: str = "") -> incoming.Portion:
        """Return a fault of the file as a whole."""
        said = whole or f"{self.sheet.file} {problem}"
        expected = "" if whole else "a finished file: import it again"
        fault = Fault(self.sheet.file, self.sheet.table, 0, "", "", said.removesuffix("."), expected)
        return incoming.Portion("", [], [], [incoming.SentBack(self.sheet.table, self.sheet.header, 0, [], [fault])])


def read_table(path: Path, mapping: ColumnMapping, *, now: datetime, name: str = "") -> TableReading:
    """Return a table that the mapping fits; raise `Unreadable` where it is none, or lacks what rows cannot do without.

    `name` is what the file was called when it was handed in, where it is kept under another.
    """
    with open_table(path, sheet=mapping.sheet, name=name) as file:
        _require(file, mapping)
        notes = (*file.notes, *_notes(file, mapping))
        return TableReading(path, Sheet(file.name, file.header, mapping), notes, now, name)


def _require(file: TableFile, mapping: ColumnMapping) -> None:
    """Refuse a file that has none of the columns that say when, or whose kind of event nothing says."""
    there = set(mapping.places(file.header))
    absent = mapping.absent(file.header)
    lacks = f"{file.name} lacks {_columns(absent)}, which the mapping names" if absent else file.name
    if {Field.ATTENDANCE_WEEK, Field.ATTENDANCE_MARKS} <= there:
        return
    if not there & set(TIMES):
        raise Unreadable(f"{lacks}: no column is left that says when it happened.")
    if mapping.kind is None and Field.KIND not in there:
        raise Unreadable(f"{lacks}: nothing is left that says what kind of event the rows tell.")


def _notes(file: TableFile, mapping: ColumnMapping) -> Iterator[str]:
    """Yield what is unusual about a file's columns."""
    named = {heading.upper() for heading in mapping.columns}
    others = [name[:40] for name in file.header if name.upper() not in named]
    if absent := mapping.absent(file.header):
        yield f"{file.name} lacks {_columns(absent)}: taken as blank."
    if others:
        yield f"{file.name} has {_columns(others)}, which the mapping does not name: kept as said, under its heading."


def _columns(names: list[str]) -> str:
    """Return names of columns in words."""
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(name[:40] for name in names[:MOST_TOLD])}{more}"
