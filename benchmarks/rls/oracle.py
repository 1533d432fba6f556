"""Who may see what, worked out in Python from the acts of sharing alone: the answers that the policies must give."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from benchmarks.place import Connection

CIRCLE = {"access_circle": "id"}
TABLES = ("access_circle", "records_person", "records_report", "records_entry", "clocks_runningclock")

SHARES = """SELECT worker_id, agency_id, role_id, circle_id, starts_at, least(ends_at, withdrawn_at) FROM access_share
            WHERE worker_id = %(worker)s OR (agency_id, coalesce(role_id, '')) = ANY (
                SELECT agency_id, role_id FROM agencies_post WHERE worker_id = %(worker)s UNION ALL
                SELECT agency_id, '' FROM agencies_post WHERE worker_id = %(worker)s)"""


def circles_of(connection: Connection, worker: int) -> set[int]:
    """Return the circles that the worker is in at this moment."""
    moment = _rows(connection, "SELECT now()")[0][0]
    sealed = {circle for circle, is_sealed in _rows(connection, "SELECT id, sealed FROM access_circle") if is_sealed}
    every = {circle for (circle,) in _rows(connection, "SELECT id FROM access_circle")}
    posts = _standing_posts(connection, worker, moment)
    entered: set[int] = set()
    for person, agency, role, circle, starts, ends in _rows(connection, SHARES, {"worker": worker}):
        if not starts <= moment < ends:
            continue
        if person == worker or (circle not in sealed and (role in posts[agency] or (role is None and posts[agency]))):
            entered.add(circle)
    if _sees_everything(connection, worker, moment):
        entered |= every - sealed
    return entered - _barred(connection, worker, moment)


def use_only(connection: Connection, circles: set[int]) -> None:
    """Make a session see, under the tables' own names, only the rows of these circles."""
    connection.execute("CREATE TEMP TABLE shown (circle_id bigint PRIMARY KEY)")
    with connection.cursor() as cursor, cursor.copy("COPY shown FROM STDIN") as copy:
        for circle in circles:
            copy.write_row((circle,))
    connection.execute("ANALYZE shown")
    for table in TABLES:
        rows = f"SELECT * FROM public.{table} WHERE {CIRCLE.get(table, 'circle_id')} IN (SELECT circle_id FROM shown)"
        view = f"CREATE TEMP VIEW {table} AS {rows}"
        connection.execute(view.encode("ascii"))


def _standing_posts(connection: Connection, worker: int, moment: datetime) -> dict[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    text = "SELECT agency_id, role_id, starts_at, ends_at FROM agencies_post WHERE worker_id = %s"
    for agency, role, starts, ends in _rows(connection, text, [worker]):
        if starts <= moment < ends:
            held[agency].add(role)
    return held


def _sees_everything(connection: Connection, worker: int, moment: datetime) -> bool:
    text = "SELECT agreed_at, starts_at, ends_at, withdrawn_at FROM access_everything WHERE worker_id = %s"
    return any(
        agreed is not None
        and agreed <= moment
        and starts <= moment < ends
        and (withdrawn is None or moment < withdrawn)
        for agreed, starts, ends, withdrawn in _rows(connection, text, [worker])
    )


def _barred(connection: Connection, worker: int, moment: datetime) -> set[int]:
    text = "SELECT circle_id, starts_at, ended_at FROM access_conflict WHERE worker_id = %s"
    return {
        circle
        for circle, starts, ended in _rows(connection, text, [worker])
        if starts <= moment and (ended is None or moment < ended)
    }


def _rows(connection: Connection, text: str, values: Any = None) -> list[tuple[Any, ...]]:
    return connection.execute(text.encode("ascii"), values).fetchall()
