"""The directory is read by every worker and written by those who manage it, whatever SQL reaches her connection."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import leave, open_agency, register_worker
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.database.roles import DatabaseRole
from tests.hands import Connection, act, connect, rolled_back
from tests.partnership import Partnership, as_administrator

POST = (
    "INSERT INTO agencies_post (worker_id, agency_id, role_id, starts_at, ends_at)"
    " VALUES (%s, %s, %s, now() - interval '1 day', 'infinity')"
)
WORKER = (
    "INSERT INTO agencies_worker (password, reference, email, name, kind, agency_id, phone)"
    " VALUES (%s, 'W-NEW22222', 'new@example.invalid', 'New', %s, %s, '')"
)
AGENCY = (
    "INSERT INTO agencies_agency (slug, name, kind, regime, phone, night_phone)"
    " VALUES ('new', 'New', 'vcs', 'uk_gdpr', '', '')"
)


@pytest.fixture
def hand(partnership: Partnership) -> Iterator[Connection]:
    """A worker's connection, whose work is rolled back."""
    with connect(DatabaseRole.WORKER) as connection:
        yield connection
        connection.rollback()


def _changed(hand: Connection, statement: str, *given: object) -> int:
    return hand.execute(statement, given).rowcount


@pytest.mark.parametrize("key", ["never", "manager", "governance"])
def test_a_worker_gives_nobody_a_post(partnership: Partnership, hand: Connection, key: str) -> None:
    worker = partnership.workers[key]
    for whom in (worker, partnership.member):
        act(hand, worker.pk)

        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            hand.execute(POST, [whom.pk, partnership.lead.agency_id, "social-work-manager"])
        hand.rollback()


