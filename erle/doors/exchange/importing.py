"""Letting a file in: every good row becomes a report as it was said; each return from being missing starts a clock.

All of it is one transaction and one batch: a process that dies in the midst leaves nothing, and the batch is undone as
a whole. Rows pass through to staging tables; what is held is a chunk of them, and counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import OperationalError

from erle.doors.exchange.incoming import Incoming
from erle.doors.exchange.rejects import Rejects
from erle.doors.exchange.ssda903.landing import ReturnIncoming
from erle.doors.exchange.ssda903.returns import ReturnReading
from erle.doors.exchange.summary import Tally
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import import_worker
from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records.actions import importing as records
from erle.knowledge.records.actions.files.rows import Row
from erle.knowledge.records.actions.files.taking import episodes_staged
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.desk.actions.arriving import bring_rows_to_desk
from erle.practice.missing.actions import Told, take_told, withdraw_told
from erle.practice.missing.rules import EpisodeKind, Moment

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency, Worker
    from erle.knowledge.records.models import ImportBatch

BASIS = "public_task_safeguarding"
EPISODE_KINDS = {EntryKind.MISSING: EpisodeKind.MISSING, EntryKind.AWAY: EpisodeKind.AWAY}

Progress = Callable[[int], None]


class NotAWholeFile(Refused):
    """A file changed, or could not be read on, while it was read: nothing of the import is kept."""


class DatabaseGone(Refused):
    """The database ended while a file came in."""


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
    to_desk: tuple[str, ...] = ()
    """The references of the reports that go to the MASH desk."""
    dry_run: bool = False


@dataclass
class _Reading:
    """What is held while rows pass."""

    tally: Tally
    rejects: Rejects | None
    progress: Progress
    passed: int = 0


def import_file(
    incoming: Incoming,
    *,
    agency: "Agency",
    name: str,
    rejects: Rejects | None = None,
    dry_run: bool = False,
    progress: Progress = lambda rows: None,
    at: datetime,
) -> Outcome:
    """Let the file in for the agency; where every row is here already, nothing changes."""
    held = _Reading(Tally(), rejects, progress)
    outcome = Outcome(held.tally, dry_run=dry_run)
    if dry_run:
        for _ in _good_rows(incoming, held):
            pass
        return outcome
    worker = import_worker(agency)
    try:
        with acting_as(worker):
            _take_in(incoming, held, outcome, agency=agency, name=name, by=worker, at=at)
    except NothingNew:
        return outcome
    except OperationalError as error:
        why = str(error).partition("\n")[0]
        raise DatabaseGone(f"The database could not go on ({why}). Import it again: no row is taken twice.") from error
    return outcome


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
    """Let a return of looked-after children in."""
    incoming = ReturnIncoming(reading)
    return import_file(incoming, agency=agency, name=name, rejects=rejects, dry_run=dry_run, progress=progress, at=at)


def undo_import(batch: "ImportBatch", *, at: datetime) -> int:
    """Undo a batch: its reports, lines, episodes and clocks; return how many reports were withdrawn."""
    worker = import_worker(batch.agency)
    with acting_as(worker):
        withdraw_told(batch=batch, by=worker, at=at)
        return records.undo_import(batch=batch, by=worker, at=at)


def _take_in(
    incoming: Incoming,
    held: _Reading,
    outcome: Outcome,
    *,
    agency: "Agency",
    name: str,
    by: "Worker",
    at: datetime,
) -> None:
    batch = records.begin_import(agency=agency, file_format=incoming.format, file_name=name, basis=BASIS, by=by, at=at)
    rows = _good_rows(incoming, held)
    landed = records.land(batch=batch, rows=rows, basis=BASIS, purpose=incoming.purpose, by=by, at=at)
    outcome.known, outcome.children = landed.known, landed.people
    if held.rejects is not None:
        held.rejects.settle()
    if not landed.taken:
        raise NothingNew
    outcome.batch, outcome.taken, outcome.to_desk = batch.reference, landed.taken, landed.to_desk
    outcome.episodes = take_told(told=_told(), batch=batch, by=by, at=at)
    records.settle(batch=batch, refused=held.tally.total("refused"), by=by, at=at)
    recognise(people=landed.records)
    bring_rows_to_desk(reports=landed.to_desk, by=by, at=at)
    held.progress(held.passed)  # the last moment at which whoever watches can stop it


def _good_rows(incoming: Incoming, held: _Reading) -> Iterator[Row]:
    for portion in incoming.portions():
        for back in portion.sent_back:
            if not back.line:
                raise NotAWholeFile(f"{back.faults[0].words()}. Nothing was kept.")
            held.tally.send_back(back.table, back.faults)
            if held.rejects is not None:
                held.rejects.write(back.header, back.cells, back.faults)
        if portion.rows:
            held.tally.take(portion.table, len(portion.rows), portion.queries)
            yield from portion.rows
        held.passed += len(portion.rows) + len(portion.sent_back)
        held.progress(held.passed)


def _told() -> Iterator[Told]:
    """Yield the episodes of the rows that are new, in the order of the file."""
    for one in episodes_staged():
        yield Told(
            person=one.report.person,
            report=one.report,
            kind=EPISODE_KINDS[EntryKind(one.kind)],
            left=Moment(one.left_at, Precision(one.left_precision)),
            returned=Moment(one.ended_at, Precision(one.ended_precision)) if one.ended_at else None,
            text=one.report.text,
        )
