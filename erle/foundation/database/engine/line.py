"""The driver's connection, which can also send a statement and go on while the server is at it."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Answer = TypeVar("Answer")
NUL = "\x00"
DONE = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})


class Line(psycopg.Connection[tuple[Any, ...]]):
    """A connection on which whatever is asked next waits first for what was sent before, and raises its fault."""

    _unanswered = False

    def send(self, statement: str, given: Sequence[str] = ()) -> None:
        """Send a statement whose answer nobody needs, with `$1`, `$2` for the texts given, and do not wait for it.

        The transaction stands no longer than its statements do: one that fails is raised by what is asked next, be that
        COMMIT, and nothing of the transaction is kept. A statement to which nothing is given may be several. Where a
        cursor would begin a transaction, this does.

        Raises `psycopg.DataError` where a text holds a NUL, with which the server would take it to end.
        """
        if any(NUL in text for text in given):
            raise psycopg.DataError("PostgreSQL's texts cannot hold a NUL.")
        self.settle()
        begins = not self.autocommit and self.pgconn.transaction_status == TransactionStatus.IDLE
        if given:
            if begins:
                self.send("")
                self.settle()
            self.pgconn.send_query_params(statement.encode(), [text.encode() for text in given])
        else:
            self.pgconn.send_query(f"{'BEGIN; ' if begins else ''}{statement}".encode())
        self._unanswered = True
        self.pgconn.flush()

    def settle(self) -> None:
        """Wait for what was sent, if anything was. Raises `psycopg.Error` where it failed."""
        for answer in self._answers():
            if answer.status not in DONE:
                raise error_from_result(answer)

    def rollback(self) -> None:
        """Undo the transaction; what was sent in it and failed is undone with it."""
        self._answers()
        super().rollback()

    def wait(self, gen: PQGen[Answer], *args: Any, **kwargs: Any) -> Answer:
        """Settle, and go on as the driver does: every statement, COMMIT and COPY passes here."""
        self.settle()
        return super().wait(gen, *args, **kwargs)

    def _answers(self) -> list[PGresult]:
        if not self._unanswered:
            return []
        self._unanswered = False
        return super().wait(execute(self.pgconn))


DRIVER: Any = SimpleNamespace(**{**vars(psycopg), "connect": Line.connect})
"""The driver as Django is given it: it connects by a `Line`."""
