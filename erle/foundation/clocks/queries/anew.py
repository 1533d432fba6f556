"""Which running clocks would be due at another moment if they were computed by the calendar of today.

A running clock keeps the due date that was told to people. When a bank holiday is added, somebody has to know which
dates differ now, and decides: nothing is changed here.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connections, transaction

from erle.foundation.database.roles import KEEPER
from erle.foundation.statute.bulk import Seconds, due_seconds
from erle.foundation.statute.calendar import BeyondTheCalendar
from erle.foundation.statute.clock import Clock

RUNNING = """
SELECT rule, string_agg(timestamptz_send(started_at), ''), string_agg(timestamptz_send(due_at), '')
FROM clocks_runningclock WHERE stopped_at IS NULL GROUP BY rule
"""
"""The moments of each rule one after another as PostgreSQL keeps them: none of a million is taken apart on the way."""
SENT, IN_A_SECOND = np.dtype(">i8"), 1_000_000
EPOCH = 946_684_800
"""PostgreSQL counts microseconds from the beginning of 2000, which is this second of 1970's count."""


@dataclass(frozen=True)
class Anew:
    """The running clocks of one rule: how many, how many would be due sooner or later, and which cannot be counted."""

    clock: str
    running: int
    sooner: int
    later: int
    beyond: bool = False
    """Whether the calendar of today does not reach all of them."""


def due_anew() -> list[Anew]:
    """Count, for whoever runs the system: only numbers, by the owner's role."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {KEEPER}")
        cursor.execute(RUNNING)
        return sorted(_compared(cursor.fetchall()), key=lambda one: one.clock)


def _compared(rows: list[tuple[str, bytes, bytes]]) -> Iterator[Anew]:
    for rule, started, due in rows:
        clock = Clock.from_data(json.loads(rule))
        held = _moments(due)
        try:
            now = due_seconds(clock.limit, _moments(started))
        except BeyondTheCalendar:
            yield Anew(clock.name, len(held), 0, 0, beyond=True)
            continue
        yield Anew(clock.name, len(held), int((now < held).sum()), int((now > held).sum()))


def _moments(sent: bytes) -> Seconds:
    """Return whole seconds, of moments as they were sent."""
    return np.frombuffer(sent, dtype=SENT).astype(np.int64) // IN_A_SECOND + EPOCH
