"""Rows on their way in: copied beside the tables as they come, and made reports and lines by one statement each."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import IntegrityError, connection

from erle.foundation.agencies.references import LONG, new_references
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.rules import EntryKind

CHUNK = 5_000
"""Rows whose references are drawn at once."""
AS_JSON = json.JSONEncoder(ensure_ascii=False)

STAGED = """
CREATE TEMPORARY TABLE staged (
    kind text, line int, child text, digest bytea, said jsonb, happened_at timestamptz, title text, entry text,
    report text, entry_reference text
) ON COMMIT DROP
"""

REPORTS = """
INSERT INTO records_report (circle_id, sealed, reference, person_id, agency_id, batch_id, kind, line, said, text,
                            source, grade_scheme, grade, conditions, happened_at, precision, digest, recorded_by_id,
                            recorded_at)
SELECT p.circle_id, p.sealed, s.report, p.id, %(agency)s, %(batch)s, s.kind, s.line, s.said, '', %(source)s,
       '3x5x2', '', '', s.happened_at, CASE WHEN s.happened_at IS NULL THEN '' ELSE 'day' END, s.digest, %(by)s, %(at)s
FROM staged s
JOIN records_identifier i ON i.agency_id = %(agency)s AND i.scheme = %(scheme)s AND i.value = s.child
JOIN records_person p ON p.id = i.person_id
ON CONFLICT (agency_id, digest) WHERE withdrawn_at IS NULL AND digest IS NOT NULL DO NOTHING
"""

ENTRIES = """
INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, batch_id, agency_id, kind, happened_at,
                           precision, title, text, quote, source, grade, significant, recorded_by_id, recorded_at)
SELECT r.circle_id, r.sealed, s.entry_reference, r.person_id, r.id, r.batch_id, r.agency_id, s.entry, s.happened_at,
       'day', s.title, '', '', %(source)s, '', false, %(by)s, %(at)s
FROM staged s JOIN records_report r ON r.reference = s.report
WHERE s.entry <> ''
"""


class ByChanceAlike(Refused):
    """A reference drawn by chance stands already."""


class Row(NamedTuple):
    """A good row: what it said, of which child, and the line that it makes in the chronology, if any."""

    kind: str
    line: int
    child: str
    digest: bytes
    said: Mapping[str, str]
    happened_at: datetime | None = None
    title: str = ""
    entry: EntryKind | None = None


@contextmanager
def drawn_once() -> Iterator[None]:
    """Say it in words where a reference drawn by chance stands already: once in ten thousand large files."""
    try:
        yield
    except IntegrityError as error:
        if "reference" not in str(error):
            raise
        raise ByChanceAlike("A reference drawn by chance stands already. Nothing was kept: import it again.") from error


def stage(cursor: Any, rows: Iterable[Row]) -> int:
    """Copy the rows into the staging table as they come, holding a chunk of them at most; return how many they were."""
    number, source = 0, iter(rows)
    cursor.execute(STAGED)
    with connection.connection.cursor() as copying, copying.copy("COPY staged FROM STDIN") as copy:
        while chunk := [*islice(source, CHUNK)]:
            references = (new_references(prefix, len(chunk), length=LONG) for prefix in ("R", "L"))
            for row, report, entry in zip(chunk, *references, strict=True):
                said, kind = AS_JSON.encode(row.said), row.entry.value if row.entry else ""
                copy.write_row(
                    (row.kind, row.line, row.child, row.digest, said, row.happened_at, row.title, kind, report, entry)
                )
            number += len(chunk)
    return number


def take_staged(cursor: Any, given: Mapping[str, Any]) -> int:
    """Make reports and lines of what is staged; return how many reports are new."""
    cursor.execute("ANALYZE staged")
    cursor.execute(REPORTS, given)
    taken: int = cursor.rowcount
    cursor.execute(ENTRIES, given)
    cursor.execute("DROP TABLE staged")
    return taken
