"""Filling a public layer: an open table that holds no word about a child, written by its owner and read by all.

What is published comes whole and again each year or month, so a row takes the place of the one with the same key.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, transaction


def fill(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, key: str) -> int:
    """Copy the rows into the table as its owner, the last of each key; return how many there are of it then."""
    names = ", ".join(columns)
    kept = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE coming (LIKE {table} INCLUDING DEFAULTS, place bigserial) ON COMMIT DROP"
        )
        _copy("coming", names, rows)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT DISTINCT ON ({key}) {names} FROM coming ORDER BY {key}, place DESC"
            f" ON CONFLICT ({key}) DO UPDATE SET {kept}"
        )
        cursor.execute(f"SELECT count(*) FROM {table}")
        [number] = cursor.fetchone()
    return int(number)


def replace(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, group: Sequence[str]) -> int:
    """Copy the rows into the table as its owner, in place of all rows of the same group; return how many came."""
    names, alike = ", ".join(columns), " AND ".join(f"t.{name} = c.{name}" for name in group)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE coming ON COMMIT DROP AS SELECT {names} FROM {table} WHERE false")
        _copy("coming", names, rows)
        cursor.execute(
            f"DELETE FROM {table} t USING (SELECT DISTINCT {', '.join(group)} FROM coming) AS c WHERE {alike}"
        )
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM coming")
        return int(cursor.rowcount)


def _copy(table: str, names: str, rows: Iterable[Sequence[Any]]) -> None:
    raw = connections["owner"].connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
