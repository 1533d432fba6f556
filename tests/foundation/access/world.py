"""Worlds as plain data: what was shared with whom from when until when, and the rule by which a person would decide.

The rule below is written from the words of docs, not from the policies: it is the oracle that the database is held to.
Times are hours from the transaction's start; zero is its very moment.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.hands import Connection, act

Hours = int
END = 999_999


@dataclass(frozen=True)
class Post:
    """A worker holds a role at an agency."""

    worker: int
    agency: int
    role: int
    starts: Hours
    ends: Hours = END


@dataclass(frozen=True)
class Share:
    """A circle is shared with a worker, or with a role (or every role) at an agency."""

    circle: int
    starts: Hours
    ends: Hours
    worker: int | None = None
    agency: int | None = None
    role: int | None = None
    withdrawn: Hours | None = None
    kind: str = "shared"


@dataclass(frozen=True)
class Bar:
    """A worker is kept out of a circle."""

    worker: int
    circle: int
    starts: Hours
    ended: Hours | None = None


@dataclass(frozen=True)
class Everything:
    """A worker is let into every circle that is not sealed."""

    worker: int
    starts: Hours
    ends: Hours
    agreed: Hours | None = None
    withdrawn: Hours | None = None


@dataclass(frozen=True)
class World:
    """Workers, agencies, roles and circles are numbers from nought."""

    workers: int = 4
    agencies: int = 2
    roles: int = 2
    circles: int = 3
    sealed: frozenset[int] = frozenset()
    unsealed: frozenset[int] = frozenset()
    """Sealed, and then opened again."""
    posts: tuple[Post, ...] = ()
    shares: tuple[Share, ...] = ()
    bars: tuple[Bar, ...] = ()
    everything: tuple[Everything, ...] = ()
    unposted: frozenset[int] = frozenset()
    """Workers who hold no post but those above; each other one holds one more, with which nothing is shared."""
    posts_first: bool = True
    ended_later: bool = False
    """Ends and withdrawals are written after the fact, by updates."""


def stands(starts: Hours, *ends: Hours | None) -> bool:
    """Say whether a period holds at the moment: its start belongs to it, its end does not."""
    return starts <= 0 and all(end is None or end > 0 for end in ends)


def sees(world: World, worker: int, circle: int) -> bool:
    """Say whether the worker sees the circle, as a person who knows the rules would."""
    if any(bar.worker == worker and bar.circle == circle and stands(bar.starts, bar.ended) for bar in world.bars):
        return False
    held = [(p.agency, p.role) for p in world.posts if p.worker == worker and stands(p.starts, p.ends)]
    if worker in world.unposted and not held:
        return False
    by_name = [s for s in world.shares if s.circle == circle and stands(s.starts, s.ends, s.withdrawn)]
    if any(share.worker == worker for share in by_name):
        return True
    if circle in world.sealed:
        return False
    for act_ in world.everything:
        agreed = act_.agreed is not None and act_.agreed <= 0
        if act_.worker == worker and agreed and stands(act_.starts, act_.ends, act_.withdrawn):
            return True
    return any(share.agency == agency and share.role in (None, role) for share in by_name for agency, role in held)


@dataclass
class Written:
    """The numbers that the database gave."""

    workers: list[int] = field(default_factory=list)
    circles: list[int] = field(default_factory=list)


class Writer:
    """Writes a world in a superuser's open transaction, where triggers work and policies do not bind."""

    def __init__(self, connection: Connection, world: World) -> None:
        """Take the moment from the transaction."""
        self.connection, self.world, self.made = connection, world, Written()
        self.now: datetime = self._one("SELECT now()")
        self.number = 0
        self.agencies: list[int] = []

    def write(self) -> Written:
        """Write everything, in the order that the world asks for."""
        self._directory()
        self._posts_of_their_own()
        for step in (self._posts, self._shares) if self.world.posts_first else (self._shares, self._posts):
            step()
        self._bars_and_everything()
        for circle in self.world.sealed | self.world.unsealed:
            self._do("UPDATE access_circle SET sealed = true WHERE id = %s", self.made.circles[circle])
        for circle in self.world.unsealed - self.world.sealed:
            self._do("UPDATE access_circle SET sealed = false WHERE id = %s", self.made.circles[circle])
        return self.made

    def _directory(self) -> None:
        for a in range(self.world.agencies):
            made = (
                "INSERT INTO agencies_agency (slug, name, kind, regime, phone, night_phone)"
                " VALUES (%s, %s, 'other', 'uk_gdpr', '', '') RETURNING id"
            )
            self.agencies.append(self._one(made, f"world-{a}", f"World {a}"))
        for r in range(self.world.roles):
            self._do(
                "INSERT INTO agencies_role (slug, name, abilities) VALUES (%s, %s, '{}')", f"world-{r}", f"World {r}"
            )
        for w in range(self.world.workers):
            made = (
                "INSERT INTO agencies_worker (password, reference, email, name, kind, phone, agency_id)"
                " VALUES ('', %s, %s, 'World', 'person', '', %s) RETURNING id"
            )
            self.made.workers.append(
                self._one(made, self._reference("W"), f"world-{w}@example.invalid", self.agencies[0])
            )
        for _ in range(self.world.circles):
            made = (
                "INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)"
                " VALUES (%s, 'child', %s, false, now(), %s) RETURNING id"
            )
            circle = self._one(made, self._reference("C"), self.agencies[0], self.made.workers[0])
            self.made.circles.append(circle)
            self._do(
                "INSERT INTO records_person (circle_id, sealed, reference, given_names, family_name, known_as, sex,"
                " pronouns, school, lives, recorded_by_id, recorded_at)"
                " VALUES (%s, false, %s, '', '', '', 'U', '', '', '', %s, now())",
                circle,
                self._reference("E"),
                self.made.workers[0],
            )

    def _posts_of_their_own(self) -> None:
        made = (
            "INSERT INTO agencies_agency (slug, name, kind, regime, phone, night_phone)"
            " VALUES ('world-own', 'World own', 'other', 'uk_gdpr', '', '') RETURNING id"
        )
        own = self._one(made)
        self._do("INSERT INTO agencies_role (slug, name, abilities) VALUES ('world-own', 'World own', '{}')")
        for number, worker in enumerate(self.made.workers):
            if number not in self.world.unposted:
                self._do(
                    "INSERT INTO agencies_post (worker_id, agency_id, role_id, starts_at, ends_at)"
                    " VALUES (%s, %s, 'world-own', '-infinity', 'infinity')",
                    worker,
                    own,
                )

    def _posts(self) -> None:
        later = self.world.ended_later
        for post in self.world.posts:
            made = (
                "INSERT INTO agencies_post (worker_id, agency_id, role_id, starts_at, ends_at)"
                " VALUES (%s, %s, %s, %s, %s) RETURNING id"
            )
            ends = self._at(END if later else post.ends)
            number = self._one(
                made,
                self.made.workers[post.worker],
                self.agencies[post.agency],
                f"world-{post.role}",
                self._at(post.starts),
                ends,
            )
            if later:
                self._do("UPDATE agencies_post SET ends_at = %s WHERE id = %s", self._at(post.ends), number)

    def _shares(self) -> None:
        later = self.world.ended_later
        for share in self.world.shares:
            by = self.made.workers[0]
            withdrawn = [
                None if share.withdrawn is None else by,
                None if share.withdrawn is None else self._at(share.withdrawn),
            ]
            number = self._one(
                "INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, agency_id, role_id, purpose,"
                " basis, reason, told, starts_at, ends_at, shared_by_id, shared_at, withdrawn_by_id, withdrawn_at,"
                " withdrawn_because)"
                " VALUES (%s, %s, %s, false, %s, %s, %s, '', '', '', '', %s, %s, %s, now(), %s, %s, '') RETURNING id",
                self._reference("S"),
                share.kind,
                self.made.circles[share.circle],
                None if share.worker is None else self.made.workers[share.worker],
                None if share.agency is None else self.agencies[share.agency],
                None if share.role is None else f"world-{share.role}",
                self._at(share.starts),
                self._at(share.ends),
                by,
                *([None, None] if later else withdrawn),
            )
            if later:
                self._do(
                    "UPDATE access_share SET withdrawn_by_id = %s, withdrawn_at = %s WHERE id = %s", *withdrawn, number
                )

    def _bars_and_everything(self) -> None:
        first = self.made.workers[0]
        for bar in self.world.bars:
            ended = None if bar.ended is None else self._at(bar.ended)
            self._do(
                "INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id,"
                " declared_at, ended_by_id, ended_at) VALUES (%s, false, %s, '', %s, %s, now(), %s, %s)",
                self.made.circles[bar.circle],
                self.made.workers[bar.worker],
                self._at(bar.starts),
                first,
                None if ended is None else first,
                ended,
            )
        for one in self.world.everything:
            other, third = [w for w in self.made.workers if w != self.made.workers[one.worker]][:2]
            agreed = None if one.agreed is None else self._at(one.agreed)
            withdrawn = None if one.withdrawn is None else self._at(one.withdrawn)
            self._do(
                "INSERT INTO access_everything (reference, worker_id, purpose, basis, starts_at, ends_at, shared_by_id,"
                " shared_at, agreed_by_id, agreed_at, withdrawn_by_id, withdrawn_at)"
                " VALUES (%s, %s, '', '', %s, %s, %s, now(), %s, %s, %s, %s)",
                self._reference("X"),
                self.made.workers[one.worker],
                self._at(one.starts),
                self._at(one.ends),
                other,
                None if agreed is None else third,
                agreed,
                None if withdrawn is None else other,
                withdrawn,
            )

    def _at(self, hours: Hours) -> datetime:
        return self.now + timedelta(hours=hours)

    def _reference(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}-W{self.number:05}"

    def _do(self, statement: str, *given: Any) -> None:
        self.connection.execute(statement, given)

    def _one(self, statement: str, *given: Any) -> Any:
        [value] = self.connection.execute(statement, given).fetchone() or [None]
        return value


def seen(
    connection: Connection, made: Written, table: str = "access_circle", circle: str = "id"
) -> set[tuple[int, int]]:
    """Return which worker sees which circle of the world in a table, asking as the worker's role."""
    found = set()
    connection.execute("SET LOCAL ROLE erle_worker")
    for w, worker in enumerate(made.workers):
        act(connection, worker)
        rows = connection.execute(f"SELECT {circle} FROM {table} WHERE {circle} = ANY (%s)", [made.circles]).fetchall()
        found |= {(w, made.circles.index(number)) for (number,) in rows}
    connection.execute("RESET ROLE")
    return found


def asked(connection: Connection, made: Written) -> set[tuple[int, int]]:
    """Return which worker is in which circle, as the keeper's functions are told."""
    found = set()
    for w, worker in enumerate(made.workers):
        act(connection, worker)
        for c, circle in enumerate(made.circles):
            if connection.execute("SELECT erle.in_circle(%s)", [circle]).fetchone() == (True,):
                found.add((w, c))
    return found


def expected(world: World) -> set[tuple[int, int]]:
    """Return which worker sees which circle, by the rule."""
    return {(w, c) for w in range(world.workers) for c in range(world.circles) if sees(world, w, c)}
