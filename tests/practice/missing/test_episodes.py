"""Episodes: what was recorded stands in the chronology, and a return starts the seventy-two hours."""

from datetime import timedelta

import pytest

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.clocks.queries import due_from, running_about
from erle.knowledge.records import queries as records
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Precision
from erle.practice.missing import queries
from erle.practice.missing.actions import (
    RETURN_INTERVIEW,
    NotReturnedYet,
    ReturnBeforeLeaving,
    ReturnedAlready,
    record_episode,
    record_return,
)
from erle.practice.missing.actions.steps import InterviewOver, record_return_interview
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, InterviewStatus, Moment, clock_note
from tests.partnership import NOW, Partnership

LEFT = Moment(NOW - timedelta(hours=30), Precision.MINUTE)
BACK = Moment(NOW - timedelta(hours=2), Precision.MINUTE)


def _leah(partnership: Partnership) -> Person:
    return records.child_called(partnership.leah.reference)


def _missing(partnership: Partnership, *, returned: Moment | None = BACK) -> Episode:
    """Record, as the co-ordinator, that Leah was missing, and where asked that she returned."""
    by = partnership.coordinator
    episode = record_episode(
        person=_leah(partnership), agency=by.agency, kind=EpisodeKind.MISSING, left=LEFT, by=by, at=NOW
    )
    return record_return(episode=episode, returned=returned, by=by, at=NOW) if returned else episode


def _step(partnership: Partnership, episode: Episode, status: InterviewStatus) -> None:
    record_return_interview(
        episode=episode,
        status=status,
        happened_at=NOW,
        interviewer="R. Osborne",
        note="",
        by=partnership.coordinator,
        at=NOW,
    )


def test_an_episode_and_a_return_stand_in_the_chronology(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership)

        assert queries.recent_episodes(_leah(partnership), since=NOW) == [episode]
        kinds = [line["kind"] for line in records.chronology(_leah(partnership))]
    assert kinds[:2] == ["returned", "missing"]


def test_a_return_starts_the_seventy_two_hours_owed_by_the_coordinators(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership)

        [clock] = due_from(partnership.coordinator, NOW + timedelta(minutes=1))
    assert clock.about == episode.reference
    assert clock.due_at == BACK.at + timedelta(hours=72)


@pytest.mark.parametrize("key", ["never", "lapsed", "conflicted", "member"])
def test_what_one_agency_owes_is_not_on_anothers_list(partnership: Partnership, key: str) -> None:
    with acting_as(partnership.coordinator):
        _missing(partnership)

    with acting_as(partnership.workers[key]):
        assert not due_from(partnership.workers[key], NOW + timedelta(minutes=1)).exists()
        assert Episode.objects.exists() == (key == "member")


def test_nobody_returns_twice_or_before_leaving(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership, returned=None)

        with pytest.raises(ReturnBeforeLeaving):
            record_return(
                episode=episode,
                returned=Moment(LEFT.at - timedelta(minutes=1), Precision.MINUTE),
                by=partnership.coordinator,
                at=NOW,
            )
        record_return(episode=episode, returned=BACK, by=partnership.coordinator, at=NOW)
        with pytest.raises(ReturnedAlready):
            record_return(episode=episode, returned=BACK, by=partnership.coordinator, at=NOW)


@pytest.mark.parametrize("status", [InterviewStatus.OFFERED, InterviewStatus.BOOKED, InterviewStatus.NO_CONTACT])
def test_an_offer_does_not_stop_the_clock(partnership: Partnership, status: InterviewStatus) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership)

        _step(partnership, episode, status)

        assert running_about(episode.reference, key=RETURN_INTERVIEW) is not None
        assert queries.steps(episode).count() == 1


@pytest.mark.parametrize("status", [InterviewStatus.COMPLETED, InterviewStatus.DECLINED])
def test_the_interview_or_the_childs_no_stops_the_clock_once(partnership: Partnership, status: InterviewStatus) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership)

        _step(partnership, episode, status)

        assert running_about(episode.reference, key=RETURN_INTERVIEW) is None
        with pytest.raises(InterviewOver):
            _step(partnership, episode, status)


def test_before_the_return_there_is_no_return_interview(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership, returned=None)

        with pytest.raises(NotReturnedYet, match="No return is recorded"):
            _step(partnership, episode, InterviewStatus.OFFERED)


def test_a_role_without_the_ability_records_no_interview(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        episode = _missing(partnership)

    with acting_as(partnership.lead), pytest.raises(gate.NotAble):
        record_return_interview(
            episode=episode,
            status=InterviewStatus.COMPLETED,
            happened_at=NOW,
            interviewer="",
            note="",
            by=partnership.lead,
            at=NOW,
        )


def test_an_episode_is_found_inside_the_circle_alone(partnership: Partnership) -> None:
    with acting_as(partnership.coordinator):
        reference = _missing(partnership).reference

    with acting_as(partnership.member):
        assert queries.episode_called(reference).reference == reference
    with acting_as(partnership.never), pytest.raises(Episode.DoesNotExist):
        queries.episode_called(reference)


@pytest.mark.parametrize(
    ("precision", "words"),
    [(Precision.MINUTE, ""), (Precision.DAY, "start of the day"), (Precision.ABOUT, "earliest it can have been")],
)
def test_what_was_assumed_of_the_hour_is_said(precision: Precision, words: str) -> None:
    assert words in clock_note(Moment(NOW, precision))
    assert bool(clock_note(Moment(NOW, precision))) == bool(words)
