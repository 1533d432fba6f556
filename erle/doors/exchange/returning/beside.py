"""The tables that a missing table is held against: as the authority's files lie in a folder, or as they were let in."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.opening import Unreadable, shown_name
from erle.doors.exchange.reading import open_csv
from erle.doors.exchange.returning.lines import Beside, Line, care_of, header_of, left_open, lines_of
from erle.doors.exchange.ssda903.tables import EPISODES, HEADER, MISSING, recognised
from erle.knowledge.records.queries.returned import rows_said

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency

FORMAT = "ssda903"
Numbered = tuple[int, Mapping[str, str]]


def beside_in(folder: Path, *, last_year: Path | None) -> Beside:
    """Return the tables of a folder, and what last year's missing table left open."""
    try:
        files = sorted(each for each in folder.iterdir() if each.suffix.lower() == ".csv")
    except OSError as error:
        raise Unreadable(f"{shown_name(folder)} cannot be opened: {error.strerror}.") from error
    tables = {_table(path): path for path in files}
    header, episodes = tables.get(HEADER.name), tables.get(EPISODES.name)
    return Beside(
        header=header_of(row for _, row in _rows(header)) if header else None,
        care=care_of(_rows(episodes)) if episodes else None,
        last_year=left_open(read_missing(last_year)) if last_year else None,
    )


def beside_kept(agency: "Agency", *, last_year: Path | None) -> Beside:
    """Return the header and the episodes that the agency's files brought; of what came twice the newest holds."""
    header: dict[str, Mapping[str, str]] = {}
    episodes: dict[tuple[str, str], Numbered] = {}
    for row in rows_said(agency, file_format=FORMAT, tables=(HEADER.name, EPISODES.name)):
        said = {name.upper(): text.strip() for name, text in row.said.items()}
        if row.table == HEADER.name:
            header[said.get("CHILD", "")] = said
        else:
            episodes[said.get("CHILD", ""), said.get("DECOM", "")] = row.line, said
    return Beside(
        header=header_of(header.values()) if header else None,
        care=care_of(episodes.values()) if episodes else None,
        last_year=left_open(read_missing(last_year)) if last_year else None,
    )


def read_missing(path: Path) -> list[Line]:
    """Return the lines of a missing table in a file."""
    if _table(path) != MISSING.name:
        raise Unreadable(f"{shown_name(path)} is no missing table of the SSDA903 return.")
    return lines_of(row for _, row in _rows(path))


def _table(path: Path) -> str:
    """Return the name of the table that a file holds, or nothing."""
    with open_csv(path) as file:
        table = recognised(file.name, file.header)
    return table.name if table else ""


def _rows(path: Path) -> Iterator[Numbered]:
    """Yield the rows of a file by its headings in capitals; one that cannot be read stops it, since rules would err."""
    with open_csv(path) as file:
        names = [name.upper() for name in file.header]
        for batch in file.batches():
            for number, cells in enumerate(batch.rows, batch.first):
                if isinstance(cells, Spoiled):
                    raise Unreadable(f"{file.name}, row {number}: the row {cells.problem}.")
                if any(cells):
                    yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        if file.change:
            raise Unreadable(f"{file.name} {file.change}.")
