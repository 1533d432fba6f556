"""Reading the agencies' files as the exchange does: cells under their headings, and what the mapping makes of them."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from erle.doors.exchange.formats import mapping_in
from erle.doors.exchange.generic.fields import Field
from erle.doors.exchange.generic.mapping import ColumnMapping
from erle.doors.exchange.generic.rows import Rejected, Row, Rows, Sheet
from erle.doors.exchange.tables import open_table
from rehearsal.partnership import FileWritten
from rehearsal.partnership.files.layouts import Layout
from rehearsal.partnership.writing import layouts

NOT_TEXT = {Field.NUMBER, Field.UPN, Field.NHS_NUMBER, Field.BORN_ON, Field.POSTCODE, Field.ATTENDANCE_MARKS}


@cache
def layout_of(name: str) -> Layout:
    """Return the form of a file."""
    return next(layout for layout in layouts() if layout.path == name)


@cache
def mapping_of(path: Path) -> ColumnMapping:
    """Return what a mapping says."""
    return mapping_in(path)


@cache
def cells_of(path: Path, sheet: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return the headings and the rows of a file, as it says them."""
    with open_table(path, sheet=sheet) as file:
        rows = [[str(cell) for cell in cells] for batch in file.batches() for cells in batch.rows]
        return file.header, rows


@cache
def read(file: FileWritten, today: date) -> tuple[list[Row], list[Rejected]]:
    """Return the rows that the exchange takes, and those that it sends back."""
    mapping = mapped(file)
    with open_table(file.path, sheet=mapping.sheet) as table:
        rows = Rows(Sheet(table.name, table.header, mapping), today)
        portions = [rows.portion(batch) for batch in table.batches()]
    return [row for one in portions for row in one.rows], [row for one in portions for row in one.rejected]


def mapped(file: FileWritten) -> ColumnMapping:
    """Return the mapping of a file that needs one."""
    if file.mapping is None:
        raise ValueError(f"{file.path.name} has no mapping.")
    return mapping_of(file.mapping)


def said(file: FileWritten, *fields: Field) -> Iterator[str]:
    """Yield what the cells of some fields say, or of every field of words."""
    mapping = mapped(file)
    header, rows = cells_of(file.path, mapping.sheet)
    wanted = [each for each in fields or tuple(Field) if fields or each not in NOT_TEXT]
    for each, places in mapping.places(header).items():
        if each in wanted:
            yield from (row[place] for row in rows for place in places if row[place])
