"""Letting in an agency's file: every row a report as it was said, all of it or nothing, and undone as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from erle.foundation.access import gate
from erle.foundation.access.actions.circles import open_circle
from erle.foundation.access.models import Circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import LONG, new_reference, new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.files import completing, taking
from erle.knowledge.records.actions.files.meeting import meet, own_scheme
from erle.knowledge.records.actions.files.rows import Row
from erle.knowledge.records.actions.files.staging import drawn_once, stage
from erle.knowledge.records.actions.telling import Line
from erle.knowledge.records.models import Entry, ImportBatch, Person, Report, SchoolWeek, Words
from erle.knowledge.records.rules import Precision


class UndoneAlready(Refused):
    """The batch has been undone."""


@dataclass(frozen=True)
class Landed:
    """What became of a file's good rows."""

    batch: ImportBatch
    taken: int
    known: int
    people: int
    records: tuple[int, ...] = ()
    """The numbers of the records that the new rows are about, old and new."""
    to_desk: tuple[str, ...] = ()
    """The references of the reports that go to the MASH desk."""


def begin_import(
    *, agency: Agency, file_format: str, file_name: str, basis: str, by: Worker, at: datetime
) -> ImportBatch:
    """Open a batch in the agency's own circle."""
    gate.require(Ability.IMPORT_RECORDS, by=by)
    circle = Circle.objects.filter(kind=CircleKind.AGENCY, agency=agency).first()
    if circle is None:
        circle = open_circle(
            kind=CircleKind.AGENCY, agency=agency, basis=basis, purpose="What the agency keeps for itself"
        )
    return ImportBatch.objects.create(
        circle=circle,
        reference=new_reference("B"),
        agency=agency,
        format=file_format,
        file_name=file_name[:255],
        imported_by=by,
        imported_at=at,
    )


def land(*, batch: ImportBatch, rows: Iterable[Row], basis: str, purpose: str, by: Worker, at: datetime) -> Landed:
    """Take the rows in: new children with circles of their own, a report of each row not here already, its lines.

    What stands already, word for word, stays as it is. `settle` ends what this begins, in the same transaction.
    """
    given = _given(batch, by=by, at=at)
    with connection.cursor() as cursor, drawn_once():
        read = stage(cursor, rows)
        taking.forget_known(cursor, given)
        people = meet(cursor, batch, given, basis=basis, purpose=purpose)
        completing.complete(cursor, given)
        taken = taking.take_staged(cursor, batch, given, basis=basis, purpose=purpose)
        records, to_desk = taking.people_met(cursor), taking.desk_reports(cursor)
    batch.rows, batch.taken, batch.known = read, taken, read - taken
    batch.save(update_fields=["rows", "taken", "known"])
    ledger.write(
        Act.IMPORTED,
        about=batch.reference,
        circle_id=batch.circle_id,
        purpose=batch.format,
        detail={"rows": read, "taken": taken},
    )
    return Landed(batch, taken, read - taken, people, tuple(records), tuple(to_desk))


def settle(*, batch: ImportBatch, refused: int, by: Worker, at: datetime) -> None:
    """Keep what the landed reports name, with the lines that stand by now, and how many rows were sent back."""
    with connection.cursor() as cursor, drawn_once():
        taking.take_mentions(cursor, _given(batch, by=by, at=at))
    batch.rows, batch.refused = batch.rows + refused, refused
    batch.save(update_fields=["rows", "refused"])


class Told(NamedTuple):
    """A line of the chronology that an area above makes of a file's row."""

    report: Report
    line: Line
    happened_at: datetime
    precision: Precision
    text: str = ""


def write_lines(*, lines: Sequence[Told], batch: ImportBatch, by: Worker, at: datetime) -> None:
    """Write many lines that a file tells, each in the chronology of the person its report is about."""
    references = new_references("L", len(lines), length=LONG)
    Entry.objects.bulk_create(
        [
            Entry(
                circle_id=told.report.person.circle_id,
                sealed=told.report.person.sealed,
                reference=reference,
                person_id=told.report.person_id,
                report=told.report,
                batch=batch,
                agency_id=batch.agency_id,
                kind=told.line.kind,
                happened_at=told.happened_at,
                precision=told.precision,
                title=told.line.title,
                text=told.text,
                quote=told.line.quote,
                source=told.report.source or by.name,
                grade=told.report.grade,
                significant=told.line.significant,
                recorded_by=by,
                recorded_at=at,
            )
            for told, reference in zip(lines, references, strict=True)
        ]
    )


def undo_import(*, batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Withdraw all that a batch brought, and each child of whom nothing else is said; return the reports withdrawn."""
    gate.require(Ability.IMPORT_RECORDS, by=by)
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at__isnull=True).update(undone_by=by, undone_at=at):
        raise UndoneAlready("That import has been undone already.")
    named = Exists(Report.objects.filter(batch=batch, person=OuterRef("pk")))
    brought = Person.objects.filter(Q(batch=batch) | named, batch__isnull=False, withdrawn_at__isnull=True)
    children = list(brought.values_list("pk", flat=True))
    withdrawn = Report.objects.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    for table in (Entry, SchoolWeek, Words):
        table._default_manager.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    standing = Report.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    lines = Entry.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    words = Words.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    Person.objects.filter(~Exists(standing), ~Exists(lines), ~Exists(words), pk__in=children).update(withdrawn_at=at)
    completing.take_back(batch)
    ledger.write(Act.UNDID_IMPORT, about=batch.reference, circle_id=batch.circle_id, detail={"reports": withdrawn})
    return withdrawn


def _given(batch: ImportBatch, *, by: Worker, at: datetime) -> dict[str, Any]:
    """Return what every statement on the staged rows is told."""
    return {
        "agency": batch.agency_id,
        "batch": batch.pk,
        "scheme": own_scheme(batch.agency.kind).value,
        "source": batch.agency.name,
        "by": by.pk,
        "at": at,
    }
