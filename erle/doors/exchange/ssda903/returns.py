"""A whole return, or one file of it: which tables are there, and their rows in the order in which rules can look back.

Nothing is read beyond the headings until the portions are asked for, and each portion is let go before the next.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from erle.doors.exchange.faults import Fault
from erle.doors.exchange.fitting import Recent
from erle.doors.exchange.incoming import PassedOver
from erle.doors.exchange.opening import Unreadable, shown_name
from erle.doors.exchange.reading import CsvFile, open_csv
from erle.doors.exchange.ssda903.memory import Memory
from erle.doors.exchange.ssda903.rows import Portion, Rejected, Row, Rows, Sheet
from erle.doors.exchange.ssda903.tables import HEADER, TABLES, Table, recognised

MOST_FILES = 200
"""Files in one folder; a return has a dozen."""
MOST_TOLD = 10


@dataclass(frozen=True)
class ReturnReading:
    """A return whose headings have been read."""

    sheets: tuple[Sheet, ...]
    passed_over: tuple[PassedOver, ...]
    notes: tuple[str, ...]
    today: date

    def portions(self) -> Iterator[Portion]:
        """Yield all rows, some thousand at a time, table after table: the header first."""
        memory = Memory(knows_children=any(sheet.table is HEADER for sheet in self.sheets))
        recent: defaultdict[str, Recent] = defaultdict(Recent)
        for sheet in self.sheets:
            yield from _sheet_portions(Rows(sheet, memory, recent[sheet.table.name], self.today), sheet)

    def __iter__(self) -> Iterator[Row | Rejected]:
        """Yield each row, kept or sent back, in the order of the portions; within one, kept rows come first."""
        for portion in self.portions():
            yield from portion.rows
            yield from portion.rejected


def read_return(path: Path, *, today: date) -> ReturnReading:
    """Return what a folder or a file holds of the return; raise `Unreadable` where it holds none of it."""
    if not path.is_dir():
        with open_csv(path) as file:
            sheets = [_sheet(path, file)]
        return _reading(sheets, [], today)
    sheets, passed_over = [], []
    for each in _files(path):
        try:
            with open_csv(each) as file:
                sheets.append(_sheet(each, file))
        except Unreadable as refusal:
            passed_over.append(PassedOver(shown_name(each), str(refusal)))
    if not sheets:
        seen = " ".join(passed.why for passed in passed_over[:MOST_TOLD]) or "There is no CSV file in it."
        raise Unreadable(f"{shown_name(path)} holds no table of the SSDA903 return. {seen}")
    return _reading(sheets, passed_over, today)


def _files(folder: Path) -> list[Path]:
    """Return the CSV files of a folder by name."""
    try:
        found = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".csv")
    except OSError as error:
        raise Unreadable(f"{shown_name(folder)} cannot be opened: {error.strerror}.") from error
    if len(found) > MOST_FILES:
        raise Unreadable(f"{shown_name(folder)} holds {len(found):,} CSV files; no return has more than {MOST_FILES}.")
    return found


def _sheet(path: Path, file: CsvFile) -> Sheet:
    """Return the file as a table of the return, or raise `Unreadable` with what was seen instead."""
    table = recognised(file.name, file.header)
    if table is None:
        seen = ", ".join(name[:40] for name in file.header[:MOST_TOLD])
        raise Unreadable(f"{file.name} is no table of the SSDA903 return: it has the columns {seen}.")
    missing = [name for name in table.names if name in table.needed - {name.upper() for name in file.header}]
    if missing:
        raise Unreadable(f"{file.name} is called like the table {table.name}, but lacks {_columns(missing)}.")
    return Sheet(path, file.name, table, file.header)


def _reading(sheets: list[Sheet], passed_over: list[PassedOver], today: date) -> ReturnReading:
    """Return the sheets in the order of reading, with notes on what cannot be checked."""
    sheets.sort(key=lambda sheet: (TABLES.index(sheet.table), not _named_for(sheet.table, sheet.file), sheet.file))
    notes = [note for sheet in sheets for note in _notes(sheet)]
    if all(sheet.table is not HEADER for sheet in sheets):
        notes.append("The header is not there: whether each child has a row in it was not checked.")
    return ReturnReading(tuple(sheets), tuple(passed_over), tuple(notes), today)


def _named_for(table: Table, file: str) -> bool:
    """Return whether the file bears the table's own name."""
    return file.lower().removesuffix(".csv") in table.files


def _notes(sheet: Sheet) -> Iterator[str]:
    """Yield what is unusual about a file's columns."""
    there = {name.upper() for name in sheet.header}
    absent = [name for name in sheet.table.names if name not in there]
    others = [name[:40] or "(no heading)" for name in sheet.header if name.upper() not in sheet.table.names]
    if absent:
        yield f"{sheet.file} lacks {_columns(absent)}: taken as blank."
    if others:
        yield f"{sheet.file} has {_columns(others)}, not in the return: kept as said, not checked."


def _columns(names: list[str]) -> str:
    """Return names of columns in words."""
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names[:MOST_TOLD])}{more}"


def _sheet_portions(rows: Rows, sheet: Sheet) -> Iterator[Portion]:
    """Yield the portions of one file, and at its end whatever befell the file itself."""
    try:
        with open_csv(sheet.path) as file:
            if file.header != sheet.header:
                yield _whole_file(sheet, "changed after its headings were read")
                return
            for batch in file.batches():
                yield rows.portion(batch)
            if file.change:
                yield _whole_file(sheet, file.change)
    except Unreadable as refusal:
        yield Portion([], [Rejected(sheet, 0, [], (Fault(sheet.file, sheet.table.name, 0, "", "", str(refusal)),))])


def _whole_file(sheet: Sheet, problem: str) -> Portion:
    """Return a fault of the file as a whole."""
    expected = "a finished file: import it again"
    fault = Fault(sheet.file, sheet.table.name, 0, "", "", f"{sheet.file} {problem}", expected)
    return Portion([], [Rejected(sheet, 0, [], (fault,))])
