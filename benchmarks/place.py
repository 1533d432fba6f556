"""Where benches run: the product's own server, in a database made for the run and dropped at its end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from erle.foundation.database import addresses, bootstrap, context
from erle.foundation.database.embedded.server import start
from erle.foundation.database.roles import KEEPER, DatabaseRole

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASE = "erle_bench"

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Place:
    """A migrated, empty database of the product's own."""

    home: Path
    plans: Path
    socket_dir: Path
    key: bytes
    quick: bool
    full: bool = False

    def connect(self, role: str | None = None, *, autocommit: bool = True) -> Connection:
        """Return a connection of the account that made the database, acting as the role if one is named."""
        parameters = addresses.superuser_parameters(socket_dir=self.socket_dir, name=DATABASE)
        connection = psycopg.connect(**parameters, autocommit=True, prepare_threshold=None)
        if role:
            connection.execute(f"SET ROLE {role}".encode("ascii"))
        connection.autocommit = autocommit
        return connection

    def worker(self) -> Connection:
        """Return a connection under the policies, as a worker's page has it."""
        return self.connect(DatabaseRole.WORKER)

    def peer(self) -> Connection:
        """Return a connection that no policy holds."""
        return self.connect(KEEPER)

    def act(self, connection: Connection, worker_id: int, *, now: float) -> None:
        """Set the signed context for the transaction that the connection is in."""
        signed = context.sign(worker_id, backend_pid=connection.info.backend_pid, now=now, key=self.key)
        connection.execute("SELECT set_config('erle.acting', %s, true)", [signed])


@contextmanager
def place(*, plans: Path | None, quick: bool, full: bool = False) -> Iterator[Place]:
    """Have the server answer and an empty, migrated database stand while the block runs."""
    home = Path(os.environ.get("ERLE_HOME") or CHECKOUT / ".erle").resolve()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erle.settings")
    os.environ.setdefault("ERLE_MODE", "demo")
    os.environ["ERLE_DATABASE"] = DATABASE
    server = None if addresses.external() else start(home)
    try:
        socket_dir = server.socket_dir if server else home
        os.environ["ERLE_SOCKET_DIR"] = str(socket_dir)
        yield _made(home=home, socket_dir=socket_dir, plans=plans or home / "bench" / "plans", quick=quick, full=full)
        _close()
        bootstrap.drop_database(socket_dir=socket_dir, name=DATABASE)
    finally:
        if server:
            server.release()


def _made(*, home: Path, socket_dir: Path, plans: Path, quick: bool, full: bool) -> Place:
    bootstrap.drop_database(socket_dir=socket_dir, name=DATABASE)
    bootstrap.make_database(home=home, socket_dir=socket_dir, name=DATABASE)
    import django

    django.setup()
    from django.conf import settings

    bootstrap.migrate(key_file=settings.CONTEXT_KEY_FILE)
    return Place(home, plans, socket_dir, context.read_or_make_key(settings.CONTEXT_KEY_FILE), quick, full)


def _close() -> None:
    from django.db import connections

    connections.close_all()
