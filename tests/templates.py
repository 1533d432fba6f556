"""Databases made once a run and copied: what takes long to make is made by the process that first asks for it."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable

from psycopg import sql

from erle.foundation.database import bootstrap
from erle.foundation.database.roles import DatabaseRole
from tests import standing
from tests.hands import superuser

PREFIX = "erle_template_"
ALONE = "alone"
"""What a run is called that has one process. It goes on from no template of an earlier one, which may be outdated."""
_made: set[str] = set()


def copy_of(kind: str, name: str, make: Callable[[str], None]) -> None:
    """Make the database of the name anew, as a copy of what `make` puts into a database whose name it is told."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", ALONE)[:8]
    template, unfinished = f"{PREFIX}{kind}_{run}", f"{PREFIX}{kind}_{run}_part"
    bootstrap.drop_database(socket_dir=standing.SOCKET_DIR, name=name)
    with (standing.HOME / f"{PREFIX}{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if run == ALONE and template not in _made:
            bootstrap.drop_database(socket_dir=standing.SOCKET_DIR, name=template)
        if template not in _standing():
            bootstrap.drop_database(socket_dir=standing.SOCKET_DIR, name=unfinished)
            make(unfinished)
            _run("ALTER DATABASE {} RENAME TO {}", unfinished, template)
            _made.add(template)
        _run("CREATE DATABASE {} TEMPLATE {} OWNER {}", name, template, DatabaseRole.OWNER)
    bootstrap.make_database(home=standing.HOME, socket_dir=standing.SOCKET_DIR, name=name)  # rights to it, not copied


def migrated(name: str) -> None:
    """Make the database of the name anew, with the tables that the product has now and nothing in them."""
    copy_of("migrated", name, _migrate)


def _migrate(name: str) -> None:
    command = [sys.executable, "-c", "from erle.doors.command.standing import make_ready; make_ready()"]
    subprocess.run(command, cwd=standing.CHECKOUT, env={**os.environ, "ERLE_DATABASE": name}, check=True)


def forget() -> None:
    """Remove what the run, or one that was broken off, made to be copied."""
    for template in _standing():
        bootstrap.drop_database(socket_dir=standing.SOCKET_DIR, name=template)


def _standing() -> set[str]:
    with superuser("postgres", autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return {str(name) for (name,) in found}


def _run(statement: str, *names: str) -> None:
    with superuser("postgres", autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
