"""Make a database ready: roles, the database itself, extensions, tables, and the rights to the open ones.

Runs as the account that may make roles, then as the owner; the product at work connects as neither.
"""

import gc
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from erle.foundation.database import addresses, context, open_tables
from erle.foundation.database.refusals import Refused
from erle.foundation.database.roles import DatabaseRole, make_roles, prepare_database, too_old

SELDOM = 20_000
"""Objects that are made, and not let go, between two looks for garbage."""


class DatabaseNotReady(Refused):
    """The database cannot be made ready."""


def make_database(*, home: Path, socket_dir: Path, name: str) -> bool:
    """Make the roles, and the database where there is none; return whether it is new."""
    server = addresses.external()
    first = server.name if server else "postgres"
    with _connect(socket_dir, "postgres" if server is None else _standing_database(socket_dir, first)) as connection:
        connection.execute("SELECT pg_advisory_lock(7305520)")  # roles are the whole server's: one process at a time
        old = too_old(connection.info.server_version)
        if old:
            raise DatabaseNotReady(old)
        for statement in make_roles(_passwords(home) if server else None):
            connection.execute(statement)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not found:
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(name), sql.Identifier(DatabaseRole.OWNER)))
        with _connect(socket_dir, name) as inside:
            for line in prepare_database():
                inside.execute(line.encode("ascii"))
    return not found


def migrate(*, key_file: Path, verbosity: int = 0) -> None:
    """Bring the tables up to date as the owner, set the context's key, and grant what open tables grant."""
    with garbage_looked_for_seldom():
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    inner, outer = context.pads(context.read_or_make_key(key_file))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO erle.context_key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (only_one) DO UPDATE SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad",
            [inner, outer],
        )
        for statement in open_tables.grants():
            cursor.execute(statement)


@contextmanager
def garbage_looked_for_seldom() -> Iterator[None]:
    """Look for garbage seldom while the block runs: where thousands of models are made it was a fifth of the time.

    It holds some 40 MB more at the most; not looking at all held 440.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def drop_database(*, socket_dir: Path, name: str) -> None:
    """Remove a database whole; the demo's fresh start and the tests use it."""
    server = addresses.external()
    with _connect(
        socket_dir, "postgres" if server is None else _standing_database(socket_dir, "postgres")
    ) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _connect(socket_dir: Path, name: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(**addresses.superuser_parameters(socket_dir=socket_dir, name=name), autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseNotReady(f"The database does not answer: {str(error).strip()}") from error


def _standing_database(socket_dir: Path, wanted: str) -> str:
    """Return a database that stands already, to make another from."""
    for name in ("postgres", wanted):
        try:
            with _connect(socket_dir, name):
                return name
        except DatabaseNotReady as error:
            refused = error
    raise refused


def _passwords(home: Path) -> dict[DatabaseRole, str]:
    standing = addresses.passwords(home)
    if set(standing) == set(DatabaseRole):
        return standing
    made = {role: standing.get(role) or secrets.token_urlsafe(32) for role in DatabaseRole}
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = home / f"{addresses.PASSWORDS}.{secrets.token_hex(4)}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made), "utf-8")
    draft.replace(home / addresses.PASSWORDS)
    return made
