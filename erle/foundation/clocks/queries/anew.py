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
SELECT rule, array_agg(extract(epoch FROM date_trunc('second', started_at))::bigint),
       array_agg(extract(epoch FROM date_trunc('second', due_at))::bigint)
FROM clocks_runningclock WHERE stopped_at IS NULL GROUP BY rule
"""


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


def _compared(rows: list[tuple[str, list[int], list[int]]]) -> Iterator[Anew]:
    for rule, started, due in rows:
        clock = Clock.from_data(json.loads(rule))
        held: Seconds = np.array(due, dtype=np.int64)
        try:
            now = due_seconds(clock.limit, np.array(started, dtype=np.int64))
        except BeyondTheCalendar:
            yield Anew(clock.name, len(held), 0, 0, beyond=True)
            continue
        yield Anew(clock.name, len(held), int((now < held).sum()), int((now > held).sum()))
