"""The lines of a missing table and of the tables beside it, as far as the rules ask of them."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from erle.doors.exchange.ssda903.columns import Day, Unfit
from erle.doors.exchange.ssda903.tables import MISSING

HEADINGS = MISSING.names
DAY = Day()
FIRST_ROW = 2


@dataclass(frozen=True)
class Line:
    """One line of a missing table: as it is written, and as it reads."""

    row: int
    said: Mapping[str, str]
    child: str = field(init=False)
    kind: str = field(init=False)
    born: date | None = field(init=False)
    start: date | None = field(init=False)
    end: date | None = field(init=False)

    def __post_init__(self) -> None:
        """Read the cells."""
        given = {
            "child": self.said["CHILD"],
            "kind": self.said["MISSING"],
            "born": day(self.said["DOB"]),
            "start": day(self.said["MIS_START"]),
            "end": day(self.said["MIS_END"]),
        }
        for name, value in given.items():
            object.__setattr__(self, name, value)

    @property
    def open(self) -> bool:
        """Whether the line has no end."""
        return not self.said["MIS_END"]


@dataclass(frozen=True)
class Placed:
    """One episode of care: from when until when, why it ended, and the row that says so."""

    row: int
    began: date | None
    ended: date | None
    reason: str


@dataclass(frozen=True)
class Beside:
    """What the missing table is held against; None where it is not there."""

    header: Mapping[str, tuple[date | None, ...]] | None = None
    """Dates of birth by the authority's number for the child."""
    care: Mapping[str, tuple[Placed, ...]] | None = None
    """Episodes of care by the number, in order of their start."""
    last_year: Mapping[str, tuple[date | None, ...]] | None = None
    """Starts of what last year's return left open, by the number."""


def day(text: str) -> date | None:
    """Return the date that a cell says, or None where it says none."""
    try:
        return DAY.read(text) if text else None
    except Unfit:
        return None


def written(on: date | None) -> str:
    """Return a date as the return writes it."""
    return f"{on:%d/%m/%Y}" if on else ""


def lines_of(rows: Iterable[Mapping[str, str]]) -> list[Line]:
    """Return rows of a missing table as its lines, counted as a spreadsheet counts them."""
    return [
        Line(number, {name: (row.get(name) or "").strip() for name in HEADINGS})
        for number, row in enumerate(rows, FIRST_ROW)
    ]


def table_of(lines: Iterable[Line]) -> str:
    """Return the table as the return has it: CSV with its headings, each line as it is written."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([line.said[name] for name in HEADINGS] for line in lines)
    return text.getvalue()


def header_of(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[date | None, ...]]:
    """Return the dates of birth of a header's children."""
    found: dict[str, tuple[date | None, ...]] = {}
    for row in rows:
        child = row.get("CHILD", "").strip()
        found[child] = (*found.get(child, ()), day(row.get("DOB", "").strip()))
    return found


def care_of(rows: Iterable[tuple[int, Mapping[str, str]]]) -> dict[str, tuple[Placed, ...]]:
    """Return the episodes of care of each child, given with their rows, in order of their start."""
    found: dict[str, list[Placed]] = {}
    for number, row in rows:
        cells = {name: (row.get(name) or "").strip() for name in ("CHILD", "DECOM", "DEC", "REC")}
        placed = Placed(number, day(cells["DECOM"]), day(cells["DEC"]), cells["REC"].upper())
        found.setdefault(cells["CHILD"], []).append(placed)
    return {child: tuple(sorted(all_of, key=lambda one: one.began or date.max)) for child, all_of in found.items()}


def left_open(lines: Iterable[Line]) -> dict[str, tuple[date | None, ...]]:
    """Return the starts of what a return leaves open, by the child's number."""
    found: dict[str, tuple[date | None, ...]] = {}
    for line in lines:
        if line.open:
            found[line.child] = (*found.get(line.child, ()), line.start)
    return found
