"""A return interview that came of a record tied to the child's picture follows both; the tie alone leads there."""

from datetime import datetime, timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker
from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.clocks.queries import running_about
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.actions import judge, undo_tie
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.models import Entry, Report
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Urgency
from erle.practice.desk.actions.arriving import share_information
from erle.practice.desk.actions.finishing import finish_interview
from erle.practice.missing.actions import RETURN_INTERVIEW
from erle.practice.missing.actions.interviewing import Noted, keep_step, tell
from erle.practice.missing.actions.learning import brief_interviewer
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.withholding import override, withhold
from erle.practice.missing.models import Briefing, Covered, Episode, Interview, PlanOffer, ReturnInterview, Withheld
from erle.practice.missing.queries.interviewing import briefings_of, interview_called, state_of_interview, worklist
from erle.practice.missing.rules import InterviewStatus
from erle.practice.missing.rules.interviewing import Step
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import LEAH, at_desk, employed, handed, typed_by
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.missing.conftest import missing, reported
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

assert missing  # the fixture, by its name
NOT_THE_SAME = "The records were found not to be the same child."


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def other(partnership: Partnership, services: Services) -> Episode:
    """An episode on a record of a second social work manager's, which is Leah's too."""
    police = employed(partnership, "Kit Marsh", "police", "social-work-manager")
    record = typed_by(police, LEAH)
    with acting_as(police):
        record = child_called(record.reference)
        episode = report_missing(person=record, reported=reported(), by=police, at=NOW).episode
    comes_back(episode, police)
    return episode


def test_who_is_barred_from_the_other_record_is_let_in_by_no_override(
    partnership: Partnership, services: Services, other: Episode
) -> None:
    interview, by = the_one(services.at_home), services.at_home
    assert interview.person_id == partnership.leah.pk
    with acting_as(by):
        kept = withhold(interview=interview, called="Leah", words="x", whom="", by=by, at=AT)
    police = other.recorded_by
    with acting_as(police):
        keep_out(circle=other.circle, worker=partnership.lead, reason="Knows the family", by=police, at=NOW)

    with acting_as(by):
        names = override(withheld=kept, reason="Safety", child_told="Told", by=by, at=AT)

    assert names != []
    assert not any(name.startswith("Joanna Pryce") for name in names)
    with acting_as(partnership.lead):
        assert not Withheld.objects.exists()


def _undo(partnership: Partnership, other: Episode) -> None:
    with acting_as(partnership.lead):
        tie = Tie.objects.get(undone_at__isnull=True, other_id=other.person_id)
        undo_tie(tie=tie, because="Another Leah.", by=partnership.lead, at=NOW)


def _desk(partnership: Partnership) -> Worker:
    """Return a worker at the desk who was let into Leah's circle."""
    desk = at_desk(partnership)
    with acting_as(partnership.lead):
        grounds, until = Grounds(purpose="x", basis=BASIS), NOW + timedelta(days=2)
        leah, since = child_called(partnership.leah.reference), NOW - timedelta(minutes=5)
        share_with_worker(
            circle=leah.circle, worker=desk, grounds=grounds, ends_at=until, by=partnership.lead, at=since
        )
    return desk


def _ties_again(partnership: Partnership, other: Episode, desk: Worker) -> None:
    """Have the desk judge by a report of the police's that their record is Leah's."""
    police = other.recorded_by
    with acting_as(police):
        own = child_called(other.person.reference)
        shared = share_information(about=own, agency=police.agency, handed=handed(), by=police, at=NOW)
    with acting_as(desk):
        report = Report.objects.get(pk=shared.report.pk)
        judge(report=report, picture=child_called(partnership.leah.reference), reason="Same school", by=desk)


def _briefed(other: Episode) -> None:
    """Have the police tell the interviewer what she must know."""
    with acting_as(other.recorded_by):
        episode = Episode.objects.get(pk=other.pk)
        told = {"reach": "By her nan", "may_be_told": "", "risks": "", "wishes": ""}
        brief_interviewer(episode=episode, **told, by=other.recorded_by, at=AT)


