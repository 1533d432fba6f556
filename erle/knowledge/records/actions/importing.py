"""Letting in an agency's file: every row a report as it was said, all of it or nothing, and undone as a whole."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from erle.foundation.access import gate
from erle.foundation.access.actions.circles import open_circle, open_circles
from erle.foundation.access.models import Circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference, new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import Entry, ImportBatch, Person, Report
from erle.knowledge.records.rules import EntryKind, Scheme, Sex

CHUNK = 5_000
"""Rows whose references are drawn at once."""


class UndoneAlready(Refused):
    """The batch has been undone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A good row: what it said, of which child, and the line that it makes in the chronology, if any."""

    kind: str
    line: int
    child: str
    digest: bytes
    said: Mapping[str, str]
    happened_on: datetime | None = None
    title: str = ""
    entry: EntryKind | None = None


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


STAGED = """
CREATE TEMPORARY TABLE staged (
    kind text, line int, child text, digest bytea, said jsonb, happened_at timestamptz, title text, entry text,
    report text, entry_reference text
) ON COMMIT DROP
"""

REPORTS = """
INSERT INTO records_report (circle_id, sealed, reference, person_id, agency_id, batch_id, kind, line, said, text, source,
                            grade_scheme, grade, conditions, happened_at, precision, digest, recorded_by_id, recorded_at)
SELECT p.circle_id, p.sealed, s.report, p.id, %(agency)s, %(batch)s, s.kind, s.line, s.said, '', %(source)s,
       '3x5x2', '', '', s.happened_at, CASE WHEN s.happened_at IS NULL THEN '' ELSE 'day' END, s.digest, %(by)s, %(at)s
FROM staged s
JOIN records_identifier i ON i.agency_id = %(agency)s AND i.scheme = %(scheme)s AND i.value = s.child
JOIN records_person p ON p.id = i.person_id
ON CONFLICT (agency_id, digest) WHERE withdrawn_at IS NULL AND digest IS NOT NULL DO NOTHING
"""

ENTRIES = """
INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, batch_id, agency_id, kind, happened_at, precision,
                           title, text, quote, source, grade, significant, recorded_by_id, recorded_at)
SELECT r.circle_id, r.sealed, s.entry_reference, r.person_id, r.id, r.batch_id, r.agency_id, s.entry, s.happened_at, 'day',
       s.title, '', '', %(source)s, '', false, %(by)s, %(at)s
FROM staged s JOIN records_report r ON r.reference = s.report
WHERE s.entry <> ''
"""


def begin_import(*, agency: Agency, format: str, file_name: str, basis: str, by: Worker, at: datetime) -> ImportBatch:
    """Open a batch in the agency's own circle."""
    gate.require(Ability.IMPORT_RECORDS, by=by)
    circle = Circle.objects.filter(kind=CircleKind.AGENCY, agency=agency).first()
    if circle is None:
        circle = open_circle(kind=CircleKind.AGENCY, agency=agency, basis=basis, purpose="What the agency keeps for itself")
    return ImportBatch.objects.create(
        circle=circle,
        reference=new_reference("B"),
        agency=agency,
        format=format,
        file_name=file_name[:255],
        imported_by=by,
        imported_at=at,
    )


def land(*, batch: ImportBatch, rows: Iterable[Row], children: Mapping[str, Child], basis: str, purpose: str, by: Worker, at: datetime) -> Landed:
    """Take the rows in: new children with circles of their own, a report of each row not here already, its line.

    `children` fills while `rows` is read: it is used once they are all staged. What stands already, word for word,
    stays as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        read = _stage(rows)
        people = _meet(batch, children, basis=basis, purpose=purpose, by=by, at=at)
        given = {
            "agency": batch.agency_id,
            "batch": batch.pk,
            "scheme": Scheme.LOCAL_AUTHORITY_CHILD.value,
            "source": batch.agency.name,
            "by": by.pk,
            "at": at,
        }
        cursor.execute("ANALYZE staged")
        cursor.execute(REPORTS, given)
        taken = cursor.rowcount
        cursor.execute(ENTRIES, given)
    batch.rows, batch.taken, batch.known = read, taken, read - taken
    batch.save(update_fields=["rows", "taken", "known"])
    ledger.write(
        Act.IMPORTED, about=batch.reference, circle_id=batch.circle_id, purpose=batch.format, detail={"rows": read, "taken": taken}
    )
    return Landed(batch, taken, read - taken, people)


def undo_import(*, batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Withdraw everything that a batch brought, and each child of whom nothing else is said; return the reports withdrawn."""
    gate.require(Ability.IMPORT_RECORDS, by=by)
    if batch.undone_at is not None:
        raise UndoneAlready("That import has been undone already.")
    withdrawn = Report.objects.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    Entry.objects.filter(batch=batch, withdrawn_at__isnull=True).update(withdrawn_at=at)
    standing = Report.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    lines = Entry.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
    brought = Person.objects.filter(batch=batch, withdrawn_at__isnull=True)
    brought.filter(~Exists(standing), ~Exists(lines)).update(withdrawn_at=at)
    ImportBatch.objects.filter(pk=batch.pk).update(undone_by=by, undone_at=at)
    ledger.write(Act.UNDID_IMPORT, about=batch.reference, circle_id=batch.circle_id, detail={"reports": withdrawn})
    return withdrawn


def _stage(rows: Iterable[Row]) -> int:
    """Copy the rows into the staging table as they come, holding a chunk of them at most; return how many they were."""
    number = 0
    with connection.connection.cursor() as cursor, cursor.copy("COPY staged FROM STDIN") as copy:
        for chunk in _chunks(rows):
            reports, entries = new_references("R", len(chunk)), new_references("L", len(chunk))
            for row, report, entry in zip(chunk, reports, entries, strict=True):
                copy.write_row(
                    (
                        row.kind,
                        row.line,
                        row.child,
                        row.digest,
                        json.dumps(dict(row.said), ensure_ascii=False),
                        row.happened_on,
                        row.title,
                        row.entry.value if row.entry else "",
                        report,
                        entry,
                    )
                )
            number += len(chunk)
    return number


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _meet(batch: ImportBatch, children: Mapping[str, Child], *, basis: str, purpose: str, by: Worker, at: datetime) -> int:
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
            circles = open_circles(kind=CircleKind.CHILD, agency=batch.agency, number=len(new), basis=basis, purpose=purpose)
            _record(batch, new, list(circles.values()), by=by, at=at)
    return len(new)


def _record(batch: ImportBatch, new: list[Child], circles: list[int], *, by: Worker, at: datetime) -> None:
    references = new_references("E", len(new))
    people = Person.objects.bulk_create(
        [
            Person(
                circle_id=circle, reference=reference, born_on=child.born_on, sex=child.sex, batch=batch, recorded_by=by, recorded_at=at
            )
            for child, circle, reference in zip(new, circles, references, strict=True)
        ],
        batch_size=1_000,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value)"
            " SELECT circle, false, person, %s, %s, number FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS new (circle, person, number)",
            [batch.agency_id, Scheme.LOCAL_AUTHORITY_CHILD.value, circles, [person.pk for person in people], [child.number for child in new]],
        )
