"""Side doors at the level of SQL: what injected SQL, running as the worker who is signed in, learns of a hidden row."""

from collections.abc import Iterator

import psycopg
import pytest

from erle.foundation.database.roles import DatabaseRole
from tests.hands import Connection, act, connect, rolled_back
from tests.partnership import CANARY, Partnership

F_LEAK = """
CREATE FUNCTION pg_temp.f_leak(words text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN RAISE NOTICE 'leaked %', words; RETURN true; END $$;
"""
NARRATIVE = {
    "records_person": "family_name",
    "records_report": "text",
    "records_entry": "text",
    "records_words": "said",
    "access_share": "reference",
    "access_circle": "reference",
    "access_conflict": "reason",
    "access_refusal": "reason",
    "access_breakglass": "happening",
    "access_need": "circle_id::text",
    "ledger_line": "purpose",
    "records_identifier": "value",
    "records_importbatch": "file_name",
    "clocks_runningclock": "title",
    "missing_episode": "reference",
}

WORDS = (
    "INSERT INTO records_words (circle_id, sealed, person_id, agency_id, said, wishes, setting, said_at, said_to_id,"
    " ask_again_on, recorded_at) VALUES (%s, false, %s, 1, 'x', '{}', '', now(), %s, now(), now())"
)


@pytest.fixture
def never(partnership: Partnership) -> Iterator[Connection]:
    """A connection on which the worker acts who was never in a circle."""
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.never.pk)
        yield connection
        connection.rollback()


@pytest.mark.parametrize("table", NARRATIVE)
def test_a_cheap_function_is_not_shown_a_hidden_row(partnership: Partnership, table: str) -> None:
    told: list[str] = []
    with rolled_back() as connection:  # a superuser makes the function, since no role that works can make one
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        connection.execute(F_LEAK.replace("pg_temp.", "public."))
        connection.execute("SET LOCAL ROLE erle_worker")
        act(connection, partnership.never.pk)

        connection.execute(f"SELECT count(*) FROM {table} WHERE public.f_leak({NARRATIVE[table]}::text)")

    assert told == []


def test_the_same_function_is_shown_the_rows_of_a_member(partnership: Partnership) -> None:
    told: list[str] = []
    with rolled_back() as connection:
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        connection.execute(F_LEAK.replace("pg_temp.", "public."))
        connection.execute("SET LOCAL ROLE erle_worker")
        act(connection, partnership.member.pk)

        connection.execute("SELECT count(*) FROM records_person WHERE public.f_leak(family_name)")

    assert told == ["leaked Arden"]


def test_an_error_in_the_condition_does_not_depend_on_a_hidden_row(never: Connection) -> None:
    for guess in (CANARY, "Nobody"):
        row = never.execute(
            "SELECT count(*) FROM records_person WHERE 1 / (CASE WHEN family_name = %s THEN 0 ELSE 1 END) = 1", [guess]
        ).fetchone()

        assert row == (0,)


def test_the_statistics_tell_nothing(never: Connection) -> None:
    with rolled_back() as connection:
        connection.execute("ANALYZE records_person")
        connection.commit()

    row = never.execute(
        "SELECT count(*) FROM pg_stats WHERE tablename LIKE 'records%' AND most_common_vals IS NOT NULL"
    ).fetchone()

    assert row == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM records_person FOR UPDATE",
        "UPDATE records_person SET lives = 'x'",
        "UPDATE records_report SET withdrawn_at = now()",
    ],
)
def test_hidden_rows_are_neither_locked_nor_changed(never: Connection, statement: str) -> None:
    assert never.execute(statement).rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records_person",
        "TRUNCATE records_report",
        "UPDATE records_report SET text = 'x'",
        "UPDATE records_report SET said = '{}'",
        "UPDATE records_entry SET text = 'x'",
        "UPDATE records_words SET said = 'x'",
        "UPDATE records_person SET circle_id = 1",
        "UPDATE records_person SET sealed = false",
        "UPDATE access_share SET ends_at = 'infinity'",
        "UPDATE access_share SET worker_id = 1",
        "INSERT INTO access_need VALUES (1, 1, 1, 0, now(), 'infinity')",
        "DELETE FROM access_conflict",
        "UPDATE agencies_role SET abilities = '{share_everything}'",
        "DELETE FROM agencies_post",
        "DELETE FROM ledger_line",
        "ALTER TABLE records_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY records_person_select ON records_person",
        "SET session_replication_role = replica",
        "COPY records_person TO PROGRAM 'cat'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT erle.tell(1, 'x', 'x', 'x')",
        "SELECT * FROM erle.children_named('x', '2012-01-01')",
        "SELECT * FROM erle.need_truth",
        "SELECT erle.ledger_restart()",
    ],
)
def test_a_workers_connection_is_refused_what_it_has_no_right_to(partnership: Partnership, statement: str) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.manager.pk)

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_row_is_not_put_into_a_circle_that_the_worker_is_not_in(never: Connection, partnership: Partnership) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        never.execute(
            WORDS,
            [partnership.leah.circle_id, partnership.leah.pk, partnership.never.pk],
        )


def test_a_row_cannot_say_that_its_circle_is_not_sealed(partnership: Partnership) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.lead.pk)

        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connection.execute(
                WORDS,
                [partnership.sealed.circle_id, partnership.sealed.pk, partnership.lead.pk],
            )


def test_the_owner_of_the_tables_sees_no_row_by_its_own_connection(partnership: Partnership) -> None:
    with connect(DatabaseRole.OWNER) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in NARRATIVE
            if table != "access_need"
        ]

    assert set(counts) == {(0,)}


def test_the_matcher_reads_no_table_of_any_kind(partnership: Partnership) -> None:
    with connect(DatabaseRole.MATCHER, autocommit=True) as connection:
        for table in (
            "records_person",
            "records_identifier",
            "records_report",
            "records_entry",
            "records_words",
            "access_circle",
            "agencies_worker",
            "linkage_question",
            "linkage_model",
            "ledger_line",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT 1 FROM public.{table}")
