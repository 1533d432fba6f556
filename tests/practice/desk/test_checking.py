"""An agency that is asked sees the question and nothing else of the desk; its answer reaches who holds the report."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Circle, Notice
from erle.foundation.agencies.models import Agency, Worker
from erle.knowledge.records.models import Report
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.checking import (
    AnsweredAlready,
    Asking,
    NobodyAsked,
    NotOfASealedRecord,
    NotOfThatAgency,
    answer_check,
    ask_agencies,
    do_not_ask,
    waive,
)
from erle.practice.desk.models import Arrival, Change, Check, Decision, HandOver
from erle.practice.desk.queries.arrivals import checks_of
from erle.practice.desk.queries.checks import check_called, checks_answered, checks_asked
from tests.partnership import BASIS, NOW, Partnership
from tests.practice.desk.conftest import WREN, By, read_now, the_arrival

ASKING = Asking("Leah Arden, born 3 March 2012", "What do you know of a silver car?", BASIS)


def _ask(shared: Shared, by: Worker, *agencies: Agency) -> list[Check]:
    with acting_as(by):
        return ask_agencies(read=read_now(shared.reference), agencies=agencies, asking=ASKING, by=by, at=NOW)


def test_the_asked_agency_sees_the_question_alone(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    [check] = _ask(held_by_priya, priya, partnership.agencies["police"])

    for key, sees in (("never", True), ("member", True), ("lapsed", False), ("withdrawn", False), ("lead", False)):
        with acting_as(partnership.workers[key]):
            assert Check.objects.filter(pk=check.pk).exists() is sees, key
            assert not Arrival.objects.exists()
            assert not Change.objects.exists()
            assert not Circle.objects.filter(kind="desk").exists()
            if key != "lapsed":
                assert not Report.objects.filter(pk=held_by_priya.report.pk).exists()
    with acting_as(partnership.never):
        assert [one.pk for one in checks_asked(partnership.never, NOW)] == [check.pk]
        assert check_called(check.reference).about == ASKING.about


def test_who_is_kept_out_of_the_child_is_not_asked_about_her(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    _ask(held_by_priya, priya, partnership.agencies["police"])

    with acting_as(partnership.conflicted):
        assert not Check.objects.exists()


def test_an_answer_changes_the_arrival_and_is_told_to_who_holds_it(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    [check] = _ask(held_by_priya, priya, partnership.agencies["police"])
    with acting_as(priya):
        version = the_arrival(held_by_priya.reference).version
    officer = partnership.never
    with acting_as(officer):
        answer_check(check=check, answer="One stop on 3 May.", nothing_held=False, by=officer, at=NOW)
        with pytest.raises(AnsweredAlready):
            answer_check(check=check, answer="Another.", nothing_held=False, by=officer, at=NOW)
        assert not checks_asked(officer, NOW).exists()
        assert [one.pk for one in checks_answered(officer, NOW)] == [check.pk]

    with acting_as(priya):
        assert the_arrival(held_by_priya.reference).version == version + 1
        change = Change.objects.latest("pk")
        assert (change.what, change.changed_by, change.words) == (
            "answered",
            officer,
            "Northmere Police answered what the desk asked.",
        )
        assert Notice.objects.get(kind="check_answered").about == held_by_priya.reference
        assert [one.answer for one in checks_of(the_arrival(held_by_priya.reference))] == ["One stop on 3 May."]


def test_only_the_asked_agency_answers(partnership: Partnership, held_by_priya: Shared, priya: Worker) -> None:
    [check] = _ask(held_by_priya, priya, partnership.agencies["health"])
    with acting_as(priya), pytest.raises(Exception, match="Your role does not let you answer"):
        answer_check(check=check, answer="x", nothing_held=False, by=priya, at=NOW)
    with acting_as(partnership.lead), pytest.raises(NotOfThatAgency):
        answer_check(check=check, answer="x", nothing_held=False, by=partnership.lead, at=NOW)


def test_nothing_held_is_an_answer(partnership: Partnership, held_by_priya: Shared, priya: Worker) -> None:
    [check] = _ask(held_by_priya, priya, partnership.agencies["health"])
    nurse = partnership.withdrawn
    with acting_as(nurse):
        answer_check(check=check, answer="", nothing_held=True, by=nurse, at=NOW)
        assert check_called(check.reference).nothing_held


def test_an_agency_is_asked_once_at_a_time_and_several_together(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    police, health = partnership.agencies["police"], partnership.agencies["health"]
    _ask(held_by_priya, priya, police)

    [more] = _ask(held_by_priya, priya, police, health)
    assert more.agency == health
    with acting_as(priya), pytest.raises(NobodyAsked):
        ask_agencies(read=read_now(held_by_priya.reference), agencies=[police], asking=ASKING, by=priya, at=NOW)


def test_not_asking_and_not_needing_an_answer_have_their_reasons(
    partnership: Partnership, held_by_priya: Shared, priya: Worker
) -> None:
    police, health = partnership.agencies["police"], partnership.agencies["health"]
    [check] = _ask(held_by_priya, priya, health)
    with acting_as(priya):
        not_asked = do_not_ask(
            read=read_now(held_by_priya.reference), agency=police, because="No adult is identified.", by=priya, at=NOW
        )
        waive(read=read_now(held_by_priya.reference), check=check, because="The school rang.", by=priya, at=NOW)
        with pytest.raises(AnsweredAlready):
            waive(read=read_now(held_by_priya.reference), check=check, because="x", by=priya, at=NOW)

    with acting_as(partnership.never):
        assert not Check.objects.filter(pk=not_asked.pk).exists()
    with acting_as(partnership.withdrawn):
        assert not checks_asked(partnership.withdrawn, NOW).exists()
        with pytest.raises(AnsweredAlready):
            answer_check(check=check, answer="x", nothing_held=False, by=partnership.withdrawn, at=NOW)


def test_of_a_sealed_record_no_agency_is_asked_in_the_product(
    partnership: Partnership, priya: Worker, school_shares: By
) -> None:
    shared = school_shares(WREN)
    lead = partnership.lead
    with acting_as(lead), pytest.raises(NotOfASealedRecord):
        ask_agencies(
            read=read_now(shared.reference),
            agencies=[partnership.agencies["police"]],
            asking=ASKING,
            by=lead,
            at=NOW,
        )
    with acting_as(partnership.never):
        assert not Check.objects.exists()
        assert not Decision.objects.exists()
        assert not HandOver.objects.exists()
