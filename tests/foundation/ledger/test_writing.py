"""Writing the ledger: each change of a guarded row has its line, in the actor's name, and no line ever changes."""

import hashlib
from datetime import datetime

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Protected
from erle.foundation.database.roles import KEEPER, DatabaseRole
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.models import Line
from erle.foundation.ledger.rules import Act, leaf
from erle.knowledge.records.models import Person, Words
from tests.hands import connect, rolled_back
from tests.partnership import Partnership

TABLES = ("ledger_line", "ledger_seal", "ledger_checkpoint")
LEDGERED = sorted(
    [model._meta.db_table for model in apps.get_models() if issubclass(model, Protected)]
    + ["access_circle", "access_everything", "agencies_agency", "agencies_post", "agencies_worker"]
)


def _words(partnership: Partnership, at: datetime) -> Words:
    return Words.objects.create(
        circle=partnership.leah.circle,
        person=partnership.leah,
        agency=partnership.member.agency,
        said="x",
        said_at=at,
        said_to=partnership.member,
        ask_again_on=at.date(),
        recorded_at=at,
    )


def _open_and_fail(partnership: Partnership) -> None:
    ledger.write(Act.OPENED, about="E-ROLLED22", circle_id=partnership.leah.circle_id)
    raise ZeroDivisionError


def test_an_insert_writes_a_line_with_circle_worker_and_digest(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.member):
        row = _words(partnership, at)

        line = Line.objects.filter(act="insert", about="records_words").latest("id")
        with connection.cursor() as cursor:
            cursor.execute("SELECT record_send(w) FROM records_words w WHERE id = %s", [row.pk])
            sent = bytes(cursor.fetchone()[0])
    assert (line.worker_id, line.circle_id) == (partnership.member.pk, partnership.leah.circle_id)
    assert line.detail == {"rows": 1, "first": row.pk, "last": row.pk, "digest": hashlib.sha256(sent).hexdigest()}


def test_an_update_of_rows_in_two_circles_writes_a_line_for_each(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        Person.objects.update(school="Alder Court")

        lines = Line.objects.filter(act="update", about="records_person", worker_id=partnership.lead.pk)
        assert set(lines.values_list("circle_id", flat=True)) == {
            partnership.leah.circle_id,
            partnership.sealed.circle_id,
        }
        assert all(line.detail["rows"] == 1 for line in lines)


def test_a_statement_that_changes_nothing_writes_nothing(partnership: Partnership) -> None:
    with acting_as(partnership.never):
        Person.objects.update(school="x")

        assert not Line.objects.filter(about="records_person").exists()


@pytest.mark.parametrize("table", LEDGERED)
def test_every_guarded_table_writes_its_inserts_updates_and_deletes(django_db_setup: None, table: str) -> None:
    with rolled_back() as hand:
        rows = hand.execute(
            "SELECT t.tgtype & 28, t.tgenabled::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = %s::regclass AND p.proname = 'ledger_changes' AND t.tgtype & 3 = 0",
            [table],
        ).fetchall()

    assert sorted(rows) == [(4, "O"), (8, "O"), (16, "O")]  # insert, delete, update: after, for each statement


@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_what_only_a_tables_trigger_writes_nobody_writes_by_hand(partnership: Partnership, act: str) -> None:
    write = "SELECT erle.ledger_write(%s, ARRAY['records_words'], ARRAY[NULL::bigint], '', '{}')"

    with (
        connect(DatabaseRole.WORKER) as hand,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="Only a change"),
    ):
        hand.execute(write, [act])


