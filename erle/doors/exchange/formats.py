"""The formats that files come in, by the names that people give them."""

from datetime import datetime
from pathlib import Path

from erle.doors.exchange.cin.reading import read_census
from erle.doors.exchange.generic.days import LONDON
from erle.doors.exchange.generic.mapping import ColumnMapping, read_mapping
from erle.doors.exchange.generic.reading import read_table
from erle.doors.exchange.incoming import Incoming
from erle.doors.exchange.opening import OpenFile, Unreadable, shown_name
from erle.doors.exchange.ssda903.landing import ReturnIncoming
from erle.doors.exchange.ssda903.returns import read_return

GENERIC, CENSUS, LOOKED_AFTER = "generic", "cin", "ssda903"
FORMATS = {
    GENERIC: "a table of any columns (CSV or spreadsheet)",
    CENSUS: "children in need census (XML)",
    LOOKED_AFTER: "children looked after return, SSDA903 (CSV)",
}
LARGEST_MAPPING = 1024 * 1024


def read_file(
    file_format: str, path: Path, *, mapping: ColumnMapping | None = None, name: str = "", now: datetime
) -> Incoming:
    """Return the file as the import takes it, its headings read; raise `Unreadable` where it is not of the format."""
    today = now.astimezone(LONDON).date()
    if file_format == LOOKED_AFTER:
        return ReturnIncoming(read_return(path, today=today))
    if file_format == CENSUS:
        return read_census(path, today=today, name=name)
    if mapping is None:
        raise Unreadable(f"{shown_name(path)} needs a mapping, which says what each of its columns holds.")
    return read_table(path, mapping, now=now, name=name)


def mapping_beside(path: Path) -> Path | None:
    """Return the mapping that lies beside a file, called like it, if there is one."""
    names = (f"{path.stem}.mapping.json", f"{path.name}.mapping.json")
    return next((beside for name in names if (beside := path.with_name(name)).is_file()), None)


def mapping_in(path: Path) -> ColumnMapping:
    """Return the mapping that a file holds, or raise what is wrong with it."""
    with OpenFile(path) as file:
        if file.size > LARGEST_MAPPING:
            raise Unreadable(f"{file.name} is too long to be a mapping.")
        said = b"".join(file.blocks())
    try:
        return read_mapping(said.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"{shown_name(path)} is not text in UTF-8.") from error
