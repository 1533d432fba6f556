"""A large file comes in fast where an earlier one was taken back: the planner counts what it believes to be empty."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from psycopg import sql

from erle.doors.exchange.formats import read_file
from erle.doors.exchange.generic.mapping import checked_mapping
from erle.doors.exchange.importing import import_file
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.records.actions.files import meeting, taking
from erle.knowledge.records.models import ImportBatch
from tests.doors.exchange.conftest import Given
from tests.hands import superuser
from tests.partnership import Partnership

CHILDREN = 2_000
JOINED = ("records_person", "records_identifier", "records_report", "records_entry")
MAPPING = {
    "kind": "concern",
    "columns": {"No": "number", "Name": "full_name", "Date": "happened_on", "Concern": "text"},
    "dates": "dmy",
}


@pytest.fixture(autouse=True)
def counted_by_nobody_else(django_db_setup: None) -> Iterator[None]:
    """Keep the server from counting meanwhile; what it believes is no part of a transaction, and is put right after."""
    for_each("ALTER TABLE {} SET (autovacuum_enabled = false)")
    yield
    for_each("ALTER TABLE {} RESET (autovacuum_enabled)")
    for_each("ANALYZE {}")


@pytest.fixture
def agency(partnership: Partnership) -> Agency:
    with superuser() as by_hand:
        version = by_hand.info.server_version
    if version < 170_000:
        pytest.skip("Before PostgreSQL 17 only a table's owner may have it counted.")
    return partnership.agencies["school"]


@pytest.fixture
def concerns(given: Given) -> Path:
    rows = [f"{number},Child Number{number},03/02/2024,Tired in the lesson." for number in range(CHILDREN)]
    return given("\n".join(["No,Name,Date,Concern", *rows]), "concerns.csv")


def for_each(statement: str) -> None:
    """Run the statement for each of the tables, as the server's account, and for good."""
    with superuser(autocommit=True) as by_hand:
        by_hand.execute("SET lock_timeout = '20s'")
        for table in JOINED:
            by_hand.execute(sql.SQL(statement).format(sql.Identifier(table)))


def let_in(path: Path, agency: Agency, at: datetime) -> str:
    incoming = read_file("generic", path, mapping=checked_mapping(MAPPING), now=at)
    return import_file(incoming, agency=agency, name=path.name, at=at).batch


def count_again(worker: Worker, batch: int) -> None:
    with acting_as(worker), connection.cursor() as cursor:
        cursor.execute("SELECT erle.count_again(%s, %s)", [batch, list(JOINED)])


def believed() -> dict[str, float]:
    with superuser() as by_hand:
        found = by_hand.execute("SELECT relname, reltuples FROM pg_class WHERE relname = ANY (%s)", [list(JOINED)])
        return {str(name): float(rows) for name, rows in found}


def test_what_a_file_makes_many_times_larger_is_counted_before_it_is_joined(
    agency: Agency, concerns: Path, at: datetime
) -> None:
    taken_back = transaction.savepoint()
    let_in(concerns, agency, at)
    transaction.savepoint_rollback(taken_back)
    for_each("ANALYZE {}")
    empty = believed()

    let_in(concerns, agency, at)

    assert max(empty.values()) < CHILDREN / 4
    assert min(believed().values()) > CHILDREN / 2


def test_what_was_never_counted_is_counted_once_a_file_has_brought_it(
    agency: Agency, concerns: Path, at: datetime
) -> None:
    with superuser(autocommit=True) as by_hand:
        by_hand.execute("SET allow_system_table_mods = on")
        by_hand.execute("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname = ANY (%s)", [list(JOINED)])

    let_in(concerns, agency, at)

    assert min(believed().values()) > CHILDREN / 2


def test_who_asks_again_learns_no_new_number(agency: Agency, concerns: Path, given: Given, at: datetime) -> None:
    taken_back = transaction.savepoint()
    let_in(concerns, agency, at)
    transaction.savepoint_rollback(taken_back)
    for_each("ANALYZE {}")
    batch = let_in(concerns, agency, at)
    first = believed()
    let_in(given("No,Name,Date,Concern\n1,Child Number1,04/02/2024,Fell asleep.\n", "more.csv"), agency, at)

    with acting_as(import_worker(agency)):
        number = ImportBatch.objects.get(reference=batch).pk
    count_again(import_worker(agency), number)

    assert believed() == first


def test_nobody_has_a_table_counted_for_a_file_that_is_not_hers(
    partnership: Partnership, agency: Agency, concerns: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (meeting, taking):
        monkeypatch.setattr(room, "count_again", lambda *given: None)
    batch = let_in(concerns, agency, at)
    with acting_as(import_worker(agency)):
        number = ImportBatch.objects.get(reference=batch).pk
    for_each("ANALYZE {}")
    empty = believed()

    for other in (partnership.lead, import_worker(partnership.agencies["police"])):
        count_again(other, number)
    unasked = believed()
    count_again(import_worker(agency), number)

    assert unasked == empty
    assert min(believed().values()) > CHILDREN / 2
