"""From the report to the return: each change a row with its author and reasons, the newest holds, none is edited."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.queries import running_about
from erle.knowledge.records import queries as records
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import RETURN_INTERVIEW, NotReturnedYet, finding, searching
from erle.practice.missing.actions.finding import Found
from erle.practice.missing.actions.reporting import NothingKnown, report_missing
from erle.practice.missing.actions.searching import Care, NotYetHappened
from erle.practice.missing.actions.turns import ChangedMeanwhile, DoneAlready, EpisodeOver
from erle.practice.missing.models import Episode, ReturnInterview, Turn
from erle.practice.missing.queries.now import board
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.codes import What
from tests.partnership import NOW, Partnership
from tests.practice.missing.conftest import LEFT, reads, reported, stands

AT = NOW + timedelta(seconds=1)
FOUND = Found(by_whom="found_police", name="PC Lal", place="Bus station", harm=["not_asked"], words="Cold, tired.")
BACK = Moment(NOW - timedelta(minutes=10), Precision.MINUTE)


def grade(episode: Episode, level: str, by: Worker, *, reasons: str = "Asthma, no inhaler.") -> Turn:
    """Grade the risk as it is read now."""
    return searching.grade_risk(read=reads(episode), level=level, reasons=reasons, informed_by="Aunt", by=by, at=AT)


def found(episode: Episode, by: Worker) -> None:
    """Record that the child is back."""
    finding.record_found(read=reads(episode), found=FOUND, returned=BACK, by=by, at=AT)


def test_from_the_report_to_the_return_and_its_seventy_two_hours(partnership: Partnership, missing: Episode) -> None:
    officer = partnership.member
    with acting_as(officer):
        searching.take_on(read=reads(missing), by=officer, at=AT)
        grade(missing, "high", officer)
        told = Moment(NOW, Precision.MINUTE)
        searching.record_told(
            read=reads(missing), whom="family", name="Aunt", told=told, words="Looks too.", by=officer, at=AT
        )
        due = NOW + timedelta(minutes=20)
        action = searching.plan_action(
            read=reads(missing), words="Ring aunt", whom="PC Lal", due_at=due, by=officer, at=AT
        )
        [state] = [one for one in board() if one.episode.pk == missing.pk]
        assert (state.risk_words, state.holder and state.holder.worker) == ("High", officer)
        assert [turn.pk for turn in state.to_do] == [action.pk]
        searching.record_done(read=reads(missing), action=action, outcome="Not there", done=told, by=officer, at=AT)
        found(missing, officer)

        assert missing.pk not in [one.episode.pk for one in board()]
        state = stands(missing.reference)
        clock = running_about(missing.reference, key=RETURN_INTERVIEW)
        assert clock is not None
        assert clock.due_at == BACK.at + timedelta(hours=72)
        assert [turn.what for turn in state.turns] == [
            "reported", "seen", "taken", "risk", "told", "action", "done", "returned",
        ]  # fmt: skip
        assert [turn.version for turn in state.turns] == list(range(1, 9))
        assert records.chronology(state.episode.person)[0]["title"] == "Risk while missing: High"


def test_a_level_holds_until_the_next_and_stands_on_record_with_author_and_reasons(
    partnership: Partnership, missing: Episode
) -> None:
    officer = partnership.member
    with acting_as(officer):
        grade(missing, "medium", officer, reasons="First look")
        grade(missing, "high", officer, reasons="A threat was read")

        state = stands(missing.reference)
        levels = [(turn.code, turn.words, turn.changed_by, turn.scale) for turn in state.all_of(What.RISK)]
    assert levels == [("medium", "First look", officer, "2021"), ("high", "A threat was read", officer, "2021")]
    assert state.risk_words == "High"


def test_the_second_of_two_who_grade_at_once_is_told_and_nothing_is_recorded(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    with acting_as(night):
        before = reads(missing)
    with acting_as(partnership.member):
        grade(missing, "high", partnership.member)

    with acting_as(night):
        with pytest.raises(ChangedMeanwhile, match="Imran Hale, Northmere Police, recorded the same"):
            searching.grade_risk(read=before, level="low", reasons="x", informed_by="", by=night, at=AT)
        assert stands(missing.reference).risk_words == "High"


def test_what_only_adds_is_never_refused_because_somebody_else_added(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    seen = Moment(NOW, Precision.MINUTE)
    with acting_as(night):
        before = reads(missing)
        grade(missing, "high", night)

        searching.record_seen(read=before, place="Market", seen=seen, by_whom="", words="", by=night, at=AT)
        assert [turn.place for turn in stands(missing.reference).all_of(What.SEEN)] == ["Bus station", "Market"]


def test_an_action_ends_once(partnership: Partnership, missing: Episode, night: Worker) -> None:
    now = Moment(NOW, Precision.MINUTE)
    with acting_as(night):
        action = searching.plan_action(read=reads(missing), words="Ring", whom="", due_at=NOW, by=night, at=AT)
        read = reads(missing)
        searching.record_done(read=read, action=action, outcome="Rang", done=now, by=night, at=AT)
        with pytest.raises(DoneAlready, match="Dana Fields did this already"):
            searching.record_done(read=read, action=action, outcome="Rang", done=now, by=night, at=AT)


def test_last_seen_is_the_latest_by_what_was_said_not_by_what_was_written_last(
    partnership: Partnership, missing: Episode
) -> None:
    early = Moment(LEFT.at - timedelta(hours=1), Precision.MINUTE)
    with acting_as(partnership.member):
        searching.record_seen(
            read=reads(missing), place="School", seen=early, by_whom="", words="", by=partnership.member, at=AT
        )
        seen = stands(missing.reference).seen
    assert seen is not None
    assert seen.place == "Bus station"


def test_a_time_in_the_future_is_no_sighting_and_no_return(partnership: Partnership, missing: Episode) -> None:
    later = Moment(NOW + timedelta(hours=1), Precision.MINUTE)
    with acting_as(partnership.member):
        with pytest.raises(NotYetHappened):
            searching.record_seen(
                read=reads(missing), place="x", seen=later, by_whom="", words="", by=partnership.member, at=AT
            )
        with pytest.raises(NotYetHappened):
            finding.record_found(read=reads(missing), found=FOUND, returned=later, by=partnership.member, at=AT)
        leah = records.child_called(partnership.leah.reference)
        with pytest.raises(NotYetHappened):
            report_missing(person=leah, reported=reported(left=later), by=partnership.member, at=AT)


def test_care_at_a_time_is_what_was_recorded_by_then_when_a_child_moves_between_authorities(
    partnership: Partnership, missing: Episode
) -> None:
    officer, moved = partnership.member, AT + timedelta(hours=2)
    with acting_as(officer):
        here = Care(statuses=["cla_s20"], responsible="Northmere", placement="Fen House")
        searching.record_care(read=reads(missing), care=here, by=officer, at=AT)
        there = Care(statuses=["cla_s20", "placed_here_by_other_la"], responsible="Eastholm", host="Northmere")
        searching.record_care(read=reads(missing), care=there, by=officer, at=moved)

        state = stands(missing.reference)
        before, after = state.care_at(AT), state.care_at(moved)
        assert before is not None
        assert after is not None
        assert (before.responsible, before.host) == ("Northmere", "")
        assert (after.responsible, after.host) == ("Eastholm", "Northmere")
        assert state.care_at(NOW - timedelta(days=1)) is None
        assert set(state.not_told) == {"responsible", "host", "carer", "social_worker"}


def test_a_located_child_is_still_open_and_a_returned_one_takes_no_more_sightings(
    partnership: Partnership, missing: Episode
) -> None:
    officer = partnership.member
    with acting_as(officer):
        finding.record_located(read=reads(missing), found=FOUND, located=BACK, by=officer, at=AT)
        state = stands(missing.reference)
        assert state.located is not None
        assert state.episode.returned_at is None
        found(missing, officer)
        with pytest.raises(EpisodeOver):
            grade(missing, "low", officer)


def test_a_return_in_error_is_taken_back_the_child_is_missing_and_the_clock_stops(
    partnership: Partnership, missing: Episode
) -> None:
    officer = partnership.member
    with acting_as(officer):
        found(missing, officer)
        finding.take_return_back(read=reads(missing), because="Her sister", by=officer, at=AT)

        assert missing.pk in [one.episode.pk for one in board()]
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None
        kinds = [line["kind"] for line in records.chronology(stands(missing.reference).episode.person)]
        assert "returned" not in kinds
        found(missing, officer)
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is not None


def test_the_prevention_interview_comes_after_the_return_and_leaves_the_clock_running(
    partnership: Partnership, missing: Episode
) -> None:
    officer, held = partnership.member, Moment(NOW, Precision.MINUTE)
    given = {"held": held, "harm": ["none_disclosed"], "words": "Safe at home.", "by": officer, "at": AT}
    with acting_as(officer):
        with pytest.raises(NotReturnedYet):
            finding.record_prevention(read=reads(missing), **given)  # type: ignore[arg-type]
        found(missing, officer)
        finding.record_prevention(read=reads(missing), **given)  # type: ignore[arg-type]

        assert running_about(missing.reference, key=RETURN_INTERVIEW) is not None
        assert not ReturnInterview.objects.filter(episode=missing).exists()


def test_a_report_says_something(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        with pytest.raises(NothingKnown):
            report_missing(person=leah, reported=reported(" "), by=partnership.lead, at=NOW)


def test_only_whom_a_role_lets_grades_and_holds(partnership: Partnership, missing: Episode) -> None:
    with acting_as(partnership.lead):
        with pytest.raises(gate.NotAble, match="how great the risk"):
            grade(missing, "high", partnership.lead)
        with pytest.raises(gate.NotAble, match="hold a missing child"):
            searching.take_on(read=reads(missing), by=partnership.lead, at=AT)


@pytest.mark.parametrize("change", [{"words": "x"}, {"version": 99}, {"changed_by": None}])
def test_the_database_edits_no_turn_whoever_asks(
    partnership: Partnership, missing: Episode, change: dict[str, object]
) -> None:
    with acting_as(partnership.member), pytest.raises(ProgrammingError), transaction.atomic():
        Turn.objects.filter(episode=missing).update(**change)


def test_the_database_takes_no_turn_in_anothers_name_and_no_level_from_who_may_not_grade(
    partnership: Partnership, missing: Episode
) -> None:
    def write(what: What, by: Worker) -> None:
        Turn.objects.create(
            circle=missing.circle, episode=missing, version=50, what=what, code="low", words="x", scale="2021",
            agency=by.agency, changed_by=by, changed_at=AT,
        )  # fmt: skip

    with acting_as(partnership.lead):
        for what, by in (
            (What.SEEN, partnership.member),
            (What.RISK, partnership.lead),
            (What.TAKEN, partnership.lead),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                write(what, by)
        write(What.SEEN, partnership.lead)
