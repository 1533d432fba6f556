"""What an interview and the child's record tell each other: no more than who acts may say, and nothing is lost."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records import queries as records
from erle.knowledge.records.actions.asking import break_glass
from erle.practice.missing.actions import finding
from erle.practice.missing.actions.interviewing import record_lateness, tell
from erle.practice.missing.actions.routing import end_interviews, open_interviews
from erle.practice.missing.models import Covered, Episode, ReturnInterview
from erle.practice.missing.queries.interviewed import interviewed
from erle.practice.missing.queries.interviewing import worklist
from erle.practice.missing.rules import InterviewStatus
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.missing.conftest import reads
from tests.practice.missing.services import (
    AT,
    Services,
    comes_back,
    found_services,
    hold,
    offer,
    reads_it,
    the_one,
)

SAYS_NOT = "does not say so"


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_why_it_was_late_reaches_the_childs_circle_after_the_talk_too(
    partnership: Partnership, services: Services, missing: Episode, answer: str
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    offer(interview, worker, answer=answer, words="Would talk to her nan.")
    if answer == "accepted":
        hold(interview, worker)
    before = [(one.outcome, one.ended_at) for one in reads_it(interview, worker).covered]

    with acting_as(worker):
        record_lateness(interview=interview, code="child_asked", words="After her exam", by=worker, at=AT)

    with acting_as(partnership.lead):
        assert interviewed([missing])[missing.pk].late_because == "child_asked"
        assert records.chronology(partnership.leah)[0]["text"] == "After her exam"
    assert [(one.outcome, one.ended_at) for one in reads_it(interview, worker).covered] == before


def test_no_other_step_is_told_of_an_episode_whose_interview_was_held(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    hold(interview, worker)

    with acting_as(worker):
        tell(interview, [one.pk for one in Covered.objects.all()], InterviewStatus.DECLINED, AT)

    with acting_as(partnership.lead):
        assert ReturnInterview.objects.get(episode=missing).status == InterviewStatus.COMPLETED


def test_nothing_of_lateness_is_told_of_a_return_that_was_taken_back(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, worker = the_one(services.at_home), services.at_home
    numbers = [one.pk for one in reads_it(interview, worker).covered]
    with acting_as(partnership.member):
        finding.take_return_back(read=reads(missing), because="Not her", by=partnership.member, at=AT)

    with acting_as(worker):
        tell(interview, numbers, InterviewStatus.LATE, AT, code="child_asked")

    with acting_as(partnership.lead):
        assert not ReturnInterview.objects.exists()


@pytest.mark.parametrize("ending", ["completed", "declined", "withdrawn"])
def test_an_interview_ends_elsewhere_only_as_the_record_says(
    partnership: Partnership, services: Services, missing: Episode, ending: str
) -> None:
    comes_back(missing, partnership.member)
    interview = the_one(services.at_home)

    with acting_as(partnership.member), pytest.raises(ProgrammingError, match=SAYS_NOT), transaction.atomic():
        end_interviews([missing.pk], ending, "x")

    assert the_one(services.at_home) == interview


@pytest.mark.parametrize("numbers", [[], [0]])
def test_no_other_ending_is_taken_whatever_it_is_asked_of(partnership: Partnership, numbers: Sequence[int]) -> None:
    refused = pytest.raises(ProgrammingError, match="does not end like that")
    with acting_as(partnership.lead), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erle.end_interviews(%s::bigint[], 'lost', 'x')", [list(numbers)])


def test_the_answer_is_the_same_where_an_interview_is_and_where_none_is(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    for comes in (False, True):
        if comes:
            comes_back(missing, partnership.member)
        with acting_as(partnership.member), pytest.raises(ProgrammingError, match=SAYS_NOT), transaction.atomic():
            end_interviews([missing.pk], "completed", "x")
        with acting_as(partnership.never):
            end_interviews([missing.pk], "completed", "x")
    assert reads_it(the_one(services.at_home), services.at_home).open_ones


def _opens_in_an_emergency(by: Worker) -> None:
    break_glass(
        name="Leah Arden",
        born_on=date(2012, 3, 3),
        reason="missing_now",
        happening="x",
        basis=BASIS,
        review_due_at=NOW + timedelta(days=1),
        by=by,
        at=NOW,
    )


def test_who_opened_in_an_emergency_ends_no_interview(
    partnership: Partnership, services: Services, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, never = the_one(services.at_home), partnership.never

    with acting_as(never):
        _opens_in_an_emergency(never)
        assert Episode.objects.filter(pk=missing.pk, returned_at__isnull=False).exists()
        for ending in ("completed", "withdrawn"):
            end_interviews([missing.pk], ending, "x")

    assert the_one(services.at_home) == interview


def test_who_opened_in_an_emergency_opens_no_interview(partnership: Partnership, missing: Episode) -> None:
    comes_back(missing, partnership.member)
    services, never = found_services(partnership), partnership.never

    with acting_as(never):
        _opens_in_an_emergency(never)
        open_interviews([missing.pk])
    with acting_as(services.at_home):
        assert worklist() == []

    with acting_as(partnership.member):
        open_interviews([missing.pk])
    assert the_one(services.at_home).given_names == "Leah"
