"""Who holds an arrival sees its child for as long; a hand-over is complete when it is taken, and is never lost."""

from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.actions import set_limit
from erle.foundation.ledger.models import Line
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.models import Person
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.holding import (
    CannotTakeIt,
    HandOverOver,
    HeldByAnother,
    OfferedAlready,
    claim,
    claim_each,
    decline,
    offer,
    offer_each,
    put_back_each,
    take,
    take_back_each,
    take_over,
)
from erle.practice.desk.actions.turns import ChangedMeanwhile
from erle.practice.desk.models import Arrival, Change, HandOver
from erle.practice.desk.queries.arrivals import offer_of, picture_of
from erle.practice.desk.queries.queue import hand_overs_for
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import NOBODY, WREN, By, read_now, the_arrival

LATER = NOW + timedelta(hours=1)


def _sees_leah(partnership: Partnership, worker: Worker) -> bool:
    with acting_as(worker):
        return Person.objects.filter(pk=partnership.leah.pk).exists()


def _offered(shared: Shared, by: Worker, to: Worker) -> HandOver:
    with acting_as(by):
        offer(read=read_now(shared.reference), to=to, reason="My shift ends.", by=by, at=NOW)
        found = offer_of(the_arrival(shared.reference))
    assert found is not None
    return found


def test_who_claims_is_let_into_the_picture_for_four_weeks_as_an_act_of_sharing(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares()
    assert not _sees_leah(partnership, priya)

    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)

        arrival = the_arrival(shared.reference)
        assert (arrival.held_by, arrival.acted_at, arrival.version) == (priya, NOW, 2)
        assert arrival.share is not None
        assert arrival.share.purpose == f"Holds report {shared.report.reference} at the MASH desk"
        assert arrival.share.basis == "public_task_safeguarding"
        assert arrival.share.ends_at == NOW + timedelta(days=28)
        assert picture_of(arrival) == partnership.leah
        assert Line.objects.filter(act="shared", about=arrival.share.reference).exists()
    assert _sees_leah(partnership, priya)


def test_who_claims_a_report_about_nobody_known_is_let_in_nowhere(priya: Worker, school_shares: By) -> None:
    shared = school_shares(NOBODY)

    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)

        arrival = the_arrival(shared.reference)
        assert (arrival.held_by, arrival.share) == (priya, None)
        assert picture_of(arrival) is None
        assert not Person.objects.exists()


def test_a_report_of_childrens_services_itself_names_the_picture(partnership: Partnership, priya: Worker) -> None:
    from erle.practice.desk.actions.arriving import share_information
    from tests.practice.desk.conftest import handed

    lead = partnership.lead
    with acting_as(lead):
        leah = Person.objects.select_related("circle").get(pk=partnership.leah.pk)
        shared = share_information(about=leah, agency=lead.agency, handed=handed(), by=lead, at=NOW)
    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)

        assert picture_of(the_arrival(shared.reference)) == partnership.leah


def test_who_is_kept_out_of_the_child_does_not_see_the_arrival_and_is_not_let_in(
    partnership: Partnership, priya: Worker, tom: Worker, school_shares: By
) -> None:
    shared = school_shares()
    with acting_as(partnership.manager):
        keep_out(circle=partnership.leah.circle, worker=tom, reason="Her uncle", by=partnership.manager, at=NOW)

    with acting_as(tom), pytest.raises(Arrival.DoesNotExist):
        read_now(shared.reference)
    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)
        with pytest.raises(CannotTakeIt, match="Tom Ashby cannot take this"):
            offer(read=read_now(shared.reference), to=tom, reason="x", by=priya, at=NOW)
    with acting_as(tom):
        assert not Notice.objects.exists()


