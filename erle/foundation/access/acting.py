"""Acting: one transaction that sees only what one worker's circles hold."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.db import connection, transaction

from erle.foundation.agencies.models import Worker
from erle.foundation.database import context
from erle.foundation.database.engine.sending import send


@contextmanager
def acting_as(worker: Worker) -> Iterator[None]:
    """Run one transaction in which the database shows what the worker's circles hold, and nothing else.

    Inside another transaction the worker changes for the block only; what was before comes back after it. The end of
    the outermost transaction takes the context with it.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        signed = _signed(worker.pk)
        if outermost:
            send(f"SELECT set_config('erle.acting', '{signed}', true)")  # hexadecimal digits and points
            yield
        else:
            before = _set_context(signed)
            yield
            _set_context(before)


def _signed(worker_id: int) -> str:
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return context.sign(worker_id, backend_pid=pid, now=time.time(), key=_key())


@cache
def _key() -> bytes:
    return context.read_or_make_key(settings.CONTEXT_KEY_FILE)


def _set_context(signed: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('erle.acting', true), ''), set_config('erle.acting', %s, true)", [signed]
        )
        before: str = cursor.fetchone()[0]
    return before
