"""Homes for servers of their own: an empty one, and one whose database stands with three rows in it."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from erle.foundation.database.embedded.server import Server, start

Connect = Callable[..., psycopg.Connection[tuple[object, ...]]]
Use = Callable[..., Server]


@pytest.fixture
def open_ground() -> Iterator[Path]:
    """A folder that every account may pass through, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="erle-test-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(open_ground: Path) -> Path:
    """A home in which nothing stands yet."""
    return open_ground / "home"


@pytest.fixture(scope="session")
def made_once() -> Iterator[Path]:
    """A home with a database of three rows, at rest; each test takes a copy."""
    folder = Path(tempfile.mkdtemp(prefix="erle-test-")).resolve()
    folder.chmod(0o755)
    server = start(folder / "home", durable=False)
    with psycopg.connect(host=str(server.socket_dir), user="erle_root", dbname="postgres") as connection:
        connection.execute("CREATE TABLE kept (row int PRIMARY KEY, name text)")
        connection.execute("INSERT INTO kept SELECT n, 'name ' || n FROM generate_series(1, 3) n")
    server.release()
    yield folder / "home"
    shutil.rmtree(folder)


@pytest.fixture
def standing(made_once: Path, home: Path) -> Path:
    """A home whose database stands, at rest, with three rows in the table `kept`."""
    copy(made_once, home)
    return home


@pytest.fixture
def use() -> Iterator[Use]:
    """`start` for tests: without durable writes unless asked, and released at the end."""
    servers: list[Server] = []

    def started(home: Path, *, durable: bool = False, **settings: float) -> Server:
        servers.append(start(home, durable=durable, **settings))  # type: ignore[arg-type]
        return servers[-1]

    yield started
    for server in servers:
        server.release()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """A connection to a server, closed at the end."""
    opened: list[psycopg.Connection[tuple[object, ...]]] = []

    def connected(server: Server, role: str = "erle_root") -> psycopg.Connection[tuple[object, ...]]:
        opened.append(psycopg.connect(host=str(server.socket_dir), user=role, dbname="postgres", autocommit=True))
        return opened[-1]

    yield connected
    for connection in opened:
        connection.close()


def copy(made: Path, home: Path) -> None:
    """Copy a home at rest, its owners too; the programs, which nobody writes, by links."""
    for folder in (home, home / "postgres"):
        folder.mkdir(mode=0o711)
    for part in (made / "postgres").iterdir():
        how = "-al" if part.name.startswith("programs-") and home.stat().st_dev == part.stat().st_dev else "-a"
        subprocess.run(["cp", how, part, home / "postgres"], check=True)


def until_it_answers(server: Server) -> None:
    """Wait for a server to recover from the crash of one of its parts."""
    for _ in range(200):
        try:
            psycopg.connect(host=str(server.socket_dir), user="erle_root", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server does not answer")


def rows(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """Return how many rows are kept."""
    found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(str(found[0]))


def pid_of(home: Path) -> int:
    """Return the server's process."""
    return int((home / "postgres" / "data" / "postmaster.pid").read_text("utf-8").splitlines()[0])
