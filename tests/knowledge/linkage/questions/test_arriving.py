"""A record that comes or changes is matched at once against all that stand, by every process, and tells nobody."""

from dataclasses import replace

import psycopg
import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.models import Circle
from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.actions import answer_question
from erle.knowledge.linkage.models import Question
from erle.knowledge.linkage.nearby import PART, values_in
from erle.knowledge.linkage.queries import open_questions
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.tasks import Arrivals, Asked, ask_questions, listening, match_arrivals
from erle.knowledge.records.actions.telling import give_identifier
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Scheme
from tests.knowledge.linkage.handing import employed
from tests.knowledge.linkage.questions.asking import LEA, LEAH_ARDERN, NOBODY, beside, seen, typed
from tests.partnership import BASIS, NOW, Partnership


@pytest.fixture
def standing(copy: Partnership) -> Partnership:
    """The partnership, of which everything that stands is matched."""
    match_arrivals(lambda words: None)
    return copy


def _noted() -> list[int]:
    with beside() as connection:
        return [person for (person,) in connection.execute("SELECT person_id FROM erle.match_due ORDER BY number")]


def _keys(person: Person) -> int:
    with beside() as connection:
        [[number]] = connection.execute("SELECT count(*) FROM erle.match_key WHERE person_id = %s", [person.pk])
        return int(number)


def _questions() -> list[dict[str, object]]:
    with beside() as connection:
        return [row for (row,) in connection.execute("SELECT to_jsonb(q) - 'id' FROM linkage_question q ORDER BY id")]


def _match() -> Asked:
    told = Arrivals().match()
    assert told is not None
    return told


def test_what_stands_is_matched_once_and_then_nothing_is_noted(copy: Partnership) -> None:
    assert {copy.leah.pk, copy.sealed.pk} <= set(_noted())

    first = match_arrivals(lambda words: None)

    assert first.records > 0
    assert _noted() == []
    assert (Arrivals().match(), _keys(copy.leah) > 0, _keys(copy.sealed)) == (None, True, 0)


def test_who_is_handed_in_is_asked_about_by_the_next_look_of_any_process(standing: Partnership) -> None:
    other = typed(standing.member)

    told = _match()

    assert (told.records, told.proposed, told.asked, told.open) == (1, 1, 1, 1)
    assert seen(standing.member) == [(standing.leah.pk, other.pk)]
    assert Arrivals().match() is None


def test_who_came_is_found_by_the_very_next_look_of_each_process(standing: Partnership) -> None:
    processes = [Arrivals(), Arrivals()]
    for process in processes:  # each has its model ready from a record before
        typed(standing.member, NOBODY)
        assert process.match() is not None
    of_leah = [standing.leah.pk]

    for process in (*processes, Arrivals()):
        of_leah.append(typed(standing.member).pk)
        told = process.match()

        assert told is not None
        assert told.proposed == len(of_leah) - 1  # Leah, and all who came before: another process kept their keys
        assert (of_leah[0], of_leah[-1]) in seen(standing.member)


def test_one_by_one_the_same_is_asked_as_of_all_at_once(standing: Partnership) -> None:
    for about in (LEA, LEAH_ARDERN, NOBODY):
        typed(standing.member, about)
        _match()
    one_by_one = _questions()

    told = ask_questions(at=NOW)

    assert (told.asked, told.changed, told.lapsed) == (0, 0, 0)
    assert _questions() == one_by_one
    assert len(one_by_one) == 2


def test_the_whole_puts_notes_away_that_it_read_and_keeps_the_keys(standing: Partnership) -> None:
    other = typed(standing.member)

    ask_questions(at=NOW)

    assert _noted() == []
    assert _keys(other) > 0


def test_a_change_asks_anew_and_what_fits_no_more_is_asked_no_longer(standing: Partnership) -> None:
    other = typed(standing.member)
    _match()
    with beside() as connection:
        connection.execute(
            "UPDATE records_person SET given_names = 'Milos', born_on = '2009-01-02' WHERE id = %s", [other.pk]
        )

    told = _match()

    assert (told.records, told.lapsed, told.open) == (1, 1, 0)
    with acting_as(standing.member):
        assert not open_questions().exists()


def test_a_number_that_comes_later_is_weighed_too(standing: Partnership) -> None:
    other = typed(standing.member)
    _match()
    with acting_as(standing.member):
        weight = Question.objects.get().weight
        give_identifier(person=other, agency=standing.member.agency, scheme=Scheme.NHS, value="9990743428")

    assert _match().records == 1
    with acting_as(standing.member):
        compared = {one["field"]: one["level"] for one in Question.objects.get().compared}
        assert (Question.objects.get().weight, compared["identifier:nhs"]) == (weight, "unknown")


