"""A return interview opens by itself at the service that holds it, whose interviewer sees that and nothing else."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.models import Circle, Notice, Share
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import import_worker
from erle.foundation.clocks.models import RunningClock
from erle.foundation.clocks.queries import running_about
from erle.foundation.ledger.models import Line
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.importing import begin_import
from erle.knowledge.records.actions.telling import Line as Wrote
from erle.knowledge.records.actions.telling import Said, take_report
from erle.knowledge.records.models import Entry, Person, Words
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.actions import (
    RETURN_INTERVIEW,
    Told,
    finding,
    record_episode,
    record_return,
    searching,
    take_told,
    withdraw_told,
)
from erle.practice.missing.actions.interviewing import NobodyAnswered, NotPossibleThen, record_attempt, record_lateness
from erle.practice.missing.actions.learning import brief_interviewer
from erle.practice.missing.actions.searching import Care
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.models import (
    Briefing,
    Covered,
    Episode,
    Interview,
    InterviewTurn,
    ReturnInterview,
    TriggerPlan,
    Turn,
)
from erle.practice.missing.queries.interviewed import interviewed
from erle.practice.missing.queries.interviewing import briefings_of, worklist
from erle.practice.missing.rules import EpisodeKind, InterviewStatus, Moment
from erle.practice.missing.rules.interviewing import Group, Step
from tests.partnership import BASIS, NOW, Partnership, as_administrator
from tests.practice.missing.conftest import LEFT, reads
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


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


def _care(episode: Episode, by: Worker, *statuses: str) -> None:
    care = Care(statuses=list(statuses), missing_from="", placement="", responsible="", host="")
    with acting_as(by):
        searching.record_care(read=reads(episode), care=care, by=by, at=AT)


@pytest.mark.parametrize(
    ("statuses", "group", "service"),
    [
        ([], Group.NOT_KNOWN, "at_home"),
        (["none"], Group.NOT_KNOWN, "at_home"),
        (["cp_plan"], Group.HOME, "at_home"),
        (["cla_s20"], Group.CARE, "in_care"),
        (["cla_s31_full", "placed_here_by_other_la"], Group.PLACED_HERE, "in_care"),
    ],
)
def test_it_opens_by_itself_at_the_service_to_which_care_status_leads(
    partnership: Partnership, services: Services, missing: Episode, statuses: list[str], group: Group, service: str
) -> None:
    if statuses:
        with acting_as(partnership.lead):
            _care(missing, partnership.lead, *statuses)

    comes_back(missing, partnership.member)

    worker: Worker = getattr(services, service)
    other = services.in_care if worker is services.at_home else services.at_home
    interview = the_one(worker)
    assert (interview.care, interview.given_names, interview.family_name) == (group, "Leah", "Arden")
    state = reads_it(interview, worker)
    assert [one.due_at for one in state.covered] == [BACK.at + timedelta(hours=72)]
    assert state.next_step == Step.OFFER
    with acting_as(worker):
        assert Notice.objects.filter(kind="interview", about=interview.reference).exists()
        [briefing] = briefings_of(interview)
        assert briefing.wishes == "Text before you ring."
    with acting_as(other):
        assert worklist() == []


def test_an_interviewer_sees_nothing_else_of_the_child(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    offer(the_one(services.at_home), services.at_home)

    with acting_as(services.at_home):
        for model in (Person, Episode, Turn, ReturnInterview, Entry, Words, TriggerPlan, RunningClock):
            assert not model.objects.exists(), model
        assert Circle.objects.values_list("kind", flat=True).distinct().get() == "interview"
        assert not Line.objects.filter(circle_id=partnership.leah.circle_id).exists()


def test_who_is_in_the_childs_circle_sees_nothing_of_the_interviews(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    offer(the_one(services.at_home), services.at_home)

    with acting_as(partnership.lead):
        for model in (Interview, InterviewTurn, Covered):
            assert not model.objects.exists(), model
        assert Briefing.objects.filter(service=services.home).count() == 1
        [told] = ReturnInterview.objects.filter(episode=missing)
        assert (told.status, told.interviewer) == (InterviewStatus.ACCEPTED, "Mo Ade")
        assert records.chronology(partnership.leah)[0]["title"] == "Return interview accepted"


def test_a_talk_that_was_held_stops_the_clock_and_is_told_with_its_three_times(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview = the_one(services.at_home)
    offer(interview, services.at_home, answer="no_answer")
    with acting_as(services.at_home):
        when = NOW - timedelta(minutes=30)
        record_attempt(
            interview=interview,
            how="in_person",
            came_of_it="not_there",
            words="Out with aunt",
            when=when,
            by=services.at_home,
            at=AT,
        )
    offer(interview, services.at_home)

    hold(interview, services.at_home)

    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None
        came_to = interviewed([Episode.objects.get(pk=missing.pk)])[missing.pk]
    assert (came_to.offered, came_to.accepted, came_to.declined) == (True, True, False)
    assert came_to.took(came_to.offered_at) == timedelta(minutes=10)
    assert came_to.took(came_to.attempted_at) == timedelta(minutes=20)
    assert came_to.took(came_to.done_at) == timedelta(minutes=30)
    state = reads_it(interview, services.at_home)
    assert [one.outcome for one in state.covered] == ["completed"]
    assert [at for _, at in state.measures] == [NOW - timedelta(minutes=m) for m in (40, 30, 20)]


def test_a_child_who_declines_is_asked_what_would_help_instead(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview = the_one(services.at_home)

    with pytest.raises(NobodyAnswered, match="what the child would like instead"):
        offer(interview, services.at_home, answer="declined")
    offer(interview, services.at_home, answer="declined", words="Would talk to her nan.")

    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None
        came_to = interviewed([Episode.objects.get(pk=missing.pk)])[missing.pk]
        assert records.chronology(partnership.leah)[0]["text"] == "Would talk to her nan."
    assert (came_to.offered, came_to.accepted, came_to.declined, came_to.done_at) == (True, False, True, None)
    assert reads_it(interview, services.at_home).next_step == Step.FINISHED


def test_one_interview_answers_for_two_episodes_each_with_its_own_outcome(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    with acting_as(partnership.lead):
        leah = records.child_called(partnership.leah.reference)
        left = Moment(NOW - timedelta(minutes=45), Precision.MINUTE)
        again = record_episode(
            person=leah,
            agency=leah.circle.agency,
            kind=EpisodeKind.MISSING,
            left=left,
            by=partnership.lead,
            at=NOW,
        )
        back = Moment(NOW - timedelta(minutes=35), Precision.MINUTE)
        record_return(episode=again, returned=back, by=partnership.lead, at=NOW)
    interview = the_one(services.at_home)
    first, second = reads_it(interview, services.at_home).covered
    assert [first.due_at, second.due_at] == [one.at + timedelta(hours=72) for one in (BACK, back)]

    hold(interview, services.at_home, covered=[second.pk])

    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is not None
        assert running_about(again.reference, key=RETURN_INTERVIEW) is None
    offer(interview, services.at_home, answer="declined", words="Not about that night.")
    state = reads_it(interview, services.at_home)
    assert [one.outcome for one in state.covered] == ["declined", "completed"]


def test_no_time_before_the_return_or_in_the_future_is_taken(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home

    for when in (BACK.at - timedelta(minutes=1), AT + timedelta(minutes=1)):
        with acting_as(worker), pytest.raises(NotPossibleThen):
            record_attempt(
                interview=interview, how="phone", came_of_it="no_reply", words="", when=when, by=worker, at=AT
            )


def test_a_late_interview_says_why_by_the_list_of_the_day(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    state = reads_it(interview, worker)
    assert not state.is_late(NOW + timedelta(hours=71))
    assert state.is_late(NOW + timedelta(hours=73))

    with acting_as(worker):
        record_lateness(interview=interview, code="child_asked", words="After her exam", by=worker, at=AT)

    assert not reads_it(interview, worker).is_late(NOW + timedelta(hours=73))
    with acting_as(partnership.lead):
        assert interviewed([missing])[missing.pk].late_because == "child_asked"


def test_what_bars_or_seals_the_child_closes_the_interview(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    the_one(services.at_home)
    with acting_as(partnership.manager):
        leah = records.child_called(partnership.leah.reference)
        seal(circle=leah.circle, stays=[], basis=BASIS, reason="Safe address", by=partnership.manager, at=NOW)

    with acting_as(services.at_home):
        assert worklist() == []
        assert not Interview.objects.exists()


def test_who_holds_an_interview_lets_nobody_in_and_writes_in_nobody_elses_name(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    row = {"interview": interview, "circle": interview.circle, "version": 9, "what": "account", "changed_at": NOW}

    with acting_as(worker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        InterviewTurn.objects.create(**row, changed_by=services.in_care)
    with acting_as(services.in_care), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        InterviewTurn.objects.create(**row, changed_by=services.in_care)
    with acting_as(worker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Share.objects.create(
            circle=interview.circle,
            reference="S-TEST",
            kind="shared",
            worker=services.in_care,
            purpose="x",
            basis=BASIS,
            starts_at=NOW,
            ends_at=NOW + timedelta(days=1),
            shared_by=worker,
            shared_at=NOW,
        )
    with acting_as(worker), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        InterviewTurn.objects.filter(interview=interview).update(words="x")


def test_a_return_taken_back_and_an_interview_held_by_others_are_told_to_the_service(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    with acting_as(partnership.member):
        finding.take_return_back(read=reads(missing), because="Not her", by=partnership.member, at=AT)

    with acting_as(worker):
        assert worklist() == []
        assert Notice.objects.filter(kind="interview_elsewhere", about=interview.reference).exists()
    comes_back(missing, partnership.member)
    again = the_one(worker)
    assert again.pk != interview.pk
    with acting_as(partnership.coordinator):
        record_return_interview(
            episode=Episode.objects.select_related("circle", "person__circle").get(pk=missing.pk),
            status=InterviewStatus.COMPLETED,
            happened_at=NOW,
            interviewer="Rita Osborne",
            note="",
            by=partnership.coordinator,
            at=AT,
        )
    with acting_as(worker):
        assert worklist() == []


@pytest.mark.parametrize(("file_format", "service"), [("ssda903", "in_care"), ("generic", "at_home")])
def test_a_return_that_a_file_tells_opens_one_and_undoing_the_file_ends_it(
    partnership: Partnership, services: Services, file_format: str, service: str
) -> None:
    worker: Worker = getattr(services, service)
    with as_administrator(partnership):
        files = import_worker(partnership.manager.agency)
    with acting_as(files):
        leah, agency = records.child_called(partnership.leah.reference), files.agency
        batch = begin_import(agency=agency, file_format=file_format, file_name="f.csv", basis=BASIS, by=files, at=NOW)
        said, line = Said("row", "x", "x", NOW, Precision.MINUTE), Wrote(EntryKind.CONTACT, "x")
        entry = take_report(person=leah, agency=agency, said=said, line=line, by=files, at=NOW)
        assert entry.report is not None
        told = Told(leah, entry.report, EpisodeKind.MISSING, LEFT, BACK)
        assert take_told(told=[told], batch=batch, by=files, at=NOW) == 1

    assert the_one(worker).given_names == "Leah"
    with acting_as(files):
        assert withdraw_told(batch=batch, by=files, at=NOW) == 1
    with acting_as(worker):
        assert worklist() == []


def test_who_knows_the_child_tells_the_interviewer_what_she_must_know(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview = the_one(services.at_home)
    with acting_as(partnership.lead):
        brief_interviewer(
            episode=Episode.objects.get(pk=missing.pk),
            reach="Through her aunt, after four",
            may_be_told="Not her stepfather",
            risks="A dog; meet outside",
            wishes="",
            by=partnership.lead,
            at=AT,
        )

    with acting_as(services.at_home):
        briefing = briefings_of(interview)[0]
        assert (briefing.reach, briefing.risks) == ("Through her aunt, after four", "A dog; meet outside")
    refused = pytest.raises(ProgrammingError, match="no such interview")
    with acting_as(partnership.never), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erle.brief_interviewer(%s, 'x', '', '', '')", [missing.pk])
