"""Sharing, not sharing and taking back: who enters a circle, from when until when, and what is written of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from erle.foundation.access import gate, queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import (
    CannotBeWithdrawn,
    EndNotFit,
    Grounds,
    InTheCircleAlready,
    decline_to_share,
    share_with_agency,
    share_with_worker,
    withdraw_share,
)
from erle.foundation.access.models import Need, Refusal, Share
from erle.foundation.access.rules import LONGEST_SHARE
from erle.foundation.agencies.actions import appoint, end_post
from erle.foundation.agencies.models import Post, Role, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, Partnership, as_administrator

GROUNDS = Grounds(
    purpose="Strategy discussion", basis=BASIS, reason="She was seen with him", told="Her mother was told"
)
DAY = timedelta(days=1)


def _sees(worker: Worker, child: Person) -> bool:
    with acting_as(worker):
        return Person.objects.filter(pk=child.pk).exists()


def _share(partnership: Partnership, worker: Worker, at: datetime, *, ends_at: datetime | None = None) -> Share:
    with acting_as(partnership.lead):
        return share_with_worker(
            circle=partnership.leah.circle,
            worker=worker,
            grounds=GROUNDS,
            ends_at=ends_at or at + DAY,
            by=partnership.lead,
            at=at,
        )


def test_a_worker_with_whom_a_child_is_shared_sees_that_child_and_no_other(
    partnership: Partnership, at: datetime
) -> None:
    _share(partnership, partnership.never, at)

    with acting_as(partnership.never):
        assert list(Person.objects.values_list("pk", flat=True)) == [partnership.leah.pk]


def test_a_share_keeps_its_grounds_and_writes_a_line(partnership: Partnership, at: datetime) -> None:
    share = _share(partnership, partnership.never, at)

    with acting_as(partnership.lead):
        kept = Share.objects.get(pk=share.pk)
        line = Line.objects.get(act="shared", about=share.reference)
    assert (kept.purpose, kept.basis, kept.reason, kept.told) == (GROUNDS.purpose, BASIS, GROUNDS.reason, GROUNDS.told)
    assert (line.worker_id, line.circle_id, line.purpose) == (partnership.lead.pk, partnership.leah.circle_id, BASIS)


@pytest.mark.parametrize("span", [timedelta(0), -DAY, LONGEST_SHARE + timedelta(seconds=1)])
def test_an_end_in_the_past_or_beyond_a_year_is_refused(
    partnership: Partnership, at: datetime, span: timedelta
) -> None:
    with pytest.raises(EndNotFit):
        _share(partnership, partnership.never, at, ends_at=at + span)

    assert not _sees(partnership.never, partnership.leah)


def test_a_share_of_exactly_a_year_will_do(partnership: Partnership, at: datetime) -> None:
    assert _share(partnership, partnership.never, at, ends_at=at + LONGEST_SHARE).ends_at == at + LONGEST_SHARE


def test_who_is_in_until_then_is_not_let_in_again(partnership: Partnership, at: datetime) -> None:
    with pytest.raises(InTheCircleAlready, match="Imran Hale can see"):
        _share(partnership, partnership.member, at)


def test_a_share_may_be_renewed_until_a_later_end(partnership: Partnership, at: datetime) -> None:
    _share(partnership, partnership.member, at, ends_at=at + 60 * DAY)

    with acting_as(partnership.member):
        held = queries.why(partnership.leah.circle, worker=partnership.member, at=at)
    assert isinstance(held, Share)
    assert held.ends_at == at + 60 * DAY


@pytest.mark.parametrize("key", ["coordinator"])
def test_who_holds_the_circle_by_role_may_share_too(partnership: Partnership, at: datetime, key: str) -> None:
    worker = partnership.workers[key]

    with acting_as(worker):
        share_with_worker(
            circle=partnership.leah.circle,
            worker=partnership.never,
            grounds=GROUNDS,
            ends_at=at + DAY,
            by=worker,
            at=at,
        )

    assert _sees(partnership.never, partnership.leah)


def test_a_role_without_the_ability_does_not_share(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        withdraw_share(
            share=Share.objects.get(worker=partnership.future), because="Sooner", by=partnership.manager, at=at
        )
    _share(partnership, partnership.future, at)  # a practitioner, who may read and ask

    with acting_as(partnership.future), pytest.raises(gate.NotAble, match="share a child's record"):
        share_with_worker(
            circle=partnership.leah.circle,
            worker=partnership.never,
            grounds=GROUNDS,
            ends_at=at + DAY,
            by=partnership.future,
            at=at,
        )


@pytest.mark.parametrize("key", ["never", "lapsed", "withdrawn", "conflicted"])
def test_from_outside_the_circle_nothing_is_shared_and_nothing_taken_back(
    partnership: Partnership, at: datetime, key: str
) -> None:
    worker, circle = partnership.workers[key], partnership.leah.circle
    with acting_as(partnership.lead):
        share = Share.objects.get(worker=partnership.member)

    with acting_as(worker):
        with pytest.raises(gate.OnlyInAnEmergency):
            share_with_worker(circle=circle, worker=worker, grounds=GROUNDS, ends_at=at + DAY, by=worker, at=at)
        with pytest.raises(gate.OnlyInAnEmergency):
            withdraw_share(share=share, because="x", by=worker, at=at)

    assert not _sees(worker, partnership.leah)
    assert _sees(partnership.member, partnership.leah)


def test_a_role_at_an_agency_is_let_in_with_everyone_who_holds_it_and_nobody_else(
    partnership: Partnership, at: datetime
) -> None:
    _share_with_dsls(partnership, at)

    assert _sees(partnership.lapsed, partnership.leah)  # the school's safeguarding lead
    assert not _sees(partnership.never, partnership.leah)


def _share_with_dsls(partnership: Partnership, at: datetime) -> None:
    role = Role.objects.get(slug="safeguarding-lead")
    school, circle = partnership.agencies["school"], partnership.leah.circle
    with acting_as(partnership.lead):
        share_with_agency(
            circle=circle, agency=school, role=role, grounds=GROUNDS, ends_at=at + DAY, by=partnership.lead, at=at
        )


def test_a_post_that_begins_opens_at_once_what_the_role_holds(partnership: Partnership, at: datetime) -> None:
    _share_with_dsls(partnership, at)
    role = Role.objects.get(slug="safeguarding-lead")
    assert not _sees(partnership.never, partnership.leah)

    with as_administrator(partnership):
        appoint(worker=partnership.never, agency=partnership.agencies["school"], role=role, starts_at=at)

    assert _sees(partnership.never, partnership.leah)


def test_a_post_that_ends_closes_at_once_what_the_role_held(partnership: Partnership, at: datetime) -> None:
    _share_with_dsls(partnership, at)

    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=partnership.lapsed), at=at)

    assert not _sees(partnership.lapsed, partnership.leah)


def test_the_last_post_that_ends_closes_what_was_shared_by_name_until_another_begins(
    partnership: Partnership, at: datetime
) -> None:
    with as_administrator(partnership):
        post = Post.objects.get(worker=partnership.member)
        end_post(post=post, at=at)
    assert not _sees(partnership.member, partnership.leah)

    with as_administrator(partnership):
        appoint(worker=partnership.member, agency=post.agency, role=post.role, starts_at=at)
    assert _sees(partnership.member, partnership.leah)


def test_a_post_from_tomorrow_opens_nothing_today(partnership: Partnership, at: datetime) -> None:
    _share_with_dsls(partnership, at)

    with as_administrator(partnership):
        appoint(
            worker=partnership.never,
            agency=partnership.agencies["school"],
            role=Role.objects.get(slug="safeguarding-lead"),
            starts_at=at + DAY,
        )

    assert not _sees(partnership.never, partnership.leah)


def test_a_share_lapses_by_the_databases_clock(partnership: Partnership, at: datetime) -> None:
    _share(partnership, partnership.never, at - 2 * DAY, ends_at=at - timedelta(seconds=1))

    assert not _sees(partnership.never, partnership.leah)


def test_a_share_that_is_withdrawn_ends_and_says_why(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.member)

        withdraw_share(share=share, because="Moved team", by=partnership.manager, at=at)

        share.refresh_from_db()
        assert (share.withdrawn_by, share.withdrawn_at, share.withdrawn_because) == (
            partnership.manager,
            at,
            "Moved team",
        )
        assert Line.objects.filter(act="withdrew", about=share.reference).exists()
    assert not _sees(partnership.member, partnership.leah)


@pytest.mark.parametrize("key", ["withdrawn", "lapsed"])
def test_a_share_that_is_over_is_not_withdrawn(partnership: Partnership, at: datetime, key: str) -> None:
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.workers[key])

        with pytest.raises(CannotBeWithdrawn, match="ended already"):
            withdraw_share(share=share, because="x", by=partnership.manager, at=at)


def test_a_share_withdrawn_by_a_colleague_a_moment_before_keeps_the_colleagues_reason(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.member)
        stale = Share.objects.get(worker=partnership.member)
        withdraw_share(share=share, because="First", by=partnership.manager, at=at)

        with pytest.raises(CannotBeWithdrawn):
            withdraw_share(share=stale, because="Second", by=partnership.manager, at=at)

        share.refresh_from_db()
        assert share.withdrawn_because == "First"


def test_the_agencys_own_hold_is_not_withdrawn(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        share = Share.objects.filter(circle=partnership.leah.circle, kind="opened").earliest("pk")

        with pytest.raises(CannotBeWithdrawn, match="keeps its own record"):
            withdraw_share(share=share, because="x", by=partnership.manager, at=at)


def test_a_share_to_come_may_be_withdrawn_before_it_starts(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.future)

        withdraw_share(share=share, because="Not needed", by=partnership.manager, at=at)

    with acting_as(partnership.future):
        assert not Need.objects.exists()


def test_not_sharing_is_kept_with_the_same_fields(partnership: Partnership, at: datetime) -> None:
    circle = partnership.leah.circle

    with acting_as(partnership.lead):
        decline_to_share(
            circle=circle,
            asked_by="A landlord",
            grounds=replace(GROUNDS, purpose="Tenancy"),
            by=partnership.lead,
            at=at,
        )

        [kept] = queries.not_shared(circle)
        assert (kept.asked_by, kept.purpose, kept.decision, kept.decided_by) == (
            "A landlord",
            "Tenancy",
            "not_share",
            partnership.lead,
        )
        assert Line.objects.filter(act="did_not_share", circle_id=circle.pk).exists()
    with acting_as(partnership.never):
        assert not Refusal.objects.exists()


def test_the_members_are_told_with_agency_role_and_end_lead_worker_first(
    partnership: Partnership, at: datetime
) -> None:
    with acting_as(partnership.member):
        members = queries.members(partnership.leah.circle)

    assert members[0].name == "Joanna Pryce"
    assert members[0].kind == "lead"
    told = {(member.name, member.role) for member in members if member.is_person}
    assert told == {
        ("Joanna Pryce", ""),
        ("Sam Whitlock", "Social work team manager"),
        ("Rita Osborne", "Return interview co-ordinator"),
        ("Imran Hale", ""),
        ("Beth Lindqvist", ""),
    }


@pytest.mark.parametrize("key", ["never", "lapsed", "conflicted", "administrator"])
def test_who_is_in_a_circle_is_not_told_outside_it(partnership: Partnership, key: str) -> None:
    with acting_as(partnership.workers[key]):
        assert queries.members(partnership.leah.circle) == []


def test_why_one_sees_a_child_is_one_act_of_sharing(partnership: Partnership) -> None:
    at = datetime.now(UTC) + timedelta(minutes=5)  # the circle was opened by the database's clock
    circle = partnership.leah.circle
    with acting_as(partnership.manager):
        by_role = queries.why(circle, worker=partnership.manager, at=at)
    with acting_as(partnership.member):
        by_name = queries.why(circle, worker=partnership.member, at=at)
    with acting_as(partnership.never):
        nothing = queries.why(circle, worker=partnership.never, at=at)

    assert isinstance(by_role, Share)
    assert isinstance(by_name, Share)
    assert (by_role.kind, by_name.purpose, nothing) == ("opened", "Joint enquiry", None)
