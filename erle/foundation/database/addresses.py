"""Where the database is, for each role: the embedded one of ERLE_HOME, or the one that DATABASE_URL names."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from erle.foundation.database.refusals import Refused
from erle.foundation.database.roles import SUPERUSER, DatabaseRole

DATABASE = "erle"
PASSWORDS = "database-passwords.json"
LONGEST_SESSION = 600
"""Seconds for which a session with the server is used: the first pages of a new one take several times as long, since
it has planned nothing yet."""


class BadDatabaseAddress(Refused):
    """DATABASE_URL is not an address of PostgreSQL."""


@dataclass(frozen=True)
class External:
    """An external server, as DATABASE_URL names it, with the account that may make roles."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: dict[str, str]

    @classmethod
    def parse(cls, url: str) -> "External":
        """Read `postgresql://user:password@host:port/name?sslmode=require`; a socket's folder stands as `host=`."""
        parts = urlsplit(url)
        if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
            raise BadDatabaseAddress(
                "DATABASE_URL is not understood; expected postgresql://user:password@host:port/name."
            )
        options = dict(parse_qsl(parts.query))
        return cls(
            host=options.pop("host", unquote(parts.hostname or "")),
            port=str(parts.port or options.pop("port", "")),
            name=unquote(parts.path[1:]),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=options,
        )


def external() -> External | None:
    """Return the external server, or None where the embedded one is used."""
    url = os.environ.get("DATABASE_URL", "")
    return External.parse(url) if url else None


def passwords(home: Path) -> dict[DatabaseRole, str]:
    """Return the roles' passwords on an external server, as bootstrap made them."""
    path = home / PASSWORDS
    if not path.exists():
        return {}
    return {DatabaseRole(role): word for role, word in json.loads(path.read_text("utf-8")).items()}


def settings_for(role: DatabaseRole, *, home: Path, socket_dir: Path) -> dict[str, Any]:
    """Return Django's settings of a connection as the role."""
    server = external()
    if server is None:
        return _settings(host=str(socket_dir), name=os.environ.get("ERLE_DATABASE", DATABASE), user=role)
    return _settings(
        host=server.host,
        port=server.port,
        name=os.environ.get("ERLE_DATABASE", server.name),
        user=role,
        password=passwords(home).get(role, ""),
        options=server.options,
    )


def superuser_parameters(*, socket_dir: Path, name: str) -> dict[str, Any]:
    """Return psycopg's parameters for the account that makes roles and databases, connected to the named database."""
    server = external()
    if server is None:
        return {"host": str(socket_dir), "user": SUPERUSER, "dbname": name}
    given = {"host": server.host, "port": server.port, "user": server.user, "password": server.password, "dbname": name}
    return {**{key: value for key, value in given.items() if value}, **server.options}


def _settings(
    *, host: str, name: str, user: str, port: str = "", password: str = "", options: dict[str, str] | None = None
) -> dict[str, Any]:
    return {
        "ENGINE": "erle.foundation.database.engine",
        "HOST": host,
        "PORT": port,
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "CONN_MAX_AGE": LONGEST_SESSION,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**(options or {}), "server_side_binding": True, "prepare_threshold": 3, "application_name": "erle"},
    }
