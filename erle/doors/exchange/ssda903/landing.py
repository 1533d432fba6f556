"""A return of looked-after children on its way into the records: its rows as reports, and the lines they make."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from erle.doors.exchange import incoming
from erle.doors.exchange.ssda903.returns import ReturnReading
from erle.doors.exchange.ssda903.rows import Rejected, Row
from erle.doors.exchange.ssda903.rule_book import RULES
from erle.doors.exchange.ssda903.tables import EPISODES, MISSING, REVIEWS
from erle.knowledge.records.actions.files import rows as records
from erle.knowledge.records.rules import EntryKind, Nature, Precision, Sex

LONDON = ZoneInfo("Europe/London")
EPISODE_TITLES = {
    "S": "Became looked after",
    "L": "Legal status changed, same placement",
    "P": "Placement changed",
    "T": "Placement and carer changed",
    "B": "Legal status and placement changed",
    "U": "Legal status, placement and carer changed",
}
"""Source: SSDA903 return, item RNE, reason for a new episode."""
MISSING_KINDS = {"M": EntryKind.MISSING, "A": EntryKind.AWAY}
SEXES = {sex.value: sex for sex in Sex}


class ReturnIncoming:
    """A return as the import takes it."""

    format = "ssda903"
    purpose = "Looked after by the agency (SSDA903 return)"
    rules = RULES

    def __init__(self, reading: ReturnReading) -> None:
        """Take a return whose headings have been read."""
        self._reading = reading
        self.headers = [sheet.header for sheet in reading.sheets]

    @property
    def notes(self) -> Sequence[str]:
        """What is unusual about the return."""
        return self._reading.notes

    @property
    def passed_over(self) -> Sequence[Any]:
        """Files in its folder that are not read."""
        return self._reading.passed_over

    def portions(self) -> Iterator[incoming.Portion]:
        """Yield its rows, table after table."""
        for portion in self._reading.portions():
            table = portion.rows[0].sheet.table.name if portion.rows else ""
            yield incoming.Portion(
                table,
                [as_report(row) for row in portion.rows],
                [query for row in portion.rows for query in row.queries],
                [_sent_back(rejected) for rejected in portion.rejected],
            )


def as_report(row: Row) -> records.Row:
    """Return a row as the records take it."""
    table = row.sheet.table
    piece, on, missing, ended = None, None, None, None
    if table is REVIEWS:
        on, piece = row.day("REVIEW"), _line(EntryKind.REVIEW, "Looked-after review held")
    elif table is EPISODES:
        title = EPISODE_TITLES.get(row.code("RNE"), "New episode of care")
        on, piece = row.day("DECOM"), _line(EntryKind.PLACEMENT, title)
    elif table is MISSING:
        on, missing = row.day("MIS_START"), MISSING_KINDS[row.code("MISSING")]
        if until := row.day("MIS_END"):
            ended = records.Ended(start_of(until), Precision.DAY)
    return records.Row(
        kind=table.name,
        line=row.line,
        child=_child(row.child, row.day("DOB"), row.code("SEX")),
        digest=row.digest,
        said=row.said(),
        happened_at=start_of(on) if on else None,
        pieces=(piece,) if piece and on else (),
        missing=missing,
        ended=ended,
    )


@lru_cache(maxsize=20_000)
def _child(number: str, born: date | None, sex: str) -> records.Child:
    return records.numbered(number, born_on=born, sex=SEXES.get(sex, Sex.UNKNOWN))


@lru_cache(maxsize=100)
def _line(kind: EntryKind, title: str) -> records.Piece:
    return records.Piece(Nature.FACT, "", kind, title)


@lru_cache(maxsize=20_000)
def start_of(day: date) -> datetime:
    """Return the first moment of a day in London, from which a day without an hour is counted."""
    return datetime.combine(day, time(), LONDON)


def _sent_back(rejected: Rejected) -> incoming.SentBack:
    table = rejected.sheet.table.name
    return incoming.SentBack(table, rejected.sheet.header, rejected.line, rejected.cells, rejected.faults)
