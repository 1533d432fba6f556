"""A worker's connection writes about nobody whom she was not let in to, whatever SQL it runs."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from erle.foundation.database.roles import DatabaseRole
from tests.hands import Connection, act, connect
from tests.partnership import Partnership

TO_A_HIDDEN_CHILD = {
    "a report": (
        "INSERT INTO records_report (circle_id, sealed, reference, person_id, agency_id, kind, said, text, source,"
        " grade_scheme, grade, conditions, happened_at, precision, recorded_by_id, recorded_at)"
        " VALUES (%(mine)s, false, 'R-GUESSED2', %(hidden)s, 1, 'x', '{}', '', '', '', '', '', now(), 'day', %(me)s,"
        " now())"
    ),
    "a line": (
        "INSERT INTO records_entry (circle_id, sealed, reference, person_id, agency_id, kind, happened_at, precision,"
        " title, text, quote, source, grade, significant, recorded_by_id, recorded_at)"
        " VALUES (%(mine)s, false, 'L-GUESSED2', %(hidden)s, 1, 'concern', now(), 'day', 'x', '', '', '', '', false,"
        " %(me)s, now())"
    ),
    "a number": (
        "INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value)"
        " VALUES (%(mine)s, false, %(hidden)s, %(agency)s, 'nhs', '9990000018')"
    ),
    "a week": (
        "INSERT INTO records_schoolweek (circle_id, sealed, person_id, agency_id, week_on, marks, recorded_at)"
        " VALUES (%(mine)s, false, %(hidden)s, 1, '2026-11-16', '//////////', now())"
    ),
    "a relation": (
        "INSERT INTO records_relation (circle_id, sealed, person_id, name, relation, lives_with, trusted, note,"
        " agency_id, other_id, recorded_by_id, recorded_at)"
        " VALUES (%(mine)s, false, %(own)s, 'x', 'brother', false, false, '', 1, %(hidden)s, %(me)s, now())"
    ),
}
PERSON = (
    "INSERT INTO records_person (circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,"
    " pronouns, school, lives, recorded_by_id, recorded_at)"
    " VALUES (%(circle)s, false, %(reference)s, 'Wren', 'Quillfeather', '', '2012-03-03', 'U', '', '', '', %(me)s,"
    " now()) RETURNING id"
)
OPENED = "SELECT id FROM erle.open_circles('child', '{C-ATTACK22}', '{S-ATTACK22}', %(agency)s, '', '', 'infinity')"


@pytest.fixture
def own(partnership: Partnership) -> Iterator[tuple[Connection, dict[str, Any]]]:
    """A connection on which the police officer acts who was never let in, with a record of her own."""
    with connect(DatabaseRole.WORKER) as connection:
        worker = partnership.never
        act(connection, worker.pk)
        given = {
            "me": worker.pk,
            "agency": worker.agency_id,
            "hidden": partnership.sealed.pk,
            "reference": "E-ATTACK22",
        }
        [[given["mine"]]] = connection.execute(OPENED, given).fetchall()
        [[given["own"]]] = connection.execute(PERSON, {**given, "circle": given["mine"]}).fetchall()
        yield connection, given
        connection.rollback()


@pytest.mark.parametrize("what", TO_A_HIDDEN_CHILD)
@pytest.mark.parametrize("whose", ["hidden", "own", "nobody's"])
def test_nothing_is_written_about_a_child_who_is_hidden(
    own: tuple[Connection, dict[str, Any]], what: str, whose: str
) -> None:
    connection, given = own
    about = {"hidden": given["hidden"], "own": given["own"], "nobody's": 2**40}[whose]
    statement = TO_A_HIDDEN_CHILD[what]
    if whose == "own":
        connection.execute(statement, {**given, "hidden": about})
        return

    # Of a number that no child has the key says so. That tells nobody which child has one.
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)):
        connection.execute(statement, {**given, "hidden": about})


def test_a_circle_has_one_child_recorded_by_who_opened_it(partnership: Partnership, own: Any) -> None:
    connection, given = own
    with pytest.raises(psycopg.errors.UniqueViolation), connection.transaction():
        connection.execute(PERSON, {**given, "circle": given["mine"], "reference": "E-ATTACK33"})
    act(connection, partnership.member.pk)
    let_into = {**given, "me": partnership.member.pk, "circle": partnership.leah.circle_id, "reference": "E-ATTACK33"}

    with pytest.raises((psycopg.errors.UniqueViolation, psycopg.errors.InsufficientPrivilege)):
        connection.execute(PERSON, let_into)


def test_names_and_birth_are_changed_by_who_keeps_the_agencys_records(partnership: Partnership) -> None:
    rename = "UPDATE records_person SET given_names = 'Wren', family_name = 'Quillfeather' WHERE id = %s"
    for key, may in (("member", False), ("lead", False), ("manager", True)):
        with connect(DatabaseRole.WORKER) as connection:
            act(connection, partnership.workers[key].pk)
            connection.execute("UPDATE records_person SET lives = 'With her aunt' WHERE id = %s", [partnership.leah.pk])
            if may:
                assert connection.execute(rename, [partnership.leah.pk]).rowcount == 1
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="Names and birth"):
                    connection.execute(rename, [partnership.leah.pk])
            connection.rollback()


@pytest.mark.parametrize("table", ["records_entry", "records_words", "records_schoolweek", "records_mention"])
def test_nobody_writes_a_copy_by_hand(own: tuple[Connection, dict[str, Any]], table: str) -> None:
    connection, given = own
    policies = connection.execute("SELECT with_check FROM pg_policies WHERE policyname = %s", [f"{table}_insert_own"])
    assert policies.fetchone() is not None
    if table != "records_entry":
        return
    made = TO_A_HIDDEN_CHILD["a line"].replace("title,", "title, origin_id,").replace("'x', ''", "'x', 1, ''")

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        connection.execute(made, {**given, "hidden": given["own"]})


@pytest.mark.parametrize("what", ["a report", "a line", "a relation"])
def test_nobody_writes_in_anothers_name(partnership: Partnership, own: Any, what: str) -> None:
    connection, given = own

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        connection.execute(TO_A_HIDDEN_CHILD[what], {**given, "hidden": given["own"], "me": partnership.lead.pk})


def test_a_number_that_a_sealed_child_has_is_taken_without_a_word(partnership: Partnership) -> None:
    number = (
        "INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value)"
        " SELECT circle_id, sealed, id, %s, 'nhs', '9990000018' FROM records_person WHERE id = %s"
    )
    agency = partnership.leah.circle.agency_id
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.lead.pk)
        connection.execute(number, [agency, partnership.sealed.pk])
        assert connection.execute(number, [agency, partnership.leah.pk]).rowcount == 1
        connection.rollback()
