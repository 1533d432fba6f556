"""The database's roles: who may connect as what, and the SQL that makes them.

Five roles are what the design names; `erle_keeper` cannot sign in and owns the few functions that must look
across circles (who needs to know, the ledger, the ask). None but the owner owns a table. The matcher reaches no
table at all: it calls the keeper's functions that are its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from psycopg import sql


class DatabaseRole(StrEnum):
    """A role that connects to the database."""

    OWNER = "erle_owner"
    WORKER = "erle_worker"
    MATCHER = "erle_matcher"
    BOARD = "erle_board"
    PUBLIC = "erle_public"


KEEPER = "erle_keeper"
SUPERUSER = "erle_root"
"""The embedded cluster's first account; used to make the roles and the database, and for nothing else."""


@dataclass(frozen=True)
class Floor:
    """The oldest minor release of a major version whose row-level security has no known hole."""

    major: int
    minor: int


# Source: PostgreSQL's security notices CVE-2025-8713 to 8715 (statistics leak past policies; hostile dumps).
VERSION_FLOORS = (Floor(15, 14), Floor(16, 10), Floor(17, 6))
OLDEST_MAJOR = 15


def too_old(server_version: int) -> str | None:
    """Say why a server (as in `SHOW server_version_num`) is too old, or None where it will do."""
    major, minor = divmod(server_version, 10_000)
    if major < OLDEST_MAJOR:
        return f"PostgreSQL {major} is too old: Erle needs {OLDEST_MAJOR} or later."
    for floor in VERSION_FLOORS:
        if major == floor.major and minor < floor.minor:
            return (
                f"PostgreSQL {major}.{minor} has known holes in row-level security: use {major}.{floor.minor} or later."
            )
    return None


def make_roles(passwords: dict[DatabaseRole, str] | None = None) -> list[sql.Composed]:
    """Return the statements that make every role that is missing; `passwords` only for a server reached by one."""
    statements = [_make(KEEPER, "NOLOGIN BYPASSRLS")]
    for role in DatabaseRole:
        statements.append(_make(role, "LOGIN NOBYPASSRLS"))
        if passwords is not None:
            statements.append(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
            )
    statements.append(sql.SQL("GRANT {} TO {}").format(sql.Identifier(KEEPER), sql.Identifier(DatabaseRole.OWNER)))
    return statements


def _make(role: str, options: str) -> sql.Composed:
    guarded = (
        "DO $make$ BEGIN CREATE ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION {options}; "
        "EXCEPTION WHEN duplicate_object THEN NULL; END $make$"
    )
    return sql.SQL(guarded).format(name=sql.Identifier(role), options=sql.SQL(options))


def prepare_database() -> list[str]:
    """Return the statements, run once by a superuser inside the database, that leave each role only its place in it."""
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        "CREATE EXTENSION IF NOT EXISTS unaccent",
        _here("REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC"),
        _here(f"GRANT TEMPORARY ON DATABASE %I TO {DatabaseRole.WORKER}"),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {DatabaseRole.OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {DatabaseRole.WORKER}, {KEEPER}",
        f"REVOKE ALL ON SCHEMA public FROM {DatabaseRole.MATCHER}",
        f"CREATE SCHEMA IF NOT EXISTS erle AUTHORIZATION {DatabaseRole.OWNER}",
        f"GRANT USAGE ON SCHEMA erle TO {DatabaseRole.WORKER}, {DatabaseRole.MATCHER}",
        f"GRANT USAGE, CREATE ON SCHEMA erle TO {KEEPER}",
        HIDE_COUNTERS,
    ]


# How many rows of a table were written, in this transaction or ever, tells whether a child was recognised. Statistics
# are for who runs the server.
HIDE_COUNTERS = """DO $hide$ DECLARE counter record; BEGIN
    FOR counter IN SELECT oid::regprocedure AS name FROM pg_proc
                   WHERE pronamespace = 'pg_catalog'::regnamespace AND proacl IS NULL
                     AND proname ~ '^pg_stat_get_(xact_)?(tuples|numscans|blocks|live|dead|mod|ins)' LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', counter.name);
    END LOOP;
    FOR counter IN SELECT oid::regclass AS name FROM pg_class
                   WHERE relnamespace = 'pg_catalog'::regnamespace AND relname ~ '^pg_stat(io)?_(xact_)?(all|user|sys)_'
                     AND EXISTS (SELECT 1 FROM aclexplode(relacl) WHERE grantee = 0) LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', counter.name);
    END LOOP;
END $hide$"""


def _here(statement: str) -> str:
    """Return the statement about the present database, whose name only the server knows."""
    return f"DO $here$ BEGIN EXECUTE format('{statement}', current_database()); END $here$"
