"""The list of a worker's own children: the same, and in the same order, whether it is read by circles or by names."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions import everything
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import children, own_children
from tests.hands import act, connect
from tests.partnership import BASIS, NOW, WORKERS, Partnership, as_administrator

DAY = timedelta(days=1)


def _read(worker: Worker) -> tuple[bool, int, list[Person], list[Person]]:
    """Return whether it was read by circles, the number, the children so read, and those whom the policies show."""
    with acting_as(worker):
        own = own_children()
        return own.circles is not None, own.count, own.some(0, 50), list(children())


@pytest.mark.parametrize("key", WORKERS)
def test_in_few_circles_it_is_what_the_policies_show(partnership: Partnership, key: str) -> None:
    by_circles, count, read, shown = _read(partnership.workers[key])

    assert by_circles
    assert (read, count) == (shown, len(shown))


def test_somebody_who_sees_every_child_is_served_by_names_and_shown_no_sealed_one(partnership: Partnership) -> None:
    council, role = partnership.agencies["council"], Role.objects.get(slug="information-governance")
    with as_administrator(partnership):
        second = register_worker(agency=council, name="Mara Linde", email="mara@example.invalid", at=NOW)
        appoint(worker=second, agency=council, role=role, starts_at=NOW - DAY)
    with acting_as(partnership.governance):
        proposed = everything.propose_everything(
            worker=partnership.never,
            purpose="Co-ordination",
            basis=BASIS,
            ends_at=NOW + DAY,
            by=partnership.governance,
            at=NOW,
        )
    with acting_as(second):
        everything.agree_to_everything(proposed=proposed, by=second, at=NOW)

    by_circles, count, read, shown = _read(partnership.never)

    assert not by_circles
    assert (read, count) == (shown, len(shown))
    assert partnership.leah in read
    assert partnership.sealed not in read


def test_one_part_follows_on_another(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        own, shown = own_children(), list(children())
        parts = [own.some(start, 1) for start in range(own.count + 1)]

    assert parts == [*([child] for child in shown), []]


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("member", True),
        ("conflicted", False),
        ("lapsed", False),
        ("future", False),
        ("withdrawn", False),
        ("never", False),
    ],
)
def test_a_worker_is_told_of_the_circles_in_which_she_stands_and_of_no_other(
    partnership: Partnership, key: str, told: bool
) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        act(connection, partnership.workers[key].pk)
        [circles] = connection.execute("SELECT erle.few_circles()").fetchone() or [[]]

    assert (partnership.leah.circle_id in circles) == told


def test_where_nobody_acts_there_are_no_circles(partnership: Partnership) -> None:
    with connect(DatabaseRole.WORKER) as connection:
        assert connection.execute("SELECT erle.few_circles()").fetchone() == ([],)
