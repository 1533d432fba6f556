"""What is sent and not waited for: done in its order, and its fault raised by whatever is asked next."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.pq import TransactionStatus

from erle.foundation.database.engine import sending
from erle.foundation.database.engine.sending import send

NAMED = "SELECT coalesce(current_setting('erle.test_name', true), '')"
NAME = "SELECT set_config('erle.test_name', $1, false)"
FAILS = "SELECT 1 / $1::int"

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def line(django_db_blocker: Any) -> Iterator[Any]:
    """A connection of its own, as the driver gives it."""
    with django_db_blocker.unblock():
        copied: Any = connections["default"].copy()
        copied.ensure_connection()
        yield copied.connection
        copied.close()


def _named(line: Any) -> str:
    [(name,)] = line.execute(NAMED).fetchall()
    return str(name)


def test_it_is_done_before_what_is_asked_next(line: Any) -> None:
    line.send(NAME, ["Zoë, ż"])

    assert _named(line) == "Zoë, ż"


def test_one_is_done_after_the_other(line: Any) -> None:
    for name in ("one", "two"):
        line.send(NAME, [name])

    assert _named(line) == "two"


def test_it_does_not_wait(line: Any) -> None:
    line.send("SELECT pg_sleep($1::float8)", ["0.2"])

    assert line.info.transaction_status == TransactionStatus.ACTIVE
    line.settle()
    assert line.info.transaction_status == TransactionStatus.IDLE


def test_what_is_larger_than_a_line_takes_at_once_arrives(line: Any) -> None:
    line.send(NAME, ["a" * 5_000_000])

    assert len(_named(line)) == 5_000_000


def test_a_script_begins_a_transaction_that_ends_as_a_cursors_does(line: Any) -> None:
    line.autocommit = False
    line.send("SELECT set_config('erle.test_name', 'nobody', true); SELECT 1")

    assert _named(line) == "nobody"
    line.commit()
    assert _named(line) == ""


@pytest.mark.parametrize("first", [[], ["SELECT 1"]], ids=["at-once", "after-another"])
def test_what_is_sent_first_in_a_transaction_is_undone_with_it(line: Any, first: list[str]) -> None:
    line.autocommit = False
    for statement in first:
        line.send(statement)
    line.send(NAME, ["somebody"])

    line.rollback()

    assert _named(line) == ""


def test_where_each_statement_stands_by_itself_no_transaction_begins(line: Any) -> None:
    line.send(NAME, ["somebody"])
    line.send("SELECT 1")
    line.settle()

    assert line.info.transaction_status == TransactionStatus.IDLE
    line.rollback()
    assert _named(line) == "somebody"


@pytest.mark.parametrize("asked", ["commit", "execute", "copy", "send"])
def test_a_fault_is_raised_by_what_comes_next_and_once(line: Any, asked: str) -> None:
    line.autocommit = False
    line.execute("SELECT set_config('erle.test_name', 'somebody', false)")
    line.send(FAILS, ["0"])

    with pytest.raises(psycopg.errors.DivisionByZero):
        _ask(line, asked)

    line.rollback()
    assert _named(line) == ""


def _ask(line: Any, asked: str) -> None:
    if asked == "copy":
        with line.cursor() as cursor, cursor.copy("COPY (SELECT 1) TO STDOUT") as copy:
            list(copy)
    elif asked == "commit":
        line.commit()
    else:
        getattr(line, asked)("SELECT 1")


def test_what_is_rolled_back_raises_nothing(line: Any) -> None:
    line.autocommit = False
    line.execute("SELECT 1")
    line.send(FAILS, ["0"])

    line.rollback()

    assert _named(line) == ""


def test_a_server_that_is_gone_is_told_by_what_comes_next(line: Any) -> None:
    line.send("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(psycopg.OperationalError):
        line.execute("SELECT 1")


@pytest.mark.django_db
def test_within_a_part_that_may_fail_the_fault_stays_there() -> None:
    with pytest.raises(DataError), transaction.atomic():
        send(FAILS, ["0"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchall() == [(1,)]


@pytest.mark.django_db
def test_it_is_counted_among_the_statements() -> None:
    with CaptureQueriesContext(connection) as statements:
        send(NAME, ["one"])

    assert [one["sql"] for one in statements] == [NAME]


@pytest.mark.django_db
def test_a_transaction_that_is_broken_is_sent_nothing() -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            send(NAME, ["one"])


def test_a_text_that_the_server_would_cut_off_is_refused(line: Any) -> None:
    with pytest.raises(psycopg.DataError):
        line.send(NAME, ["some\x00body"])

    assert _named(line) == ""


@pytest.mark.parametrize("values", [[], [""], ["a", "b"], ['"', "\\", '\\"', "{", "}", ",", " ", "NULL", "ż", "\n"]])
def test_a_list_arrives_as_it_is(line: Any, values: list[str]) -> None:
    assert line.execute("SELECT %s::text[]", [sending.as_array(values)]).fetchall() == [(values,)]


def test_a_list_of_numbers_may_have_gaps(line: Any) -> None:
    assert line.execute("SELECT %s::bigint[]", [sending.as_array([1, None, -3])]).fetchall() == [([1, None, -3],)]


@pytest.fixture
def outermost(line: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Django's connection around the line, in the outermost transaction of a page."""
    around: Any = connections["default"].copy()
    around.connection = line
    around.set_autocommit(False)
    around.in_atomic_block = True
    monkeypatch.setattr(sending, "connections", {"default": around})
    yield around
    around.in_atomic_block = False


def test_outside_a_transaction_a_fault_is_raised_at_once(outermost: Any) -> None:
    outermost.in_atomic_block = False

    with pytest.raises(DataError):
        sending.send(FAILS, ["0"])


def test_what_is_committed_meanwhile_stands_whatever_is_raised_after_it(outermost: Any) -> None:
    sending.send(NAME, ["somebody"])

    sending.commit_meanwhile()

    outermost.connection.rollback()
    assert _named(outermost.connection) == "somebody"


def test_what_cannot_be_committed_is_raised_by_the_end_of_the_transaction(outermost: Any) -> None:
    line = outermost.connection
    line.execute("CREATE TEMP TABLE once (number int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    line.execute("INSERT INTO once VALUES (1), (1)")

    sending.commit_meanwhile()

    with pytest.raises(psycopg.errors.UniqueViolation):
        line.commit()


def test_within_another_transaction_nothing_is_committed(outermost: Any) -> None:
    outermost.savepoint_ids.append("one")
    sending.send(NAME, ["somebody"])

    sending.commit_meanwhile()

    outermost.connection.rollback()
    assert _named(outermost.connection) == ""
