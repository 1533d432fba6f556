"""Acts at random, in periods of milliseconds around the moment: everything that can change who stands in a circle."""

import random
from collections.abc import Callable
from typing import Any

from tests.hands import Connection

Act = Callable[[random.Random, Connection, list[int]], None]
ROLES = ("social-work-manager", "police-missing-officer")


def _ids(connection: Connection, table: str, where: str = "true") -> list[int]:
    rows = connection.execute(f"SELECT id FROM {table} WHERE {where} ORDER BY id").fetchall()
    return [number for (number,) in rows]


def _when(luck: random.Random) -> str:
    return f"{luck.choice([-500_000, -5_000, -100, 0, 30, 200, 700, 3_000, 500_000])} milliseconds"


def _period(luck: random.Random) -> dict[str, str]:
    return {"starts": _when(luck), "lasts": f"{luck.choice([20, 150, 900, 10_000, 10_000_000])} milliseconds"}


def _do(connection: Connection, statement: str, **given: Any) -> None:
    connection.execute(statement, given)


def open_circles(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Open a few circles, or many."""
    _do(
        connection,
        "INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)"
        " SELECT 'T' || nextval('access_circle_id_seq'), 'child', (SELECT min(id) FROM agencies_agency), false,"
        " now(), %(by)s FROM generate_series(1, %(many)s)",
        by=workers[0],
        many=luck.choice([1, 3, 40, 300]),
    )


def open_reports(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Open circles of what was handed in about a child, each with the desk's and one of a check beside it."""
    _do(
        connection,
        "WITH report AS (INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)"
        " SELECT 'T' || nextval('access_circle_id_seq'), 'report', (SELECT min(id) FROM agencies_agency), false, now(),"
        " %(by)s FROM generate_series(1, %(many)s) RETURNING id), beside AS ("
        "INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id, beside_id)"
        " SELECT 'T' || nextval('access_circle_id_seq'), kind, (SELECT min(id) FROM agencies_agency), false, now(),"
        " %(by)s, report.id FROM report CROSS JOIN unnest(ARRAY['desk', 'check']) AS kind)"
        " INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)"
        " SELECT report.id, c.id, c.sealed, true, %(desk)s, false FROM report"
        " CROSS JOIN (SELECT id, sealed FROM access_circle WHERE id = %(child)s FOR KEY SHARE) c",
        by=workers[0],
        many=luck.choice([1, 2, 100]),
        child=luck.choice(_ids(connection, "access_circle", "kind = 'child'")),
        desk=luck.random() < 0.6,
    )


def follow(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Have a record follow a picture, as when both are recognised to be of one child."""
    record, picture = luck.sample(_ids(connection, "access_circle", "kind = 'child'"), 2)
    _do(
        connection,
        "INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)"
        " SELECT %(record)s, id, sealed, false, true, %(kin)s FROM access_circle WHERE id = %(picture)s FOR KEY SHARE"
        " ON CONFLICT DO NOTHING",
        record=record,
        picture=picture,
        kin=luck.random() < 0.4,
    )


def unfollow(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Have a record follow a picture no longer, as when a tie is undone."""
    pairs = connection.execute(
        "SELECT circle_id, leader_id FROM access_following WHERE NOT own ORDER BY 1, 2"
    ).fetchall()
    for record, picture in luck.sample(pairs, min(1, len(pairs))):
        _do(
            connection,
            "DELETE FROM access_following WHERE circle_id = %(record)s AND leader_id = %(picture)s",
            record=record,
            picture=picture,
        )


def share(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Share circles with a worker, an agency, or a role at one."""
    circles = _ids(connection, "access_circle")
    person = luck.random() < 0.5
    many = luck.choice([1, 1, 2, 300])
    _do(
        connection,
        "INSERT INTO access_share (circle_id, sealed, reference, kind, worker_id, agency_id, role_id, purpose, basis,"
        " reason, told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)"
        " SELECT id, sealed, 'T' || nextval('access_share_id_seq'), %(kind)s, %(worker)s, %(agency)s, %(role)s, '', '',"
        " '', '', now() + %(starts)s::interval, now() + %(starts)s::interval + %(lasts)s::interval, %(by)s, now(), ''"
        " FROM access_circle WHERE id = ANY (%(circles)s)",
        worker=luck.choice(workers) if person else None,
        agency=None if person else luck.choice(_ids(connection, "agencies_agency")),
        role=None if person else luck.choice([None, *ROLES]),
        by=workers[0],
        kind=luck.choice(["shared", "shared", "opened", "break_glass"] if person else ["shared", "opened"]),
        circles=luck.sample(circles, min(many, len(circles))),
        **_period(luck),
    )


def withdraw(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Withdraw some shares."""
    standing = _ids(connection, "access_share", "withdrawn_at IS NULL")
    _do(
        connection,
        "UPDATE access_share SET withdrawn_by_id = %(by)s, withdrawn_at = now() + %(at)s::interval"
        " WHERE id = ANY (%(which)s)",
        by=workers[0],
        at=_when(luck),
        which=luck.sample(standing, min(3, len(standing))),
    )


def appoint(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Give a worker a post."""
    _do(
        connection,
        "INSERT INTO agencies_post (worker_id, agency_id, role_id, starts_at, ends_at) VALUES"
        " (%(worker)s, %(agency)s, %(role)s,"
        " now() + %(starts)s::interval, now() + %(starts)s::interval + %(lasts)s::interval)",
        worker=luck.choice(workers),
        agency=luck.choice(_ids(connection, "agencies_agency")),
        role=luck.choice(ROLES),
        **_period(luck),
    )


def end_post(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """End one of the posts."""
    _do(
        connection,
        "UPDATE agencies_post SET ends_at = greatest(starts_at + interval '1 ms', now() + %(at)s::interval)"
        " WHERE id = %(which)s AND ends_at > now()",
        at=_when(luck),
        which=luck.choice(_ids(connection, "agencies_post")),
    )


def keep_out(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Declare a conflict of interest."""
    _do(
        connection,
        "INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)"
        " SELECT id, sealed, %(worker)s, '', now() + %(at)s::interval, %(by)s, now() FROM access_circle"
        " WHERE id = %(circle)s",
        worker=luck.choice(workers),
        at=_when(luck),
        by=workers[0],
        circle=luck.choice(_ids(connection, "access_circle")),
    )


def end_keep_out(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """End a conflict of interest."""
    _do(
        connection,
        "UPDATE access_conflict SET ended_by_id = %(by)s, ended_at = now() + %(at)s::interval WHERE id = %(which)s",
        by=workers[0],
        at=_when(luck),
        which=luck.choice(_ids(connection, "access_conflict")),
    )


def share_everything(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Let a worker into every circle that is not sealed."""
    _do(
        connection,
        "INSERT INTO access_everything (reference, worker_id, purpose, basis, starts_at, ends_at, shared_by_id,"
        " shared_at, agreed_by_id, agreed_at) VALUES ('T' || nextval('access_everything_id_seq'), %(worker)s, '', '',"
        " now() + %(starts)s::interval, now() + %(starts)s::interval + %(lasts)s::interval, %(first)s, now(),"
        " %(second)s, now() + %(at)s::interval)",
        worker=luck.choice(workers[2:]),
        first=workers[0],
        second=workers[1],
        at=_when(luck),
        **_period(luck),
    )


def withdraw_everything(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Withdraw such an act."""
    standing = _ids(connection, "access_everything")
    _do(
        connection,
        "UPDATE access_everything SET withdrawn_by_id = %(by)s, withdrawn_at = now() + %(at)s::interval"
        " WHERE id = ANY (%(which)s)",
        by=workers[0],
        at=_when(luck),
        which=luck.sample(standing, min(1, len(standing))),
    )


def turn_seal(luck: random.Random, connection: Connection, workers: list[int]) -> None:
    """Seal a circle, or unseal it."""
    circles = _ids(connection, "access_circle")
    _do(
        connection,
        "UPDATE access_circle SET sealed = NOT sealed WHERE id = %(circle)s",
        circle=luck.choice(circles),
    )


ACTS: tuple[Act, ...] = (
    *(open_circles, turn_seal, open_reports, follow) * 2,
    unfollow,
    *(share,) * 6,
    *(withdraw, appoint, keep_out) * 2,
    *(end_post, end_keep_out, share_everything, withdraw_everything),
)
