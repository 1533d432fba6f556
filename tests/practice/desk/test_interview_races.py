"""Two interviewers of a service at one interview at once, by two connections: one acts, the other is told of it."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.clocks.actions import stop
from erle.knowledge.records.models import Report
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Urgency
from erle.practice.desk.actions.finishing import finish_interview
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.actions.interviewing import Noted, Talked, keep_step, record_held
from erle.practice.missing.actions.learning import brief_interviewer
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.routing import offer_interview, take_interview
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.models import Briefing, Covered, Episode, Interview, InterviewTurn
from erle.practice.missing.queries.interviewing import briefings_of, hand_over_called, state_of_interview
from erle.practice.missing.rules import EpisodeKind, InterviewStatus, Moment
from erle.practice.missing.rules.interviewing import Step
from tests.hands import clone
from tests.partnership import NOW, Partnership, as_administrator
from tests.practice.desk.test_races import PATIENCE, Race
from tests.practice.missing.conftest import reported
from tests.practice.missing.services import AT, BACK, comes_back, found_services, interviewer, reads_it, the_one


@pytest.fixture
def race(django_db_setup: None, django_db_blocker: Any) -> Iterator[Race]:
    """Leah is back, and two colleagues of the service may hold her interview; on a clone, committed."""
    from tests.conftest import _Standing

    standing: Partnership = _Standing.partnership
    with django_db_blocker.unblock():
        connections.close_all()
        with clone() as name:
            mine, before = connections["default"], connections["default"].settings_dict
            mine.settings_dict = {**before, "NAME": name}
            try:
                services = found_services(standing)
                with as_administrator(standing):
                    colleague = interviewer(services.home, "Ada Bell")
                with acting_as(standing.lead):
                    leah = child_called(standing.leah.reference)
                    missing = report_missing(person=leah, reported=reported(), by=standing.lead, at=NOW).episode
                comes_back(missing, standing.member)
                yield Race(standing, services.at_home, colleague, the_one(services.at_home).reference, name)
            finally:
                mine.close()
                mine.settings_dict = before


@dataclass
class Hands:
    """What two colleagues do at once at one interview."""

    race: Race
    interview: Interview

    def read(self) -> int:
        """Return the version that both have before them."""
        return reads_it(self.interview, self.race.priya).version

    def at_once(self, first: Callable[[Worker], Any], second: Callable[[Worker], Any]) -> list[str]:
        """Return what is refused, and to the second alone."""
        mo, ada = self.race.priya, self.race.tom
        self.race.refused.clear()
        self.race.at_once(lambda: first(mo), lambda: second(ada), (mo, ada))
        return self.race.refused

    def writes(self, step: Step, words: str) -> Callable[[Worker], Any]:
        """Write a step."""
        read, noted = self.read(), Noted(step, words=words)
        return lambda by: keep_step(interview=self.interview, noted=noted, read=read, by=by, at=AT)

    def talks(self) -> Callable[[Worker], Any]:
        """Write down the talk."""
        read, numbers = self.read(), [one.pk for one in reads_it(self.interview, self.race.priya).open_ones]
        said = Talked("Café", "", numbers)
        return lambda by: record_held(interview=self.interview, talked=said, when=NOW, read=read, by=by, at=AT)

    def finishes(self) -> Callable[[Worker], Any]:
        """Finish."""
        read = self.read()
        return lambda by: finish_interview(interview=self.interview, urgency=Urgency.SOON, read=read, by=by, at=AT)


def test_the_second_of_two_who_write_one_step_or_finish_is_told_who_did_what_and_nothing_is_lost(race: Race) -> None:
    mo, ada, interview = race.priya, race.tom, the_one(race.priya)
    hands = Hands(race, interview)

    assert hands.at_once(hands.talks(), hands.talks()) == [_wrote("Mo Ade", "The talk")]
    assert hands.at_once(hands.writes(Step.LEARNED, "A car"), hands.writes(Step.LEARNED, "A mill")) == []
    account = [hands.writes(Step.ACCOUNT, words) for words in ("I was cold.", "I was fine.")]
    assert hands.at_once(*account) == [_wrote("Mo Ade", "In the child’s own words")]
    assert hands.at_once(hands.writes(Step.HELP, "A bus pass"), hands.finishes()) == [
        _wrote("Mo Ade", "What would help")
    ]
    [told] = hands.at_once(hands.finishes(), hands.finishes())
    assert told == "This interview is finished: Mo Ade finished it. Nothing can be added to it."

    with acting_as(ada):
        turns = InterviewTurn.objects.order_by("version")
        assert [turn.version for turn in turns] == [1, 2, 3, 4, 5, 6]
        assert [turn.words for turn in turns.filter(what=Step.ACCOUNT)] == ["I was cold."]
        assert {turn.words for turn in turns.filter(what=Step.LEARNED)} == {"A car", "A mill"}
        assert Interview.objects.get(pk=interview.pk).ended_by_id == mo.pk
    with acting_as(mo):
        assert Report.objects.filter(recorded_by=mo).count() == 1


def _wrote(who: str, what: str) -> str:
    return (
        f"{who} wrote “{what}” while you were reading. Compare the two, and send yours again if it still holds. Nothing"
        " of yours was kept yet."
    )


def test_what_comes_while_an_interview_is_taken_goes_along_with_it(race: Race) -> None:
    mo, standing = race.priya, race.partnership
    with acting_as(mo):
        wayfarer = Agency.objects.get(slug="wayfarer")
        reference = offer_interview(interview=the_one(mo), to=wayfarer, why="moved", words="x", by=mo)
    with as_administrator(standing):
        ivy = Worker.objects.get(name="Ivy Tan")
    with acting_as(standing.lead):
        leah = child_called(standing.leah.reference)
        first = Episode.objects.get()
        left, back = BACK.at + timedelta(minutes=5), Moment(BACK.at + timedelta(minutes=9), BACK.precision)
        again = record_episode(
            person=leah,
            agency=leah.circle.agency,
            kind=EpisodeKind.MISSING,
            left=Moment(left, BACK.precision),
            by=standing.lead,
            at=NOW,
        )

    def come() -> None:
        told = {"reach": "By her nan", "may_be_told": "", "risks": "", "wishes": ""}
        brief_interviewer(episode=first, **told, by=standing.lead, at=AT)
        record_return(episode=again, returned=back, by=standing.lead, at=NOW)

    race.at_once(lambda: take_interview(hand_over=hand_over_called(reference), by=ivy), come, (ivy, standing.lead))

    with acting_as(mo):
        assert not Covered.objects.exists()
        assert not Briefing.objects.exists()
    with acting_as(ivy):
        state = state_of_interview(the_one(ivy))
        assert len(state.open_ones) == 2
        assert briefings_of(state.interview)[0].reach == "By her nan"

    _declined_while_it_goes_back(race, ivy, first)


def _declined_while_it_goes_back(race: Race, ivy: Worker, episode: Episode) -> None:
    """Have it go back to the first service while the child's circle records that the child declined for one episode."""
    mo, coordinator = race.priya, race.partnership.coordinator
    with acting_as(ivy):
        interview, lamplight = the_one(ivy), Agency.objects.get(slug="lamplight")
        reference = offer_interview(interview=interview, to=lamplight, why="moved", words="x", by=ivy)

    def declined() -> None:
        _declined(episode, coordinator)

    took = (mo, coordinator)
    race.at_once(lambda: take_interview(hand_over=hand_over_called(reference), by=mo), declined, took)

    with acting_as(ivy):
        assert not InterviewTurn.objects.exists()
    with acting_as(mo):
        assert InterviewTurn.objects.filter(what=Step.ELSEWHERE).count() == 1
        keep_step(interview=interview, noted=Noted(Step.CHOICE, place="Café"), by=mo, at=AT)


def _declined(episode: Episode, by: Worker) -> None:
    record_return_interview(
        episode=Episode.objects.select_related("circle", "person__circle").get(pk=episode.pk),
        status=InterviewStatus.DECLINED,
        happened_at=NOW,
        interviewer="Rita Osborne",
        note="",
        by=by,
        at=AT,
    )


def test_the_records_circle_and_the_service_never_wait_for_each_other(
    race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    mo, coordinator, stopped = race.priya, race.partnership.coordinator, threading.Event()
    talks = Hands(race, the_one(mo)).talks()

    def stop_and_pause(*given: Any, **named: Any) -> None:
        stop(*given, **named)
        stopped.set()
        time.sleep(0.7)

    def talk() -> None:
        assert stopped.wait(PATIENCE)
        talks(mo)

    monkeypatch.setattr("erle.practice.missing.actions.steps.stop", stop_and_pause)
    other = threading.Thread(target=race._in_a_thread, args=(talk, mo))
    other.start()
    with acting_as(coordinator):
        _declined(Episode.objects.get(), coordinator)
    other.join(PATIENCE)

    assert not other.is_alive()
    assert len(race.refused) == 1
    assert "ended" in race.refused[0] or "declined" in race.refused[0]
