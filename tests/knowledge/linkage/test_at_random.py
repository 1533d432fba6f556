"""Whatever is handed in, sealed, barred and undone on three connections at once: who sees which report is the rule.

The rule here is written from the words of docs: it knows names, ties that were undone, bars, seals and shares, and not
how the database follows them.
"""

import random
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests.hands import Connection, clone, superuser
from tests.knowledge.linkage.world import ACTS, Place, bits
from tests.partnership import CANARY
from tests.trials import tried

GIVEN_UP = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.ExclusionViolation,
    psycopg.errors.InsufficientPrivilege,  # of a manager who is not named when the picture is sealed
)
STEPS = tried(150)
FIRST_HAND = "withdrawn_at IS NULL AND origin_id IS NULL AND report_id IS NOT NULL"
BARS = "starts_at <= now() AND (ended_at IS NULL OR now() < ended_at)"
BY_NAME = "worker_id IS NOT NULL AND kind <> 'break_glass'"
STANDS = "starts_at <= now() AND now() < least(ends_at, withdrawn_at)"
REPORTS = """
SELECT r.circle_id, d.id, p.circle_id, p.id, p.given_names, r.recorded_by_id, r.agency_id
FROM records_report r JOIN records_person p ON p.id = r.person_id JOIN access_circle d ON d.beside_id = r.circle_id
WHERE d.opened_at <= now()
"""
"""Of a report that was handed in after a transaction began its shares have not begun there."""


@pytest.fixture
def three(django_db_setup: None, django_db_blocker: object) -> Iterator[tuple[Connection, ...]]:
    """Four connections to a clone: three whose transactions stay open, and one that keeps standings."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as made, superuser(made) as one, superuser(made) as two, superuser(made) as three:
        with superuser(made, autocommit=True) as keeper:
            for connection in (one, two, three):
                connection.execute("SET lock_timeout = '60ms'")
                connection.commit()
            yield one, two, three, keeper
        for connection in (one, two, three):
            connection.rollback()


@pytest.fixture
def place(three: tuple[Connection, ...]) -> Place:
    """The children and the workers, with two at the desk."""
    from tests.conftest import _Standing

    standing, keeper = _Standing.partnership, three[-1]
    desk = [_employ(keeper, number, standing.manager.agency_id, "mash-decision-maker") for number in range(2)]
    colleague = _employ(keeper, 7, standing.lapsed.agency_id, "safeguarding-lead")
    teacher = _employ(keeper, 8, standing.lapsed.agency_id, "practitioner")
    typist = _employ(keeper, 9, standing.manager.agency_id, "social-worker")
    leah, wren = standing.leah, standing.sealed
    return Place(
        pictures={("Leah", "Arden"): (leah.pk, leah.circle_id), ("Wren", CANARY): (wren.pk, wren.circle_id)},
        manager=standing.manager.pk,
        reporters={worker.pk: worker.agency_id for worker in (standing.lapsed, standing.never)}
        | {teacher: standing.lapsed.agency_id, typist: standing.manager.agency_id},
        watching=(
            *desk,
            colleague,
            teacher,
            typist,
            *(standing.workers[key].pk for key in ("lapsed", "never", "lead", "manager", "coordinator", "member")),
        ),
    )


def _employ(connection: Connection, number: int, agency: int, role: str) -> int:
    made = (
        "INSERT INTO agencies_worker (password, reference, email, name, kind, phone, agency_id)"
        " VALUES ('!', %s, %s, 'World', 'person', '', %s) RETURNING id"
    )
    [[worker]] = connection.execute(made, [f"W-WORLD22{number}", f"world{number}@example.invalid", agency]).fetchall()
    connection.execute(
        "INSERT INTO agencies_post (worker_id, agency_id, role_id, starts_at, ends_at)"
        " VALUES (%s, %s, %s, now() - interval '1 day', 'infinity')",
        [worker, agency, role],
    )
    return int(worker)


def _rows(connection: Connection, text: str, *given: Any) -> list[tuple[Any, ...]]:
    return connection.execute(text, given).fetchall()


class Facts:
    """What a person who knows everything would go by, as one connection sees it."""

    def __init__(self, connection: Connection, place: Place) -> None:
        """Read it."""
        self.reports = _rows(connection, REPORTS)
        self.people = dict(_rows(connection, "SELECT id, given_names FROM records_person"))
        self.pictures = {names[0]: numbers for names, numbers in place.pictures.items()}
        self.sealed = {
            row[0] for row in _rows(connection, "SELECT id FROM access_circle WHERE sealed AND kind = 'child'")
        }
        bars = f"SELECT circle_id, worker_id FROM access_conflict WHERE {BARS}"
        self.bars = set(_rows(connection, bars))
        shares = f"SELECT circle_id, worker_id FROM access_share WHERE {BY_NAME} AND {STANDS}"
        self.named = set(_rows(connection, shares))
        ties = "SELECT picture_id, other_id FROM linkage_tie WHERE undone_at IS NOT NULL"
        self.undone = set(_rows(connection, ties))
        [[self.own_agency]] = _rows(connection, "SELECT id FROM agencies_agency WHERE kind = 'csc'")
        held = (
            "SELECT p.worker_id, p.agency_id, r.abilities FROM agencies_post p"
            " JOIN agencies_role r ON r.slug = p.role_id WHERE p.starts_at <= now() AND now() < p.ends_at"
        )
        posts = _rows(connection, held)
        self.at_desk = {worker for worker, _, abilities in posts if "triage" in abilities}
        self.holds = {(worker, agency) for worker, agency, abilities in posts if "hold_agency_circles" in abilities}
        lines = f"SELECT person_id, text FROM records_entry WHERE {FIRST_HAND}"
        self.lines = _rows(connection, lines)

    def sees(self, worker: int, report: tuple[Any, ...]) -> tuple[bool, bool, bool]:
        """Say whether the worker sees the report, what the desk writes beside it, and the reporting agency's record."""
        *_, person, given_names, reporter, agency = report
        picture, circle = self.pictures[given_names]
        known = (picture, person) not in self.undone
        barred = known and (circle, worker) in self.bars
        sealed = known and circle in self.sealed
        named = sealed and (circle, worker) in self.named and not barred
        desk = named or (worker in self.at_desk and not barred and not sealed)
        # What another agency's record bars and seals does not touch this one's own; what its own does, all but who said it.
        kin = agency == self.own_agency
        holds = (worker, agency) in self.holds and not (kin and (barred or sealed))
        own = worker == reporter or holds
        return own or desk, desk, own or (kin and named)

    def in_picture(self, given_names: str) -> set[str]:
        """Return the lines that stand in the picture from what was handed in."""
        picture, _ = self.pictures[given_names]
        return {
            text
            for person, text in self.lines
            if person != picture and self.people[person] == given_names and (picture, person) not in self.undone
        }


