"""What is kept of a worker's standing is always the truth: three connections at once, on a clone."""

import random
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from benchmarks.rls.oracle import circles_of
from tests.foundation.access.acts import ACTS, Act
from tests.hands import Connection, act, clone, signed, superuser
from tests.trials import tried

STEPS = tried(150)
BITS = """
SELECT array(SELECT place FROM generate_series(0, octet_length(bits) * 8 - 1) AS place WHERE get_bit(bits, place) = 1)
FROM (SELECT set_config('erle.acting', %s, true) OFFSET 0) AS acting,
     LATERAL (SELECT erle.standing() AS bits OFFSET 0) AS told
"""
OPENED_TO_ALL = (
    "INSERT INTO access_everything (reference, worker_id, purpose, basis, starts_at, ends_at, shared_by_id, shared_at,"
    " agreed_by_id, agreed_at) VALUES ('X-TEST22', %(worker)s, '', '', now() - interval '1 day', now() +"
    " interval '1 day', %(first)s, now(), %(second)s, now())"
)
SHARED = (
    "INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at,"
    " ends_at, shared_by_id, shared_at, withdrawn_because) VALUES ('S-TEST22', 'shared', %(circle)s, false, %(worker)s,"
    " '', '', '', '', now() - interval '1 day', now() + %(lasts)s::interval, %(first)s, now(), '')"
)
WITHDRAWN = "UPDATE access_share SET withdrawn_by_id = %(first)s, withdrawn_at = now() WHERE reference = 'S-TEST22'"
OPENED = (
    "INSERT INTO access_circle (id, reference, kind, agency_id, sealed, opened_at, opened_by_id)"
    " SELECT %(id)s, 'C-TEST22', kind, agency_id, false, now(), opened_by_id FROM access_circle LIMIT 1"
)


@pytest.fixture
def copy(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """The name of a clone."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as name:
        yield name


@pytest.fixture
def three(copy: str) -> Iterator[tuple[Connection, ...]]:
    """Three connections, past every policy, whose transactions stay open until they are ended."""
    with superuser(copy) as first, superuser(copy) as second, superuser(copy) as third:
        made = (first, second, third)
        for connection in made:
            connection.execute("SET lock_timeout = '40ms'")
            connection.commit()
        yield made
        for connection in made:
            connection.rollback()


@pytest.fixture
def keeper(copy: str) -> Iterator[Connection]:
    """A connection on which each statement is a transaction of its own."""
    with superuser(copy, autocommit=True) as connection:
        yield connection


@pytest.fixture
def who() -> dict[str, Any]:
    """A worker who stands nowhere, two who share with her, and an open circle."""
    from tests.conftest import _Standing

    partnership = _Standing.partnership
    return {
        "worker": partnership.never.pk,
        "first": partnership.manager.pk,
        "second": partnership.governance.pk,
        "circle": partnership.leah.circle_id,
        "lasts": "1 day",
    }


def keep(keeper: Connection) -> int:
    """Keep what is due; return for how many workers."""
    [many] = keeper.execute("SELECT erle.keep_standing()").fetchone() or [0]
    return int(many)


def bits(connection: Connection, worker: int) -> set[int]:
    """Return the circles whose bit is set, as the policies are told while the worker acts."""
    [[found]] = connection.execute(BITS, [signed(worker, connection.info.backend_pid)]).fetchall()
    return set(found)


def sees(connection: Connection, who: dict[str, Any]) -> bool:
    """Say whether the bit is set, and fail where the truth says otherwise."""
    found = bits(connection, who["worker"])
    assert found == circles_of(connection, who["worker"])
    return who["circle"] in found


TRUTH = "SELECT CASE WHEN erle.holds_a_post(%s) THEN erle.circles_of(%s) ELSE '{}' END"


def agrees(connection: Connection, workers: list[int]) -> int:
    """Compare standing with the truth in SQL and with the rule in Python, for each worker; return how many were in."""
    found = 0
    for worker in workers:
        shown = bits(connection, worker)
        [[truth]] = connection.execute(TRUTH, [worker, worker]).fetchall()
        assert shown == set(truth) == circles_of(connection, worker)
        found += len(shown)
    return found


def _step(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Do one act, or end the transaction; what has to wait for another connection is given up by a savepoint."""
    chance = luck.random()
    if chance < 0.2:
        connection.commit()
    elif chance < 0.25:
        connection.rollback()
    else:
        undone = luck.random() < 0.15
        try:
            with connection.transaction(force_rollback=undone):
                act_: Act = luck.choice(ACTS)
                act_(luck, connection, workers)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected):
            pass