def test_a_line_that_is_rolled_back_was_never_written(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        before = Line.objects.count()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _open_and_fail(partnership)

        assert Line.objects.count() == before


def test_a_change_whose_line_cannot_be_written_does_not_stand(partnership: Partnership, at: datetime) -> None:
    with rolled_back() as hand:
        hand.execute("ALTER TABLE ledger_line ADD CONSTRAINT full_up CHECK (false) NOT VALID")

        with pytest.raises(psycopg.errors.CheckViolation), hand.transaction():
            hand.execute("UPDATE records_person SET school = 'x'")

        assert hand.execute("SELECT count(*) FROM records_person WHERE school = 'x'").fetchone() == (0,)


def test_a_line_is_written_in_the_name_of_whoever_acts(partnership: Partnership) -> None:
    with acting_as(partnership.never):
        ledger.write(Act.SEARCHED, about="")

        assert Line.objects.get(act="searched").worker_id == partnership.never.pk


def test_nobody_acting_writes_in_nobodys_name(partnership: Partnership) -> None:
    ledger.write(Act.SIGN_IN_REFUSED, about="")

    with rolled_back() as hand:  # not yet committed: nobody else sees it, and in no one's name can it be read
        assert hand.execute("SELECT count(*) FROM ledger_line WHERE act = 'sign_in_refused'").fetchone() == (0,)
    assert not Line.objects.exists()


def test_a_line_about_a_circle_is_read_inside_it_and_one_about_none_by_its_own_worker(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        ledger.write(Act.OPENED, about="E-LINES222", circle_id=partnership.leah.circle_id)
        ledger.write(Act.SEARCHED)

    for key, acts in (("lead", ["opened"]), ("member", ["opened", "searched"]), ("never", []), ("administrator", [])):
        with acting_as(partnership.workers[key]):
            assert (
                list(Line.objects.filter(act__in=["opened", "searched"]).order_by("id").values_list("act", flat=True))
                == acts
            )


def test_many_things_are_written_by_one_call(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        things = [(child.reference, child.circle_id) for child in (partnership.leah, partnership.sealed)]

        ledger.write_each(Act.LISTED, things=things, purpose="children")
        ledger.write_each(Act.LISTED, things=[])

        written = Line.objects.filter(act="listed").order_by("id")
        assert [(line.about, line.circle_id) for line in written] == things


def test_the_leaf_is_the_hash_of_the_lines_text(partnership: Partnership) -> None:
    with acting_as(partnership.lead), connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.ledger_text(id, xid, at, worker_id, act, about, circle_id, purpose, detail), leaf"
            " FROM ledger_line WHERE circle_id = %s",
            [partnership.leah.circle_id],
        )
        rows = cursor.fetchall()

    assert rows
    assert all(leaf(text) == bytes(kept) for text, kept in rows)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("role", [DatabaseRole.WORKER, DatabaseRole.OWNER, KEEPER, "superuser"])
def test_a_line_is_changed_by_nobody(django_db_setup: None, table: str, change: str, role: str) -> None:
    column = {"ledger_line": "act", "ledger_seal": "root", "ledger_checkpoint": "key"}[table]
    with rolled_back() as hand:
        hand.execute("SELECT erle.ledger_write('opened', ARRAY['x'], ARRAY[NULL::bigint], '', '{}')")
        hand.execute(
            "INSERT INTO ledger_seal (number, at, epoch, from_xid, upto_xid, lines, previous, root)"
            " VALUES (77, now(), 1, '0', '1', 1, '', '')"
        )
        hand.execute("INSERT INTO ledger_checkpoint (seal, key, signature) VALUES (77, '', '')")
        count = hand.execute(f"SELECT count(*) FROM {table}").fetchone()
        if role != "superuser":
            hand.execute(f"SET LOCAL ROLE {role}")

        try:
            with hand.transaction():
                changed = hand.execute(change.format(table, column)).rowcount
        except psycopg.errors.InsufficientPrivilege:
            changed = 0

        hand.execute("RESET ROLE")
        assert changed in (0, -1)
        assert hand.execute(f"SELECT count(*) FROM {table}").fetchone() == count
        assert hand.execute(f"SELECT count(*) FROM {table} WHERE {column} IS NULL").fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_line (worker_id, act, about, purpose, detail) VALUES (1, 'opened', 'x', '', '{}')",
        "INSERT INTO ledger_seal (number, lines, previous, root) VALUES (1, 1, '', '')",
        "INSERT INTO ledger_checkpoint (seal, key, signature) VALUES (1, '', '')",
        "SELECT erle.ledger_close('18446744073709551615'::xid8)",
        "SELECT erle.ledger_restart()",
        "ALTER TABLE ledger_line DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_line_stands ON ledger_line",
    ],
)
def test_a_workers_connection_writes_the_ledger_by_its_function_alone(partnership: Partnership, statement: str) -> None:
    with connect(DatabaseRole.WORKER) as hand, pytest.raises(psycopg.errors.InsufficientPrivilege):
        hand.execute(statement)


@pytest.mark.parametrize("name", ["ledger_changes", "ledger_leaf", "need_by_share", "need_by_post", "ledger_stands"])
def test_the_functions_of_the_triggers_are_called_by_no_one(partnership: Partnership, name: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT erle.{name}()")


def test_lines_of_several_acts_are_written_by_one_statement_in_their_order(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        ledger.write_lines(
            ledger.Lines(Act.SEARCHED, detail={"children": 1}),
            ledger.Lines(Act.LISTED, []),
            ledger.Lines(Act.LISTED, [(partnership.leah.reference, partnership.leah.circle_id)]),
            purpose="Bench",
        )
        ledger.write_lines(ledger.Lines(Act.LISTED, []), purpose="Bench")
        found = list(Line.objects.filter(purpose="Bench").order_by("id").values_list("act", "about", "detail"))

    assert found == [("searched", "", {"children": 1}), ("listed", partnership.leah.reference, {})]
