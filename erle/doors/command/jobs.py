"""`erle worker`: the jobs that run beside the pages, each safe to run twice."""

import argparse
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from typing import Any

from erle.doors.command.printing import say
from erle.doors.command.standing import product

EVERY_SECONDS = 1.0
SWEPT_EVERY = timedelta(days=1)
FILES_SWEPT_EVERY = timedelta(hours=1)


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("worker", help="run the jobs: seal, keep standing, send e-mail; sweep daily")
    parser.add_argument("--files", action="store_true", help="do the jobs on handed files that wait, and end")
    parser.add_argument("--once", action="store_true", help="run each job once and end")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Run the jobs until a signal comes; a database that is away for a while is waited for."""
    if asked.files:
        return work_off_files()
    with product(make=False):
        from django.conf import settings
        from django.db import OperationalError, close_old_connections
        from django.utils import timezone

        from erle.doors.staff.work.posting import Post
        from erle.foundation.access.actions.standing import keep_standing
        from erle.foundation.ledger import actions, keys

        files, post = FileJobs(), Post()
        key, swept_at = keys.read_or_make(settings.LEDGER_KEY_FILE), None
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopping.set())
        while True:
            try:
                actions.seal(key=key)
                keep_standing()
                files.look()
                post.send_new(timezone.now())
                if post.refused:
                    say(f"An e-mail could not be sent; trying again in a minute: {post.refused}")
                if swept_at is None or timezone.now() - swept_at >= SWEPT_EVERY:
                    swept_at = sweep(timezone.now())
            except OperationalError as error:
                say(f"The database does not answer; trying again: {str(error).strip().splitlines()[0]}")
                close_old_connections()
            if asked.once or stopping.wait(EVERY_SECONDS):
                files.end()
                return 0


def work_off_files() -> int:
    """Do the jobs on handed files that wait."""
    with product(make=False):
        from erle.doors.exchange.handed.working import work_off

        work_off()
    return 0


class FileJobs:
    """Starts a process for the jobs on handed files where some wait: what befalls it does not stop the sealing."""

    def __init__(self) -> None:
        """Start with none."""
        self._process: subprocess.Popen[bytes] | None = None
        self._swept_at: datetime | None = None

    def look(self) -> None:
        """Start the process where files wait and none is at work; sweep each hour."""
        from django.utils import timezone

        from erle.doors.exchange.handed.working import sweep, waiting

        now = timezone.now()
        if self._swept_at is None or now - self._swept_at >= FILES_SWEPT_EVERY:
            self._swept_at = now
            sweep(now)
        if (self._process is None or self._process.poll() is not None) and waiting():
            self._process = subprocess.Popen([sys.executable, "-m", "erle.doors.command.main", "worker", "--files"])

    def end(self) -> None:
        """End the process, wherever it is: what it had in hand is kept whole or not at all."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def sweep(at: datetime) -> datetime:
    """Throw away sessions that are over and tries at signing in that count no more; return when."""
    from django.core.management import call_command

    from erle.doors.staff.signing_in.buckets import forget_before

    call_command("clearsessions")
    forget_before(at - SWEPT_EVERY)
    return at
