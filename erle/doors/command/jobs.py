"""`erle worker`: the jobs that run beside the pages, each safe to run twice."""

import argparse
import signal
import threading
from datetime import datetime, timedelta
from typing import Any

from erle.doors.command.printing import say
from erle.doors.command.standing import product

EVERY_SECONDS = 1.0
SWEPT_EVERY = timedelta(days=1)


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("worker", help="run the jobs: seal and keep standing each second, sweep daily")
    parser.add_argument("--once", action="store_true", help="run each job once and end")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Run the jobs until a signal comes; a database that is away for a while is waited for."""
    with product(make=False):
        from django.conf import settings
        from django.db import OperationalError, close_old_connections
        from django.utils import timezone

        from erle.foundation.access.actions.standing import keep_standing
        from erle.foundation.ledger import actions, keys

        key, swept_at = keys.read_or_make(settings.LEDGER_KEY_FILE), None
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
        while True:
            try:
                actions.seal(key=key)
                keep_standing()
                if swept_at is None or timezone.now() - swept_at >= SWEPT_EVERY:
                    swept_at = sweep(timezone.now())
            except OperationalError as error:
                say(f"The database does not answer; trying again: {str(error).strip().splitlines()[0]}")
                close_old_connections()
            if asked.once or stopping.wait(EVERY_SECONDS):
                return 0


def sweep(at: datetime) -> datetime:
    """Throw away sessions that are over and tries at signing in that count no more; return when."""
    from django.core.management import call_command

    from erle.doors.staff.signing_in.buckets import forget_before

    call_command("clearsessions")
    forget_before(at - SWEPT_EVERY)
    return at
