"""Whatever ends the web process or the database while forms are sent: what was answered stands, and wholly."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from erle.foundation.database.embedded.server import start
from tests.journeys.home import CHECKOUT, TRIALS_OF_THE_SERVER, Home, home
from tests.trials import TRIALS

SLOWEST = 20.0
"""Seconds for which the first answer is waited for."""
PEOPLING = """
from datetime import UTC, date, datetime, timedelta
from erle.doors.command.standing import product
with product():
    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.actions import appoint, register_worker
    from erle.foundation.agencies.models import Agency, Role
    from erle.knowledge.records.actions.telling import Particulars, record_person
    at, agency = datetime.now(UTC), Agency.objects.get(slug="childrens-services")
    worker = register_worker(agency=agency, name="Robin Manager", email="robin@demo.invalid", at=at)
    role = Role.objects.get(slug="social-work-manager")
    appoint(worker=worker, agency=agency, role=role, starts_at=at - timedelta(days=1))
    with acting_as(worker):
        who = Particulars(given_names="Ash", family_name="Lowe", born_on=date(2012, 3, 3))
        child = record_person(
            agency=agency, particulars=who, basis="public_task_safeguarding", purpose="Help", by=worker, at=at
        )
    print(worker.pk, child.reference)
"""


@dataclass
class Door:
    """The staff door of a home, served until it is killed, and a worker who is signed in at it."""

    ours: Home
    worker: str
    child: str
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Serve, and wait for an answer."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--no-ws", "--log-level", "error", "erle.doors.staff.wsgi:application"]
        self.process = subprocess.Popen(command, cwd=CHECKOUT, env=self.ours.environment, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.ask("GET", "/sign-in/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the door did not open")

    def kill(self) -> None:
        """End every process of the door at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Ask the door, and keep its cookies."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urllib.parse.urlencode(fields) if fields else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8")
        for line in answer.headers.get_all("set-cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def sign_in(self) -> None:
        """Sign in with one click."""
        _, page = self.ask("GET", "/sign-in/")
        status, _ = self.ask("POST", "/sign-in/", {"csrfmiddlewaretoken": token(page), "worker": self.worker})
        assert status == 302

    def send(self, asked_by: str) -> bool:
        """Send one decision, and tell whether it was answered as done."""
        path = f"/children/{self.child}/access/not-share/"
        _, page = self.ask("GET", path)
        fields = {"asked_by": asked_by, "purpose": "To know", "reason": "Not needed", "told": "No", "basis": ""}
        status, _ = self.ask("POST", path, {**fields, "csrfmiddlewaretoken": token(page)})
        return status == 302


def token(page: str) -> str:
    """Return the form's token."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    """A door at which one worker is signed in, with one child to decide about."""
    with home() as ours, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        told = subprocess.run(
            [sys.executable, "-c", PEOPLING],
            cwd=CHECKOUT,
            env=ours.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        worker, child = told.stdout.split()
        made = Door(ours, worker, child, port)
        made.open()
        made.sign_in()
        yield made
        made.kill()


def trial(door: Door, name: str, *, kill_server: bool, seed: int) -> set[str]:
    """Send forms until everything is killed, at a moment by chance after one was answered; return which were done."""
    answered: set[str] = set()
    begun, ended = threading.Event(), threading.Event()

    def send_on() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            try:
                if door.send(f"{name}-{number}"):
                    answered.add(f"{name}-{number}")
                    begun.set()
            except (OSError, http.client.HTTPException, AssertionError):
                return

    sender = threading.Thread(target=send_on)
    sender.start()
    begun.wait(SLOWEST)
    time.sleep(random.Random(seed).random() * 0.4)
    if kill_server:
        door.ours.kill_server()
    door.kill()
    ended.set()
    sender.join(30)
    return answered


def kept(door: Door) -> tuple[list[str], int]:
    """Return who is recorded as having asked, and how many lines of the ledger tell of such decisions."""
    with door.ours.connect() as connection:
        rows = connection.execute("SELECT asked_by FROM access_refusal").fetchall()
        lines = connection.execute("SELECT count(*) FROM ledger_line WHERE act = 'did_not_share'").fetchone()
    assert lines is not None
    return [str(row[0]) for row in rows], int(str(lines[0]))


def test_a_killed_web_process_loses_nothing_that_it_answered(door: Door) -> None:
    answered: set[str] = set()
    for number in range(TRIALS):
        answered |= trial(door, f"web-{number}", kill_server=False, seed=number)
        door.open()

    recorded, lines = kept(door)

    assert answered
    assert answered <= set(recorded)
    assert len(recorded) == len(set(recorded)) == lines


def test_a_killed_database_loses_nothing_that_was_answered(door: Door) -> None:
    answered: set[str] = set()
    for number in range(TRIALS_OF_THE_SERVER):
        answered |= trial(door, f"database-{number}", kill_server=True, seed=number)
        start(door.ours.folder)
        door.open()

    recorded, lines = kept(door)

    assert answered
    assert answered <= set(recorded)
    assert len(recorded) == len(set(recorded)) == lines
