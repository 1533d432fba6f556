"""A decision has its reasons, what is not known and a name; no further action is read by two; the referrer is told."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.models import RunningClock
from erle.knowledge.records.models import Entry
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.deciding import (
    CannotAnswerForIt,
    Decided,
    NotByTheSame,
    NotDecidedYet,
    NothingToRead,
    decide,
    read_decision,
    tell_referrer,
)
from erle.practice.desk.actions.holding import HeldByAnother
from erle.practice.desk.actions.turns import ChangedMeanwhile, OverAlready
from erle.practice.desk.models import Decision, Outcome
from erle.practice.desk.queries.arrivals import seen_by_desk, standing_decision, told_about
from erle.practice.desk.rules import Response
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import NOBODY, By, read_now, the_arrival

WORDS = "A worker has what you shared and will act on it."


def _decided(named: Worker, response: Response = Response.SECTION_17) -> Decided:
    return Decided(response, reasons="Two agencies say the same.", not_known="Who the driver is.", named=named)


def _decide(shared: Shared, by: Worker, response: Response, named: Worker | None = None) -> Decision:
    with acting_as(by):
        return decide(read=read_now(shared.reference), decided=_decided(named or by, response), by=by, at=NOW)


@pytest.mark.parametrize("response", [one for one in Response if one is not Response.NO_ACTION])
def test_a_decision_counts_at_once_and_the_clock_runs_until_the_referrer_is_told(
    partnership: Partnership, held_by_priya: Shared, priya: Worker, response: Response
) -> None:
    _decide(held_by_priya, priya, response)
    with acting_as(priya):
        assert the_arrival(held_by_priya.reference).decided_at == NOW
        running = RunningClock.objects.filter(about=held_by_priya.reference, stopped_at__isnull=True)
        assert running.exists()

        tell_referrer(read=read_now(held_by_priya.reference), words=WORDS, by=priya, at=NOW)
        clock = RunningClock.objects.get(about=held_by_priya.reference)
        assert (clock.stopped_at, clock.outcome) == (NOW, response.words)
        assert the_arrival(held_by_priya.reference).told_at == NOW
    with acting_as(partnership.lapsed):
        assert [outcome.words for outcome in told_about(held_by_priya.report)] == [WORDS]
        assert Notice.objects.get(kind="outcome").about == held_by_priya.report.reference
        assert not Decision.objects.exists()


def test_the_decision_stands_in_the_childs_chronology_without_its_reasons(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    _decide(held_by_priya, priya, Response.STRATEGY, named=partnership.manager)

    with acting_as(partnership.lead):
        line = Entry.objects.get(kind="decision", person=partnership.leah)
        assert line.title == "MASH desk: Strategy discussion today"
        assert "Sam Whitlock" in line.text
        assert "Two agencies" not in line.text
    with acting_as(partnership.manager):
        notice = Notice.objects.get(kind="named")
        assert "you answer for the next step" in notice.words
        assert "01632 960140" in notice.words


def test_no_further_action_counts_once_a_second_person_agrees(
    held_by_priya: Shared, priya: Worker, tom: Worker
) -> None:
    _decide(held_by_priya, priya, Response.NO_ACTION)
    with acting_as(priya):
        assert the_arrival(held_by_priya.reference).decided_at is None
        with pytest.raises(NotDecidedYet):
            tell_referrer(read=read_now(held_by_priya.reference), words=WORDS, by=priya, at=NOW)
        with pytest.raises(NotByTheSame):
            read_decision(read=read_now(held_by_priya.reference), agreed=True, words="", by=priya, at=NOW)
        assert not Entry.objects.filter(kind="decision").exists()

    with acting_as(tom):
        read_decision(read=read_now(held_by_priya.reference), agreed=True, words="Checked.", by=tom, at=NOW)
        assert the_arrival(held_by_priya.reference).decided_at == NOW
        with pytest.raises(NothingToRead):
            read_decision(read=read_now(held_by_priya.reference), agreed=True, words="", by=tom, at=NOW)


def test_a_second_person_who_does_not_agree_sends_it_back(held_by_priya: Shared, priya: Worker, tom: Worker) -> None:
    _decide(held_by_priya, priya, Response.NO_ACTION)
    with acting_as(tom):
        read_decision(read=read_now(held_by_priya.reference), agreed=False, words="Ask health.", by=tom, at=NOW)

    with acting_as(priya):
        arrival = the_arrival(held_by_priya.reference)
        assert arrival.decided_at is None
        assert standing_decision(arrival) is None
        assert Notice.objects.get(kind="sent_back").about == held_by_priya.reference
    _decide(held_by_priya, priya, Response.ADVICE)
    with acting_as(priya):
        assert the_arrival(held_by_priya.reference).decided_at == NOW


def test_who_decides_on_what_nobody_held_holds_it_and_what_another_holds_is_refused(
    priya: Worker, tom: Worker, school_shares: By
) -> None:
    shared = school_shares(NOBODY)
    _decide(shared, priya, Response.EARLY_HELP)
    with acting_as(priya):
        assert the_arrival(shared.reference).held_by == priya

    with acting_as(tom), pytest.raises(HeldByAnother, match=r"Priya Menon holds this report. Take it over first"):
        decide(read=read_now(shared.reference), decided=_decided(tom), by=tom, at=NOW)


def test_a_decision_on_what_changed_meanwhile_is_not_taken(held_by_priya: Shared, priya: Worker) -> None:
    with acting_as(priya):
        before = read_now(held_by_priya.reference)
        decide(read=before, decided=_decided(priya), by=priya, at=NOW)

        with pytest.raises(ChangedMeanwhile, match=r"decided: Section 17 assessment. What you typed is kept"):
            decide(read=before, decided=_decided(priya, Response.ADVICE), by=priya, at=NOW)
        assert Decision.objects.count() == 1


def test_once_the_referrer_is_told_the_arrival_is_closed(held_by_priya: Shared, priya: Worker) -> None:
    _decide(held_by_priya, priya, Response.ADVICE)
    with acting_as(priya):
        tell_referrer(read=read_now(held_by_priya.reference), words=WORDS, by=priya, at=NOW)

        with pytest.raises(OverAlready):
            decide(read=read_now(held_by_priya.reference), decided=_decided(priya), by=priya, at=NOW)
        assert Outcome.objects.count() == 1


def test_somebody_kept_out_of_the_child_is_not_named_for_the_next_step(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    with acting_as(priya), pytest.raises(CannotAnswerForIt, match="Vic Arden cannot answer for this"):
        decide(read=read_now(held_by_priya.reference), decided=_decided(partnership.conflicted), by=priya, at=NOW)


def test_the_reporter_reads_when_the_desk_first_saw_it(
    partnership: Partnership, priya: Worker, tom: Worker, school_shares: By
) -> None:
    from erle.practice.desk.actions.opening import open_arrival

    shared = school_shares()
    with acting_as(partnership.lapsed):
        assert seen_by_desk(shared.report) is None
    for worker in (priya, tom):
        with acting_as(worker):
            open_arrival(arrival=the_arrival(shared.reference), by=worker, at=NOW)
            assert the_arrival(shared.reference).seen_by == priya

    with acting_as(partnership.lapsed):
        receipt = seen_by_desk(shared.report)
        assert receipt is not None
        assert (receipt.seen_by, receipt.seen_at) == (priya, NOW)
