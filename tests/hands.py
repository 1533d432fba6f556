"""Connections by hand, beside Django's: as any role, on this run's database or on a clone of it."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from erle.foundation.database import addresses, context
from erle.foundation.database.roles import DatabaseRole
from tests import standing

Connection = psycopg.Connection[tuple[Any, ...]]


def database() -> str:
    """Return the name of this run's database."""
    from django.conf import settings

    return str(settings.DATABASES["default"]["NAME"])


def superuser(name: str | None = None, *, autocommit: bool = False) -> Connection:
    """Connect as the account that makes roles."""
    given = addresses.superuser_parameters(socket_dir=standing.SOCKET_DIR, name=name or database())
    return psycopg.connect(**given, autocommit=autocommit)


def connect(role: DatabaseRole, name: str | None = None, *, autocommit: bool = False) -> Connection:
    """Connect as a role of the product."""
    made = addresses.settings_for(role, home=standing.HOME, socket_dir=standing.SOCKET_DIR)
    given = {"host": made["HOST"], "port": made["PORT"], "user": made["USER"], "password": made["PASSWORD"]}
    parameters = {key: value for key, value in given.items() if value}
    return psycopg.connect(**parameters, dbname=name or database(), autocommit=autocommit)


def signed(worker_id: int, backend_pid: int, *, age: float = 0) -> str:
    """Return the context of a worker, as it was signed so many seconds ago."""
    from django.conf import settings

    key = context.read_or_make_key(settings.CONTEXT_KEY_FILE)
    return context.sign(worker_id, backend_pid=backend_pid, now=time.time() - age, key=key)


def act(connection: Connection, worker_id: int) -> None:
    """Act as the worker until the transaction ends."""
    words = signed(worker_id, connection.info.backend_pid)
    connection.execute("SELECT set_config('erle.acting', %s, true)", [words])


@contextmanager
def rolled_back() -> Iterator[Connection]:
    """Give a superuser's transaction on this run's database, and roll it back."""
    with superuser() as connection:
        yield connection
        connection.rollback()


@contextmanager
def clone() -> Iterator[str]:
    """Copy this run's database, for tests that must commit; nobody may be connected to it while it is copied."""
    name = f"{database()}_{secrets.token_hex(4)}"
    with superuser("postgres", autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        owner = sql.Identifier(DatabaseRole.OWNER)
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(database()), owner))
        try:
            yield name
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def rows_of(name: str) -> dict[str, int]:
    """Count the rows of every table of a database, in the product's two schemas."""
    with superuser(name) as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'erle')"
        ).fetchall()
        counted = [connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() for (table,) in tables]
    return {table: int(row[0]) for (table,), row in zip(tables, counted, strict=True) if row}
