"""Sending the database what returns nothing that anybody needs: the server is at it while the page is made."""

from collections.abc import Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import debug_transaction


def send(statement: str, given: Sequence[str] = ()) -> None:
    """Send a statement, with `$1`, `$2` for the texts given, and go on.

    Whatever is asked next waits for it and raises its fault, COMMIT too: the transaction stands with it or not at all.
    Outside a transaction nothing may come after it, so that it is waited for. Without texts it may be several
    statements, in which nothing stands that anybody typed.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    ours.validate_no_broken_transaction()
    with debug_transaction(ours, statement), ours.wrap_database_errors:
        ours.connection.send(statement, given)
        if not ours.in_atomic_block:
            ours.connection.settle()


def commit_meanwhile() -> None:
    """Send COMMIT and go on: for a page that asks the database nothing more, and is still to be drawn.

    The end of the transaction waits for it and raises its fault. What is raised in between undoes nothing any more.
    Within another transaction nothing is sent: that one decides.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    if ours.in_atomic_block and not ours.savepoint_ids:
        send("COMMIT")


def as_array(values: Iterable[str | int | None]) -> str:
    """Return the values as the database writes a list of them, so that it goes there as one text."""
    return f"{{{','.join('NULL' if value is None else _quoted(str(value)) for value in values)}}}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