def test_what_somebody_holds_is_not_claimed_but_taken_over_with_a_reason(
    partnership: Partnership, held_by_priya: Shared, tom: Worker, priya: Worker
) -> None:
    with acting_as(tom):
        with pytest.raises(HeldByAnother, match="Priya Menon holds this report"):
            claim(read=read_now(held_by_priya.reference), by=tom, at=NOW)
        take_over(read=read_now(held_by_priya.reference), reason="She is on leave.", by=tom, at=NOW)

        assert the_arrival(held_by_priya.reference).held_by == tom
        assert Change.objects.latest("pk").words == "Tom Ashby took it over: She is on leave."
    assert _sees_leah(partnership, tom)
    assert not _sees_leah(partnership, priya)


def test_an_act_on_what_changed_meanwhile_says_who_changed_what(held_by_priya: Shared, priya: Worker) -> None:
    with acting_as(priya):
        read = read_now(held_by_priya.reference)
        stale = type(read)(read.arrival, read.version - 1)

        with pytest.raises(ChangedMeanwhile, match=r"Changed by Priya Menon while you were reading. .* holds it now"):
            take_over(read=stale, reason="x", by=priya, at=NOW)
        assert the_arrival(held_by_priya.reference).version == read.version


def test_a_hand_over_is_not_complete_until_it_is_taken(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, tom: Worker
) -> None:
    hand_over = _offered(held_by_priya, priya, tom)
    with acting_as(tom):
        assert the_arrival(held_by_priya.reference).held_by == priya
        assert [one.pk for one in hand_overs_for(tom, NOW)] == [hand_over.pk]
        assert Notice.objects.get(kind="offered").about == held_by_priya.reference
    assert not _sees_leah(partnership, tom)

    with acting_as(tom):
        take(hand_over=hand_over, by=tom, at=NOW)
        assert the_arrival(held_by_priya.reference).held_by == tom
        assert not hand_overs_for(tom, NOW).exists()
    assert _sees_leah(partnership, tom)
    assert not _sees_leah(partnership, priya)
    with acting_as(priya):
        assert Notice.objects.get(kind="taken").words == "Tom Ashby took it."


def test_who_declines_says_why_and_the_giver_holds_it_still(held_by_priya: Shared, priya: Worker, tom: Worker) -> None:
    hand_over = _offered(held_by_priya, priya, tom)

    with acting_as(tom):
        decline(hand_over=hand_over, because="Two urgent ones already.", by=tom, at=NOW)
        with pytest.raises(HandOverOver, match="answered or taken back"):
            take(hand_over=hand_over, by=tom, at=NOW)

    with acting_as(priya):
        assert the_arrival(held_by_priya.reference).held_by == priya
        assert HandOver.objects.get().declined_because == "Two urgent ones already."
        assert Notice.objects.get(kind="declined").words == "Tom Ashby did not take it: you still hold it."
        with pytest.raises(HandOverOver):
            decline(hand_over=hand_over, because="x", by=priya, at=NOW)


def test_a_hand_over_that_nobody_takes_shows_to_the_whole_desk_and_anybody_may_take_it(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, tom: Worker
) -> None:
    from tests.practice.desk.conftest import decision_maker

    uma = decision_maker(partnership, "Uma Fenwick")
    hand_over = _offered(held_by_priya, priya, tom)
    with acting_as(uma):
        assert not hand_overs_for(uma, NOW + timedelta(minutes=29)).exists()
        assert [one.pk for one in hand_overs_for(uma, NOW + timedelta(minutes=30))] == [hand_over.pk]
        with pytest.raises(HandOverOver, match="offered to Tom Ashby"):
            take(hand_over=hand_over, by=uma, at=NOW)
        with pytest.raises(HandOverOver, match="offered to Tom Ashby"):
            decline(hand_over=hand_over, because="x", by=uma, at=LATER)

        take(hand_over=hand_over, by=uma, at=LATER)
        assert the_arrival(held_by_priya.reference).held_by == uma