def test_two_numbers_that_come_at_once_note_the_record_once(standing: Partnership) -> None:
    with beside() as connection:
        connection.execute(
            "INSERT INTO records_identifier (circle_id, sealed, person_id, agency_id, scheme, value)"
            " SELECT p.circle_id, p.sealed, p.id, c.agency_id, one.scheme, one.value FROM records_person p"
            " JOIN access_circle c ON c.id = p.circle_id, (VALUES ('nhs', '9990743428'), ('upn', 'R999200721018')) one (scheme, value)"
            " WHERE p.id = %s",
            [standing.leah.pk],
        )

    assert _noted() == [standing.leah.pk]


def test_a_child_who_moves_is_matched_anew_and_a_shared_home_speaks_for_one_child(standing: Partnership) -> None:
    other = typed(standing.member)
    _match()
    with beside() as connection:
        connection.execute(
            "UPDATE records_person SET lives = '95 Cobbler Row, PE4 3PS' WHERE id = ANY (%s)",
            [[other.pk, standing.leah.pk]],
        )
        assert set(_noted()) == {other.pk, standing.leah.pk}

    assert _match().changed > 0

    with acting_as(standing.member):
        compared = {one["field"]: (one["level"], one["bits"] > 0) for one in Question.objects.get().compared}
    assert (compared["address"], compared["postcode"]) == (("exact", True), ("exact", True))


def test_what_changes_nothing_of_who_it_is_notes_nothing(standing: Partnership) -> None:
    with beside() as connection:
        connection.execute("UPDATE records_person SET school = 'Another', given_names = given_names")

    assert _noted() == []


def test_a_sealed_record_loses_its_keys_and_is_near_nobody_until_it_is_opened(standing: Partnership) -> None:
    head = employed(standing, "Gita Rao", "police", "social-work-manager")
    other = typed(standing.member)
    _match()
    with acting_as(head):
        circle = Circle.objects.get(pk=other.circle_id)
        seal(circle=circle, stays=[standing.member], basis=BASIS, reason="x", by=head, at=NOW)

    assert _noted() == [other.pk]
    assert Arrivals().match() is None
    with beside() as connection:
        ended = connection.execute("SELECT lapsed_at IS NULL FROM linkage_question WHERE other_id = %s", [other.pk])
        assert ended.fetchall() == [(False,)]
    typed(standing.member, replace(LEA, given_names="Leea"))
    _match()
    assert _keys(other) == 0
    with beside() as connection:
        pairs = connection.execute("SELECT other_id FROM linkage_question WHERE asked_at >= now() - interval '1 day'")
        assert len(pairs.fetchall()) == 2


def test_nobody_is_asked_any_longer_about_who_is_gone_but_what_was_judged_stays(standing: Partnership) -> None:
    asked, judged = typed(standing.member), typed(standing.member, replace(LEA, given_names="Leea"))
    match_arrivals(lambda words: None)
    with acting_as(standing.member):
        question = Question.objects.get(other=judged, picture=standing.leah)
        answer_question(question=question, choice=Choice.DIFFERENT, reason="x", by=standing.member)
    with beside() as connection:
        connection.execute(
            "UPDATE records_person SET withdrawn_at = now() WHERE id = ANY (%s)", [[asked.pk, judged.pk]]
        )

        assert Arrivals().match() is None

        ended = "SELECT other_id, lapsed_at IS NULL FROM linkage_question WHERE picture_id = %s ORDER BY other_id"
        assert connection.execute(ended, [standing.leah.pk]).fetchall() == [(asked.pk, False), (judged.pk, True)]


def test_an_answer_binds_who_comes_again(standing: Partnership) -> None:
    other = typed(standing.member)
    _match()
    with acting_as(standing.member):
        answer_question(question=Question.objects.get(), choice=Choice.DIFFERENT, reason="x", by=standing.member)
    with beside() as connection:
        connection.execute("UPDATE records_person SET sex = 'U' WHERE id = %s", [other.pk])

    assert _match().open == 0
    with acting_as(standing.member):
        assert not open_questions().exists()


