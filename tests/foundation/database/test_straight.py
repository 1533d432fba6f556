"""A question that goes straight over libpq: answers, transactions and faults as a cursor has them."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from erle.foundation.database import straight
from erle.foundation.database.connected import Connection, connected
from erle.foundation.database.roles import DatabaseRole
from erle.foundation.database.straight import Straight

TWICE = Straight("test_twice", "SELECT repeat($1::text, 2)")
WAITS = Straight("test_waits", "SELECT pg_sleep($1::float8)::text")
DIVIDES = Straight("test_divides", "SELECT (1 / $1::int)::text")
PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE name = 'test_twice'"

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def session() -> Iterator[Connection]:
    with connected(DatabaseRole.MATCHER) as connection:
        yield connection


@pytest.mark.parametrize(("given", "told"), [("Zoë, ż", "Zoë, żZoë, ż"), ("", ""), ("a" * 3_000_000, "a" * 6_000_000)])
def test_it_gives_and_answers_texts_of_any_size(session: Connection, given: str, told: str) -> None:
    assert TWICE.ask(session, given) == told


def test_what_is_unknown_is_none(session: Connection) -> None:
    assert Straight("test_unknown", "SELECT NULL::text").ask(session) is None


def test_an_answer_that_is_late_is_waited_for_asleep(session: Connection) -> None:
    assert WAITS.ask(session, str(straight.AWAKE * 20)) == ""


def test_it_is_prepared_once_in_each_session(session: Connection) -> None:
    with connected(DatabaseRole.MATCHER) as other:
        for one in (session, session, other):
            TWICE.ask(one, "a")

        assert [one.execute(PREPARED).fetchall() for one in (session, other)] == [[(1,)], [(1,)]]


def test_it_begins_a_transaction_where_a_cursor_would(session: Connection) -> None:
    begun = []

    for by_itself in (False, True):
        session.autocommit = by_itself
        TWICE.ask(session, "a")
        begun.append(session.info.transaction_status)
        session.rollback()

    assert begun == [TransactionStatus.INTRANS, TransactionStatus.IDLE]


@pytest.mark.parametrize("by_itself", [True, False])
def test_it_is_prepared_anew_after_the_driver_threw_away_what_was_prepared(
    session: Connection, by_itself: bool
) -> None:
    session.execute("SELECT 1", prepare=True)
    TWICE.ask(session, "a")
    session.rollback()
    session.autocommit = by_itself

    assert [TWICE.ask(session, "a") for _ in range(2)] == ["aa", "aa"]


def test_within_a_transaction_what_was_thrown_away_is_a_fault(session: Connection) -> None:
    TWICE.ask(session, "a")
    session.execute("DEALLOCATE ALL")

    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        TWICE.ask(session, "a")
    session.rollback()
    assert TWICE.ask(session, "a") == "aa"


def test_a_fault_is_told_as_a_cursor_tells_it_and_the_session_goes_on(session: Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        DIVIDES.ask(session, "0")
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        TWICE.ask(session, "a")
    session.rollback()

    assert DIVIDES.ask(session, "1") == "1"


def test_a_server_that_is_gone_is_told_as_a_cursor_tells_it(session: Connection) -> None:
    TWICE.ask(session, "a")
    session.commit()
    with connected(DatabaseRole.MATCHER) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [session.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        TWICE.ask(session, "a")
