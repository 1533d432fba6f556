"""An interview is handed over from one service to another: it stays until it is taken, and then it goes whole."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.models import Notice
from erle.foundation.clocks.queries import running_about
from erle.foundation.ledger.models import Line
from erle.knowledge.records.queries import child_called, chronology
from erle.practice.missing.actions import RETURN_INTERVIEW, record_episode, record_return
from erle.practice.missing.actions.interviewing import Noted, keep_step
from erle.practice.missing.actions.routing import (
    CannotHandOver,
    HandOverOver,
    ReasonMissing,
    decline_interview,
    keep_interview,
    offer_interview,
    take_interview,
)
from erle.practice.missing.actions.withholding import override, withhold
from erle.practice.missing.models import (
    Briefing,
    Covered,
    Episode,
    Interview,
    InterviewHandOver,
    InterviewTurn,
    Withheld,
)
from erle.practice.missing.queries.interviewed import briefed
from erle.practice.missing.queries.interviewing import (
    briefings_of,
    hand_over_called,
    handed_on,
    interview_called,
    offered_by_us,
    offered_to_us,
    services_besides,
    state_of_interview,
    worklist,
)
from erle.practice.missing.rules import EpisodeKind, Moment
from erle.practice.missing.rules.interviewing import Step
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.missing.services import (
    AT,
    BACK,
    Services,
    comes_back,
    found_services,
    hold,
    offer,
    reads_it,
    the_one,
)

MOVED = "She lives with carers now."


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def interview(partnership: Partnership, services: Services, missing: Episode) -> Interview:
    """Leah is back, and her interview is the home service's."""
    comes_back(missing, partnership.member)
    return the_one(services.at_home)


def offered(interview: Interview, services: Services, *, why: str = "moved") -> str:
    """Offer it to the service for children in care."""
    by = services.at_home
    with acting_as(by):
        return offer_interview(interview=interview, to=services.care, why=why, words=MOVED, by=by)


def taken(reference: str, services: Services) -> None:
    """Take it there."""
    with acting_as(services.in_care):
        take_interview(hand_over=hand_over_called(reference), by=services.in_care)


def _told(partnership: Partnership, services: Services, missing: Episode) -> None:
    """Look at what the child's circle reads: the clock as it ran, and who holds the interview now."""
    with acting_as(partnership.lead):
        clock = running_about(missing.reference, key=RETURN_INTERVIEW)
        assert clock is not None
        assert clock.due_at == BACK.at + timedelta(hours=72)
        line = chronology(child_called(partnership.leah.reference))[0]
        assert (line["title"], line["text"]) == ("Return interview handed over", "Wayfarer holds it now.")
        told = briefed(missing)
        assert told is not None
        assert told.service == services.care


def test_it_stays_until_it_is_taken_and_then_goes_whole_with_its_clock(
    partnership: Partnership, services: Services, missing: Episode, interview: Interview
) -> None:
    home, care = services.at_home, services.in_care
    offer(interview, home)
    with acting_as(home):
        assert [one.slug for one in services_besides(interview, NOW)] == ["wayfarer"]

    reference = offered(interview, services)

    with acting_as(care):
        [one] = offered_to_us()
        assert (one.called, one.due_at, one.words) == ("Leah Arden", BACK.at + timedelta(hours=72), MOVED)
        assert Notice.objects.filter(kind="interview_offered", about=reference).exists()
        for model in (Interview, InterviewTurn, Covered, Briefing):
            assert not model.objects.exists(), model
    with acting_as(home):
        keep_step(interview=interview, noted=Noted(Step.CHOICE, place="Café"), by=home, at=AT)
        assert [one.to_service for one in offered_by_us()] == [services.care]

    taken(reference, services)

    with acting_as(home):
        for model in (Interview, InterviewTurn, Covered, Briefing):
            assert not model.objects.exists(), model
        [gone] = handed_on(AT, most=9)
        assert (gone.called, gone.outcome, gone.ended_by) == ("Leah Arden", "taken", care)
        assert Notice.objects.filter(kind="interview_taken", about=reference).exists()
    with acting_as(care):
        state = state_of_interview(interview_called(interview.reference))
        assert [turn.what for turn in state.turns] == ["offer", "handed", "choice", "handed"]
        assert state.turns[-1].words == "Ivy Tan, Wayfarer, took it from Lamplight."
        assert [one.due_at for one in state.open_ones] == [BACK.at + timedelta(hours=72)]
        assert briefings_of(interview_called(interview.reference))[0].wishes == "Text before you ring."
        assert Line.objects.filter(about=reference, purpose="interview_offer_taken", worker_id=care.pk).exists()
    _told(partnership, services, missing)
    hold(interview, care)
    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None