def test_a_change_while_it_is_matched_stays_noted(standing: Partnership) -> None:
    other = typed(standing.member)
    with connected(DatabaseRole.MATCHER) as matcher:
        [[number, *_]] = matcher.execute("SELECT * FROM erle.matching_due(10)").fetchall()
        matcher.commit()
        with beside() as connection:
            connection.execute("UPDATE records_person SET sex = 'M' WHERE id = %s", [other.pk])
        matcher.execute(
            "SELECT * FROM erle.propose_near(%s, %s, '', '{}', 32, '[]', 1, now())", [other.pk, number]
        ).fetchall()

    assert _noted() == [other.pk]


def test_a_key_that_too_many_share_is_kept_without_them_until_all_is_kept_anew(standing: Partnership) -> None:
    for about in (LEA, NOBODY):
        typed(standing.member, about)
    with connected(DatabaseRole.MATCHER) as matcher, beside() as connection:
        people = [one for (one,) in connection.execute("SELECT id FROM records_person WHERE NOT sealed ORDER BY id")]
        assert len(people) > 2

        def share(fullest: int) -> list[int | None]:
            for one in people:
                given = [one, str(one), one, fullest]
                matcher.execute("SELECT erle.keep_keys(ARRAY[%s], ARRAY[%s], ARRAY[%s], ARRAY[7::bigint], %s)", given)
            matcher.commit()
            kept = connection.execute("SELECT person_id FROM erle.match_key WHERE key = 7 ORDER BY person_id")
            return [one for (one,) in kept]

        assert share(len(people)) == people
        [[near]] = matcher.execute("SELECT erle.matching_near(%s, '{7}')", [people[0]])
        assert sorted(values_in(near)) == people[1:]
        assert share(len(people) - 1) == [None]
        assert share(len(people)) == [None]
        assert matcher.execute("SELECT erle.matching_near(%s, '{7}')", [people[0]]).fetchall() == [(None,)]
        matcher.execute("SELECT erle.forget_keys()")
        assert share(len(people)) == people


def _said() -> list[tuple[int, str]]:
    with beside() as connection:
        return connection.execute("SELECT person_id, said FROM erle.match_said ORDER BY person_id").fetchall()


def test_what_a_record_says_is_kept_beside_its_keys_and_goes_with_them(standing: Partnership) -> None:
    other = typed(standing.member)
    assert "leah" not in dict(_said()).get(other.pk, "")
    _match()
    with acting_as(standing.member):
        assert dict(_said())[other.pk].split(PART)[:2] == [str(other.pk), other.given_names.lower()]

    one_by_one = _said()
    ask_questions(at=NOW)
    assert _said() == one_by_one

    with acting_as(standing.manager):
        circle = Circle.objects.get(pk=standing.leah.circle_id)
        seal(circle=circle, stays=[standing.lead], basis=BASIS, reason="x", by=standing.manager, at=NOW)
    with connected(DatabaseRole.MATCHER) as matcher, beside() as connection:
        [[key]] = connection.execute("SELECT min(key) FROM erle.match_key WHERE person_id = %s", [standing.leah.pk])
        [[near]] = matcher.execute("SELECT erle.matching_near(0, ARRAY[%s::bigint])", [key])
        assert standing.leah.pk not in values_in(near)  # before it is matched, too
    Arrivals().match()
    assert standing.leah.pk not in dict(_said())


def test_while_keys_are_kept_whoever_hands_in_does_not_wait_and_matching_does(standing: Partnership) -> None:
    with connected(DatabaseRole.MATCHER) as whole:
        whole.execute("SELECT erle.forget_keys()")
        other = typed(standing.member)  # recognises, and would wait here
        with connected(DatabaseRole.MATCHER) as one:
            one.execute("SET lock_timeout = '200ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                one.execute("SELECT * FROM erle.propose_near(%s, 0, '', '{1}', 8, '[]', 1, now())", [other.pk])


def test_who_waits_is_woken_by_who_comes_and_by_nothing_else(standing: Partnership) -> None:
    with listening() as wait:
        assert not wait(0.2)
        with beside() as connection:
            connection.execute("UPDATE records_person SET school = 'Another'")
        assert not wait(0.2)
        typed(standing.member)
        assert wait(5)


@pytest.mark.parametrize("role", [DatabaseRole.MATCHER, DatabaseRole.WORKER, DatabaseRole.BOARD, DatabaseRole.PUBLIC])
@pytest.mark.parametrize("table", ["erle.match_key", "erle.match_said", "erle.match_due"])
def test_no_role_reads_the_keys_or_the_notes(standing: Partnership, role: DatabaseRole, table: str) -> None:
    del standing
    with connected(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"SELECT * FROM {table}")