def test_the_partnership_sets_after_how_many_minutes(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, tom: Worker
) -> None:
    governance = partnership.governance
    with acting_as(governance):
        set_limit("hand_over_minutes", value=10, in_force_from=local_day(NOW), reason="Agreed.", by=governance, at=NOW)

    assert _offered(held_by_priya, priya, tom).overdue_at == NOW + timedelta(minutes=10)


def test_one_offer_at_a_time_by_who_holds_it_to_a_colleague_at_the_desk(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, tom: Worker
) -> None:
    with acting_as(tom), pytest.raises(HeldByAnother, match="Who holds it hands it over"):
        offer(read=read_now(held_by_priya.reference), to=priya, reason="x", by=tom, at=NOW)
    with acting_as(priya):
        for colleague in (priya, partnership.lead, partnership.never):
            with pytest.raises(CannotTakeIt):
                offer(read=read_now(held_by_priya.reference), to=colleague, reason="x", by=priya, at=NOW)
    _offered(held_by_priya, priya, tom)
    with acting_as(priya), pytest.raises(OfferedAlready):
        offer(read=read_now(held_by_priya.reference), to=tom, reason="x", by=priya, at=NOW)


def test_several_at_once_leave_what_others_changed_and_can_be_undone(
    priya: Worker, tom: Worker, school_shares: By
) -> None:
    references = [school_shares(NOBODY, title=f"Number {number}").reference for number in range(3)]
    with acting_as(priya):
        read = [read_now(reference) for reference in references]
    with acting_as(tom):
        claim(read=read[0], by=tom, at=NOW)
    with acting_as(priya):
        done = claim_each(read=read, by=priya, at=NOW)
        assert ([one.reference for one in done.arrivals], done.left) == (references[1:], [read[0].arrival])
        assert the_arrival(references[0]).held_by == tom

        undone = put_back_each(read=[read_now(reference) for reference in references], by=priya, at=NOW)
        assert [one.reference for one in undone.arrivals] == references[1:]
        assert Arrival.objects.filter(held_by__isnull=True).count() == 2

        again = [read_now(reference) for reference in references]
        offered = offer_each(read=again, to=tom, reason="Night shift", by=priya, at=NOW)
        assert len(offered.arrivals) == 2
        assert Arrival.objects.filter(held_by=priya).count() == 2
        back = take_back_each(read=[read_now(reference) for reference in references], by=priya, at=NOW)
        assert len(back.arrivals) == 2
        assert HandOver.objects.filter(withdrawn_by=priya).count() == 2
    with acting_as(tom):
        assert not hand_overs_for(tom, NOW).exists()


def test_putting_back_ends_what_the_holder_saw(partnership: Partnership, held_by_priya: Shared, priya: Worker) -> None:
    with acting_as(priya):
        put_back_each(read=[read_now(held_by_priya.reference)], by=priya, at=NOW)

    assert not _sees_leah(partnership, priya)


def test_two_reports_about_one_child_are_two_shares(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, school_shares: By
) -> None:
    other = school_shares(title="Another day")
    with acting_as(priya):
        claim(read=read_now(other.reference), by=priya, at=NOW)
        put_back_each(read=[read_now(held_by_priya.reference)], by=priya, at=NOW)

    assert _sees_leah(partnership, priya)


def test_those_named_in_person_hold_a_sealed_arrival_whatever_their_role(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares(WREN)
    lead, manager = partnership.lead, partnership.manager
    with acting_as(lead):
        claim(read=read_now(shared.reference), by=lead, at=NOW)
        with pytest.raises(CannotTakeIt):
            offer(read=read_now(shared.reference), to=priya, reason="x", by=lead, at=NOW)
        offer(read=read_now(shared.reference), to=manager, reason="x", by=lead, at=NOW)
    with acting_as(manager):
        hand_over = offer_of(the_arrival(shared.reference))
        assert hand_over is not None
        take(hand_over=hand_over, by=manager, at=NOW)
        assert the_arrival(shared.reference).held_by == manager