def _listed(services: Services) -> dict[int, list[datetime]]:
    """Return of each record for which the service has an interview open when the hours are over."""
    with acting_as(services.at_home):
        return {one.interview.person_id: [each.due_at for each in one.open_ones] for one in worklist()}


def test_an_undone_tie_ends_the_interview_that_stood_by_it_and_the_return_is_answered_for_by_its_own_record(
    partnership: Partnership, services: Services, other: Episode
) -> None:
    interview, by, due = the_one(services.at_home), services.at_home, BACK.at + timedelta(hours=72)
    _briefed(other)

    _undo(partnership, other)

    with acting_as(by):
        state = state_of_interview(interview_called(interview.reference))
        assert [turn.words for turn in state.all_of(Step.ELSEWHERE)] == [NOT_THE_SAME]
        assert (state.interview.ended_by_id, state.open_ones) == (partnership.lead.pk, [])
        assert not briefings_of(interview).filter(reach="By her nan").exists()
        assert Notice.objects.filter(kind="interview_elsewhere", about=interview.reference, words=NOT_THE_SAME).exists()
        assert Line.objects.filter(about=interview.reference, purpose="interview_parted").exists()
    assert NOT_THE_SAME.rstrip(".") in browser(by).get("/interviews/").content.decode()
    assert _listed(services) == {other.person_id: [due]}
    own = the_one(by)
    with acting_as(by):
        assert (own.given_names, briefings_of(own)[0].reach) == ("Léah", "By her nan")
    with acting_as(partnership.lead):
        assert running_about(other.reference, key=RETURN_INTERVIEW) is None
        assert not PlanOffer.objects.exists()
    with acting_as(other.recorded_by):
        assert running_about(other.reference, key=RETURN_INTERVIEW) is not None


def test_tied_again_it_opens_anew_with_the_clock_of_the_return_unless_somebody_has_written_since(
    partnership: Partnership, services: Services, other: Episode
) -> None:
    by, due, desk = services.at_home, BACK.at + timedelta(hours=72), _desk(partnership)
    _briefed(other)
    _undo(partnership, other)
    own = the_one(by)

    _ties_again(partnership, other, desk)

    assert _listed(services) == {partnership.leah.pk: [due]}
    [former] = reads_it(own, by).covered
    assert (former.outcome, former.ended_at is None) == ("joined", False)
    anew = the_one(by)
    with acting_as(by):
        assert briefings_of(anew)[0].reach == "By her nan"

    _undo(partnership, other)
    with acting_as(by):
        assert not briefings_of(anew).filter(reach="By her nan").exists()
    offer(the_one(by), by)
    _ties_again(partnership, other, desk)
    assert _listed(services) == {other.person_id: [due]}


