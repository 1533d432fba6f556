"""The map of a match, in TOML: which column holds which field, and how each file writes dates.

[columns] names columns for all files, [files."B.csv"] and [files."B.csv".columns] say what differs in one; see
docs/matching.md. What a map says of fields, headings or dates is checked before a row is read.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.matching.fields import IDENTIFIER, PLAIN_FIELDS
from erle.knowledge.linkage.matching.normal.dates import NotADateFormat, date_pattern

FULL_NAME, REFERENCE, IDENTIFIERS = "full_name", "reference", "identifiers"
FIELDS = (*(field.name for field in PLAIN_FIELDS), FULL_NAME, REFERENCE)
OF_A_FILE = {"columns", "dates", "no_repeats", "sheet"}
STANDARD_DATES = ("yyyy-mm-dd",)


class MapUnfit(Refused):
    """A map that cannot be used, and what was expected."""


@dataclass(frozen=True)
class FileMap:
    """What the map says of one file: the columns of each field, joined by blanks where there are several."""

    columns: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    """Fields that are named for this file alone, so that their columns must be there."""
    dates: tuple[str, ...] = STANDARD_DATES
    no_repeats: bool = False
    sheet: str = ""


@dataclass(frozen=True)
class Map:
    """A map that was read: what holds for all files, and for each that has its own section."""

    every: Mapping[str, Any]
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, path: Path) -> FileMap:
        """Return what the map says of a file, known by its path as given or by its name alone."""
        own = self.files.get(str(path)) or self.files.get(path.name) or {}
        common, particular = _columns(self.every, "[columns]"), _columns(own, f'[files."{path.name}".columns]')
        columns = {name: held for name, held in {**common, **particular}.items() if held}
        settings = {**self.every, **own}
        return FileMap(
            columns=columns,
            own=frozenset(name for name, held in particular.items() if held),
            dates=_dates(settings.get("dates", STANDARD_DATES), path.name),
            no_repeats=_of_type(settings.get("no_repeats", False), bool, "no_repeats", "true or false"),
            sheet=_of_type(settings.get("sheet", ""), str, "sheet", "the name of a sheet"),
        )


def read_map(path: Path, files: Sequence[Path]) -> Map:
    """Return the map of the files, or raise `MapUnfit` with the place and what was expected."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise MapUnfit(f"{path.name} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MapUnfit(f"{path.name} is not TOML: {error}.") from error
    sections = _of_type(data.pop("files", {}), dict, "files", 'sections such as [files."B.csv"]')
    _expect(set(data) - OF_A_FILE, f"{path.name}", sorted({*OF_A_FILE, "files"}))
    known = {name for each in files for name in (str(each), each.name)}
    _expect(set(sections) - known, f"{path.name}, [files]", sorted(each.name for each in files))
    for name, section in sections.items():
        _of_type(section, dict, f'files."{name}"', "a section")
        _expect(set(section) - OF_A_FILE, f'{path.name}, [files."{name}"]', sorted(OF_A_FILE))
    return Map(data, sections)


def _columns(section: Mapping[str, Any], place: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of each field; identifiers are fields of their own."""
    named = dict(_of_type(section.get("columns", {}), dict, place, "a section"))
    identifiers = _of_type(named.pop(IDENTIFIERS, {}), dict, f"{place} identifiers", "a section of names and columns")
    _expect(set(named) - set(FIELDS), place, sorted({*FIELDS, IDENTIFIERS}))
    named |= {f"{IDENTIFIER}{name}": columns for name, columns in identifiers.items()}
    return {name: _headings(columns, f"{place} {name}") for name, columns in named.items()}


def _headings(columns: object, place: str) -> tuple[str, ...]:
    listed = [columns] if isinstance(columns, str) else columns
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise MapUnfit(f"{place}: expected a column's heading or a list of them, found {columns!r}.")
    return tuple(one.strip() for one in listed if one.strip())


def _dates(formats: object, name: str) -> tuple[str, ...]:
    listed = (formats,) if isinstance(formats, str) else formats
    if not isinstance(listed, list | tuple) or not listed or not all(isinstance(one, str) for one in listed):
        raise MapUnfit(f"{name}, dates: expected a format such as dd/mm/yyyy, or a list of them, found {formats!r}.")
    for one in listed:
        try:
            date_pattern(one)
        except NotADateFormat as error:
            raise MapUnfit(f"{name}, dates: {error}.") from error
    return tuple(listed)


def _of_type(value: Any, kind: type, place: str, expected: str) -> Any:
    if not isinstance(value, kind):
        raise MapUnfit(f"{place}: expected {expected}, found {value!r}.")
    return value


def _expect(unknown: set[str], place: str, known: Sequence[str]) -> None:
    if unknown:
        raise MapUnfit(f"{place}: {', '.join(sorted(unknown))} is not known; expected one of {', '.join(known)}.")
