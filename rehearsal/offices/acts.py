"""Handing a school's logs in by the same actions as the page: one taken, one undone, one that waits to be taken."""

from datetime import datetime

from erle.doors.exchange.generic.mapping import FORMAT, VERSION, checked_mapping
from erle.doors.exchange.handed.actions import hand_in_file, map_columns, take_file
from erle.doors.exchange.handed.queries import file_called
from erle.doors.exchange.handed.working import work_off
from erle.doors.exchange.importing import undo_import
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import agencies, agency_called, import_worker
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.queries import batch_called, batches
from rehearsal.offices.concerns import COLUMNS, KINDS, LAST_YEAR, THIS_MONTH, TODAY, Logged, log

AGENCY, OFFICE = "fenwillow-academy", "safeguarding-lead"
TAKEN, UNDONE, WAITING = "concern log this month.csv", "concern log of another year.csv", "concern log since Monday.csv"
MAPPING = {
    "format": FORMAT,
    "version": VERSION,
    "columns": COLUMNS,
    "kind": None,
    "values": {"kind": KINDS},
    "dates": "dmy",
    "to_desk_days": 0,
    "sheet": "",
}


def were_handed_in() -> bool:
    """Tell whether the school handed its logs in, or there is no such school."""
    if not agencies().filter(slug=AGENCY).exists():
        return True
    with acting_as(import_worker(agency_called(AGENCY))):
        return batches().filter(file_name=TAKEN).exists()


def hand_in_logs(*, now: datetime) -> None:
    """Hand the three logs in."""
    office = Worker.objects.get(agency__slug=AGENCY, posts__role__slug=OFFICE)
    batch = _taken(UNDONE, LAST_YEAR, by=office, now=now)
    with acting_as(office):
        undone = batch_called(batch)
    undo_import(undone, at=undone.imported_at)
    _taken(TAKEN, THIS_MONTH, by=office, now=now)
    _checked(WAITING, TODAY, by=office, now=now)


def _checked(name: str, rows: tuple[Logged, ...], *, by: Worker, now: datetime) -> str:
    """Hand a log in, say what its columns hold, and have it checked; return its reference."""
    content = log(rows, today=local_day(now))
    with acting_as(by):
        file = hand_in_file(agency=by.agency, name=name, size=len(content), content=[content], by=by, at=now)
        map_columns(file=file, mapping=checked_mapping(MAPPING), by=by, at=now)
    work_off()
    return file.reference


def _taken(name: str, rows: tuple[Logged, ...], *, by: Worker, now: datetime) -> str:
    """Have a log's good rows taken; return the reference of the batch."""
    reference = _checked(name, rows, by=by, now=now)
    with acting_as(by):
        take_file(file=file_called(reference), by=by)
    work_off()
    with acting_as(by):
        return file_called(reference).batch
