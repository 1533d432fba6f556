"""Handing in, sealing, barring and undoing by plain SQL on any connection, and the rule of who then sees what."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.hands import Connection, act, signed

OPEN_CHILD = "SELECT id FROM erle.open_circles('child', ARRAY[%(c)s], ARRAY[%(s)s], %(agency)s, '', '', 'infinity')"
PERSON = (
    "INSERT INTO records_person (circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,"
    " pronouns, school, lives, recorded_by_id, recorded_at)"
    " VALUES (%(circle)s, false, %(e)s, %(given)s, %(family)s, '', '2012-03-03', 'U', '', '', '', %(me)s, now())"
    " RETURNING id"
)
OPEN_REPORT = "SELECT report_circle FROM erle.open_report_circles(1, %(agency)s, '', '', 'infinity')"
REPORT = (
    "INSERT INTO records_report (circle_id, sealed, reference, person_id, agency_id, kind, said, text, source,"
    " grade_scheme, grade, conditions, happened_at, precision, recorded_by_id, recorded_at)"
    " VALUES (%(handed)s, false, %(r)s, %(person)s, %(agency)s, 'x', '{}', '', '', '', '', '', now(), 'day', %(me)s,"
    " now()) RETURNING id"
)
LINE = (
    "INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, agency_id, kind, happened_at,"
    " precision, title, text, quote, source, grade, significant, recorded_by_id, recorded_at)"
    " VALUES (%(circle)s, false, %(l)s, %(person)s, %(report)s, %(agency)s, 'concern', now(), 'day', 'x', %(t)s, '',"
    " '', '', false, %(me)s, now())"
)
NAMED = (
    "INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at,"
    " ends_at, shared_by_id, shared_at, withdrawn_because)"
    " SELECT %(s)s, 'shared', id, sealed, %(worker)s, '', '', '', '', now(), 'infinity', %(me)s, now(), ''"
    " FROM access_circle WHERE id = %(circle)s"
)
BAR = (
    "INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)"
    " SELECT id, sealed, %(worker)s, '', now(), %(me)s, now() FROM access_circle WHERE id = %(circle)s"
)


@dataclass(frozen=True)
class Place:
    """Who and what the acts are about: two children of children's services, and workers by what they are."""

    pictures: dict[tuple[str, str], tuple[int, int]]
    """By name: the number of the record, and of its circle."""
    manager: int
    reporters: dict[int, int]
    """Each who hands in, and her agency."""
    watching: tuple[int, ...]

    def reference(self, luck: random.Random, prefix: str) -> str:
        """Return a fresh reference."""
        return f"{prefix}-{''.join(luck.choices('23456789ABCDEFGHJKLMNPQRSTVWXYZ', k=8))}"


Act = Callable[[random.Random, Connection, Place], None]


def _as(connection: Connection, worker: int) -> None:
    connection.execute("SET LOCAL ROLE erle_worker")
    act(connection, worker)


def _one(connection: Connection, statement: str, given: dict[str, Any]) -> Any:
    [[value]] = connection.execute(statement, given).fetchall()
    return value


def hand_in(luck: random.Random, connection: Connection, place: Place) -> None:
    """Hand in about a child who is described, and have the record recognised."""
    me, agency = luck.choice(list(place.reporters.items()))
    given_names, family_name = luck.choice(list(place.pictures))
    _as(connection, me)
    given: dict[str, Any] = {"me": me, "agency": agency, "given": given_names, "family": family_name}
    given |= {key: place.reference(luck, key.upper()) for key in "cserl"}
    given["t"] = given["l"]
    given["circle"] = _one(connection, OPEN_CHILD, given)
    given["person"] = _one(connection, PERSON, given)
    given["handed"] = _one(connection, OPEN_REPORT, given)
    given["report"] = _one(connection, REPORT, given)
    connection.execute(LINE, given)
    connection.execute("SELECT erle.recognise(ARRAY[%(person)s::bigint])", given)


def _on_a_picture(luck: random.Random, connection: Connection, place: Place, statement: str) -> None:
    _as(connection, place.manager)
    _, circle = luck.choice(list(place.pictures.values()))
    worker = luck.choice([worker for worker in place.watching if worker != place.manager])
    given = {"me": place.manager, "circle": circle, "worker": worker, "s": place.reference(luck, "S")}
    connection.execute(statement, given)


def turn_seal(luck: random.Random, connection: Connection, place: Place) -> None:
    """Seal a picture, or open it."""
    _on_a_picture(luck, connection, place, "UPDATE access_circle SET sealed = NOT sealed WHERE id = %(circle)s")


def keep_out(luck: random.Random, connection: Connection, place: Place) -> None:
    """Keep a worker out of a picture."""
    _on_a_picture(luck, connection, place, BAR)


def end_keep_out(luck: random.Random, connection: Connection, place: Place) -> None:
    """Lift what bars from a picture."""
    lift = (
        "UPDATE access_conflict SET ended_by_id = %(me)s, ended_at = now()"
        " WHERE ended_at IS NULL AND circle_id = %(circle)s"
    )
    _on_a_picture(luck, connection, place, lift)


def name(luck: random.Random, connection: Connection, place: Place) -> None:
    """Let a worker into a picture in person."""
    _on_a_picture(luck, connection, place, NAMED)


def withdraw_share(luck: random.Random, connection: Connection, place: Place) -> None:
    """Take back what let a worker into a picture."""
    take_back = (
        "UPDATE access_share SET withdrawn_by_id = %(me)s, withdrawn_at = now()"
        " WHERE circle_id = %(circle)s AND worker_id = %(worker)s AND withdrawn_at IS NULL AND kind <> 'opened'"
    )
    _on_a_picture(luck, connection, place, take_back)


def undo_tie(luck: random.Random, connection: Connection, place: Place) -> None:
    """Take one tie back."""
    _as(connection, place.manager)
    ties = [
        row[0]
        for row in connection.execute("SELECT id FROM linkage_tie WHERE undone_at IS NULL ORDER BY id").fetchall()
    ]
    if ties:
        undo = "UPDATE linkage_tie SET undone_by_id = %s, undone_at = now(), undone_because = '' WHERE id = %s"
        connection.execute(undo, [place.manager, luck.choice(ties)])


def withdraw_line(luck: random.Random, connection: Connection, place: Place) -> None:
    """Take one line back, as who handed it in."""
    me = luck.choice(list(place.reporters))
    _as(connection, me)
    own = (
        "SELECT id FROM records_entry"
        " WHERE recorded_by_id = %s AND withdrawn_at IS NULL AND origin_id IS NULL ORDER BY id"
    )
    lines = [row[0] for row in connection.execute(own, [me]).fetchall()]
    if lines:
        connection.execute("UPDATE records_entry SET withdrawn_at = now() WHERE id = %s", [luck.choice(lines)])


ACTS: tuple[Act, ...] = (
    *(hand_in,) * 4,
    *(turn_seal, keep_out, end_keep_out, name) * 2,
    withdraw_share,
    undo_tie,
    withdraw_line,
)


def bits(connection: Connection, worker: int) -> set[int]:
    """Return the circles whose bit is set, as the policies are told while the worker acts."""
    text = (
        "SELECT array(SELECT place FROM generate_series(0, octet_length(bits) * 8 - 1) AS place"
        " WHERE get_bit(bits, place) = 1) FROM (SELECT set_config('erle.acting', %s, true) OFFSET 0) AS acting,"
        " LATERAL (SELECT erle.standing() AS bits OFFSET 0) AS told"
    )
    [[found]] = connection.execute(text, [signed(worker, connection.info.backend_pid)]).fetchall()
    return set(found)