@pytest.mark.parametrize("seed", range(4))
def test_kept_standing_is_the_truth_whatever_three_connections_do(
    three: tuple[Connection, ...], keeper: Connection, seed: int
) -> None:
    luck = random.Random(seed)
    workers = [row[0] for row in keeper.execute("SELECT id FROM agencies_worker ORDER BY id LIMIT 7").fetchall()]
    kept = inside = 0

    for _ in range(STEPS):
        _step(luck, luck.choice(three), workers)
        if luck.random() < 0.3:
            kept += keep(keeper)
        inside += agrees(luck.choice(three), workers)
        if luck.random() < 0.1:
            time.sleep(luck.random() * 0.2)

    assert kept > STEPS // 5
    assert inside > STEPS


def test_what_is_kept_is_used_and_the_notes_are_gone(keeper: Connection, who: dict[str, Any]) -> None:
    keeper.execute(SHARED, who)

    keep(keeper)
    notes = keeper.execute("SELECT count(*) FROM access_touched").fetchone()
    keeper.execute(
        "UPDATE access_standing SET bits = decode(repeat('00', octet_length(bits)), 'hex')"
        " WHERE worker_id = %(worker)s",
        who,
    )

    assert notes == (0,)
    assert bits(keeper, who["worker"]) == set()
    assert keep(keeper) == 0


