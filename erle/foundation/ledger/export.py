"""Writing the ledger out, seal by seal, for anyone to verify; by the owner's connection, since it is of the whole.

What is written holds references and numbers, never a name or a word of a report.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections, transaction

from erle.foundation.database.roles import KEEPER
from erle.foundation.ledger.keys import fingerprint
from erle.foundation.ledger.rules import FIRST_ROOT, FORMAT, checkpoint_message, leaf, link

AT_ONCE = 10_000
SEALS = """
SELECT s.number, s.at, s.from_xid::text, s.upto_xid::text, s.lines, s.previous, s.root, c.key, c.signature, e.from_id,
       coalesce((SELECT min(later.from_id) FROM ledger_epoch later WHERE later.number > s.epoch), 9223372036854775807)
FROM ledger_seal s
JOIN ledger_epoch e ON e.number = s.epoch
LEFT JOIN ledger_checkpoint c ON c.seal = s.number
ORDER BY s.number
"""
LINES = """
SELECT erle.ledger_text(id, xid, at, worker_id, act, about, circle_id, purpose, detail)
FROM ledger_line WHERE xid >= %s::xid8 AND xid < %s::xid8 AND id >= %s AND id < %s ORDER BY id
"""
UNSEALED = """
SELECT count(*), extract(epoch FROM now() - min(line.at))::bigint
FROM ledger_line line, (SELECT * FROM ledger_epoch ORDER BY number DESC LIMIT 1) present
WHERE line.id >= present.from_id
  AND line.xid >= coalesce((SELECT max(upto_xid) FROM ledger_seal WHERE epoch = present.number), '0'::xid8)
"""
LAST = """
SELECT s.number, s.lines, s.root, c.key, c.signature
FROM ledger_seal s JOIN ledger_checkpoint c ON c.seal = s.number ORDER BY s.number DESC LIMIT 1
"""


def export(write: Callable[[str], object], *, partnership: str, public_key: bytes) -> int:
    """Write the sealed ledger whole, by one snapshot; return how many lines it has."""
    write(
        f"# {FORMAT} {json.dumps({'partnership': partnership, 'public_key': public_key.hex()}, ensure_ascii=False)}\n"
    )
    number, state = 0, FIRST_ROOT
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SET LOCAL ROLE {KEEPER}")
            cursor.execute(SEALS)
            seals = cursor.fetchall()
        for seal in seals:
            write(f"S {json.dumps(_seal(seal))}\n")
            for text in _texts(seal[2], seal[3], seal[9], seal[10]):
                state = link(state, leaf(text))
                write(f"L {state.hex()} {text}\n")
                number += 1
    return number


def last_checkpoint() -> dict[str, Any] | None:
    """Return the newest signed seal, to be kept by somebody else."""
    with _keeper() as cursor:
        cursor.execute(LAST)
        row = cursor.fetchone()
    if row is None:
        return None
    seal, lines, root, key, signature = row
    return {"seal": seal, "lines": lines, "root": bytes(root).hex(), "key": key, "signature": bytes(signature).hex()}


def unsealed() -> tuple[int, int]:
    """Return how many lines wait for a seal, and for how many seconds the oldest of them does."""
    with _keeper() as cursor:
        cursor.execute(UNSEALED)
        number, seconds = cursor.fetchone()
    return int(number), int(seconds or 0)


def _texts(*bounds: str | int) -> Iterator[str]:
    """Yield the lines' canonical texts through a cursor on the server, some thousand at a time."""
    with connections["owner"].connection.cursor(name="ledger_lines") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(LINES, bounds)
        for (text,) in cursor:
            yield text


def _seal(row: tuple[Any, ...]) -> dict[str, Any]:
    number, at, _, _, lines, previous, root, key, signature, _, _ = row
    return {
        "seal": number,
        "at": at.isoformat(),
        "lines": lines,
        "previous": bytes(previous).hex(),
        "root": bytes(root).hex(),
        "key": key,
        "signature": bytes(signature).hex() if signature is not None else None,
    }


@contextmanager
def _keeper() -> Iterator[Any]:
    """Give a cursor of the owner's connection under the keeper's role, for one transaction."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER}")
        yield cursor


def restart(*, key: Ed25519PrivateKey) -> int:
    """Seal what an old server left, sign it, and begin the count anew; return how many lines were sealed."""
    with _keeper() as cursor:
        cursor.execute("SELECT number, lines, root FROM erle.ledger_restart()")
        row = cursor.fetchone()
        if row is None:
            return 0
        number, lines, root = row
        signature = key.sign(checkpoint_message(seal=number, lines=lines, root=bytes(root)))
        cursor.execute("SELECT erle.ledger_sign(%s, %s, %s)", [number, fingerprint(key.public_key()), signature])
    return int(lines)