def _agrees(connection: Connection, place: Place) -> tuple[int, int]:
    """Compare what is shown with the rule; return how many reports were seen, and how many were not."""
    facts, shown, hidden = Facts(connection, place), 0, 0
    for worker in place.watching:
        told = bits(connection, worker)
        for report in facts.reports:
            seen = tuple(circle in told for circle in report[:3])
            assert seen == facts.sees(worker, report), (worker, report)
            shown, hidden = shown + seen[0], hidden + (not seen[0])
    copied = "SELECT text FROM records_entry WHERE person_id = %s AND origin_id IS NOT NULL AND withdrawn_at IS NULL"
    for given_names, (picture, _) in facts.pictures.items():
        stands = {text for (text,) in _rows(connection, copied, picture)}
        assert stands == facts.in_picture(given_names)
    return shown, hidden


def _step(luck: random.Random, connection: Connection, place: Place) -> bool:
    """Do one act, or end the transaction; give up what has to wait for another connection. Say whether it was done."""
    chance = luck.random()
    if chance < 0.3:
        connection.commit()
        return False
    if chance < 0.35:
        connection.rollback()
        return False
    try:
        with connection.transaction(force_rollback=luck.random() < 0.1):
            luck.choice(ACTS)(luck, connection, place)
            connection.execute("RESET ROLE")
        return True
    except GIVEN_UP:
        return False


@pytest.mark.parametrize("seed", range(3))
def test_who_sees_a_report_is_the_rule_whatever_three_connections_do(
    three: tuple[Connection, ...], place: Place, seed: int
) -> None:
    luck = random.Random(seed)
    *acting, keeper = three
    done = shown = hidden = 0

    for _ in range(STEPS):
        done += _step(luck, luck.choice(acting), place)
        if luck.random() < 0.3:
            keeper.execute("SELECT erle.keep_standing()")
        more = _agrees(luck.choice(acting), place)
        shown, hidden = shown + more[0], hidden + more[1]
        if luck.random() < 0.05:
            time.sleep(luck.random() * 0.1)

    for connection in acting:
        connection.commit()
    for connection in acting:
        _agrees(connection, place)
    assert done > STEPS // 4
    assert min(shown, hidden) > STEPS
