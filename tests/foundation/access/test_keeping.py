"""What is kept of a worker's standing is never a moment behind: whoever keeps, whenever, and whatever is half done."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connections

from erle.foundation.database.roles import DatabaseRole
from tests.foundation.access.world import Bar, Everything, Post, Share, World, Writer, Written, asked, seen
from tests.hands import Connection, clone, connect, superuser

WORLD = World(
    workers=4,
    agencies=2,
    roles=2,
    circles=4,
    sealed=frozenset({3}),
    posts=(Post(0, 0, 0, -5), Post(1, 0, 1, -5), Post(2, 1, 0, -5), Post(3, 1, 1, -5)),
    shares=(
        Share(0, -2, 5, agency=0, role=0),
        Share(1, -2, 5, agency=1),
        Share(2, -2, 5, worker=1),
        Share(3, -2, 5, worker=2),
        Share(3, -2, 5, agency=0),
    ),
    bars=(Bar(2, 1, -1),),
    everything=(Everything(3, -2, 5, agreed=-1),),
)
MOMENTS = ("now() - interval '1 minute'", "now()", "now() + interval '1 minute'", "now() + interval '40 milliseconds'")

BAR = "INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)"


@pytest.fixture
def name(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A clone, in which changes are committed."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as made:
        yield made


@pytest.fixture
def hand(name: str) -> Iterator[Connection]:
    """A superuser's connection."""
    with superuser(name) as made:
        yield made


@pytest.fixture
def made(hand: Connection) -> Written:
    """The world, written and committed."""
    written = Writer(hand, WORLD).write()
    hand.commit()
    return written


def _keep(name: str) -> None:
    with connect(DatabaseRole.WORKER, name) as keeping:
        keeping.execute("SELECT erle.keep_standing()")
        keeping.commit()


def _agrees(hand: Connection, made: Written) -> bool:
    """Say whether what is shown is what is true, in one transaction."""
    truth = asked(hand, made)
    agrees = seen(hand, made) == truth and seen(hand, made, "records_person", "circle_id") == truth
    hand.rollback()
    return agrees


def _some(draw: random.Random, hand: Connection, made: Written) -> str:
    """Return one change of the world, at random."""
    worker, circle, moment = draw.choice(made.workers), draw.choice(made.circles), draw.choice(MOMENTS)
    first = made.workers[0]
    share = draw.choice(
        hand.execute("SELECT id FROM access_share WHERE circle_id = ANY (%s)", [made.circles]).fetchall()
    )[0]
    return draw.choice(
        [
            f"UPDATE access_share SET withdrawn_at = {moment}, withdrawn_by_id = {first} WHERE id = {share}",
            f"UPDATE access_share SET withdrawn_at = NULL, withdrawn_by_id = NULL WHERE id = {share}",
            f"UPDATE access_share SET starts_at = {moment} WHERE id = {share} AND ends_at > {moment}",
            f"UPDATE agencies_post SET ends_at = {moment} WHERE worker_id = {worker} AND starts_at <= {moment}",
            f"UPDATE agencies_post SET ends_at = 'infinity' WHERE worker_id = {worker}",
            f"UPDATE access_circle SET sealed = NOT sealed WHERE id = {circle}",
            f"UPDATE access_conflict SET ended_at = {moment}, ended_by_id = {first} WHERE worker_id = {worker}",
            f"{BAR} SELECT id, sealed, {worker}, '', {moment}, {first}, now() FROM access_circle WHERE id = {circle}",
            f"UPDATE access_everything SET withdrawn_at = {moment}, withdrawn_by_id = {first}",
            "UPDATE access_everything SET withdrawn_at = NULL, withdrawn_by_id = NULL",
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_through_many_changes_what_is_shown_is_what_is_true(
    name: str, hand: Connection, made: Written, seed: int
) -> None:
    draw = random.Random(seed)

    for turn in range(40):
        change = _some(draw, hand, made)
        if draw.random() < 0.5:
            _keep(name)
        hand.execute(change)
        if draw.random() < 0.3:
            _keep(name)  # while the change is half done
        if draw.random() < 0.2:
            hand.rollback()
        hand.commit()

        assert _agrees(hand, made), (seed, turn, change)


def test_what_is_kept_is_used_and_a_note_says_what_changed(name: str, hand: Connection, made: Written) -> None:
    _keep(name)

    kept = hand.execute("SELECT count(*) FROM access_standing WHERE worker_id = ANY (%s)", [made.workers]).fetchone()
    notes = hand.execute("SELECT count(*) FROM access_touched").fetchone()
    hand.execute("UPDATE access_circle SET sealed = true WHERE id = %s", [made.circles[0]])
    noted = hand.execute("SELECT count(*) FROM access_touched").fetchone()
    hand.rollback()

    assert (kept, notes) == ((len(made.workers),), (0,))
    assert noted is not None
    assert noted[0] > 0


def test_a_period_ends_by_itself_between_two_keepings(name: str, hand: Connection, made: Written) -> None:
    hand.execute(
        "UPDATE access_share SET ends_at = now() + interval '700 milliseconds' WHERE worker_id = %s", [made.workers[1]]
    )
    hand.commit()
    _keep(name)
    before = (1, 2) in seen(hand, made)
    hand.rollback()

    hand.execute("SELECT pg_sleep(0.8)")
    hand.commit()

    assert before
    assert (1, 2) not in seen(hand, made)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: f"UPDATE agencies_post SET ends_at = now() WHERE worker_id = {made.workers[0]}",
        lambda made: f"UPDATE access_circle SET sealed = true WHERE id = {made.circles[0]}",
        lambda made: (
            "INSERT INTO access_conflict (circle_id, sealed, worker_id, reason, starts_at, declared_by_id, declared_at)"
            f" VALUES ({made.circles[0]}, false, {made.workers[0]}, '', now(), {made.workers[1]}, now())"
        ),
    ],
    ids=["the post ends", "the circle is sealed", "a bar"],
)
def test_a_change_begun_before_a_keeping_and_ended_after_it_counts(
    name: str, hand: Connection, made: Written, change: Callable[[Written], str]
) -> None:
    _keep(name)
    hand.execute(change(made))
    _keep(name)
    with superuser(name) as other:
        while_half_done = (0, 0) in seen(other, made)

    hand.commit()

    assert while_half_done
    assert (0, 0) not in seen(hand, made)
    hand.rollback()
    _keep(name)
    assert (0, 0) not in seen(hand, made)


def test_nobody_keeps_in_a_transaction_that_has_written(name: str, hand: Connection, made: Written) -> None:
    hand.execute("UPDATE records_person SET school = 'x' WHERE circle_id = ANY (%s)", [made.circles])

    with pytest.raises(Exception, match="transaction of its own"):
        hand.execute("SELECT erle.keep_standing()")


def test_a_circle_opened_after_a_keeping_is_seen(name: str, hand: Connection, made: Written) -> None:
    _keep(name)
    for _ in range(20):  # more than the bits that were kept are long
        hand.execute(
            "INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)"
            " SELECT 'C-N' || nextval('access_circle_id_seq'), kind, agency_id, false, %s, opened_by_id"
            " FROM access_circle LIMIT 1",
            [Writer(hand, World()).now - timedelta(days=1)],
        )
    hand.commit()

    shown = seen(
        hand,
        Written(
            made.workers, [row[0] for row in hand.execute("SELECT id FROM access_circle WHERE NOT sealed").fetchall()]
        ),
    )

    assert {worker for worker, _ in shown if worker == 3} == {3}
    assert len([1 for worker, _ in shown if worker == 3]) >= 20
