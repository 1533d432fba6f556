"""Whom a record names and its telephone numbers come to matching: noted at once, of the record's own circle alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage import keeping
from erle.knowledge.linkage.keeping import Kept, keep, kept
from erle.knowledge.linkage.matching.fields import FAMILY
from erle.knowledge.linkage.matching.near.keys import phone_mark
from erle.knowledge.linkage.models import Question
from erle.knowledge.linkage.queries import beside_child
from erle.knowledge.linkage.tasks import Arrivals, ask_questions, match_arrivals
from erle.knowledge.records.actions.around import Somebody, end_relation, record_relation
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.actions.naming import name_in_line
from erle.knowledge.records.models import Entry, Person, Relation, Report
from erle.knowledge.records.rules import MentionKind
from tests.knowledge.linkage.matching.test_near import records
from tests.knowledge.linkage.questions.asking import beside, model, typed
from tests.partnership import BASIS, NOW, Partnership

PHONE, OTHER_PHONE = "0113 496 0001", "+441134960001"
CARLY = Somebody("Carly Arden", "mum")


@pytest.fixture
def standing(copy: Partnership) -> Partnership:
    """The partnership, of which everything that stands is matched."""
    match_arrivals(lambda words: None)
    return copy


def _relate(worker: Worker, person: Person, somebody: Somebody = CARLY) -> None:
    with acting_as(worker):
        record_relation(person=person, somebody=somebody, agency=worker.agency, by=worker, at=NOW)


def _name(worker: Worker, person: Person, kind: MentionKind, words: str, **details: str) -> None:
    with acting_as(worker):
        entry = Entry.objects.filter(person=person, report__isnull=False, circle=person.circle_id).latest("id")
        name_in_line(entry=entry, named=[Named(kind, words, dict(details))], at=NOW)


def _compared(worker: Worker) -> dict[str, str]:
    with acting_as(worker):
        return {one["field"]: one["level"] for one in Question.objects.get().compared}


def _told(person: Person) -> Any:
    """Return what matching is told of those around the record, by the whole run and at the moment of entry."""
    with connected(DatabaseRole.MATCHER) as matcher:
        whole = {row[0]: row[-1] for row in matcher.execute("SELECT * FROM erle.matching_records()").fetchall()}
    with beside() as connection:
        said = "SELECT s.around FROM records_person p CROSS JOIN LATERAL erle.said_of(p) s WHERE p.id = %s"
        [[one]] = connection.execute(said, [person.pk]).fetchall()
    assert whole.get(person.pk, one) == one
    return one


def _match() -> int:
    told = Arrivals().match()
    return told.records if told else 0


def test_whom_both_name_is_weighed_at_once_and_by_the_whole_alike(standing: Partnership) -> None:
    officer, leah = standing.member, standing.leah
    other = typed(officer)
    _match()
    with acting_as(officer):
        before = Question.objects.get().weight

    _relate(officer, other, Somebody("Karly Ardern", "mother"))
    assert (_match(), _compared(officer)["around"]) == (1, "unknown")
    _relate(standing.lead, leah)
    assert (_match(), _compared(officer)["around"]) == (1, "parent")

    with acting_as(officer):
        question = Question.objects.get()
    assert question.weight > before
    assert (ask_questions(at=NOW).changed, _compared(officer)["around"]) == (0, "parent")


def test_a_number_of_a_line_is_weighed_in_whatever_form_it_was_said(standing: Partnership) -> None:
    officer = standing.member
    other = typed(officer)
    _match()
    leahs = typed_line(standing)

    _name(officer, other, MentionKind.PHONE, PHONE)
    _name(standing.lead, leahs, MentionKind.PHONE, "+44 113 496 0001")

    assert (_match(), _compared(officer)["phones"]) == (2, "exact")
    assert _told(other) == {"phones": [OTHER_PHONE]}


def typed_line(standing: Partnership) -> Person:
    """Return Leah, in whose record a line of a report stands."""
    with acting_as(standing.lead):
        assert Entry.objects.filter(person=standing.leah, report__isnull=False).exists()
    return standing.leah


def test_who_is_taken_off_is_compared_no_longer(standing: Partnership) -> None:
    officer, other = standing.member, typed(standing.member)
    _relate(officer, other)
    _match()
    assert _told(other) == {"people": [["mum", "Carly Arden", None]]}

    with acting_as(officer):
        end_relation(person=other, number=Relation.objects.get(person=other).pk, by=officer, at=NOW)

    assert (_match(), _told(other)) == (1, {})


def test_what_a_report_names_goes_with_the_report(standing: Partnership) -> None:
    officer, other = standing.member, typed(standing.member)
    _name(officer, other, MentionKind.PERSON, "Carly Arden", relation="mother")
    _name(officer, other, MentionKind.PERSON, "A man in a blue coat")
    _match()
    assert _told(other) == {"people": [["mother", "Carly Arden", None]]}
    with acting_as(officer):
        assert beside_child(other).people == [("mother", "Carly Arden")]
        Report.objects.filter(person=other).update(withdrawn_at=NOW)

    assert (_match(), _told(other)) == (1, {})


def test_what_stands_in_another_circle_or_is_a_copy_never_enters(standing: Partnership) -> None:
    officer, other = standing.member, typed(standing.member)
    _name(officer, other, MentionKind.PHONE, PHONE)
    _match()
    with beside() as connection:
        there = "SELECT circle_id FROM records_person WHERE id = %s"
        [[elsewhere]] = connection.execute(there, [standing.leah.pk]).fetchall()
        connection.execute("UPDATE records_mention SET circle_id = %s WHERE key = %s", [elsewhere, OTHER_PHONE])

    assert (_told(other), _told(standing.leah)) == ({}, {})
    with acting_as(officer):
        assert list(beside_child(other).phones) == []


def test_of_a_sealed_record_matching_is_told_nobody(standing: Partnership) -> None:
    _relate(standing.lead, standing.leah)
    with acting_as(standing.manager):
        circle = Circle.objects.get(pk=standing.leah.circle_id)
        seal(circle=circle, stays=[standing.lead], basis=BASIS, reason="x", by=standing.manager, at=NOW)

    with connected(DatabaseRole.MATCHER) as matcher:
        told = [
            matcher.execute(f"SELECT * FROM erle.{call}").fetchall()
            for call in ("matching_records()", "matching_due(100)", "matching_near(0, '{}')")
        ]

    assert "Carly" not in repr(told)


def test_a_number_that_many_shared_when_it_was_learnt_is_nobodys(
    standing: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FULLEST", 2)
    some = [replace(one, around={"phones": [OTHER_PHONE]}) for one in records()[:3]]
    learnt = keeping.learn_from([*some, *records()[3:]], at=NOW)
    assert phone_mark(OTHER_PHONE) in learnt.full_keys
    assert phone_mark(OTHER_PHONE) not in keeping.learn_from([*some[:2], *records()[2:]], at=NOW).full_keys
    with connected(DatabaseRole.MATCHER) as matcher:
        keep(matcher, Kept(model(), full_keys=learnt.full_keys), rows=800)
    officer, other = standing.member, typed(standing.member)
    _name(officer, other, MentionKind.PHONE, PHONE)
    _name(standing.lead, standing.leah, MentionKind.PHONE, PHONE)

    _match()

    assert _compared(officer)["phones"] == "unknown"
    assert (ask_questions(at=NOW).changed, _compared(officer)["phones"]) == (0, "unknown")


def test_one_who_names_a_sister_called_so_is_held_by_each_way_of_matching(standing: Partnership) -> None:
    officer, other = standing.member, typed(standing.member)
    _relate(standing.lead, standing.leah, Somebody("Lea Arden", "twin sister"))

    _match()

    with acting_as(officer):
        question = Question.objects.get()
        assert (question.held, _compared(officer)["named"]) == (True, "named")
    assert ask_questions(at=NOW).changed == 0
    assert other.pk == question.other_id


def test_a_model_that_does_not_know_them_is_used_and_the_run_says_so(standing: Partnership) -> None:
    known = model()
    places = [place for place, field in enumerate(known.fields) if field.name not in FAMILY]
    left: dict[str, Any] = {
        kind: tuple(getattr(known.shares, kind)[place] for place in places)
        for kind in ("same", "strangers", "relatives")
    }
    shares = replace(known.shares, **left)
    older = replace(known, fields=tuple(known.fields[place] for place in places), shares=shares)
    with connected(DatabaseRole.MATCHER) as matcher:
        keep(matcher, Kept(older), rows=800)
    typed(standing.member)
    assert ask_questions(at=NOW).not_compared == ()
    _relate(standing.lead, standing.leah)

    told = ask_questions(at=NOW)

    assert (told.not_compared, told.open) == (("around",), 1)
    assert not FAMILY & set(_compared(standing.member))
    with connected(DatabaseRole.MATCHER) as matcher:
        assert kept(matcher) is not None


def test_numbers_of_a_home_take_no_place_of_a_familys_by_either_way(standing: Partnership) -> None:
    """Of more numbers than are compared those that too many share are left out first."""
    homes = [f"+4411349600{number}" for number in range(10, 24)]
    shared = np.array(sorted(map(phone_mark, homes)), dtype=np.int64)
    with connected(DatabaseRole.MATCHER) as matcher:
        keep(matcher, Kept(model(), full_keys=shared), rows=800)
    officer, other = standing.member, typed(standing.member)
    for number in (*homes, "+441134960099"):
        _name(officer, other, MentionKind.PHONE, number)
    _name(standing.lead, standing.leah, MentionKind.PHONE, "+441134960099")

    _match()

    assert _compared(officer)["phones"] == "exact"
    assert (ask_questions(at=NOW).changed, _compared(officer)["phones"]) == (0, "exact")
