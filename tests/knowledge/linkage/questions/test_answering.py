"""Who may see and answer a question, what each answer does, and that taking it back restores both records."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.actions.sharing import Grounds, share_with_worker, withdraw_share
from erle.foundation.access.gate import NotAble, OnlyInAnEmergency
from erle.foundation.access.models import Circle, Share
from erle.foundation.agencies.actions import appoint
from erle.foundation.agencies.models import Post, Role, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.actions import (
    AskedNoLonger,
    NoReason,
    SettledAlready,
    answer_question,
    take_answer_back,
    undo_tie,
)
from erle.knowledge.linkage.models import Answer, Question, Tie
from erle.knowledge.linkage.queries import open_questions, questions_for, ties_of
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.records.models import Person
from tests.knowledge.linkage.handing import employed, open_in_emergency
from tests.knowledge.linkage.questions.asking import TEXT, lines, seen
from tests.knowledge.linkage.questions.conftest import Place
from tests.partnership import BASIS, NOW, WORKERS, as_administrator

GROUNDS = Grounds("Joint enquiry", BASIS)


def _answer(place: Place, choice: Choice, reason: str = "Same coat, same school.", by: Worker | None = None) -> None:
    worker = by or place.officer
    with acting_as(worker):
        answer_question(question=place.question(), choice=choice, reason=reason, by=worker)


def _take_back(place: Place) -> None:
    with acting_as(place.officer):
        answer = Answer.objects.get(taken_back_at__isnull=True)
        take_answer_back(answer=answer, by=place.officer)


def let_in(worker: Worker, person: Person, *, by: Worker) -> None:
    """Let the worker into the circle of a record."""
    with acting_as(by):
        share_with_worker(
            circle=Circle.objects.get(pk=person.circle_id),
            worker=worker,
            grounds=GROUNDS,
            ends_at=NOW + timedelta(days=9),
            by=by,
            at=NOW - timedelta(minutes=1),
        )


def _all(worker: Worker) -> list[Any]:
    """Return every row of questions, answers and lines of the ledger that the worker reads by any SQL."""
    found = []
    with acting_as(worker), connection.cursor() as cursor:
        for table in ("linkage_question", "linkage_answer", "ledger_line", "linkage_tie", "access_notice"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found.append(cursor.fetchall())
    return found


def _refused(worker: Worker, statement: str) -> str:
    """Return why the worker's connection is refused the statement."""
    with (
        acting_as(worker),
        pytest.raises(ProgrammingError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return str(refused.value).splitlines()[0]


@pytest.mark.parametrize("key", WORKERS)
def test_a_question_is_seen_by_who_stands_in_both_circles_alone(place: Place, key: str) -> None:
    worker = place.partnership.workers[key]

    assert seen(worker) == ([(place.partnership.leah.pk, place.other.pk)] if worker == place.officer else [])
    with acting_as(worker), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM linkage_question")
        assert cursor.fetchone() == (int(worker == place.officer),)


@pytest.mark.parametrize("key", sorted(set(WORKERS) - {"member"}))
def test_to_who_stands_outside_a_question_and_none_are_refused_alike(place: Place, key: str) -> None:
    with acting_as(place.officer):
        number = place.question().pk
    said = []
    for asked in (number, 999_999_999):
        for call in (f"answer_question({asked}, 'same', 'x')", f"take_back_answer({asked})"):
            said.append(_refused(place.partnership.workers[key], f"SELECT * FROM erle.{call}"))

    assert set(said) == {"There is no such question."}


@pytest.mark.parametrize("choice", Choice)
def test_who_stands_in_one_circle_alone_reads_nothing_of_an_answer_that_ties_nothing(
    place: Place, choice: Choice
) -> None:
    if choice is Choice.SAME:
        return
    outside = [worker for worker in place.partnership.workers.values() if worker != place.officer]
    before = [_all(worker) for worker in outside]

    _answer(place, choice)
    _take_back(place)

    assert [_all(worker) for worker in outside] == before


def _seal_picture(place: Place) -> None:
    manager = place.partnership.manager
    with acting_as(manager):
        stays = [place.partnership.lead, place.officer]
        seal(circle=place.partnership.leah.circle, stays=stays, basis=BASIS, reason="x", by=manager, at=NOW)


def _keep_out(place: Place) -> None:
    manager = place.partnership.manager
    with acting_as(manager):
        circle = place.partnership.leah.circle
        keep_out(circle=circle, worker=place.officer, reason="His niece", by=manager, at=NOW - timedelta(minutes=1))


def _withdraw(place: Place) -> None:
    manager = place.partnership.manager
    with acting_as(manager):
        share = Share.objects.get(circle=place.partnership.leah.circle, worker=place.officer, withdrawn_at=None)
        withdraw_share(share=share, because="Over", by=manager, at=NOW - timedelta(minutes=1))


def _end_post(place: Place) -> None:
    with as_administrator(place.partnership):
        Post.objects.filter(worker=place.officer).update(ends_at=NOW - timedelta(minutes=1))


def test_who_seals_a_record_learns_nothing_of_a_question_about_it(place: Place) -> None:
    manager = place.partnership.manager
    before = len(_all(manager)[0])

    _seal_picture(place)

    with acting_as(manager), connection.cursor() as cursor:
        cursor.execute("SELECT about FROM ledger_line WHERE circle_id IS NULL")
        assert not [about for (about,) in cursor.fetchall() if about.startswith("linkage_")]
    assert len(_all(manager)[0]) == before == 0


@pytest.mark.parametrize("happens", [_seal_picture, _keep_out, _withdraw, _end_post])
def test_whoever_leaves_one_of_the_circles_sees_no_question_and_answers_none(
    place: Place, happens: Callable[[Place], None]
) -> None:
    with acting_as(place.officer):
        question = place.question()
    happens(place)

    assert seen(place.officer) == []
    with pytest.raises((NotAble, OnlyInAnEmergency, ProgrammingError)), acting_as(place.officer):
        answer_question(question=question, choice=Choice.SAME, reason="x", by=place.officer)
    with acting_as(place.partnership.manager):
        assert not Tie.objects.exists()


def test_the_other_record_sealed_hides_the_question_too(place: Place) -> None:
    police = employed(place.partnership, "Nell Farrow", "police", "police-missing-officer")
    let_in(police, place.partnership.leah, by=place.partnership.manager)
    with as_administrator(place.partnership):
        appoint(
            worker=police,
            agency=police.agency,
            role=Role.objects.get(slug="social-work-manager"),
            starts_at=NOW - timedelta(days=1),
        )
    assert len(seen(police)) == 1

    with acting_as(police):
        circle = Circle.objects.get(pk=place.other.circle_id)
        seal(circle=circle, stays=[place.officer], basis=BASIS, reason="x", by=police, at=NOW)

    assert (seen(police), seen(place.officer)) == ([], [])


def test_one_who_sees_the_child_in_an_emergency_answers_nothing(place: Place) -> None:
    never = place.partnership.never
    let_in(never, place.other, by=place.officer)
    open_in_emergency(never, "Leah Arden")
    assert len(seen(never)) == 1

    with pytest.raises(OnlyInAnEmergency):
        _answer(place, Choice.SAME, by=never)


def test_who_may_not_share_answers_nothing(place: Place) -> None:
    analyst = employed(place.partnership, "Ana Holt", "police", "police-analyst")
    let_in(analyst, place.partnership.leah, by=place.partnership.manager)
    let_in(analyst, place.other, by=place.officer)

    with pytest.raises(NotAble):
        _answer(place, Choice.DIFFERENT, by=analyst)


def test_same_puts_the_other_records_lines_in_the_picture_and_taking_it_back_restores_both(place: Place) -> None:
    lead, leah = place.partnership.lead, place.partnership.leah
    before = (lines(lead, leah), lines(place.officer, place.other), _queue(place))

    _answer(place, Choice.SAME)

    tied = lines(lead, leah)
    assert [line for line in tied if line not in before[0]] == [
        (TEXT, "", "Concern shared", place.officer.agency_id, NOW - timedelta(days=1))
    ]
    with acting_as(lead):
        [tie] = ties_of(leah)
        assert (tie.how, tie.reason, tie.tied_by) == ("judgement", "Same coat, same school.", place.officer)
    assert lines(place.officer, place.other) == before[1]
    assert _queue(place) == []

    _take_back(place)

    assert (lines(lead, leah), lines(place.officer, place.other)) == before[:2]
    with acting_as(lead):
        assert not ties_of(leah).exists()
        assert Line.objects.filter(act="recorded", purpose="untied", worker_id=place.officer.pk).exists()


def _queue(place: Place) -> list[str]:
    with acting_as(place.officer):
        return [question.reference for question in questions_for(place.officer)]


@pytest.mark.parametrize("choice", [Choice.DIFFERENT, Choice.CANNOT_TELL, Choice.ASK_AGENCY])
def test_the_other_answers_change_no_record_and_taking_them_back_asks_again(place: Place, choice: Choice) -> None:
    lead, leah = place.partnership.lead, place.partnership.leah
    before = (lines(lead, leah), lines(place.officer, place.other))

    _answer(place, choice)

    assert (lines(lead, leah), lines(place.officer, place.other)) == before
    assert _queue(place) == ([] if choice.settles else [place.reference])
    with acting_as(place.officer):
        assert not Tie.objects.exists()
        assert Line.objects.filter(about=place.reference, purpose=f"answered_{choice.value}").count() == 1

    _take_back(place)

    assert _queue(place) == [place.reference]
    with acting_as(place.officer):
        assert Line.objects.filter(about=place.reference, purpose="answer_taken_back").count() == 1


def test_an_answer_may_be_given_after_one_was_taken_back(place: Place) -> None:
    for choice in (Choice.SAME, Choice.DIFFERENT, Choice.SAME):
        _answer(place, choice)
        _take_back(place)
    _answer(place, Choice.SAME)

    with acting_as(place.officer):
        assert Tie.objects.filter(undone_at__isnull=True).count() == 1
        assert Answer.objects.count() == 4


@pytest.mark.parametrize("first", [Choice.SAME, Choice.DIFFERENT])
@pytest.mark.parametrize("second", Choice)
def test_a_question_that_is_settled_is_settled(place: Place, first: Choice, second: Choice) -> None:
    _answer(place, first)

    with pytest.raises(SettledAlready):
        _answer(place, second)
    with acting_as(place.officer):
        answer = Answer.objects.get()
    _take_back(place)
    with acting_as(place.officer), pytest.raises(SettledAlready):
        take_answer_back(answer=answer, by=place.officer)


@pytest.mark.parametrize("choice", [Choice.SAME, Choice.DIFFERENT])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_answer_that_settles_needs_a_reason(place: Place, choice: Choice, reason: str) -> None:
    with pytest.raises(NoReason):
        _answer(place, choice, reason)
    _answer(place, Choice.CANNOT_TELL, reason)


def test_the_database_takes_no_answer_that_is_none(place: Place) -> None:
    with acting_as(place.officer):
        number = place.question().pk
        for choice, why in (("same", " "), ("maybe", "x"), (None, "x"), ("same", None), ("same", "x" * 1001)):
            with (
                pytest.raises(Exception, match="That is no answer"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT * FROM erle.answer_question(%s, %s, %s)", [number, choice, why])
        for table in ("linkage_question", "linkage_answer"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE {table} SET circle_id = circle_id")


def test_what_was_tied_elsewhere_meanwhile_is_asked_no_longer_and_says_not_why(place: Place) -> None:
    with acting_as(place.officer):
        question = place.question()
    _answer(place, Choice.SAME)
    _take_back(place)
    with acting_as(place.officer):
        Person.objects.filter(pk=place.other.pk).update(withdrawn_at=NOW)

        with pytest.raises(AskedNoLonger, match="not asked any more"):
            answer_question(question=question, choice=Choice.DIFFERENT, reason="x", by=place.officer)
        assert not open_questions().exists()


def test_a_tie_that_somebody_else_undoes_closes_the_question(place: Place) -> None:
    _answer(place, Choice.SAME)
    with acting_as(place.partnership.lead):
        undo_tie(tie=Tie.objects.get(), because="Another Leah.", by=place.partnership.lead, at=datetime.now(UTC))

    assert _queue(place) == []
    _take_back(place)
    assert _queue(place) == []
    with acting_as(place.officer):
        assert Question.objects.count() == 1


def test_she_is_asked_last_what_she_could_not_tell(place: Place) -> None:
    _answer(place, Choice.CANNOT_TELL, "")

    with acting_as(place.officer):
        assert [question.said for question in questions_for(place.officer)] == [True]  # type: ignore[attr-defined]
