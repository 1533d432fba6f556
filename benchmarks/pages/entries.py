"""A database of many millions of entries, made by plain SQL and grown in place: what stands before stays as it is.

Its children have 20 lines each, circles of their own, and a place named in one report of two. The rows of the bench
itself have the lowest numbers; those of the world begin above them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from benchmarks.rls import world

LINES_EACH = 20
FIRST_CHILD = 2_001
"""Numbers below are the bench's own."""

CIRCLES = f"""
INSERT INTO access_circle (id, reference, kind, agency_id, sealed, opened_at, opened_by_id)
    SELECT n, 'C-' || n, 'child', {world.AGENCY}, {world.SEALED}, now() - interval '300 days', 1
    FROM generate_series({{first}}, {{last}}) n;
INSERT INTO access_share (id, circle_id, sealed, reference, kind, worker_id, purpose, basis, reason, told,
                          starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
    SELECT n, n, {world.SEALED}, 'S-' || n, 'shared', 1 + n::bigint * 7919 % 5000, 'Work', 'public-task', '', '',
           now() - interval '200 days', now() + interval '300 days', 1, now(), ''
    FROM generate_series({{first}}, {{last}}) n;
INSERT INTO access_need (worker_id, circle_id, share_id, post_id, starts_at, ends_at)
    SELECT worker_id, circle_id, id, 0, starts_at, ends_at FROM access_share WHERE id BETWEEN {{first}} AND {{last}};
"""
RECORDS = f"""
INSERT INTO records_person (id, circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,
                            pronouns, school, lives, recorded_by_id, recorded_at)
    SELECT n, n, {world.SEALED}, 'E-' || n, 'Given' || n % 997, 'Family' || n % 3989, '', date '2010-01-01' + n % 4000,
           'U', '', 'School ' || n % 90, '', 1, now()
    FROM generate_series({{first}}, {{last}}) n;
INSERT INTO records_report (id, circle_id, sealed, reference, person_id, agency_id, kind, said, text, source,
                            grade_scheme, grade, conditions, precision, recorded_by_id, recorded_at)
    SELECT n * 2 + i, n, {world.SEALED}, 'R-' || n * 2 + i, n, 1 + n % 94, 'form', '{{{{}}}}', '', '', '3x5x2', '1 A P',
           '', 'day', 1, now()
    FROM generate_series({{first}}, {{last}}) n, generate_series(0, 1) i;
INSERT INTO records_mention (circle_id, sealed, reference, report_id, kind, words, key, thing, details, recorded_at)
    SELECT n, {world.SEALED}, 'N-' || n, n * 2, 'place', 'Place ' || n % 5000, 'place ' || n % 5000,
           'T-' || lpad((n % 5000)::text, 10, '2'), '{{{{}}}}', now()
    FROM generate_series({{first}}, {{last}}) n;
INSERT INTO records_entry (id, circle_id, sealed, reference, person_id, report_id, agency_id, kind, happened_at,
                           precision, title, text, quote, source, grade, significant, recorded_by_id, recorded_at)
    SELECT n * 32 + i, n, {world.SEALED}, 'L-' || n * 32 + i, n, CASE WHEN i % 4 = 0 THEN n * 2 + i / 4 % 2 END,
           1 + (n + i) % 94, (ARRAY['contact', 'concern', 'incident', 'review'])[1 + i % 4],
           now() - interval '1 hour' * (i * 437 + n % 24), 'minute', 'What happened, in a few words',
           'What was seen, said and done, as it was told.', '', 'Worker', '1 A P', i % 20 = 0, 1, now()
    FROM generate_series({{first}}, {{last}}) n, generate_series(1, {LINES_EACH}) i;
"""
LARGE = ("records_entry", "records_mention", "records_report", "records_person")
TABLES = f"access_circle, access_share, access_need, {', '.join(LARGE)}"
SECONDARY = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique
"""

Connection = psycopg.Connection[Any]


def found(connection: Connection) -> None:
    """Make the directory, and leave the lowest numbers of everything else to the bench."""
    with _triggers_off(connection):
        connection.execute(world.DIRECTORY.encode())
    for table, top in (("agencies_agency", 100), ("agencies_worker", 5_004), ("agencies_post", 5_004)):
        connection.execute(f"SELECT setval('{table}_id_seq', {top})".encode())


def grow(connection: Connection, *, standing: int, entries: int) -> int:
    """Add children until so many entries stand; return the last child's number."""
    first, last = FIRST_CHILD + standing // LINES_EACH, FIRST_CHILD + entries // LINES_EACH - 1
    with _without_indexes(connection), _triggers_off(connection):
        for statements in (CIRCLES, RECORDS):
            connection.execute(statements.format(first=first, last=last).encode())
    connection.execute(b"TRUNCATE access_standing, access_touched")
    keep(connection)
    connection.execute(f"VACUUM ANALYZE {TABLES}, access_standing".encode())
    return last


def keep(connection: Connection) -> None:
    """Keep every standing that is due, as the job does: each second, some at a time."""
    while connection.execute(b"SELECT erle.keep_standing()").fetchone() != (0,):
        pass


@contextmanager
def _triggers_off(connection: Connection) -> Iterator[None]:
    with connection.transaction():
        connection.execute(b"SET LOCAL session_replication_role = replica")
        yield


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take the indexes of the large tables away while rows come, and make them anew at once."""
    made = connection.execute(SECONDARY.encode(), [list(LARGE)]).fetchall()
    for name, _ in made:
        connection.execute(f"DROP INDEX {name}".encode())
    yield
    connection.execute(b"SET maintenance_work_mem = '512MB'")
    for _, definition in made:
        connection.execute(str(definition).encode())