def test_a_withdrawal_that_was_not_yet_committed_when_it_was_kept_counts_once_it_is(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    keeper.execute(SHARED, who)
    keep(keeper)
    three[0].execute(WITHDRAWN, who)

    keeper.execute("INSERT INTO access_touched (worker_id) VALUES (%(worker)s)", who)
    keep(keeper)
    before, own = sees(keeper, who), sees(three[0], who)
    three[0].commit()

    assert (before, own, sees(keeper, who)) == (True, False, False)


def test_a_withdrawal_that_is_committed_while_standings_are_being_kept_is_not_forgotten(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    keeper.execute(SHARED, who)
    keep(keeper)
    keeper.execute("INSERT INTO access_touched (worker_id) VALUES (%(worker)s)", who)
    holding, withdrawing, reading = three
    holding.execute("SELECT 1 FROM access_standing WHERE worker_id = %(worker)s FOR UPDATE", who)
    keeping = threading.Thread(target=keep, args=(keeper,))
    keeping.start()
    keeping.join(0.5)

    withdrawing.execute(WITHDRAWN, who)
    withdrawing.commit()
    holding.commit()
    keeping.join(10)

    assert not sees(reading, who)


@pytest.mark.parametrize("seal_is_last", [True, False])
def test_a_seal_and_an_act_to_everything_that_do_not_see_each_other_leave_nothing_open(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any], seal_is_last: bool
) -> None:
    opening, sealing, _ = three
    opening.execute(OPENED_TO_ALL, who)
    sealing.execute("UPDATE access_circle SET sealed = true WHERE id = %(circle)s", who)
    first, last = (opening, sealing) if seal_is_last else (sealing, opening)

    first.commit()
    keep(keeper)
    between = sees(keeper, who)
    last.commit()

    assert between is seal_is_last
    assert not sees(keeper, who)
    keep(keeper)
    assert not sees(keeper, who)


def test_a_circle_opened_beside_an_act_to_everything_is_seen(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    [number] = keeper.execute("SELECT nextval('access_circle_id_seq')").fetchone() or [0]
    three[0].execute(OPENED, {"id": number})
    three[1].execute(OPENED_TO_ALL, who)
    three[1].commit()
    keep(keeper)

    three[0].commit()

    assert sees(keeper, {**who, "circle": number})


def test_a_worker_sees_what_was_shared_in_her_own_unfinished_transaction_and_not_what_was_taken_back(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    keep(keeper)
    own = three[0]

    own.execute("SAVEPOINT before")
    own.execute(SHARED, who)
    shared, meanwhile = sees(own, who), sees(keeper, who)
    own.execute("ROLLBACK TO SAVEPOINT before")

    assert (shared, meanwhile, sees(own, who)) == (True, False, False)


def test_a_share_lapses_at_its_moment_without_anybody_keeping(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    keeper.execute(SHARED, {**who, "lasts": "400 milliseconds"})
    keep(keeper)
    three[0].execute("SELECT now()")
    before = sees(keeper, who)

    time.sleep(0.5)

    assert before
    assert sees(three[0], who), "her transaction began before the lapse"
    assert not sees(keeper, who)
    assert keep(keeper) == 1
    assert sees(three[0], who)
    assert not sees(keeper, who)


def test_a_transaction_that_began_before_a_start_does_not_see_it_though_it_is_kept(
    three: tuple[Connection, ...], keeper: Connection, who: dict[str, Any]
) -> None:
    three[0].execute("SELECT now()")
    keeper.execute(SHARED.replace("now() - interval '1 day'", "now()"), who)

    keep(keeper)

    assert sees(keeper, who)
    assert not sees(three[0], who)


def test_a_circle_with_a_number_past_the_end_raises_for_no_reader(keeper: Connection, who: dict[str, Any]) -> None:
    keeper.execute(OPENED_TO_ALL, who)
    keep(keeper)
    [far] = keeper.execute("SELECT max(id) + 5000 FROM access_circle").fetchone() or [0]

    keeper.execute(OPENED, {"id": far})
    keeper.execute("SET ROLE erle_worker")
    counts = []
    for worker in (who["worker"], who["second"]):
        with keeper.transaction():
            act(keeper, worker)
            counts.append(keeper.execute("SELECT count(*) FROM access_circle WHERE id = %s", [far]).fetchone())
    keeper.execute("RESET ROLE")

    assert counts == [(1,), (0,)]


def test_nobody_keeps_in_a_transaction_that_has_written_or_reads_an_older_snapshot(
    three: tuple[Connection, ...], who: dict[str, Any]
) -> None:
    written, old, _ = three
    written.execute(SHARED, who)
    old.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    for connection in (written, old):
        with pytest.raises(psycopg.errors.ActiveSqlTransaction), connection.transaction():
            connection.execute("SELECT erle.keep_standing()")


def test_a_standing_from_another_server_is_not_believed_and_is_kept_anew(
    keeper: Connection, who: dict[str, Any]
) -> None:
    keep(keeper)
    keeper.execute(
        "UPDATE access_standing SET bits = decode('ffffff', 'hex'), seen = '99999999:99999999:'"
        " WHERE worker_id = %(worker)s",
        who,
    )

    believed, kept = sees(keeper, who), keep(keeper)

    assert (believed, kept) == (False, 1)
    assert not sees(keeper, who)


def test_after_a_restore_nothing_is_kept_until_it_is_worked_out_anew(keeper: Connection, who: dict[str, Any]) -> None:
    keep(keeper)
    keeper.execute(SHARED, who)

    keeper.execute("SELECT erle.forget_standing()")
    left = keeper.execute(
        "SELECT (SELECT count(*) FROM access_standing), (SELECT count(*) FROM access_touched)"
    ).fetchone()

    assert left == (0, 0)
    assert sees(keeper, who)
    keep(keeper)
    assert sees(keeper, who)
