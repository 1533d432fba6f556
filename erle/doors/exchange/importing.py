"""Letting a return in: every good row becomes a report as it was said; each return from being missing starts a clock.

All of it is one transaction and one batch: a process that dies in the midst leaves nothing, and the batch is undone as
a whole. Rows pass through; what is held is the children's numbers, three words of each row about being missing, and
counts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db import OperationalError

from erle.doors.exchange.rejects import Rejects
from erle.doors.exchange.ssda903.returns import ReturnReading
from erle.doors.exchange.ssda903.rows import Row
from erle.doors.exchange.ssda903.tables import EPISODES, MISSING, REVIEWS
from erle.doors.exchange.summary import Tally
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import import_worker
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions import importing as records
from erle.knowledge.records.actions import staging
from erle.knowledge.records.queries import reports_of_batch
from erle.knowledge.records.rules import EntryKind, Precision, Sex
from erle.practice.missing.actions import Told, take_told, withdraw_told
from erle.practice.missing.rules import EpisodeKind, Moment

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency, Worker
    from erle.knowledge.records.models import ImportBatch

FORMAT = "ssda903"
LONDON = ZoneInfo("Europe/London")
BASIS = "public_task_safeguarding"
PURPOSE = "Looked after by the agency (SSDA903 return)"
EPISODE_TITLES = {
    "S": "Became looked after",
    "L": "Legal status changed, same placement",
    "P": "Placement changed",
    "T": "Placement and carer changed",
    "B": "Legal status and placement changed",
    "U": "Legal status, placement and carer changed",
}
"""Source: SSDA903 return, item RNE, reason for a new episode."""

HELD = 1_000
"""Reports about being missing that are held at once."""
SEXES = {sex.value: sex for sex in Sex}

Progress = Callable[[int], None]


class NotAWholeFile(Refused):
    """A file changed, or could not be read on, while it was read: nothing of the import is kept."""


class DatabaseGone(Refused):
    """The database ended while a file came in."""


class _Missing(NamedTuple):
    """What is held of a row about being missing until its report stands."""

    kind: EpisodeKind
    began: date
    ended: date | None


class NothingNew(Exception):
    """Carries the tally out of a transaction that is not kept, since every row is here already."""


@dataclass
class Outcome:
    """What an import did."""

    tally: Tally
    batch: str = ""
    taken: int = 0
    known: int = 0
    children: int = 0
    episodes: int = 0
    dry_run: bool = False


@dataclass
class _Reading:
    """What is held while rows pass."""

    tally: Tally
    rejects: Rejects | None
    progress: Progress
    children: dict[str, records.Child] = field(default_factory=dict)
    missing: dict[bytes, _Missing] = field(default_factory=dict)
    passed: int = 0


def import_return(
    reading: ReturnReading,
    *,
    agency: "Agency",
    name: str,
    rejects: Rejects | None = None,
    dry_run: bool = False,
    progress: Progress = lambda rows: None,
    at: datetime,
) -> Outcome:
    """Let the return in for the agency; where every row is here already, nothing changes."""
    held = _Reading(Tally(), rejects, progress)
    outcome = Outcome(held.tally, dry_run=dry_run)
    worker = import_worker(agency)
    if dry_run:
        for _ in _good_rows(reading, held):
            pass
        return outcome
    try:
        with acting_as(worker):
            _take_in(reading, held, outcome, agency=agency, name=name, by=worker, at=at)
    except NothingNew:
        return outcome
    except OperationalError as error:
        why = str(error).partition("\n")[0]
        raise DatabaseGone(f"The database could not go on ({why}). Import it again: no row is taken twice.") from error
    return outcome


def undo_return(batch: "ImportBatch", *, at: datetime) -> int:
    """Undo a batch: its reports, lines, episodes and clocks; return how many reports were withdrawn."""
    worker = import_worker(batch.agency)
    with acting_as(worker):
        withdraw_told(batch=batch, by=worker, at=at)
        return records.undo_import(batch=batch, by=worker, at=at)


def _take_in(
    reading: ReturnReading,
    held: _Reading,
    outcome: Outcome,
    *,
    agency: "Agency",
    name: str,
    by: "Worker",
    at: datetime,
) -> None:
    batch = records.begin_import(agency=agency, file_format=FORMAT, file_name=name, basis=BASIS, by=by, at=at)
    rows = _good_rows(reading, held)
    landed = records.land(batch=batch, rows=rows, children=held.children, basis=BASIS, purpose=PURPOSE, by=by, at=at)
    outcome.known, outcome.children = landed.known, landed.people
    if held.rejects is not None:
        held.rejects.settle()
    if not landed.taken:
        raise NothingNew
    outcome.batch, outcome.taken = batch.reference, landed.taken
    outcome.episodes = take_told(told=_told(held.missing, batch), batch=batch, by=by, at=at)
    records.count_refused(batch=batch, refused=held.tally.total("refused"))
    held.progress(held.passed)  # the last moment at which whoever watches can stop it


def _good_rows(reading: ReturnReading, held: _Reading) -> Iterator[staging.Row]:
    for portion in reading.portions():
        for rejected in portion.rejected:
            if not rejected.line:
                raise NotAWholeFile(f"{rejected.faults[0].words()}. Nothing was kept.")
            held.tally.send_back(rejected.sheet.table.name, rejected.faults)
            if held.rejects is not None:
                held.rejects.write(rejected.sheet.header, rejected.cells, rejected.faults)
        if portion.rows:
            queries = [query for row in portion.rows for query in row.queries]
            held.tally.take(portion.rows[0].sheet.table.name, len(portion.rows), queries)
            _meet(portion.rows, held)
            yield from map(_as_report, portion.rows)
        held.passed += len(portion.rows) + len(portion.rejected)
        held.progress(held.passed)


def _meet(rows: list[Row], held: _Reading) -> None:
    """Hold what the rows, all of one table, say of who a child is and of being missing."""
    for row in rows:
        number, born = row.child, row.day("DOB")
        known = held.children.get(number)
        if known is None or (known.born_on is None and born):
            held.children[number] = records.Child(number, born, SEXES.get(row.code("SEX"), Sex.UNKNOWN))
    if rows[0].sheet.table is MISSING:
        for row in rows:
            if began := row.day("MIS_START"):
                held.missing[row.digest] = _Missing(EpisodeKind(row.code("MISSING")), began, row.day("MIS_END"))


def _as_report(row: Row) -> staging.Row:
    table = row.sheet.table
    title, entry, on = "", None, None
    if table is REVIEWS:
        title, entry, on = "Looked-after review held", EntryKind.REVIEW, row.day("REVIEW")
    elif table is EPISODES:
        title = EPISODE_TITLES.get(row.code("RNE"), "New episode of care")
        entry, on = EntryKind.PLACEMENT, row.day("DECOM")
    elif table is MISSING:
        on = row.day("MIS_START")
    happened = start_of(on) if on else None
    return staging.Row(table.name, row.line, row.child, row.digest, row.said(), happened, title, entry)


def _told(missing: Mapping[bytes, _Missing], batch: "ImportBatch") -> Iterator[Told]:
    """Yield the episodes of the rows that are new, in the order of the file."""
    if not missing:
        return
    reports = reports_of_batch(batch, kind=MISSING.name).defer("said", "text", "conditions").order_by("line", "pk")
    for report in reports.iterator(chunk_size=HELD):
        row = missing[bytes(report.digest or b"")]
        yield Told(
            person=report.person,
            report=report,
            kind=row.kind,
            left=Moment(start_of(row.began), Precision.DAY),
            returned=Moment(start_of(row.ended), Precision.DAY) if row.ended else None,
        )


@lru_cache(maxsize=20_000)
def start_of(day: date) -> datetime:
    """Return the first moment of a day in London, from which a day without an hour is counted."""
    return datetime.combine(day, time(), LONDON)
