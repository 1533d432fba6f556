"""Keeping out: a conflict of interest bars every door, and does not tell that the child is known."""

from datetime import date, datetime, timedelta

import pytest

from erle.foundation.access import gate, queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import KeptOutAlready, NotOneself, end_keep_out, keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.access.models import Conflict, Notice
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import NoSuchChild, ask_whether_known, break_glass
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, Partnership

BORN = date(2012, 3, 3)


def test_who_is_kept_out_sees_nothing_although_she_was_let_in(partnership: Partnership) -> None:
    with acting_as(partnership.conflicted):
        assert not Person.objects.exists()


def test_keeping_out_closes_the_record_at_once_and_writes_a_line(partnership: Partnership, at: datetime) -> None:
    circle, manager = partnership.leah.circle, partnership.manager

    with acting_as(manager):
        keep_out(circle=circle, worker=partnership.member, reason="Her neighbour", by=manager, at=at)

        assert Line.objects.filter(act="kept_out", about=partnership.member.reference, circle_id=circle.pk).exists()
        assert {bar.worker_id for bar in queries.kept_out(circle)} == {partnership.member.pk, partnership.conflicted.pk}
        assert partnership.member.pk not in {member.worker_id for member in queries.members(circle)}
    with acting_as(partnership.member):
        assert not Person.objects.exists()
        assert not Conflict.objects.exists()
        assert not Line.objects.filter(circle_id=circle.pk).exists()
        assert not Notice.objects.exists()


def test_a_manager_who_holds_the_circle_by_role_can_be_kept_out(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        keep_out(
            circle=partnership.leah.circle, worker=partnership.manager, reason="Her niece", by=partnership.lead, at=at
        )

    with acting_as(partnership.manager):
        assert not Person.objects.filter(pk=partnership.leah.pk).exists()


def test_nobody_keeps_herself_out(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead), pytest.raises(NotOneself):
        keep_out(circle=partnership.leah.circle, worker=partnership.lead, reason="x", by=partnership.lead, at=at)


def test_who_is_kept_out_is_not_kept_out_twice(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager), pytest.raises(KeptOutAlready, match="Vic Arden"):
        keep_out(
            circle=partnership.leah.circle, worker=partnership.conflicted, reason="x", by=partnership.manager, at=at
        )


def test_a_role_without_the_ability_keeps_nobody_out(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.member), pytest.raises(gate.NotAble):
        keep_out(circle=partnership.leah.circle, worker=partnership.manager, reason="x", by=partnership.member, at=at)


def test_outside_the_circle_nobody_is_kept_out(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.coordinator), pytest.raises(gate.NotAble):
        keep_out(
            circle=partnership.sealed.circle, worker=partnership.lead, reason="x", by=partnership.coordinator, at=at
        )


def test_a_bar_that_is_lifted_gives_back_what_was_shared_before_and_no_more(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.manager):
        conflict = Conflict.objects.get(worker=partnership.conflicted)

        end_keep_out(conflict=conflict, reason="No relation after all", by=partnership.manager, at=at)

        assert Line.objects.filter(act="let_back", about=partnership.conflicted.reference).exists()
    with acting_as(partnership.conflicted):
        assert list(Person.objects.values_list("pk", flat=True)) == [partnership.leah.pk]


def test_a_bar_is_not_lifted_twice(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        conflict = Conflict.objects.get(worker=partnership.conflicted)
        stale = Conflict.objects.get(worker=partnership.conflicted)
        end_keep_out(conflict=conflict, reason="x", by=partnership.manager, at=at)

        with pytest.raises(KeptOutAlready, match="lifted already"):
            end_keep_out(conflict=stale, reason="y", by=partnership.manager, at=at + timedelta(hours=1))


def test_who_is_kept_out_does_not_lift_the_bar(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        conflict = Conflict.objects.get(worker=partnership.conflicted)

    with acting_as(partnership.conflicted), pytest.raises(gate.NotAble):
        end_keep_out(conflict=conflict, reason="x", by=partnership.conflicted, at=at)


def test_a_new_share_does_not_pass_the_bar(partnership: Partnership, at: datetime) -> None:
    grounds = Grounds(purpose="x", basis=BASIS)
    with acting_as(partnership.lead):
        share_with_worker(
            circle=partnership.leah.circle,
            worker=partnership.conflicted,
            grounds=grounds,
            ends_at=at + timedelta(days=60),
            by=partnership.lead,
            at=at,
        )

    with acting_as(partnership.conflicted):
        assert not Person.objects.exists()


def test_break_glass_does_not_pass_the_bar_and_the_owner_is_told(partnership: Partnership, at: datetime) -> None:
    worker = partnership.conflicted

    with acting_as(worker), pytest.raises(NoSuchChild):
        break_glass(
            name="Leah Arden",
            born_on=BORN,
            reason="missing_now",
            happening="Not home",
            basis=BASIS,
            review_due_at=at,
            by=worker,
            at=at,
        )

    with acting_as(worker):
        assert not Person.objects.exists()
    with acting_as(partnership.lead):
        assert [notice.kind for notice in queries.notices(partnership.lead)] == ["refused"]


def test_to_who_is_kept_out_the_child_is_not_known_and_the_owner_is_told(partnership: Partnership) -> None:
    with acting_as(partnership.conflicted):
        answer = ask_whether_known(name="Leah Arden", born_on=BORN, why="A call", by=partnership.conflicted)

    assert answer is None
    with acting_as(partnership.lead):
        assert [(notice.kind, notice.about) for notice in queries.notices(partnership.lead)] == [
            ("asked", partnership.leah.reference)
        ]
