"""Two people act at once: on a clone of the database, by two real connections, since what they do is committed."""

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from erle.foundation.database.roles import DatabaseRole
from tests.hands import Connection, act, clone, connect, superuser
from tests.partnership import Partnership

SHARE = (
    "INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, purpose, basis, reason, told,"
    " starts_at, ends_at, shared_by_id, shared_at, withdrawn_because) VALUES"
    " ('S-RACE22', 'shared', %s, false, %s, %s, '', '', '', '', now() - interval '1 hour', now() + interval '1 day',"
    " %s, now(), '')"
)


@pytest.fixture
def two(django_db_setup: None, django_db_blocker: object) -> Iterator[tuple[Connection, Connection]]:
    """Two workers' connections to a clone."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as name, connect(DatabaseRole.WORKER, name) as first, connect(DatabaseRole.WORKER, name) as second:
        yield first, second


@pytest.fixture
def standing(two: tuple[Connection, Connection]) -> Partnership:
    """The partnership, whose numbers are the same in the clone."""
    from tests.conftest import _Standing

    return _Standing.partnership


def _sees(connection: Connection, worker: int, circle: int) -> bool:
    act(connection, worker)
    found = connection.execute("SELECT 1 FROM access_circle WHERE id = %s", [circle]).fetchone()
    connection.rollback()
    return found is not None


def _share(connection: Connection, given: list[object]) -> None:
    connection.execute(SHARE, given)
    connection.commit()


def _write_end(connection: Connection, worker: int) -> None:
    from tests.conftest import _Standing

    act(connection, _Standing.partnership.administrator.pk)
    ended = connection.execute("UPDATE agencies_post SET ends_at = now() WHERE worker_id = %s", [worker])
    assert ended.rowcount == 1


def _end_posts(connection: Connection, worker: int) -> None:
    _write_end(connection, worker)
    connection.commit()


def test_a_post_that_ends_while_its_role_is_let_in_opens_nothing(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    sharing, ending = two
    act(sharing, standing.manager.pk)
    circle, never = standing.leah.circle_id, standing.never
    sharing.execute(SHARE, [circle, never.agency_id, "police-missing-officer", standing.manager.pk])
    other = threading.Thread(target=_end_posts, args=(ending, never.pk))
    other.start()
    other.join(0.5)

    sharing.commit()
    other.join(10)

    assert not _sees(sharing, never.pk, circle)


def test_a_role_that_is_let_in_while_a_post_ends_opens_nothing_to_its_holder(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    ending, sharing = two
    circle, never = standing.leah.circle_id, standing.never
    _write_end(ending, never.pk)
    act(sharing, standing.manager.pk)
    other = threading.Thread(
        target=_share, args=(sharing, [circle, never.agency_id, "police-missing-officer", standing.manager.pk])
    )
    other.start()
    other.join(0.5)

    ending.commit()
    other.join(10)

    assert not _sees(ending, never.pk, circle)
    assert _sees(ending, standing.member.pk, circle)


def test_shares_of_one_agency_do_not_wait_for_each_other(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    first, second = two
    for connection in two:
        act(connection, standing.manager.pk)
        connection.execute("SET LOCAL lock_timeout = '2s'")
    given = [standing.leah.circle_id, standing.never.agency_id, "police-missing-officer", standing.manager.pk]

    first.execute(SHARE, given)
    second.execute(SHARE.replace("S-RACE22", "S-RACE33"), given)

    first.commit()
    second.commit()


def test_a_share_withdrawn_twice_at_once_keeps_the_first_withdrawal(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    first, second = two
    act(first, standing.manager.pk)
    act(second, standing.lead.pk)
    withdraw = (
        "UPDATE access_share SET withdrawn_by_id = %s, withdrawn_at = now()"
        " WHERE worker_id = %s AND withdrawn_at IS NULL"
    )
    first.execute(withdraw, [standing.manager.pk, standing.member.pk])
    changed: list[int] = []
    other = threading.Thread(
        target=lambda: changed.append(second.execute(withdraw, [standing.lead.pk, standing.member.pk]).rowcount)
    )
    other.start()
    other.join(0.5)

    first.commit()
    other.join(10)

    assert changed == [0]


def test_a_row_written_while_its_circle_is_sealed_is_sealed_or_refused(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    sealing, writing = two
    act(sealing, standing.manager.pk)
    act(writing, standing.member.pk)
    circle = standing.leah.circle_id
    sealing.execute("UPDATE access_circle SET sealed = true WHERE id = %s", [circle])
    faults: list[str] = []

    def write() -> None:
        try:
            writing.execute(
                "INSERT INTO records_words (circle_id, sealed, person_id, agency_id, said, wishes, setting, said_at,"
                " said_to_id, ask_again_on, recorded_at)"
                " VALUES (%s, false, %s, 1, 'late', '{}', '', now(), %s, now(), now())",
                [circle, standing.leah.pk, standing.member.pk],
            )
            writing.commit()
        except psycopg.errors.ForeignKeyViolation as error:
            faults.append(type(error).__name__)
            writing.rollback()

    other = threading.Thread(target=write)
    other.start()
    other.join(0.5)

    sealing.commit()
    other.join(10)

    with superuser(sealing.info.dbname) as looking:
        open_rows = looking.execute(
            "SELECT count(*) FROM records_words WHERE circle_id = %s AND NOT sealed", [circle]
        ).fetchone()
    assert faults == ["ForeignKeyViolation"]
    assert open_rows == (0,)


def test_a_share_that_lapses_while_a_page_is_made_shows_it_whole_and_nothing_after(
    two: tuple[Connection, Connection], standing: Partnership
) -> None:
    sharing, reading = two
    never, circle = standing.never, standing.leah.circle_id
    act(sharing, standing.manager.pk)
    brief = SHARE.replace("interval '1 day'", "interval '1500 milliseconds'")
    sharing.execute(brief.encode(), [circle, never.agency_id, "police-missing-officer", standing.manager.pk])
    sharing.commit()

    act(reading, never.pk)
    first = reading.execute("SELECT count(*), now() FROM records_entry WHERE circle_id = %s", [circle]).fetchone()
    time.sleep(1.6)
    last = reading.execute("SELECT count(*), now() FROM records_entry WHERE circle_id = %s", [circle]).fetchone()
    reading.rollback()

    assert first == last
    assert first is not None
    assert first[0] == 1
    assert not _sees(reading, never.pk, circle)
