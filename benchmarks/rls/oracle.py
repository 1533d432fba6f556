"""Who may see what, worked out in Python from the acts of sharing alone: the answers that the policies must give."""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from benchmarks.place import Connection

CIRCLE = {"access_circle": "id"}
TABLES = ("access_circle", "records_person", "records_report", "records_entry", "clocks_runningclock")

SHARES = """SELECT worker_id, agency_id, role_id, circle_id, kind, starts_at, least(ends_at, withdrawn_at)
            FROM access_share
            WHERE worker_id = %(worker)s OR (agency_id, coalesce(role_id, '')) = ANY (
                SELECT agency_id, role_id FROM agencies_post WHERE worker_id = %(worker)s UNION ALL
                SELECT agency_id, '' FROM agencies_post WHERE worker_id = %(worker)s)"""


def circles_of(connection: Connection, worker: int) -> set[int]:
    """Return the circles that the worker is in at this moment."""
    moment = _rows(connection, "SELECT now()")[0][0]
    kinds = {
        circle: (kind, sealed)
        for circle, kind, sealed in _rows(connection, "SELECT id, kind, sealed FROM access_circle")
    }
    posts = _standing_posts(connection, worker, moment)
    if not any(posts.values()):
        return set()
    barred = _barred(connection, worker, moment)
    leaders = leaders_of(connection)
    entered: set[int] = set()
    named: set[int] = set()
    for person, agency, role, circle, kind, starts, ends in _rows(connection, SHARES, {"worker": worker}):
        if not starts <= moment < ends:
            continue
        by_name = person == worker
        if by_name and kind != "break_glass":
            named.add(circle)
        by_role = role in posts[agency] or (role is None and bool(posts[agency]))
        if (by_name or (by_role and not kinds[circle][1])) and _counts(
            leaders[circle], barred, by_name=by_name, kind=kind
        ):
            entered.add(circle)
    if _sees_everything(connection, worker, moment):
        open_to_all = {c for c, (kind, sealed) in kinds.items() if not sealed and kind not in ("desk", "check")}
        entered |= {c for c in open_to_all if _counts(leaders[c], barred, by_name=False, kind="opened")}
    for circle, led in list(leaders.items()):
        if any(one.sealed and one.circle in named for one in led) and not any(one.circle in barred for one in led):
            entered.add(circle)
    return {c for c in entered if c not in barred and not any(one.own and one.circle in barred for one in leaders[c])}


class Leader(NamedTuple):
    """A record whose bars and seal count in a circle, and for whom."""

    circle: int
    sealed: bool
    own: bool
    desk: bool
    kin: bool


def leaders_of(connection: Connection) -> dict[int, list[Leader]]:
    """Return, of each circle that follows others, whom it follows."""
    told: dict[int, list[Leader]] = defaultdict(list)
    for circle, *led in _rows(connection, "SELECT circle_id, leader_id, sealed, own, desk, kin FROM access_following"):
        told[circle].append(Leader(*led))
    found: dict[int, list[Leader]] = defaultdict(list)
    for circle, led in told.items():
        for one in led:
            if one.own:
                found[circle] += [one, *(further for further in told.get(one.circle, []) if not further.own)]
            elif one.kin:
                found[circle].append(one)
    for desk, report in _rows(connection, "SELECT id, beside_id FROM access_circle WHERE beside_id IS NOT NULL"):
        beside = [one._replace(own=True, kin=False, sealed=one.sealed and one.desk) for one in found.get(report, [])]
        found[desk] = [*beside, Leader(report, sealed=False, own=True, desk=False, kin=False)]
    return found


def _counts(led: list[Leader], barred: set[int], *, by_name: bool, kind: str) -> bool:
    """Say whether a share counts in a circle that follows: the side that opened it, or the side it was shared with."""
    if kind == "opened":
        return by_name or not any((one.own or one.kin) and (one.sealed or one.circle in barred) for one in led)
    if any(one.circle in barred for one in led):
        return False
    return by_name or not any(one.sealed and (one.desk or one.kin) for one in led)


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
