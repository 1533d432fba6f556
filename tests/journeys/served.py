"""The product, served for the journeys: the demo partnership in a database of its own, on loopback ports."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

from erle.foundation.database import addresses, bootstrap

CHECKOUT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 30
STOPS_WITHIN = 10
TRIES = 3


class NotServed(Exception):
    """The product did not come up for the journeys; its last words say why."""


@dataclass(eq=False)
class Served(AbstractContextManager["Served"]):
    """One database with the demo in it, and a web server for each mode that is asked for."""

    home: Path
    socket_dir: Path
    database: str
    logs: Path
    servers: dict[str, tuple[subprocess.Popen[bytes], str]] = field(default_factory=dict)

    def __enter__(self) -> Served:
        """Make the database anew, as a copy of the demo that this run made."""
        from tests import templates  # here: programs that run against a served product import this module too

        self.logs.mkdir(parents=True, exist_ok=True)
        templates.copy_of("demo", self.database, self._make)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what was started here, and remove the database."""
        for process, _ in self.servers.values():
            _end(process)
        bootstrap.drop_database(socket_dir=self.socket_dir, name=self.database)

    def url(self, mode: str = "demo") -> str:
        """Return where the product answers in the mode, starting it there when it is first asked for."""
        if mode not in self.servers:
            self.servers[mode] = self._serve(mode)
        return self.servers[mode][1]

    def run(self, module: str, *words: str) -> str:
        """Run one of the product's programs against this database, and return what it says."""
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=CHECKOUT, env=self._environment("test"), capture_output=True, text=True)
        if done.returncode:
            raise NotServed(f"{module} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database itself, past every policy, for what no page tells a test."""
        given = addresses.superuser_parameters(socket_dir=self.socket_dir, name=self.database)
        with psycopg.connect(**given, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values: Any) -> str:
        """Return the one word that the database answers."""
        [[word]] = self.ask(statement, *values)
        return str(word)

    def _make(self, name: str) -> None:
        from tests import templates

        templates.migrated(name)
        whole = replace(self, database=name, servers={})
        whole.run("rehearsal", "--files", "0")

    def _environment(self, mode: str) -> dict[str, str]:
        names = {"ERLE_HOME": str(self.home), "ERLE_SOCKET_DIR": str(self.socket_dir)}
        kept = {name: word for name, word in os.environ.items() if not name.startswith(("PYTEST", "COV_"))}
        return {**kept, **names, "ERLE_MODE": mode, "ERLE_DATABASE": self.database, "PYTHONUNBUFFERED": "1"}

    def _serve(self, mode: str) -> tuple[subprocess.Popen[bytes], str]:
        for _ in range(TRIES):
            port = _free_port()
            process = self._start(mode, port)
            if _answers(process, port):
                return process, f"http://127.0.0.1:{port}"
            _end(process)
        raise NotServed(self._log(mode).read_text("utf-8")[-2000:])

    def _start(self, mode: str, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        with self._log(mode).open("wb") as log:
            return subprocess.Popen(
                [*command, "erle.doors.staff.wsgi:application"],
                cwd=CHECKOUT,
                env=self._environment(mode),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _log(self, mode: str) -> Path:
        return self.logs / f"{self.database}-{mode}.log"


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass  # it does not listen yet
        finally:
            connection.close()
        time.sleep(0.1)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
