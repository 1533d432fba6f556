"""Writing the ledger, closing stretches of it, and signing them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from erle.foundation.database.engine.sending import as_array, send
from erle.foundation.ledger.keys import fingerprint
from erle.foundation.ledger.rules import Act, checkpoint_message

WRITE = "erle.ledger_write(${}, ${}::text[], ${}::bigint[], ${}, ${}::jsonb)"


def write(
    act: Act, *, about: str = "", circle_id: int | None = None, purpose: str = "", detail: dict[str, Any] | None = None
) -> None:
    """Write one line, in the transaction of what it tells of: either both stand or neither.

    `purpose` is a key or the name of a page, never free words: the ledger is exported, and free words hold names.
    """
    write_each(act, things=[(about, circle_id)], purpose=purpose, detail=detail)


def write_each(
    act: Act,
    *,
    things: Sequence[tuple[str, int | None]],
    purpose: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Write one line for each thing, given as its reference and its circle."""
    write_lines(Lines(act, things, detail), purpose=purpose)


@dataclass(frozen=True)
class Lines:
    """Lines of one act: a line for each thing, given as its reference and its circle."""

    act: Act
    things: Sequence[tuple[str, int | None]] = (("", None),)
    detail: dict[str, Any] | None = None


def write_lines(*lines: Lines, purpose: str = "") -> None:
    """Write the lines of several acts with one purpose, in their order, by one statement.

    The page goes on meanwhile; a line that cannot be written is raised by the next statement or by COMMIT.
    """
    given: list[str] = []
    calls = []
    for one in lines:
        if one.things:
            abouts, circles = as_array(about for about, _ in one.things), as_array(circle for _, circle in one.things)
            calls.append(WRITE.format(*range(len(given) + 1, len(given) + 6)))
            given += [one.act.value, abouts, circles, purpose, json.dumps(one.detail or {})]
    if calls:
        send(f"SELECT {', '.join(calls)}", given)


def seal(*, key: Ed25519PrivateKey) -> int | None:
    """Close the lines of all ended transactions and sign the root; return the seal's number, None if nothing is new."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT number, lines, root FROM erle.ledger_seal()")
        row = cursor.fetchone()
        if row is None:
            return None
        number, lines, root = row
        signature = key.sign(checkpoint_message(seal=number, lines=lines, root=bytes(root)))
        cursor.execute("SELECT erle.ledger_sign(%s, %s, %s)", [number, fingerprint(key.public_key()), signature])
    return int(number)
