"""A question that is asked so often that the way to it counts: given and answered as text, straight over libpq.

A cursor turns each value into its type and each row into objects, for which there is nothing to do where all is one
text; and to fall asleep and be woken takes as long as that, so whoever asks waits a moment awake. Both together were a
fifth of a look.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from weakref import WeakSet

from psycopg import OperationalError
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from erle.foundation.database.connected import Connection

AWAKE = 0.0005
"""Seconds of waiting awake, each turn of which gives way to whoever wants the processor; then it sleeps."""


class Straight:
    """A statement of one value, prepared once in each session; `$1`, `$2` stand for what is given, all of it text."""

    def __init__(self, name: str, statement: str) -> None:
        """Prepare nothing yet; the name is one that no other statement of the session has."""
        self._name, self._statement = name.encode(), statement.encode()
        self._prepared: WeakSet[PGconn] = WeakSet()

    def ask(self, connection: Connection, *given: str) -> str | None:
        """Return the value, in the connection's transaction, which begins here as with a cursor's first statement.

        Raises what a cursor raises: `psycopg.Error` of the kind that the server names.
        """
        pgconn = connection.pgconn
        first = pgconn.transaction_status == TransactionStatus.IDLE
        try:
            return self._asked(connection, given)
        except InvalidSqlStatementName:  # psycopg throws away what is prepared after a ROLLBACK: prepared anew
            self._prepared.discard(pgconn)
            if not first:
                raise
            connection.rollback()
            return self._asked(connection, given)

    def _asked(self, connection: Connection, given: Sequence[str]) -> str | None:
        pgconn = connection.pgconn
        if not connection.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
            _require(pgconn, pgconn.exec_(b"BEGIN"), ExecStatus.COMMAND_OK)
        if pgconn not in self._prepared:
            _require(pgconn, pgconn.prepare(self._name, self._statement), ExecStatus.COMMAND_OK)
            self._prepared.add(pgconn)
        pgconn.send_query_prepared(self._name, [value.encode() for value in given])
        [value] = _values(pgconn)
        return value


def _values(pgconn: PGconn) -> list[str | None]:
    """Read what was asked for to its end, since nothing else can be asked before, and return the values."""
    _wait_awake(pgconn)
    answers = []
    while (answer := pgconn.get_result()) is not None:
        answers.append(answer)
    for answer in answers:
        _require(pgconn, answer, ExecStatus.TUPLES_OK)
    values = [answer.get_value(row, 0) for answer in answers for row in range(answer.ntuples)]
    return [None if value is None else bytes(value).decode() for value in values]


def _wait_awake(pgconn: PGconn) -> None:
    pgconn.flush()
    until = time.perf_counter() + AWAKE
    while pgconn.is_busy() and time.perf_counter() < until:
        os.sched_yield()
        pgconn.consume_input()


def _require(pgconn: PGconn, answer: PGresult, *statuses: ExecStatus) -> None:
    if answer.status in statuses:
        return
    raise error_from_result(answer) if pgconn.status == ConnStatus.OK else OperationalError(pgconn.get_error_message())
