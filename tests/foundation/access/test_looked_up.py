"""However much was shared before: an act of sharing reads what it shares, and one circle is looked up by itself."""

from collections.abc import Iterator

import pytest

from tests.hands import Connection, act, rolled_back
from tests.partnership import Partnership

MANY, FEW_ROWS = 3_000, 100
CIRCLES = (
    "INSERT INTO access_circle (reference, kind, sealed, opened_at, agency_id, opened_by_id)"
    " SELECT 'C-L' || n, 'child', false, now(), w.agency_id, w.id FROM generate_series(%s::int, %s::int) n"
    " CROSS JOIN agencies_worker w WHERE w.id = %s RETURNING id"
)
SHARES = (
    "INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at,"
    " ends_at, shared_by_id, shared_at, withdrawn_because)"
    " SELECT 'S-L' || id, 'opened', id, false, %s, 'x', 'child_in_need', '', '', now(), 'infinity', %s, now(), ''"
    " FROM unnest(%s::bigint[]) id"
)


@pytest.fixture
def many(partnership: Partnership) -> Iterator[tuple[Connection, int]]:
    """A connection to tables in which a worker was let into many circles, all of it rolled back; and the worker."""
    worker = int(partnership.lead.pk)
    with rolled_back() as connection:
        share(connection, worker, 1, MANY)
        connection.execute("ANALYZE access_share")
        connection.execute("ANALYZE access_need")
        yield connection, worker


def share(connection: Connection, worker: int, first: int, last: int) -> list[int]:
    """Open circles and let the worker into them; return their numbers."""
    opened = [number for [number] in connection.execute(CIRCLES, [first, last, worker])]
    connection.execute(SHARES, [worker, worker, opened])
    return opened


def read(connection: Connection, table: str) -> int:
    """Return how many rows of the table were read so far in the transaction."""
    [[rows]] = connection.execute("SELECT pg_stat_get_xact_tuples_returned(%s::regclass)", [table])
    return int(rows)


def test_what_is_shared_is_worked_out_without_reading_what_was_shared_before(many: tuple[Connection, int]) -> None:
    connection, worker = many
    before = read(connection, "access_share")

    [circle] = share(connection, worker, MANY + 1, MANY + 1)

    assert read(connection, "access_share") - before < FEW_ROWS
    needs = connection.execute("SELECT worker_id FROM access_need WHERE circle_id = %s", [circle]).fetchall()
    assert needs == [(worker,)]


def test_whether_she_was_let_into_one_circle_is_asked_without_reading_all_her_needs(
    many: tuple[Connection, int],
) -> None:
    connection, worker = many
    [circle] = share(connection, worker, MANY + 1, MANY + 1)
    act(connection, worker)
    before = read(connection, "access_need")

    [[let_in]] = connection.execute("SELECT erle.let_into(%s)", [circle])

    assert let_in
    assert read(connection, "access_need") - before < FEW_ROWS
