"""The form of a file: its headings, what stands in each cell, and the mapping that says what each column is for us."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rehearsal.partnership.files.books import Record
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.narratives.telling import topics

Cell = Callable[[Line, Record], object]
VERSION, THREE_DAYS = 1, 3
CSV, XLSX, XML = "csv", "xlsx", "xml"


@dataclass(frozen=True)
class Column:
    """A column: its heading in the agency's words, the field that it maps to if any, and what stands in its cells."""

    heading: str
    field: str
    cell: Cell


@dataclass(frozen=True)
class Layout:
    """A file's form; `values` say what the agency's own words mean."""

    agency: str
    file: str
    name: str
    columns: Sequence[Column]
    kind: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str = "dmy"
    to_desk_days: int = 0
    suffix: str = CSV
    sheet: str = ""
    reference: str = "{place:05d}"
    encoding: str = "utf-8"

    @property
    def path(self) -> str:
        """The file's name."""
        return f"{self.agency}--{self.name}.{self.suffix}"

    @property
    def headings(self) -> list[str]:
        """The first row."""
        return [column.heading for column in self.columns]

    def mapping(self) -> str:
        """Return the mapping, as the document that lies beside the file."""
        told: dict[str, Any] = {
            "format": "generic",
            "version": VERSION,
            "kind": self.kind or None,
            "columns": {column.heading: column.field for column in self.columns if column.field},
            "values": {name: dict(words) for name, words in self.values.items()},
            "dates": self.dates,
            "to_desk_days": self.to_desk_days,
        }
        if self.sheet:
            told["sheet"] = self.sheet
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def kinds_of(prefixes: Sequence[str]) -> dict[str, str]:
    """Return what the categories of these topics mean."""
    return {
        topic.category: topic.kind
        for key, topic in topics().items()
        if topic.category and any(key.startswith(prefix) for prefix in prefixes)
    }


def other_person(line: Line, record: Record) -> str:
    """Return whom a row names besides the child: who was there, or somebody at home."""
    return line.other_person or record.beside.name


def other_relation(line: Line, record: Record) -> str:
    """Return who that is to the child."""
    return line.other_relation if line.other_person else record.beside.relation


def phone(line: Line, record: Record) -> str:
    """Return a number: one that the row tells of, or one of the home."""
    return line.phone or record.beside.phone


def day(moment: date | datetime | None) -> str:
    """Return a day as 05/11/2026, or nothing."""
    return f"{moment:%d/%m/%Y}" if moment else ""


def day_and_time(moment: datetime | None) -> str:
    """Return a moment as 05/11/2026 16:20, or nothing."""
    return f"{moment:%d/%m/%Y %H:%M}" if moment else ""


def clock(moment: datetime) -> str:
    """Return the time of day."""
    return f"{moment:%H:%M}"


def iso(moment: datetime | None) -> str:
    """Return a moment as programs write it, with its distance from Greenwich, or nothing."""
    return moment.isoformat(timespec="minutes") if moment else ""


def in_order(record: Record) -> str:
    """Return `Family, Given`, or whichever there is."""
    return ", ".join(part for part in (record.family, record.given) if part)


def as_spoken(record: Record) -> str:
    """Return `Given Family`, or whichever there is."""
    return " ".join(part for part in (record.given, record.family) if part)
