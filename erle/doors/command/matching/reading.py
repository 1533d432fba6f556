"""A file and its map into a table: every row is kept, and what of it cannot be read is unknown and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from erle.doors.command.matching.maps import FULL_NAME, REFERENCE, FileMap, Map, MapUnfit
from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.tables import TableFile, open_table
from erle.knowledge.linkage.matching.normal.dates import date_reader, is_day
from erle.knowledge.linkage.matching.normal.names import split_full_name
from erle.knowledge.linkage.matching.tables import Table

MOST_TOLD = 5
"""Rows of one kind that are told of one by one; the others are counted."""


@dataclass
class Unread:
    """What could not be read, of one kind in one file."""

    about: str
    problem: str
    expected: str
    instead: str = "Kept without it."
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """Count a row, and remember the first."""
        self.count += 1
        if len(self.rows) < MOST_TOLD:
            self.rows.append(row)


@dataclass(frozen=True)
class FileRead:
    """A file as the matching takes it, the number of each row in the file, references, and what could not be read."""

    table: Table
    numbers: Sequence[int]
    references: Sequence[str]
    unread: Sequence[Unread]


def read_files(paths: Sequence[Path], mapped: Map, *, today: date) -> list[FileRead]:
    """Read every file; a field that the map names for all of them must be in one of them."""
    missed: dict[str, set[str]] = {}
    read = [_read_file(path, mapped.of(path), today, missed) for path in paths]
    for name, headings in missed.items():
        if not any(name in each.table.values or (name == REFERENCE and each.references) for each in read):
            files = ", ".join(path.name for path in paths)
            raise MapUnfit(f"{name}: no file has the column {', '.join(sorted(headings))}. Files: {files}.")
    return read


def _read_file(path: Path, says: FileMap, today: date, missed: dict[str, set[str]]) -> FileRead:
    with open_table(path, sheet=says.sheet, any_mark=True) as file:
        places = _places(file, says, missed)
        rows, numbers, unread = _rows(file)
        if file.change:
            raise MapUnfit(f"{path.name} {file.change}. Nothing was matched.")
    texts = {
        name: [" ".join(cell for at in held if at < len(row) and (cell := row[at].strip())) for row in rows]
        for name, held in places.items()
    }
    references = texts.pop(REFERENCE, [])
    if FULL_NAME in texts:
        texts |= _split(texts.pop(FULL_NAME), texts)
    if "born" in texts:
        texts["born"] = _dates(texts["born"], numbers, says.dates, today, unread)
    table = Table(path.name, len(rows), texts, no_repeats=says.no_repeats)
    return FileRead(table, numbers, references, list(unread.values()))


def _places(file: TableFile, says: FileMap, missed: dict[str, set[str]]) -> dict[str, list[int]]:
    """Return where in a row each field's columns are; headings are known whatever their case."""
    at = {heading.upper(): place for place, heading in enumerate(file.header)}
    found: dict[str, list[int]] = {}
    for name, headings in says.columns.items():
        absent = [heading for heading in headings if heading.upper() not in at]
        if absent and name in says.own:
            raise MapUnfit(
                f"{file.name}, {name}: there is no column {', '.join(absent)}. Its columns: {', '.join(file.header)}."
            )
        if absent:
            missed.setdefault(name, set()).update(absent)
        here = [at[heading.upper()] for heading in headings if heading.upper() in at]
        if here:
            found[name] = here
    if not set(found) - {REFERENCE}:
        raise MapUnfit(f"{file.name}: the map names none of its columns. Its columns: {', '.join(file.header)}.")
    return found


def _rows(file: TableFile) -> tuple[list[list[str]], list[int], dict[str, Unread]]:
    """Return the rows that are not blank, and their numbers; one that is no text is kept without a value."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    unread: dict[str, Unread] = {}
    for batch in file.batches():
        for number, cells in enumerate(batch.rows, batch.first):
            if isinstance(cells, Spoiled):
                unread.setdefault(cells.problem, Unread("", cells.problem, cells.expected)).add(number)
            elif not any(cell.strip() for cell in cells):
                continue
            rows.append([] if isinstance(cells, Spoiled) else cells)
            numbers.append(number)
    return rows, numbers, unread


def _split(names: Sequence[str], texts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the parts of full names; what has a column of its own is taken from here where that is blank."""
    parts = [split_full_name(name) for name in names]
    return {
        name: [own or part[place] for own, part in zip(texts.get(name) or [""] * len(parts), parts, strict=True)]
        for place, name in enumerate(("forename", "middle", "surname"))
    }


def _dates(
    texts: Sequence[str], numbers: Sequence[int], formats: tuple[str, ...], today: date, unread: dict[str, Unread]
) -> list[str]:
    read = date_reader(formats, today=today)
    found = [read(text) for text in texts]
    days = f"a day up to today, written {' or '.join(formats)}"
    kinds = (
        Unread("born", "is no date that there was", days),
        Unread("born", "is a day that there never was", days, instead="Compared by its digits."),
    )
    for number, text, day in zip(numbers, texts, found, strict=True):
        if text and not is_day(day):
            kinds[bool(day)].add(number)
    unread |= {kind.problem: kind for kind in kinds if kind.count}
    return found