def test_what_the_child_asked_not_to_be_shared_stays_with_who_heard_it_and_the_next_return_goes_along(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    home, care = services.at_home, services.in_care
    with acting_as(home):
        kept = withhold(interview=interview, called="Leah", words="Zee hides too", whom="", by=home, at=AT)

    taken(offered(interview, services, why="conflict"), services)

    with acting_as(care):
        assert not Withheld.objects.exists()
    with acting_as(home):
        assert [one.called for one in handed_on(AT, most=9)] == [""]
        assert Withheld.objects.get() == kept
        assert override(withheld=kept, reason="Safety", child_told="Told", by=home, at=AT) != []
    with acting_as(partnership.lead):
        leah = child_called(partnership.leah.reference)
        left, back = BACK.at + timedelta(minutes=5), BACK.at + timedelta(minutes=9)
        given: dict[str, Any] = {
            "kind": EpisodeKind.MISSING,
            "left": Moment(left, BACK.precision),
            "by": partnership.lead,
            "at": NOW,
        }
        again = record_episode(person=leah, agency=leah.circle.agency, **given)
        record_return(episode=again, returned=Moment(back, BACK.precision), by=partnership.lead, at=NOW)
    with acting_as(home):
        assert worklist() == []
    assert len(reads_it(interview, care).open_ones) == 2
    with acting_as(partnership.manager):
        seal(circle=leah.circle, stays=[], basis=BASIS, reason="Safe address", by=partnership.manager, at=NOW)
    with acting_as(home):
        assert not Withheld.objects.exists()


def test_an_offer_that_is_declined_taken_back_or_not_owed_any_more_leaves_nothing_behind(
    services: Services, interview: Interview
) -> None:
    home, care = services.at_home, services.in_care
    first = offered(interview, services)
    with acting_as(home), pytest.raises(CannotHandOver, match="offered to a service already"):
        offer_interview(interview=interview, to=services.care, why="moved", words=MOVED, by=home)
    with acting_as(care):
        one = hand_over_called(first)
        with pytest.raises(ReasonMissing):
            decline_interview(hand_over=one, because=" ", by=care)
        decline_interview(hand_over=one, because="One of us is her aunt.", by=care)
    with acting_as(care):
        assert not InterviewHandOver.objects.exists()
    with acting_as(home):
        assert Notice.objects.filter(kind="interview_declined", about=first).exists()
        assert hand_over_called(first).because == "One of us is her aunt."

    second = offered(interview, services)
    with acting_as(home):
        keep_interview(hand_over=hand_over_called(second), by=home)
        with pytest.raises(HandOverOver):
            keep_interview(hand_over=hand_over_called(second), by=home)

    third = offered(interview, services)
    hold(interview, home)
    with acting_as(care), pytest.raises(HandOverOver, match="the talk was held meanwhile"):
        take_interview(hand_over=hand_over_called(third), by=care)
    with acting_as(home):
        Interview.objects.filter(pk=interview.pk).update(ended_by=home, ended_at=AT)
        assert hand_over_called(third).outcome == "over"
        turns = InterviewTurn.objects.filter(what=Step.HANDED).order_by("version")
        assert [turn.code for turn in turns] == ["offered", "declined", "offered", "withdrawn", "offered"]
    with acting_as(care):
        assert not InterviewHandOver.objects.exists()
        assert Notice.objects.filter(kind="interview_kept").count() == 2


def test_an_offer_is_for_its_two_services_and_each_answers_for_itself(
    partnership: Partnership, services: Services, interview: Interview
) -> None:
    home, care = services.at_home, services.in_care
    with acting_as(home), pytest.raises(ReasonMissing):
        offer_interview(interview=interview, to=services.care, why="moved", words=" ", by=home)
    for service, why in ((services.home, "moved"), (partnership.agencies["police"], "moved"), (services.care, "x")):
        with acting_as(home), pytest.raises(ProgrammingError, match="not handed over like that"), transaction.atomic():
            offer_interview(interview=interview, to=service, why=why, words=MOVED, by=home)
    with acting_as(care), pytest.raises(ProgrammingError, match="no such interview"), transaction.atomic():
        offer_interview(interview=interview, to=services.home, why="moved", words=MOVED, by=care)

    reference = offered(interview, services)

    for worker, answer in ((home, "taken"), (home, "declined"), (care, "withdrawn"), (partnership.lead, "taken")):
        refused = pytest.raises(ProgrammingError, match="no such offer")
        with acting_as(worker), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT erle.answer_interview_offer(%s, %s, 'x')", [reference, answer])
    for worker in (partnership.lead, partnership.never, partnership.coordinator):
        with acting_as(worker):
            assert not InterviewHandOver.objects.exists()
    with acting_as(partnership.manager):
        leah = child_called(partnership.leah.reference)
        seal(circle=leah.circle, stays=[], basis=BASIS, reason="Safe address", by=partnership.manager, at=NOW)
    for worker in (home, care):
        with acting_as(worker):
            assert not InterviewHandOver.objects.exists()


def test_a_service_where_somebody_knows_the_family_is_never_offered_it_again(
    services: Services, interview: Interview
) -> None:
    home, care = services.at_home, services.in_care
    with acting_as(home):
        reference = offer_interview(interview=interview, to=services.care, why="conflict", words="A cousin", by=home)
    with acting_as(care):
        take_interview(hand_over=hand_over_called(reference), by=care)
        taken = the_one(care)
        with pytest.raises(CannotHandOver, match="gave this interview up, since somebody there knows the family"):
            offer_interview(interview=taken, to=services.home, why="moved", words=MOVED, by=care)
        assert not offered_by_us().exists()
