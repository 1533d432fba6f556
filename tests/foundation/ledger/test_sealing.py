"""Sealing: the lines of all transactions that have ended, chained after the last seal, by whoever comes first."""

import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections

from erle.foundation.database.roles import DatabaseRole
from erle.foundation.ledger.rules import FIRST_ROOT, link
from tests.hands import Connection, clone, connect, superuser

WRITE = "SELECT erle.ledger_write('opened', ARRAY[%s], ARRAY[NULL::bigint], '', '{}')"

PATIENCE = 30
"""Seconds for which other databases' transactions may hold a seal up."""


@pytest.fixture
def copied(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A clone of the database, since what is sealed must be committed."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as name:
        yield name


@pytest.fixture
def hands(copied: str) -> Iterator[tuple[Connection, Connection]]:
    """Two connections as a worker's."""
    with connect(DatabaseRole.WORKER, copied) as first, connect(DatabaseRole.WORKER, copied) as second:
        yield first, second


def _seal(hand: Connection) -> tuple[int, int] | None:
    row = hand.execute("SELECT number, lines FROM erle.ledger_seal()").fetchone()
    hand.commit()
    return row


def _seal_up_to_now(hand: Connection) -> int:
    """Seal until every line written so far is sealed; return the last seal's number.

    Transactions are the server's, so that one in another database, such as another test's, may hold a seal up a while.
    """
    for _ in range(PATIENCE * 20):
        _seal(hand)
        with superuser(hand.info.dbname) as looking:
            [(lines, sealed, last)] = looking.execute(
                "SELECT (SELECT count(*) FROM ledger_line), sum(lines), max(number) FROM ledger_seal"
            ).fetchall()
        if lines == sealed:
            return int(last)
        time.sleep(0.05)
    raise AssertionError(f"not all was sealed in {PATIENCE} seconds")


def _hold_a_seal(hand: Connection) -> None:
    """Seal one seal, and leave its transaction open."""
    for _ in range(PATIENCE * 20):
        if hand.execute("SELECT number FROM erle.ledger_seal()").fetchone():
            return
        hand.rollback()
        time.sleep(0.05)
    raise AssertionError(f"nothing was sealed in {PATIENCE} seconds")


def _sealed_after(name: str, number: int) -> list[tuple[int, int]]:
    """Return the seals that follow one, each with how many lines it has."""
    with superuser(name) as looking:
        return [
            (one, lines)
            for one, lines in looking.execute(
                "SELECT number, lines FROM ledger_seal WHERE number > %s ORDER BY number", [number]
            ).fetchall()
        ]


def _chain_holds(name: str) -> bool:
    """Walk the chain from nothing, in another language than the database's."""
    with superuser(name) as looking:
        seals = looking.execute(
            "SELECT from_xid::text, upto_xid::text, lines, previous, root FROM ledger_seal ORDER BY number"
        ).fetchall()
        before = FIRST_ROOT
        for first, upto, lines, previous, root in seals:
            leaves = looking.execute(
                "SELECT leaf FROM ledger_line WHERE xid >= %s::xid8 AND xid < %s::xid8 ORDER BY id", [first, upto]
            ).fetchall()
            if bytes(previous) != before or len(leaves) != lines:
                return False
            for (one,) in leaves:
                before = link(before, bytes(one))
            if before != bytes(root):
                return False
    return bool(seals)


def test_each_seal_follows_the_one_before(copied: str, hands: tuple[Connection, Connection]) -> None:
    hand, _ = hands
    first = _seal_up_to_now(hand)
    for number in range(3):
        hand.execute(WRITE, [f"E-{number}"])
        hand.commit()

    _seal_up_to_now(hand)

    after = _sealed_after(copied, first)
    assert [number for number, _ in after] == list(range(first + 1, first + 1 + len(after)))
    assert sum(lines for _, lines in after) == 3
    assert _chain_holds(copied)


def test_where_nothing_is_new_nothing_is_sealed(hands: tuple[Connection, Connection]) -> None:
    hand, _ = hands
    _seal_up_to_now(hand)

    assert _seal(hand) is None


def test_a_transaction_that_ends_late_is_sealed_later_and_holds_up_nobody(
    copied: str, hands: tuple[Connection, Connection]
) -> None:
    late, hand = hands
    before = _seal_up_to_now(hand)
    late.execute(WRITE, ["E-LATE"])
    hand.execute(WRITE, ["E-AFTER"])
    hand.commit()

    while_it_runs = _seal(hand)
    late.commit()
    _seal_up_to_now(hand)

    assert while_it_runs is None  # what came after it waits with it, since the order is by transaction
    assert sum(lines for _, lines in _sealed_after(copied, before)) == 2
    assert _chain_holds(copied)


def test_a_transaction_that_is_rolled_back_leaves_no_line(copied: str, hands: tuple[Connection, Connection]) -> None:
    undone, hand = hands
    before = _seal_up_to_now(hand)
    undone.execute(WRITE, ["E-UNDONE"])
    undone.rollback()

    assert _seal_up_to_now(hand) == before
    assert _chain_holds(copied)


def test_two_who_seal_at_once_seal_each_line_once(copied: str, hands: tuple[Connection, Connection]) -> None:
    first, second = hands
    before = _seal_up_to_now(first)
    first.execute(WRITE, ["E-ONCE"])
    first.commit()
    _hold_a_seal(first)
    found: list[object] = []
    other = threading.Thread(target=lambda: found.append(_seal(second)))
    other.start()
    other.join(0.5)
    waited = other.is_alive()

    first.commit()
    other.join(10)

    assert waited
    assert found == [None]
    assert _sealed_after(copied, before) == [(before + 1, 1)]
    assert _chain_holds(copied)


def test_many_who_write_and_seal_at_once_lose_no_line(copied: str) -> None:
    def work(number: int) -> None:
        with connect(DatabaseRole.WORKER, copied) as hand:
            for turn in range(15):
                hand.execute(WRITE, [f"E-{number}-{turn}"])
                hand.commit()
                if turn % 5 == number % 5:
                    _seal(hand)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    with connect(DatabaseRole.WORKER, copied) as hand:
        _seal_up_to_now(hand)
    assert _chain_holds(copied)
    with superuser(copied) as looking:
        counts = looking.execute(
            "SELECT (SELECT count(*) FROM ledger_line), (SELECT sum(lines) FROM ledger_seal)"
        ).fetchone()
    assert counts is not None
    assert counts[0] == counts[1]


def test_a_seal_is_signed_once_and_only_where_it_stands(hands: tuple[Connection, Connection]) -> None:
    hand, _ = hands
    sealed = _seal_up_to_now(hand)
    signature = Ed25519PrivateKey.generate().sign(b"x")
    sign = "SELECT erle.ledger_sign(%s, 'key', %s)"

    hand.execute(sign, [sealed, signature])
    hand.commit()

    with pytest.raises(psycopg.errors.UniqueViolation):
        hand.execute(sign, [sealed, signature])
    hand.rollback()
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        hand.execute(sign, [sealed + 1, signature])
