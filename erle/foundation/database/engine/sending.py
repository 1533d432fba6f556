"""Sending the database what returns nothing that anybody needs: the server is at it while the page is made."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import debug_transaction


def send(statement: str, given: Sequence[Any] = ()) -> None:
    """Send a statement, with `$1`, `$2` for what is given, and go on.

    Whatever is asked next waits for it and raises its fault, COMMIT too: the transaction stands with it or not at all.
    Without values it may be several statements, in which nothing stands that anybody typed.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with debug_transaction(connection, statement), connection.wrap_database_errors:
        connection.connection.send(statement, given)


def commit_meanwhile() -> None:
    """Send COMMIT and go on: for a page that asks the database nothing more, and is still to be drawn.

    The end of the transaction waits for it and raises its fault. What is raised in between undoes nothing any more.
    Within another transaction nothing is sent: that one decides.
    """
    if connection.in_atomic_block and not connection.savepoint_ids:
        send("COMMIT")
