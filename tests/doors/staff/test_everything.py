"""Letting one worker see every child not sealed takes two others, on the pages as in the database."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions import everything
from erle.foundation.access.models import Everything
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, NOW, Partnership, as_administrator


@pytest.fixture
def second(partnership: Partnership) -> Worker:
    council, role = partnership.agencies["council"], Role.objects.get(slug="information-governance")
    with as_administrator(partnership):
        worker = register_worker(agency=council, name="Mara Linde", email="mara@example.invalid", at=NOW)
        appoint(worker=worker, agency=council, role=role, starts_at=NOW - timedelta(days=1))
    return worker


def propose(partnership: Partnership, by: Worker) -> Everything:
    return everything.propose_everything(
        worker=partnership.never, purpose="Pattern work", basis=BASIS, ends_at=NOW + timedelta(days=30), by=by, at=NOW
    )


def test_it_opens_nothing_before_a_second_person_agrees(partnership: Partnership, second: Worker) -> None:
    with acting_as(partnership.governance):
        proposed = propose(partnership, partnership.governance)
    with acting_as(partnership.never):
        assert not Person.objects.exists()

    with acting_as(second):
        everything.agree_to_everything(proposed=proposed, by=second, at=NOW)

    with acting_as(partnership.never):
        assert set(Person.objects.values_list("pk", flat=True)) == {partnership.leah.pk}


def test_nobody_agrees_with_herself(partnership: Partnership) -> None:
    with acting_as(partnership.governance):
        proposed = propose(partnership, partnership.governance)

        with pytest.raises(everything.TakesTwoOthers):
            everything.agree_to_everything(proposed=proposed, by=partnership.governance, at=NOW)


def test_nobody_lets_herself_see_everything(partnership: Partnership) -> None:
    with acting_as(partnership.governance), pytest.raises(everything.TakesTwoOthers):
        everything.propose_everything(
            worker=partnership.governance,
            purpose="Curious",
            basis=BASIS,
            ends_at=NOW + timedelta(days=3),
            by=partnership.governance,
            at=NOW,
        )


def test_taken_back_it_closes_at_once(partnership: Partnership, second: Worker) -> None:
    with acting_as(partnership.governance):
        proposed = propose(partnership, partnership.governance)
    with acting_as(second):
        everything.agree_to_everything(proposed=proposed, by=second, at=NOW)
        everything.withdraw_everything(standing=proposed, by=second, at=NOW)

    with acting_as(partnership.never):
        assert not Person.objects.exists()