def test_nobody_at_all_acting_writes_nothing(partnership: Partnership, hand: Connection) -> None:
    for statement, given in (
        (POST, [partnership.never.pk, partnership.lead.agency_id, "social-worker"]),
        (WORKER, ["!", "person", partnership.lead.agency_id]),
        (AGENCY, []),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            hand.execute(statement, given)
        hand.rollback()
    for statement in (
        "UPDATE agencies_post SET ends_at = 'infinity'",
        "UPDATE agencies_worker SET password = 'x'",
        "UPDATE agencies_agency SET closed_on = now()",
    ):
        assert _changed(hand, statement) == 0


def test_a_manager_of_workers_gives_posts_but_none_to_herself(partnership: Partnership, hand: Connection) -> None:
    administrator = partnership.administrator
    act(hand, administrator.pk)

    assert _changed(hand, POST, partnership.never.pk, partnership.lead.agency_id, "social-worker") == 1
    assert _changed(hand, "UPDATE agencies_post SET ends_at = now() WHERE worker_id = %s", administrator.pk) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        hand.execute(POST, [administrator.pk, administrator.agency_id, "social-work-manager"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agencies_post SET role_id = 'social-work-manager'",
        "UPDATE agencies_post SET worker_id = 1",
        "UPDATE agencies_worker SET email = 'x@example.invalid'",
        "UPDATE agencies_worker SET kind = 'person'",
        "UPDATE agencies_agency SET phone = ''",
        "DELETE FROM agencies_worker",
    ],
)
def test_what_nobody_changes_not_even_a_manager_changes(
    partnership: Partnership, hand: Connection, statement: str
) -> None:
    act(hand, partnership.administrator.pk)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        hand.execute(statement)


def test_a_worker_sets_her_own_password_and_no_others(partnership: Partnership, hand: Connection) -> None:
    act(hand, partnership.never.pk)
    setting = "UPDATE agencies_worker SET password = 'known', last_login = now() WHERE id = %s"

    assert _changed(hand, setting, partnership.never.pk) == 1
    assert _changed(hand, setting, partnership.manager.pk) == 0
    assert _changed(hand, "UPDATE agencies_worker SET left_on = now() WHERE id <> %s", partnership.never.pk) == 0


def test_a_manager_takes_a_password_away_and_sets_none(partnership: Partnership, hand: Connection) -> None:
    act(hand, partnership.administrator.pk)
    setting = "UPDATE agencies_worker SET password = %s WHERE id = %s"

    assert _changed(hand, setting, "!none", partnership.never.pk) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        hand.execute(setting, ["known", partnership.never.pk])
    hand.rollback()
    act(hand, partnership.administrator.pk)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        hand.execute(WORKER, ["known", "person", partnership.lead.agency_id])


@pytest.mark.parametrize(("ability", "opened"), [("manage_agencies", True), ("manage_workers", False)])
def test_whoever_manages_agencies_alone_makes_import_accounts_and_no_people(
    partnership: Partnership, ability: str, opened: bool
) -> None:
    agency, person = partnership.lead.agency_id, partnership.never
    other = "manage_workers" if opened else "manage_agencies"
    with rolled_back() as root:
        root.execute(
            "UPDATE agencies_role SET abilities = ARRAY[%s]::varchar[] WHERE slug = 'technical-administrator'",
            [ability],
        )
        root.execute("UPDATE agencies_role SET abilities = abilities || %s::varchar WHERE slug = 'analyst'", [other])
        root.execute("INSERT INTO agencies_role VALUES ('other', 'Other', ARRAY[%s]::varchar[])", [other])
        root.execute(POST, [person.pk, agency, "other"])
        root.execute("SET LOCAL ROLE erle_worker")
        act(root, partnership.administrator.pk)

        assert _takes(root, AGENCY) is opened
        assert _takes(root, WORKER, "!", "service", agency)
        assert _takes(root, WORKER, "!", "person", agency) is not opened
        assert _takes(root, POST, person.pk, agency, "social-worker") is not opened
        assert _takes(root, POST, person.pk, agency, "records-import") is not opened


def _takes(connection: Connection, statement: str, *given: object) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement, given)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def test_the_set_up_does_not_come_back_when_the_last_managers_post_is_over(partnership: Partnership) -> None:
    with rolled_back() as root:
        root.execute("UPDATE agencies_post SET ends_at = now() WHERE role_id = 'technical-administrator'")
        root.execute("SET LOCAL ROLE erle_worker")

        assert not _takes(root, POST, partnership.never.pk, partnership.lead.agency_id, "social-worker")


def test_before_anybody_manages_the_first_may_be_set_up(partnership: Partnership) -> None:
    with rolled_back() as root:
        root.execute("UPDATE agencies_role SET abilities = '{}' WHERE slug = 'technical-administrator'")
        root.execute("SET LOCAL ROLE erle_worker")

        assert _takes(root, POST, partnership.never.pk, partnership.lead.agency_id, "social-worker")
        assert not _takes(root, WORKER, make_password("x"), "person", partnership.lead.agency_id)


def test_the_actions_end_in_the_databases_refusal_where_no_door_asked_first(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.manager), pytest.raises(DatabaseError), transaction.atomic():
        register_worker(agency=partnership.lead.agency, name="Ada North", email="ada@example.invalid", at=at)
    with acting_as(partnership.manager), pytest.raises(DatabaseError), transaction.atomic():
        open_agency(slug="new", name="New", kind="vcs", regime="uk_gdpr", phone="", at=at)
    assert not Agency.objects.filter(slug="new").exists()


def test_whoever_leaves_around_midnight_in_summer_leaves_on_the_day_that_clocks_here_show(
    partnership: Partnership,
) -> None:
    midnight = datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    days = []

    for moment in (midnight - timedelta(minutes=1), midnight):
        worker = Worker.objects.get(pk=partnership.never.pk)
        with as_administrator(partnership):
            leave(worker=worker, at=moment)
        days.append(worker.left_on)

    assert days == [date(2026, 7, 1), date(2026, 7, 2)]
    assert not worker.has_usable_password()
