"""The job asks of pairs that no rule ties, once; never against what somebody said; and reads nothing but who people are."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.actions import answer_question, recognise, take_answer_back, undo_tie
from erle.knowledge.linkage.models import Answer, Question, Tie
from erle.knowledge.linkage.queries import open_questions
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.tasks import ask_questions
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Person
from tests.knowledge.linkage.questions.asking import (
    BORN,
    LEA,
    LEAH,
    LEAH_ARDERN,
    NOBODY,
    ask,
    beside,
    seen,
    typed,
)
from tests.partnership import BASIS, CANARY, NOW, Partnership

TABLES = (
    "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'v')"
    " AND relnamespace IN ('public'::regnamespace, 'erle'::regnamespace)"
)


def _rows() -> list[object]:
    with beside() as connection:
        found = connection.execute("SELECT to_jsonb(q) FROM linkage_question q ORDER BY id").fetchall()
        return [*found, connection.execute("SELECT count(*) FROM ledger_line").fetchone()]


def _answer(partnership: Partnership, choice: Choice) -> None:
    with acting_as(partnership.member):
        answer_question(question=Question.objects.get(), choice=choice, reason="Same coat.", by=partnership.member)


def _correct(person: Person) -> None:
    """Have the agency's file say the child's name in full."""
    with beside() as connection:
        connection.execute("UPDATE records_person SET given_names = 'Leah' WHERE id = %s", [person.pk])


def _open(partnership: Partnership) -> int:
    with acting_as(partnership.member):
        return open_questions().count()


def test_a_pair_that_no_rule_ties_is_asked_about_and_once_more_changes_nothing(copy: Partnership) -> None:
    other = typed(copy.member)
    typed(copy.member, NOBODY)

    first = ask()
    rows = _rows()
    second = ask_questions(at=NOW + timedelta(days=3))

    assert (first.asked, first.open, first.learnt) == (1, 1, False)
    assert (second.asked, second.changed, second.lapsed, second.open) == (0, 0, 0, 1)
    assert _rows() == rows
    assert seen(copy.member) == [(copy.leah.pk, other.pk)]


def test_a_model_that_is_learnt_is_kept_and_used_again_as_it_was(copy: Partnership) -> None:
    for number, about in enumerate((LEA, NOBODY, LEAH_ARDERN, replace(NOBODY, given_names="Milo"))):
        typed(copy.member, about, f"Line {number}.")

    learnt = ask_questions(at=NOW, anew=True)
    rows = _rows()
    again = ask_questions(at=NOW + timedelta(days=1))

    assert (learnt.model, learnt.learnt, again.model, again.learnt) == (2, True, 2, False)
    assert (again.asked, again.changed, again.lapsed) == (0, 0, 0)
    assert _rows() == rows


def test_what_a_rule_ties_is_not_asked_about(copy: Partnership) -> None:
    typed(copy.member, LEAH)

    assert ask().asked == 0
    with acting_as(copy.member):
        assert Tie.objects.get().how == "name_and_birth"


def test_a_question_lapses_when_a_rule_ties_its_record_and_is_asked_again_when_that_is_undone(
    copy: Partnership,
) -> None:
    other = typed(copy.member)
    ask()
    _correct(other)
    with acting_as(copy.member):
        recognise(people=[other.pk])

    assert _open(copy) == 0
    with acting_as(copy.member):
        undo_tie(tie=Tie.objects.get(), because="Another Leah.", by=copy.member, at=datetime.now(UTC))
    ask()
    assert _open(copy) == 0  # what somebody took apart is not asked


def test_nothing_is_asked_about_a_sealed_record_and_what_was_asked_is_seen_by_nobody(copy: Partnership) -> None:
    typed(copy.member, Particulars(given_names="Wren", family_name=f"{CANARY}s", born_on=BORN))
    assert ask().asked == 0

    typed(copy.member)
    ask()
    manager = copy.manager
    with acting_as(manager):
        stays = [copy.lead, copy.member]
        seal(circle=copy.leah.circle, stays=stays, basis=BASIS, reason="x", by=manager, at=NOW)

    assert {key for key, worker in copy.workers.items() if seen(worker)} == set()
    assert ask().lapsed == 1


def test_who_may_be_a_twin_is_held_and_asked_about(copy: Partnership) -> None:
    typed(copy.member, replace(LEA, given_names=""))
    ask()

    with acting_as(copy.member):
        assert Question.objects.get().held


def test_what_is_said_to_be_different_is_never_tied_by_rule_nor_asked_until_it_is_taken_back(copy: Partnership) -> None:
    other = typed(copy.member)
    ask()
    _answer(copy, Choice.DIFFERENT)

    assert ask().open == 0
    _correct(other)
    with acting_as(copy.member):
        recognise(people=[other.pk, copy.leah.pk])
        assert not Tie.objects.exists()
    assert ask().open == 0

    with acting_as(copy.member):
        take_answer_back(answer=Answer.objects.get(), by=copy.member)
    assert _open(copy) == 1
    with acting_as(copy.member):
        recognise(people=[other.pk])
        assert Tie.objects.get().how == "name_and_birth"


def test_what_was_tied_by_judgement_and_taken_back_is_not_asked_again(copy: Partnership) -> None:
    typed(copy.member)
    ask()
    _answer(copy, Choice.SAME)
    assert ask().asked == 0

    with acting_as(copy.member):
        take_answer_back(answer=Answer.objects.get(), by=copy.member)

    assert (ask().asked, _open(copy)) == (0, 0)


@pytest.mark.parametrize("choice", [Choice.CANNOT_TELL, Choice.ASK_AGENCY])
def test_what_cannot_be_told_yet_stays_asked(copy: Partnership, choice: Choice) -> None:
    typed(copy.member)
    ask()
    _answer(copy, choice)

    assert (ask().open, _open(copy)) == (1, 1)


def test_records_that_she_does_not_see_change_no_bit_of_what_a_worker_is_shown(copy: Partnership) -> None:
    typed(copy.member)
    ask()
    before = _rows()[0]
    for number in range(6):
        typed(copy.withdrawn, replace(LEA, given_names="Lea" if number % 2 else "Leah", born_on=BORN.replace(day=9)))

    ask()

    assert _rows()[0] == before


def test_a_record_that_was_withdrawn_is_asked_about_no_longer(copy: Partnership) -> None:
    other = typed(copy.member, LEAH_ARDERN)
    ask()
    with acting_as(copy.member):
        Person.objects.filter(pk=other.pk).update(withdrawn_at=NOW)

    assert _open(copy) == 0
    assert ask().lapsed == 1


def test_the_matcher_reads_no_table_and_calls_four_functions(copy: Partnership) -> None:
    with beside() as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]

    assert len(tables) > 50
    for table in tables:
        name = table if "." in table else f"public.{table}"
        with connected(DatabaseRole.MATCHER) as matcher, pytest.raises(psycopg.errors.InsufficientPrivilege):
            matcher.execute(f"SELECT 1 FROM {name}")
    for call in (
        "answer_question(1, 'same', 'x')",
        "recognise(ARRAY[1]::bigint[])",
        "askable(ARRAY[1]::bigint[], ARRAY[1]::bigint[])",
    ):
        with connected(DatabaseRole.MATCHER) as matcher, pytest.raises(psycopg.errors.InsufficientPrivilege):
            matcher.execute(f"SELECT erle.{call}")


def test_no_worker_calls_what_is_the_matchers(copy: Partnership) -> None:
    for call in ("matching_records()", "matching_model()", "propose_same('[]', 1, now())"):
        with connected(DatabaseRole.WORKER) as worker, pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute(f"SELECT * FROM erle.{call}")


def test_the_matcher_is_told_who_people_are_and_of_no_sealed_record(copy: Partnership) -> None:
    typed(copy.member)
    with connected(DatabaseRole.MATCHER) as matcher:
        rows = matcher.execute("SELECT * FROM erle.matching_records()").fetchall()

    assert {(row[4], row[2]) for row in rows} == {("Leah", True), ("Lea", False)}
    assert CANARY not in repr(rows)


def test_the_matcher_puts_no_words_and_no_unfit_pair_in_a_question(copy: Partnership) -> None:
    other = typed(copy.member)
    compared = [
        {"field": "born", "level": "exact", "bits": 2.26},
        {"field": "Leah Arden", "level": "exact", "bits": 1},
    ]
    leah = copy.leah.pk
    pairs = [(leah, other.pk), (other.pk, leah), (copy.sealed.pk, other.pk), (leah, leah), (leah, 999_999)]
    said = [
        {"picture": one, "other": two, "weight": 3, "threshold": 1, "held": False, "compared": compared}
        for one, two in pairs
    ]
    with connected(DatabaseRole.MATCHER) as matcher:
        matcher.execute("SELECT * FROM erle.propose_same(%s::jsonb, 1, now())", [json.dumps(said)])

    with acting_as(copy.member):
        question = Question.objects.get()
    assert (question.picture_id, question.other_id) == (copy.leah.pk, other.pk)
    assert question.compared == [{"field": "born", "level": "exact", "bits": 2.3}]
