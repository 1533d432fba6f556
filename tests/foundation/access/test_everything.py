"""Seeing every child that is not sealed: one act of sharing that takes two people, and is read by everybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from erle.foundation.access import queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Everything
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, LONG_AGO, Partnership, as_administrator

DAY = timedelta(days=1)


@pytest.fixture
def second(partnership: Partnership) -> Worker:
    """A second person who answers for information governance."""
    council, role = partnership.agencies["council"], Role.objects.get(slug="information-governance")
    with as_administrator(partnership):
        worker = register_worker(agency=council, name="Mara Linde", email="mara@example.invalid", at=LONG_AGO)
        appoint(worker=worker, agency=council, role=role, starts_at=LONG_AGO)
    return worker


@pytest.fixture
def proposed(partnership: Partnership, second: Worker, at: datetime) -> Everything:
    """An act that waits for a second person."""
    with acting_as(partnership.governance):
        return _propose(partnership, at)


def _propose(partnership: Partnership, at: datetime, **other: Any) -> Everything:
    given = {"worker": partnership.never, "shared_by": partnership.governance, **other}
    return Everything.objects.create(
        reference="X-EVERY222", purpose="MASH", basis=BASIS, starts_at=at - DAY, ends_at=at + DAY, shared_at=at, **given
    )


def _agree(act: Everything, by: Worker, at: datetime) -> int:
    with acting_as(by):
        return Everything.objects.filter(pk=act.pk).update(agreed_by=by, agreed_at=at)


def _seen(worker: Worker) -> set[int]:
    with acting_as(worker):
        return set(Person.objects.values_list("pk", flat=True))


def test_until_a_second_person_agrees_nothing_is_opened(partnership: Partnership, proposed: Everything) -> None:
    assert _seen(partnership.never) == set()


def test_once_a_second_person_agrees_every_child_is_seen_that_is_not_sealed(
    partnership: Partnership, proposed: Everything, second: Worker, at: datetime
) -> None:
    assert _agree(proposed, second, at) == 1

    assert _seen(partnership.never) == {partnership.leah.pk}


def test_the_reason_why_is_the_act(
    partnership: Partnership, proposed: Everything, second: Worker, at: datetime
) -> None:
    _agree(proposed, second, at)

    with acting_as(partnership.never):
        assert queries.why(partnership.leah.circle, worker=partnership.never, at=at) == proposed


def test_both_steps_stand_in_the_ledger(
    partnership: Partnership, proposed: Everything, second: Worker, at: datetime
) -> None:
    _agree(proposed, second, at)

    for worker, act in ((partnership.governance, "insert"), (second, "update")):
        with acting_as(worker):
            assert Line.objects.filter(act=act, about="access_everything", worker_id=worker.pk).count() == 1


def test_nobody_agrees_with_herself(partnership: Partnership, proposed: Everything, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="everything_agreed_by_another"), transaction.atomic():
        _agree(proposed, partnership.governance, at)

    assert _seen(partnership.never) == set()


def test_nobody_agrees_to_what_she_is_let_into_herself(partnership: Partnership, second: Worker, at: datetime) -> None:
    with acting_as(partnership.governance):
        act = _propose(partnership, at, worker=second)

    with pytest.raises(IntegrityError, match="everything_agreed_by_another"), transaction.atomic():
        _agree(act, second, at)


def test_nobody_proposes_it_for_herself(partnership: Partnership, at: datetime) -> None:
    with (
        acting_as(partnership.governance),
        pytest.raises(IntegrityError, match="everything_not_to_oneself"),
        transaction.atomic(),
    ):
        _propose(partnership, at, worker=partnership.governance)


@pytest.mark.parametrize(
    "other",
    [lambda p, s: {"shared_by": s}, lambda p, s: {"agreed_by": s, "agreed_at": p.leah.recorded_at}],
    ids=["in another's name", "agreed already"],
)
def test_nobody_proposes_it_in_anothers_name_or_as_agreed(
    partnership: Partnership, second: Worker, at: datetime, other: Callable[[Partnership, Worker], dict[str, Any]]
) -> None:
    with (
        acting_as(partnership.governance),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        _propose(partnership, at, **other(partnership, second))


@pytest.mark.parametrize("key", ["manager", "lead", "member"])
def test_a_role_without_the_ability_neither_proposes_nor_agrees(
    partnership: Partnership, proposed: Everything, at: datetime, key: str
) -> None:
    worker = partnership.workers[key]

    assert _agree(proposed, worker, at) == 0
    with acting_as(worker), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Everything.objects.create(
            reference="X-EVERY333",
            worker=partnership.never,
            purpose="x",
            basis=BASIS,
            starts_at=at - DAY,
            ends_at=at + DAY,
            shared_by=worker,
            shared_at=at,
        )


def test_what_was_withdrawn_is_not_brought_back(
    partnership: Partnership, proposed: Everything, second: Worker, at: datetime
) -> None:
    _agree(proposed, second, at - timedelta(hours=1))
    with acting_as(partnership.governance):
        Everything.objects.filter(pk=proposed.pk).update(withdrawn_by=partnership.governance, withdrawn_at=at)

    with acting_as(second):
        assert (
            Everything.objects.filter(pk=proposed.pk).update(
                agreed_by=second, agreed_at=at, withdrawn_by=None, withdrawn_at=None
            )
            == 0
        )
    assert _seen(partnership.never) == set()


def test_everybody_reads_who_sees_everything(
    partnership: Partnership, proposed: Everything, second: Worker, at: datetime
) -> None:
    _agree(proposed, second, at)

    with acting_as(partnership.lead):
        assert list(queries.sees_everything(at)) == [proposed]


def test_a_bar_holds_against_it(partnership: Partnership, second: Worker, at: datetime) -> None:
    with acting_as(partnership.governance):
        act = _propose(partnership, at, worker=partnership.conflicted)

    _agree(act, second, at)

    assert _seen(partnership.conflicted) == set()
