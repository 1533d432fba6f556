"""Somebody judges by her role: she sees who the two records are of, nothing else, and only where nobody keeps her out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.models import Circle, Notice
from erle.foundation.agencies.models import Post, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.actions import SettledAlready, answer_question, take_answer_back, undo_tie
from erle.knowledge.linkage.judging import judged, judged_last, judged_one, to_judge
from erle.knowledge.linkage.models import Answer, Question, Tie
from erle.knowledge.linkage.queries import ties_of
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.models import Person
from tests.knowledge.linkage.handing import employed
from tests.knowledge.linkage.questions.asking import TEXT, lines
from tests.knowledge.linkage.questions.conftest import Place
from tests.partnership import BASIS, NOW, WORKERS, as_administrator

TABLES = (
    "linkage_question",
    "linkage_answer",
    "linkage_tie",
    "records_person",
    "records_entry",
    "records_identifier",
    "records_report",
)


@pytest.fixture
def judge(place: Place) -> Worker:
    """Somebody whose role judges; she is in no circle."""
    return employed(place.partnership, "Beatrix Underhill", "childrens_services", "mash-information-officer")


def _answer(place: Place, by: Worker, choice: Choice, reason: str = "One letter apart.") -> None:
    with acting_as(by):
        answer_question(question=judged_one(place.reference, by).question, choice=choice, reason=reason, by=by)


def _take_back(by: Worker) -> None:
    with acting_as(by):
        last = judged_last(by)
        assert last is not None
        assert last.answer is not None
        take_answer_back(answer=last.answer, by=by)


def _asked(place: Place, worker: Worker) -> tuple[list[str], list[str]]:
    """Return what is asked of her, and what she is shown of the question when she names it."""
    with acting_as(worker):
        return to_judge(), [one.question.reference for one in judged([place.reference], worker)]


def _refused(worker: Worker, statement: str, number: int) -> None:
    with (
        acting_as(worker),
        pytest.raises(ProgrammingError, match="no such question"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [number])


def _told(worker: Worker, kind: str) -> list[str]:
    with acting_as(worker):
        return list(Notice.objects.filter(worker=worker, kind=kind).values_list("words", flat=True))


def test_she_is_shown_who_the_records_are_of_and_has_no_row_of_any_table(place: Place, judge: Worker) -> None:
    with acting_as(judge):
        [shown] = judged(to_judge(), judge)
        with connection.cursor() as cursor:
            held = [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]

    people = (shown.question.picture, shown.question.other)
    assert [(one.given_names, one.family_name) for one in people] == [("Leah", "Arden"), ("Lea", "Arden")]
    assert not any(one.pk for one in people)
    assert shown.question.reference == place.reference
    assert shown.question.other_circle.agency.name == "Northmere Police"
    assert shown.question.compared
    assert held == [0] * len(TABLES)


@pytest.mark.parametrize("key", sorted(WORKERS))
def test_nobody_else_is_asked_by_role(place: Place, key: str) -> None:
    worker = place.partnership.workers[key]

    assert _asked(place, worker) == ([], [])
    with acting_as(worker):
        assert judged_last(worker) is None


def _end_post(place: Place, judge: Worker) -> None:
    with as_administrator(place.partnership):
        Post.objects.filter(worker=judge).update(ends_at=NOW - timedelta(minutes=1))


def _keep_out_of_the_picture(place: Place, judge: Worker) -> None:
    _keep_out(place.partnership.leah, judge, by=place.partnership.manager)


def _keep_out_of_the_other(place: Place, judge: Worker) -> None:
    head = employed(place.partnership, "Gita Rao", "police", "social-work-manager")
    _keep_out(place.other, judge, by=head)


def _keep_out(person: Person, judge: Worker, *, by: Worker) -> None:
    with acting_as(by):
        circle = Circle.objects.get(pk=person.circle_id)
        keep_out(circle=circle, worker=judge, reason="Her niece", by=by, at=NOW - timedelta(minutes=1))


def _seal_the_picture(place: Place, judge: Worker) -> None:
    del judge
    _seal(place.partnership.leah, place.partnership.lead, by=place.partnership.manager)


def _seal_the_other(place: Place, judge: Worker) -> None:
    del judge
    _seal(place.other, place.officer, by=employed(place.partnership, "Gita Rao", "police", "social-work-manager"))


def _seal(person: Person, stays: Worker, *, by: Worker) -> None:
    with acting_as(by):
        seal(circle=Circle.objects.get(pk=person.circle_id), stays=[stays], basis=BASIS, reason="x", by=by, at=NOW)


@pytest.mark.parametrize(
    "happens", [_end_post, _keep_out_of_the_picture, _keep_out_of_the_other, _seal_the_picture, _seal_the_other]
)
def test_what_ends_it_ends_the_answer_of_an_open_page_too(
    place: Place, judge: Worker, happens: Callable[[Place, Worker], None]
) -> None:
    with acting_as(judge):
        question = judged_one(place.reference, judge).question

    happens(place, judge)

    assert _asked(place, judge) == ([], [])
    _refused(judge, "SELECT * FROM erle.answer_question(%s, 'same', 'x')", question.pk)


def test_her_same_ties_the_records_and_who_answers_for_the_child_is_told(place: Place, judge: Worker) -> None:
    lead, leah = place.partnership.lead, place.partnership.leah
    before = lines(lead, leah)

    _answer(place, judge, Choice.SAME)

    assert [line[0] for line in lines(lead, leah) if line not in before] == [TEXT]
    with acting_as(lead):
        [tie] = ties_of(leah)
        assert (tie.tied_by, tie.reason) == (judge, "One letter apart.")
        assert Line.objects.filter(about="linkage_tie", circle_id=leah.circle_id, worker_id=judge.pk).exists()
    assert ["Northmere Police" in words for words in _told(lead, "tied")] == [True]
    assert _told(judge, "tied") == []
    assert _told(place.partnership.never, "tied") == []
    assert _asked(place, judge) == ([], [place.reference])

    _take_back(judge)

    assert lines(lead, leah) == before
    assert _asked(place, judge) == ([], [place.reference])
    with acting_as(judge):
        assert judged_one(place.reference, judge).apart


@pytest.mark.parametrize("how", ["taken back by the judge", "undone by the lead worker"])
def test_a_tie_undone_is_told_to_everybody_who_opened_the_child_while_it_stood(
    place: Place, judge: Worker, how: str
) -> None:
    lead, officer, leah = place.partnership.lead, place.officer, place.partnership.leah
    _answer(place, judge, Choice.SAME)
    _open(officer, leah)
    _open(lead, leah)

    if how == "taken back by the judge":
        _take_back(judge)
    else:
        with acting_as(lead):
            [tie] = ties_of(leah)
            undo_tie(tie=tie, because="Another child", by=lead, at=NOW)

    told = {key for key, worker in place.partnership.workers.items() if _told(worker, "untied")}
    assert told == ({"member", "lead"} if how == "taken back by the judge" else {"member"})
    [words] = _told(officer, "untied")
    assert "Leah" not in words
    assert "Lea" not in words


def test_who_was_told_once_is_not_told_again_when_the_child_is_sealed(place: Place, judge: Worker) -> None:
    _answer(place, judge, Choice.SAME)
    _open(place.officer, place.partnership.leah)
    _take_back(judge)
    assert len(_told(place.officer, "untied")) == 1

    manager = place.partnership.manager
    with acting_as(manager):
        circle, stays = place.partnership.leah.circle, [place.partnership.lead, place.officer]
        seal(circle=circle, stays=stays, basis=BASIS, reason="x", by=manager, at=NOW)

    assert len(_told(place.officer, "untied")) == 1


def _open(worker: Worker, person: Person) -> None:
    with acting_as(worker):
        write_opening(person=person, purpose="child")


def test_of_what_others_answer_she_sees_nothing_and_takes_nothing_back(place: Place, judge: Worker) -> None:
    with acting_as(place.officer):
        answer_question(
            question=place.question(), choice=Choice.CANNOT_TELL, reason="Her coat again.", by=place.officer
        )
        theirs = Answer.objects.get()
    with acting_as(judge):
        [shown] = judged([place.reference], judge)
        assert (shown.answer, shown.said) == (None, False)
    _refused(judge, "SELECT * FROM erle.take_back_answer(%s)", theirs.pk)


def test_what_somebody_else_settled_is_not_there(place: Place, judge: Worker) -> None:
    with acting_as(judge):
        question = judged_one(place.reference, judge).question
    with acting_as(place.officer):
        answer_question(question=place.question(), choice=Choice.DIFFERENT, reason="Her coat.", by=place.officer)

    assert _asked(place, judge) == ([], [])
    with acting_as(judge), pytest.raises(SettledAlready):
        answer_question(question=question, choice=Choice.SAME, reason="x", by=judge)


def test_whoever_stands_in_both_circles_reads_and_takes_back_what_she_answered(place: Place, judge: Worker) -> None:
    _answer(place, judge, Choice.DIFFERENT)

    with acting_as(place.officer):
        [answer] = Answer.objects.all()
        assert (answer.answered_by, answer.reason) == (judge, "One letter apart.")
        take_answer_back(answer=answer, by=place.officer)
        assert not Tie.objects.exists()

    assert _asked(place, judge) == ([place.reference], [place.reference])


def test_she_is_asked_last_of_what_she_could_not_tell(place: Place, judge: Worker) -> None:
    _answer(place, judge, Choice.CANNOT_TELL, "")

    with acting_as(judge):
        [shown] = judged(to_judge(), judge)
    assert shown.said
    assert shown.answer is not None
    assert shown.answer.choice == "cannot_tell"


def test_a_name_that_is_no_question_is_none(place: Place, judge: Worker) -> None:
    del place
    with acting_as(judge), pytest.raises(Question.DoesNotExist):
        judged_one("K-NNNNNNNN22", judge)
