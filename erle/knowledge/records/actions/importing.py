"""Letting in an agency's file: every row a report as it was said, all of it or nothing, and undone as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from erle.foundation.access import gate
from erle.foundation.access.actions.circles import open_circle, open_circles
from erle.foundation.access.models import Circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import LONG, new_reference, new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.staging import Row, drawn_once, stage, take_staged
from erle.knowledge.records.actions.telling import Line
from erle.knowledge.records.models import Entry, ImportBatch, Person, Report, Words
from erle.knowledge.records.rules import Precision, Scheme, Sex

IDENTIFIERS = """
INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value)
SELECT circle, false, person, %s, %s, number
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS new (circle, person, number)
"""


class UndoneAlready(Refused):
    """The batch has been undone."""


@dataclass(frozen=True, slots=True)
class Child:
    """What a file says of who a child is; the number is the agency's own."""

    number: str
    born_on: date | None
    sex: Sex


@dataclass(frozen=True)
class Landed:
    """What became of a file's good rows."""

    batch: ImportBatch
    taken: int
    known: int
    people: int


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


def land(
    *,
    batch: ImportBatch,
    rows: Iterable[Row],
    children: Mapping[str, Child],
    basis: str,
    purpose: str,
    by: Worker,
    at: datetime,
) -> Landed:
    """Take the rows in: new children with circles of their own, a report of each row not here already, its line.

    `children` fills while `rows` is read: it is used once they are all staged. What stands already, word for word,
    stays as it is.
    """
    given = {
        "agency": batch.agency_id,
        "batch": batch.pk,
        "scheme": Scheme.LOCAL_AUTHORITY_CHILD.value,
        "source": batch.agency.name,
        "by": by.pk,
        "at": at,
    }
    with connection.cursor() as cursor, drawn_once():
        read = stage(cursor, rows)
        people = _meet(batch, children, basis=basis, purpose=purpose, by=by, at=at)
        taken = take_staged(cursor, given)
    batch.rows, batch.taken, batch.known = read, taken, read - taken
    batch.save(update_fields=["rows", "taken", "known"])
    ledger.write(
        Act.IMPORTED,
        about=batch.reference,
        circle_id=batch.circle_id,
        purpose=batch.format,
        detail={"rows": read, "taken": taken},
    )
    return Landed(batch, taken, read - taken, people)


class Told(NamedTuple):
    """A line of the chronology that an area above makes of a file's row."""

    report: Report
    line: Line
    happened_at: datetime
    precision: Precision


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
                quote=told.line.quote,
                source=by.name,
                significant=told.line.significant,
                recorded_by=by,
                recorded_at=at,
            )
            for told, reference in zip(lines, references, strict=True)
        ]
    )


def count_refused(*, batch: ImportBatch, refused: int) -> None:
    """Write down how many rows were sent back, once all have been read."""
    batch.rows, batch.refused = batch.rows + refused, refused
    batch.save(update_fields=["rows", "refused"])


def undo_import(*, batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Withdraw all that a batch brought, and each child of whom nothing else is said; return the reports withdrawn."""
    gate.require(Ability.IMPORT_RECORDS, by=by)
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at__isnull=True).update(undone_by=by, undone_at=at):
        raise UndoneAlready("That import has been undone already.")
    named = Exists(Report.objects.filter(batch=batch, person=OuterRef("pk")))
    brought = Person.objects.filter(Q(batch=batch) | named, batch__isnull=False, withdrawn_at__isnull=True)
    children = list(brought.values_list("pk", flat=True))
    withdrawn = Report.objects.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    Entry.objects.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    standing = Report.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    lines = Entry.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    words = Words.objects.filter(person=OuterRef("pk"))
    Person.objects.filter(~Exists(standing), ~Exists(lines), ~Exists(words), pk__in=children).update(withdrawn_at=at)
    ledger.write(Act.UNDID_IMPORT, about=batch.reference, circle_id=batch.circle_id, detail={"reports": withdrawn})
    return withdrawn


def _meet(
    batch: ImportBatch, children: Mapping[str, Child], *, basis: str, purpose: str, by: Worker, at: datetime
) -> int:
    """Record the children whom the agency's numbers do not know yet; return how many they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.value, p.id FROM records_identifier i JOIN records_person p ON p.id = i.person_id"
            " WHERE i.agency_id = %s AND i.scheme = %s AND i.value = ANY (%s)",
            [batch.agency_id, Scheme.LOCAL_AUTHORITY_CHILD.value, list(children)],
        )
        known = dict(cursor.fetchall())
        Person.objects.filter(pk__in=list(known.values()), withdrawn_at__isnull=False).update(withdrawn_at=None)
        new = [child for number, child in children.items() if number not in known]
        if new:
            circles = open_circles(
                kind=CircleKind.CHILD, agency=batch.agency, number=len(new), basis=basis, purpose=purpose
            )
            _record(batch, new, list(circles.values()), by=by, at=at)
    return len(new)


def _record(batch: ImportBatch, new: list[Child], circles: list[int], *, by: Worker, at: datetime) -> None:
    references = new_references("E", len(new))
    people = Person.objects.bulk_create(
        [
            Person(
                circle_id=circle,
                reference=reference,
                born_on=child.born_on,
                sex=child.sex,
                batch=batch,
                recorded_by=by,
                recorded_at=at,
            )
            for child, circle, reference in zip(new, circles, references, strict=True)
        ],
        batch_size=1_000,
    )
    people_ids, numbers = [person.pk for person in people], [child.number for child in new]
    with connection.cursor() as cursor:
        scheme = Scheme.LOCAL_AUTHORITY_CHILD.value
        cursor.execute(IDENTIFIERS, [batch.agency_id, scheme, circles, people_ids, numbers])