def test_an_interview_that_answers_for_more_goes_on_without_what_was_tied(
    partnership: Partnership, services: Services, other: Episode, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, by = the_one(services.at_home), services.at_home
    assert len(reads_it(interview, by).open_ones) == 2

    _undo(partnership, other)

    state = reads_it(interview, by)
    assert [(one.episode_id, one.parted_at) for one in state.open_ones] == [(missing.pk, None)]
    assert sorted(_listed(services)) == sorted([partnership.leah.pk, other.person_id])
    shown = browser(by).get(f"/interviews/{interview.reference}/").content.decode()
    assert NOT_THE_SAME in shown
    assert shown.count("Away from") == 1
    hold(interview, by)
    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None
    with acting_as(other.recorded_by):
        assert running_about(other.reference, key=RETURN_INTERVIEW) is not None


@pytest.mark.parametrize("stands", [True, False])
def test_nothing_is_passed_on_to_a_picture_whose_tie_was_undone(
    partnership: Partnership, services: Services, other: Episode, stands: bool
) -> None:
    interview, by = the_one(services.at_home), services.at_home
    hold(interview, by)
    with acting_as(by):
        for noted in (Noted(Step.ACCOUNT, words="I got out."), Noted(Step.PLAN, code="look", words="The mill")):
            keep_step(interview=interview, noted=noted, by=by, at=AT)
        kept = withhold(interview=interview, called="Leah", words="x", whom="", by=by, at=AT)
    if not stands:
        _undo(partnership, other)
        assert (
            "This goes to the MASH desk alone"
            in browser(by).get(f"/interviews/{interview.reference}/finish/").content.decode()
        )

    with acting_as(by):
        tell(interview, [one.pk for one in Covered.objects.all()], InterviewStatus.LATE, AT, code="told_late")
    with acting_as(other.recorded_by):
        assert ReturnInterview.objects.filter(episode=other, status="late").exists() == stands
    with acting_as(by):
        assert bool(override(withheld=kept, reason="Safety", child_told="Told", by=by, at=AT)) == stands
        finish_interview(interview=Interview.objects.get(pk=interview.pk), urgency=Urgency.SOON, by=by, at=AT)
        [report] = Report.objects.filter(recorded_by=by)
        assert (report.person.family_name == "Arden") == stands
        assert ("found not to be of the same child" in report.text) == (not stands)

    with acting_as(partnership.lead):
        assert PlanOffer.objects.exists() == stands
        assert Entry.objects.filter(person=partnership.leah, quote="I got out.").exists() == stands


def test_who_keeps_the_other_record_is_not_told_who_undid_the_tie(
    partnership: Partnership, services: Services, other: Episode
) -> None:
    _briefed(other)

    _undo(partnership, other)

    police, lead = other.recorded_by, partnership.lead
    with acting_as(police):
        assert {one.written_by_id for one in Briefing.objects.all()} == {police.pk}
        assert not Line.objects.filter(circle_id=other.circle_id, worker_id=lead.pk).exists()


def test_what_was_said_for_two_records_goes_on_with_the_doubt_whose_it_is(
    partnership: Partnership, services: Services, other: Episode, missing: Episode
) -> None:
    comes_back(missing, partnership.member)
    interview, by = the_one(services.at_home), services.at_home
    hold(interview, by)
    with acting_as(by):
        keep_step(interview=interview, noted=Noted(Step.ACCOUNT, words="I got out."), by=by, at=AT)

    _undo(partnership, other)

    assert "which of it Leah said" in browser(by).get(f"/interviews/{interview.reference}/finish/").content.decode()
    with acting_as(by):
        finish_interview(interview=Interview.objects.get(pk=interview.pk), urgency=Urgency.SOON, by=by, at=AT)
        assert "ask the interviewer which of it this child said" in Report.objects.get(recorded_by=by).text


@pytest.mark.parametrize("finished", [True, False], ids=["finished", "held"])
def test_who_keeps_the_other_record_is_told_whose_talk_is_in_doubt(
    partnership: Partnership, services: Services, other: Episode, finished: bool
) -> None:
    interview, by, police = the_one(services.at_home), services.at_home, other.recorded_by
    hold(interview, by)
    if finished:
        with acting_as(by):
            keep_step(interview=interview, noted=Noted(Step.ACCOUNT, words="I got out."), by=by, at=AT)
            tell(interview, [one.pk for one in Covered.objects.all()], InterviewStatus.LATE, AT, code="told_late")
            finish_interview(interview=Interview.objects.get(pk=interview.pk), urgency=Urgency.SOON, by=by, at=AT)
    with acting_as(police):
        assert not Notice.objects.filter(kind="interview_doubtful").exists()

    _undo(partnership, other)

    with acting_as(police):
        [told] = Notice.objects.filter(kind="interview_doubtful")
    assert (told.worker_id, told.about) == (police.pk, other.reference)
    assert "may have been with another child" in browser(police).get("/").content.decode()
