"""Break-glass: one child, one hour, to read; told at once, and reviewed by somebody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from erle.foundation.access import gate, queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.emergencies import OwnOpening, ReviewedAlready, review_break_glass
from erle.foundation.access.actions.sharing import Grounds, decline_to_share, share_with_worker
from erle.foundation.access.models import BreakGlass, Share
from erle.foundation.agencies.actions import appoint
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import NoSuchChild, break_glass
from erle.knowledge.records.models import Entry, Person
from tests.partnership import BASIS, CANARY, LONG_AGO, NOW, Partnership, as_administrator

BORN = date(2012, 3, 3)
GROUNDS = Grounds(purpose="x", basis=BASIS)


def _break(worker: Worker, name: str = "Leah Arden", *, reason: str = "missing_now", at: datetime | None = None) -> str:
    with acting_as(worker):
        return break_glass(
            name=name,
            born_on=BORN,
            reason=reason,
            happening="Not home since four",
            basis=BASIS,
            review_due_at=NOW + timedelta(days=2),
            by=worker,
            at=at or datetime.now(UTC),
        )


def _opening(partnership: Partnership, by: Worker) -> BreakGlass:
    with acting_as(by):
        return BreakGlass.objects.select_related("share").get(circle=partnership.leah.circle)


def test_a_child_named_in_full_is_opened_for_an_hour_and_no_other_child(partnership: Partnership) -> None:
    reference = _break(partnership.never)

    assert reference == partnership.leah.reference
    with acting_as(partnership.never):
        assert list(Person.objects.values_list("pk", flat=True)) == [partnership.leah.pk]
        assert Entry.objects.count() == 1
        share = Share.objects.get(kind="break_glass")
    assert timedelta(minutes=59) < share.ends_at - share.starts_at <= timedelta(minutes=61)


def test_the_opening_is_told_to_the_lead_worker_and_written_in_the_same_breath(partnership: Partnership) -> None:
    _break(partnership.never)

    with acting_as(partnership.lead):
        assert [(notice.kind, notice.about) for notice in queries.notices(partnership.lead)] == [
            ("broke_glass", partnership.leah.reference)
        ]
        line = Line.objects.get(act="broke_glass")
    assert (line.worker_id, line.purpose) == (partnership.never.pk, "missing_now")


def test_more_than_an_hour_is_refused_by_the_database(partnership: Partnership) -> None:
    with pytest.raises(DatabaseError, match="lasts an hour"), transaction.atomic():
        _break(partnership.never, at=datetime.now(UTC) + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("name", "reason"), [("Nobody Known", "missing_now"), (f"Wren {CANARY}", "missing_now"), ("Leah Arden", "curious")]
)
def test_no_child_a_sealed_child_and_no_reason_are_refused_in_the_same_words(
    partnership: Partnership, name: str, reason: str
) -> None:
    with pytest.raises(NoSuchChild) as refused:
        _break(partnership.never, name, reason=reason)

    assert str(refused.value) == str(NoSuchChild())
    with acting_as(partnership.never):
        assert not Person.objects.exists()


def test_of_a_sealed_child_those_who_answer_are_told_of_the_try(partnership: Partnership) -> None:
    with acting_as(partnership.never), pytest.raises(NoSuchChild):  # the page keeps what was written by then
        break_glass(
            name=f"Wren {CANARY}",
            born_on=BORN,
            reason="missing_now",
            happening="x",
            basis=BASIS,
            review_due_at=NOW,
            by=partnership.never,
            at=NOW,
        )

    with acting_as(partnership.lead):
        assert [notice.kind for notice in queries.notices(partnership.lead)] == ["refused"]
        assert Line.objects.get(act="refused").worker_id == partnership.never.pk


@pytest.mark.parametrize("key", ["lapsed", "withdrawn", "future", "governance", "administrator"])
def test_a_role_without_the_ability_opens_nothing(partnership: Partnership, key: str) -> None:
    with pytest.raises(gate.NotAble):
        _break(partnership.workers[key])


def test_an_emergency_is_for_reading_and_lets_nobody_else_in(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)
    circle, never = partnership.leah.circle, partnership.never

    with acting_as(never):
        with pytest.raises(gate.OnlyInAnEmergency):
            share_with_worker(
                circle=circle, worker=never, grounds=GROUNDS, ends_at=at + timedelta(days=300), by=never, at=at
            )
        with pytest.raises(gate.OnlyInAnEmergency):
            decline_to_share(circle=circle, asked_by="x", grounds=GROUNDS, by=never, at=at)


def test_an_emergency_lets_nobody_in_by_sql_either(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)

    with acting_as(partnership.never), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Share.objects.create(
            circle=partnership.leah.circle,
            reference="S-SELF2222",
            kind="shared",
            worker=partnership.never,
            purpose="x",
            basis=BASIS,
            starts_at=at,
            ends_at=at + timedelta(days=300),
            shared_by=partnership.never,
            shared_at=at,
        )


def test_an_emergency_keeps_nobody_out(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        appoint(
            worker=partnership.never,
            agency=partnership.agencies["police"],
            role=Role.objects.get(slug="social-worker"),
            starts_at=LONG_AGO,
        )
    _break(partnership.never)

    with acting_as(partnership.never), pytest.raises(gate.OnlyInAnEmergency):
        keep_out(circle=partnership.leah.circle, worker=partnership.lead, reason="x", by=partnership.never, at=at)


def test_it_waits_on_the_list_of_those_inside_who_review(partnership: Partnership) -> None:
    _break(partnership.never)

    with acting_as(partnership.manager):
        assert [opening.opened_by for opening in queries.to_review(partnership.manager)] == [partnership.never]
        assert queries.break_glasses(partnership.leah.circle).count() == 1
    with acting_as(partnership.lead):
        assert not queries.to_review(partnership.lead).exists()
    with acting_as(partnership.governance):
        assert not queries.to_review(partnership.governance).exists()


def test_a_fitting_opening_lasts_its_hour(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)
    opening = _opening(partnership, partnership.manager)

    with acting_as(partnership.manager):
        review_break_glass(opening=opening, fitting=True, words="Right to look", by=partnership.manager, at=at)

        assert not queries.to_review(partnership.manager).exists()
        assert Line.objects.get(act="reviewed").detail == {"fitting": True}
    with acting_as(partnership.never):
        assert Person.objects.exists()


def test_one_that_was_not_fitting_ends_at_once(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)
    opening = _opening(partnership, partnership.manager)

    with acting_as(partnership.manager):
        review_break_glass(opening=opening, fitting=False, words="No reason to look", by=partnership.manager, at=at)

    with acting_as(partnership.never):
        assert not Person.objects.exists()


def test_a_review_stands_and_is_not_written_over(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)
    opening = _opening(partnership, partnership.manager)
    with acting_as(partnership.manager):
        review_break_glass(opening=opening, fitting=False, words="First", by=partnership.manager, at=at)

        with pytest.raises(ReviewedAlready):
            review_break_glass(opening=opening, fitting=True, words="Second", by=partnership.manager, at=at)

        assert BreakGlass.objects.filter(pk=opening.pk).update(review="Third") == 0
        assert BreakGlass.objects.get(pk=opening.pk).review == "First"


def test_nobody_reviews_her_own_opening(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        appoint(
            worker=partnership.member,
            agency=partnership.agencies["police"],
            role=Role.objects.get(slug="mash-decision-maker"),
            starts_at=LONG_AGO,
        )
    _break(partnership.member)
    opening = _opening(partnership, partnership.member)

    with acting_as(partnership.member):
        with pytest.raises(OwnOpening):
            review_break_glass(opening=opening, fitting=True, words="x", by=partnership.member, at=at)
        assert not queries.to_review(partnership.member).exists()
        assert (
            BreakGlass.objects.filter(pk=opening.pk).update(
                reviewed_by=partnership.member, reviewed_at=at, fitting=True
            )
            == 0
        )


def test_nobody_reviews_who_is_inside_by_an_emergency_alone(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        appoint(
            worker=partnership.never,
            agency=partnership.agencies["police"],
            role=Role.objects.get(slug="mash-decision-maker"),
            starts_at=LONG_AGO,
        )
    _break(partnership.member)
    _break(partnership.never)
    with acting_as(partnership.never):
        opening = BreakGlass.objects.select_related("share").get(opened_by=partnership.member)

        with pytest.raises(gate.OnlyInAnEmergency):
            review_break_glass(opening=opening, fitting=True, words="x", by=partnership.never, at=at)


def test_a_review_is_whole_or_there_is_none(partnership: Partnership, at: datetime) -> None:
    _break(partnership.never)
    opening = _opening(partnership, partnership.manager)

    with (
        acting_as(partnership.manager),
        pytest.raises(IntegrityError, match="break_glass_reviewed_wholly"),
        transaction.atomic(),
    ):
        BreakGlass.objects.filter(pk=opening.pk).update(reviewed_by=partnership.manager, reviewed_at=at)
