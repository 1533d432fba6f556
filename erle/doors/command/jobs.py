"""`erle worker`: the jobs that run beside the pages, each safe to run twice."""

import argparse
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import psycopg

from erle.doors.command.printing import say
from erle.doors.command.standing import product

EVERY_SECONDS = 1.0
SWEPT_EVERY = timedelta(days=1)
AT_LEAST_EVERY = 60.0
"""Seconds after which is looked even where nobody said that anybody came."""
STARTED_AGAIN_AFTER = timedelta(minutes=1)
FILES_SWEPT_EVERY = FIRST_ASKED_AFTER = timedelta(hours=1)


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser(
        "worker", help="run the jobs: seal, keep standing, match who comes, send e-mail; sweep and ask daily"
    )
    parser.add_argument("--files", action="store_true", help="do the jobs on handed files that wait, and end")
    parser.add_argument("--questions", action="store_true", help="ask of which records a person should judge, and end")
    parser.add_argument("--arrivals", action="store_true", help="match each record that comes, until stopped")
    parser.add_argument("--once", action="store_true", help="run each job once and end")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Run the jobs until a signal comes; a database that is away for a while is waited for."""
    if asked.files:
        return work_off_files()
    if asked.questions:
        return ask_of_records()
    if asked.arrivals:
        return match_who_comes(once=asked.once)
    with product(make=False):
        from django.conf import settings
        from django.db import OperationalError, close_old_connections
        from django.utils import timezone

        from erle.doors.staff.work.posting import Post
        from erle.foundation.access.actions.standing import keep_standing
        from erle.foundation.ledger import actions, keys

        files, questions, arrivals, post = FileJobs(), QuestionJob(), ArrivalJob(), Post()
        key, swept_at = keys.read_or_make(settings.LEDGER_KEY_FILE), None
        stopping = stopped_by_a_signal()
        while True:
            try:
                actions.seal(key=key)
                keep_standing()
                files.look()
                if not asked.once:
                    questions.look(timezone.now())
                    arrivals.look(timezone.now())
                post.send_new(timezone.now())
                if post.refused:
                    say(f"An e-mail could not be sent; trying again in a minute: {post.refused}")
                if swept_at is None or timezone.now() - swept_at >= SWEPT_EVERY:
                    swept_at = sweep(timezone.now())
            except OperationalError as error:
                say(f"The database does not answer; trying again: {str(error).strip().splitlines()[0]}")
                close_old_connections()
            if asked.once or stopping.wait(EVERY_SECONDS):
                for job in (files, questions, arrivals):
                    job.end()
                return 0


def stopped_by_a_signal() -> threading.Event:
    """Return what is set when the process is asked to end."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    return stopping


def match_who_comes(*, once: bool) -> int:
    """Match each record that comes or changes, and compare each thing that is named for the first time.

    Until a signal comes; a database that is away is waited for.
    """
    with product(make=False):
        from erle.knowledge.linkage.tasks import Arrivals, listening
        from erle.knowledge.linkage.things.comparing import compare_things

        arrivals, stopping = Arrivals(), stopped_by_a_signal()
        while not stopping.is_set():
            try:
                with listening() as wait:
                    while not stopping.is_set():
                        while not stopping.is_set() and (arrivals.match() or compare_things(most=1).things):
                            pass
                        if once:
                            return 0
                        until = time.monotonic() + AT_LEAST_EVERY
                        while not (stopping.is_set() or wait(EVERY_SECONDS)) and time.monotonic() < until:
                            pass
            except psycopg.OperationalError as error:
                say(f"The database does not answer; trying again: {str(error).strip().splitlines()[0]}")
                stopping.wait(EVERY_SECONDS)
    return 0


def work_off_files() -> int:
    """Do the jobs on handed files that wait."""
    with product(make=False):
        from erle.doors.exchange.handed.working import work_off

        work_off()
    return 0


def ask_of_records() -> int:
    """Ask of which records a person should say whether they are of one child; where there are none, nothing."""
    with product(make=False):
        from django.utils import timezone

        from erle.knowledge.linkage.matching.learning.training import NothingToCompare
        from erle.knowledge.linkage.tasks import ask_questions

        try:
            ask_questions(at=timezone.now())
        except NothingToCompare:
            return 0  # as on the first day: there are no two records yet
    return 0


class Beside:
    """A process beside the jobs: what befalls it does not stop the sealing."""

    def __init__(self, task: str) -> None:
        """Start none yet; `task` is the word that tells `erle worker` what to do."""
        self._task = task
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def works(self) -> bool:
        """Whether it is at work."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen([sys.executable, "-m", "erle.doors.command.main", "worker", self._task])

    def end(self) -> None:
        """End it, wherever it is: what it had in hand is kept whole or not at all."""
        if self._process is not None and self.works:
            self._process.terminate()
            self._process.wait()


class QuestionJob:
    """Asks of which records a person should judge: an hour after the start, when that is over, and then each day."""

    def __init__(self) -> None:
        """Have asked nothing yet."""
        self._beside = Beside("--questions")
        self._due_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Ask where it is time to."""
        if self._due_at is None:
            self._due_at = now + FIRST_ASKED_AFTER
        elif now >= self._due_at:
            self._due_at = now + SWEPT_EVERY
            self._beside.end()  # one that is at work since yesterday gets nowhere
            self._beside.start()

    def end(self) -> None:
        """End what is at work."""
        self._beside.end()


class ArrivalJob:
    """Keeps the process at work that matches who comes; one that ended is started again a minute later."""

    def __init__(self) -> None:
        """Have started none yet."""
        self._beside = Beside("--arrivals")
        self._next_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Start it where none is at work."""
        if not self._beside.works and (self._next_at is None or now >= self._next_at):
            self._next_at = now + STARTED_AGAIN_AFTER
            self._beside.start()

    def end(self) -> None:
        """End it."""
        self._beside.end()


class FileJobs:
    """Starts a process for the jobs on handed files where some wait."""

    def __init__(self) -> None:
        """Start with none."""
        self._beside = Beside("--files")
        self._swept_at: datetime | None = None

    def look(self) -> None:
        """Start the process where files wait and none is at work; sweep each hour."""
        from django.utils import timezone

        from erle.doors.exchange.handed.working import sweep, waiting

        now = timezone.now()
        if self._swept_at is None or now - self._swept_at >= FILES_SWEPT_EVERY:
            self._swept_at = now
            sweep(now)
        if not self._beside.works and waiting():
            self._beside.start()

    def end(self) -> None:
        """End what is at work."""
        self._beside.end()


def sweep(at: datetime) -> datetime:
    """Throw away sessions that are over and tries at signing in that count no more; return when."""
    from django.core.management import call_command

    from erle.doors.staff.signing_in.buckets import forget_before

    call_command("clearsessions")
    forget_before(at - SWEPT_EVERY)
    return at
