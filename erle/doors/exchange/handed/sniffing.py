"""Looking at a file before anything is done with it: of which format it is, its headings, and its first rows."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from erle.doors.exchange.cin.reading import read_census
from erle.doors.exchange.formats import CENSUS, GENERIC, LOOKED_AFTER
from erle.doors.exchange.generic.days import LONDON
from erle.doors.exchange.opening import OpenFile
from erle.doors.exchange.ssda903.tables import recognised
from erle.doors.exchange.tables import TableFile, open_table

FIRST = 2_000
"""Rows that are looked at."""
STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class Look(NamedTuple):
    """What a file is, as far as its beginning tells."""

    format: str
    header: tuple[str, ...] = ()
    rows: tuple[Sequence[str], ...] = ()
    notes: tuple[str, ...] = ()


def look_at(path: Path, *, name: str, sheet: str = "", at: datetime) -> Look:
    """Return what a file is; raise `Unreadable` where no format has it."""
    with OpenFile(path) as source:
        first = source.first(64).lstrip(b" \t\r\n")
    if first.startswith(STARTS):
        return Look(CENSUS, notes=read_census(path, today=at.astimezone(LONDON).date(), name=name).notes)
    with open_table(path, sheet=sheet, name=name) as file:
        table = recognised(name, file.header)
        if table is not None and table.needed <= {heading.upper() for heading in file.header}:
            return Look(LOOKED_AFTER, file.header)
        return Look(GENERIC, file.header, _first_rows(file), file.notes)


def _first_rows(file: TableFile) -> tuple[Sequence[str], ...]:
    rows = (row for batch in file.batches() for row in batch.rows if isinstance(row, list) and any(row))
    return tuple(islice(rows, FIRST))
