"""A product home of a test's own, on a durable server of its own, and the command line run in it from a warm start."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from erle.foundation.database.embedded.server import start
from tests.trials import TRIALS

CHECKOUT = Path(__file__).resolve().parents[2]
TRIALS_OF_THE_SERVER = max(2, TRIALS // 5)
FOUNDING = """
from datetime import UTC, datetime, timedelta
from erle.doors.command.standing import product
with product():
    from erle.foundation.agencies.actions import open_agency
    at = datetime.now(UTC) - timedelta(days=400)
    name = "Children's Services"
    open_agency(slug="childrens-services", name=name, kind="csc", regime="uk_gdpr", phone="01632 960140", at=at)
"""
WARM = """
import os, resource, sys
from erle.doors.command.standing import set_up
set_up()
import erle.doors.exchange.importing, erle.doors.exchange.ssda903.returns
from erle.doors.command.main import main
for line in iter(sys.stdin.readline, ''):
    place, largest, *words = line.split()
    child = os.fork()
    if not child:
        said = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, 1), os.dup2(said, 2)
        if int(largest):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
        code = main(words)
        sys.stdout.flush()
        os._exit(code)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""A process that forks one for each line it reads: where its words go, the largest file it may write, the command."""
WITHOUT_ROWS_TO_COUNT = ("django_", "auth_", "ledger_seal", "ledger_checkpoint")


@dataclass
class Run:
    """One command at work."""

    warm: "subprocess.Popen[str]"
    said: Path
    pid: int

    def end(self) -> int:
        """Wait for it to end, and return its exit: negative where a signal ended it. Its number is kept till then."""
        assert self.warm.stdin is not None
        assert self.warm.stdout is not None
        self.warm.stdin.write("end\n")
        self.warm.stdin.flush()
        return int(self.warm.stdout.readline())

    def kill(self, number: int = signal.SIGKILL) -> int:
        """Send a signal, and wait for the end."""
        os.kill(self.pid, number)
        return self.end()

    def words(self) -> str:
        """Return what it said."""
        return self.said.read_text("utf-8")


@dataclass
class Home:
    """A home whose database stands, with one agency."""

    folder: Path
    environment: dict[str, str]
    socket_dir: Path
    warm: list["subprocess.Popen[str]"] = field(default_factory=list)

    def begin(self, *words: str, largest: int = 0) -> Run:
        """Begin a command; `largest` are the bytes that a file it writes may have."""
        if not self.warm:
            command = [sys.executable, "-c", WARM]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.warm.append(subprocess.Popen(command, cwd=CHECKOUT, env=self.environment, **pipes))
        [warm] = self.warm
        assert warm.stdin is not None
        assert warm.stdout is not None
        said = self.folder.parent / "said"
        warm.stdin.write(f"{said} {largest} {' '.join(words)}\n")
        warm.stdin.flush()
        return Run(warm, said, int(warm.stdout.readline()))

    def begin_import(self, file: Path, *more: str, largest: int = 0) -> Run:
        """Begin to import a file."""
        return self.begin("import", "ssda903", str(file), "--agency", "childrens-services", *more, largest=largest)

    def rows(self) -> dict[str, int]:
        """Count the rows of every table, once nobody works on them any more."""
        with self.connect() as connection:
            while self._others(connection):
                time.sleep(0.02)
            found = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200")
            names = [str(name) for (name,) in found if not str(name).startswith(WITHOUT_ROWS_TO_COUNT)]
            counts = {}
            for name in names:
                counted = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
                counts[name] = int(str(counted[0])) if counted else 0
            return counts

    def until_it_writes(self) -> None:
        """Wait until a worker's connection has written something that is not yet kept."""
        with self.connect() as connection:
            asked = b"SELECT 1 FROM pg_stat_activity WHERE usename = 'erle_worker' AND backend_xid IS NOT NULL"
            while connection.execute(asked).fetchone() is None:
                time.sleep(0.01)

    def kill_server(self) -> None:
        """End the database server as a power cut would."""
        os.kill(int((self.folder / "postgres/data/postmaster.pid").read_text("utf-8").split()[0]), signal.SIGKILL)

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection that no policy holds."""
        where = {"host": str(self.socket_dir), "user": "erle_root", "dbname": "erle"}
        return psycopg.connect(**where, autocommit=True)  # type: ignore[arg-type]

    def _others(self, connection: psycopg.Connection[tuple[object, ...]]) -> bool:
        asked = "SELECT 1 FROM pg_stat_activity WHERE datname = 'erle' AND usename IN ('erle_worker', 'erle_owner')"
        return connection.execute(asked.encode()).fetchone() is not None


@contextmanager
def home() -> Iterator[Home]:
    """Make a home, found an agency in it, and clear it all away afterwards."""
    ground = Path(tempfile.mkdtemp(prefix="erle-test-")).resolve()
    ground.chmod(0o755)
    folder = ground / "home"
    server = start(folder)
    given = {"ERLE_HOME": str(folder), "ERLE_MODE": "demo", "ERLE_SOCKET_DIR": str(server.socket_dir)}
    taken = {"DATABASE_URL", "ERLE_DATABASE", "ERLE_HOME", "ERLE_MODE", "ERLE_SOCKET_DIR"}
    environment = {**{name: said for name, said in os.environ.items() if name not in taken}, **given}
    made = Home(folder, environment, server.socket_dir)
    try:
        subprocess.run([sys.executable, "-c", FOUNDING], cwd=CHECKOUT, env=environment, check=True)
        yield made
    finally:
        for warm in made.warm:
            warm.communicate()
        server.release()
        shutil.rmtree(ground)
