"""Many records are recognised as many, also by a connection that met few before, in tables that nobody counted since."""

from collections.abc import Iterator

import pytest
from django.db import connections

from tests.hands import Connection, clone, superuser

FEW, MANY = 100, 1_500
KEPT_FROM = 6
"""A plan may be kept from the sixth time on."""
READ_BY_TABLE = 10
"""How often all rows of a table may be read to recognise any number of records."""
CIRCLES = (
    "INSERT INTO access_circle (reference, kind, sealed, opened_at, agency_id, opened_by_id)"
    " SELECT 'C-P' || n, 'child', false, now(), a.id, w.id FROM generate_series(%s::int, %s::int) n,"
    " LATERAL (SELECT id FROM agencies_agency WHERE kind = 'csc') a,"
    " LATERAL (SELECT min(id) AS id FROM agencies_worker) w"
)
PEOPLE = (
    "INSERT INTO records_person (circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,"
    " pronouns, school, lives, recorded_by_id, recorded_at)"
    " SELECT c.id, false, 'E-' || substr(c.reference, 3), 'Child' || c.id, 'Alike', '', '2012-03-03', 'U', '', '', '',"
    " c.opened_by_id, now() FROM access_circle c WHERE c.reference LIKE 'C-P%'"
    " AND NOT EXISTS (SELECT 1 FROM records_person p WHERE p.circle_id = c.id) RETURNING id"
)
READ = (
    "SELECT sum(pg_stat_get_xact_tuples_returned(c.oid)) FROM pg_class c"
    " WHERE relname IN ('records_person', 'access_circle', 'linkage_tie')"
)


@pytest.fixture
def alone(django_db_setup: None, django_db_blocker: object) -> Iterator[Connection]:
    """A connection to a clone where no trigger runs and nobody counts."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as made, superuser(made) as connection:
        for table in ("records_person", "access_circle", "linkage_tie"):
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
        connection.execute("DELETE FROM linkage_tie")
        connection.commit()
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.rollback()


def _children(connection: Connection, first: int, last: int) -> list[int]:
    connection.execute(CIRCLES, [first, last])
    return [number for [number] in connection.execute(PEOPLE)]


@pytest.mark.parametrize("asked", ["erle.gathering(%s)", "erle.certain_pairs(%s)"])
def test_many_are_read_as_many_after_few(alone: Connection, asked: str) -> None:
    few = _children(alone, 1, FEW)
    alone.execute("ANALYZE records_person")
    for _ in range(KEPT_FROM):
        alone.execute(f"SELECT count(*) FROM {asked}", [few])
    many = _children(alone, FEW + 1, MANY)
    [[before]] = alone.execute(READ)

    alone.execute(f"SELECT count(*) FROM {asked}", [many])

    [[after]] = alone.execute(READ)
    assert after - before < READ_BY_TABLE * MANY
