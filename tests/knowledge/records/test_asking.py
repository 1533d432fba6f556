"""Asking whether a child is known: whom to ring, and never more; the answer for a sealed child is that of no child."""

from datetime import date

import pytest

from erle.foundation.access import gate, queries
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import Answer, ask_whether_known
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, CANARY, NOW, Partnership

BORN = date(2012, 3, 3)
WHY = "Seen alone at the station"


def _ask(worker: Worker, name: str = "Leah Arden", born: date = BORN) -> Answer | None:
    with acting_as(worker):
        return ask_whether_known(name=name, born_on=born, why=WHY, by=worker)


def _told(worker: Worker) -> list[tuple[str, str, str]]:
    with acting_as(worker):
        return [(notice.kind, notice.about, notice.words) for notice in queries.notices(worker)]


def test_outside_the_circle_the_answer_is_whom_to_ring_and_no_reference(partnership: Partnership) -> None:
    answer = _ask(partnership.never)

    assert answer == Answer(partnership.agencies["childrens_services"], partnership.lead, None)


def test_inside_the_circle_the_answer_has_the_reference(partnership: Partnership) -> None:
    answer = _ask(partnership.member)

    assert answer is not None
    assert answer.reference == partnership.leah.reference


@pytest.mark.parametrize("name", ["leah ARDEN", "Arden, Leah", "  Léah   Arden ", "ARDEN LEAH"])
def test_capitals_accents_and_order_do_not_matter(partnership: Partnership, name: str) -> None:
    assert _ask(partnership.never, name) is not None


@pytest.mark.parametrize(
    "name", ["Arden", "Leah", "Lea Arden", "Leah Ardens", "% %", "", " ", "Leah Arden Arden", "L* A*"]
)
def test_part_of_a_name_and_a_pattern_find_nobody(partnership: Partnership, name: str) -> None:
    assert _ask(partnership.never, name) is None


def test_another_date_of_birth_finds_nobody(partnership: Partnership) -> None:
    assert _ask(partnership.never, born=date(2012, 3, 4)) is None


def test_the_name_that_a_child_goes_by_finds_the_child(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        Person.objects.filter(pk=partnership.leah.pk).update(known_as="Lee")

    assert _ask(partnership.never, "Lee Arden") is not None


def test_a_hit_is_written_where_the_circle_reads_it_and_the_lead_worker_is_told(partnership: Partnership) -> None:
    _ask(partnership.never)

    assert _told(partnership.lead) == [("asked", partnership.leah.reference, WHY)]
    assert _told(partnership.manager) == []
    with acting_as(partnership.member):
        line = Line.objects.get(act="asked")
    assert (line.worker_id, line.about, line.detail) == (
        partnership.never.pk,
        partnership.leah.reference,
        {"answer": "known"},
    )
    with acting_as(partnership.never):
        assert not Line.objects.filter(act="asked").exists()


def test_no_hit_is_written_too_for_the_asker_alone(partnership: Partnership) -> None:
    _ask(partnership.never, "Nobody Known")

    with acting_as(partnership.never):
        assert Line.objects.get(act="asked").detail == {"answer": "not known"}
    with acting_as(partnership.lead):
        assert not Line.objects.filter(act="asked").exists()


def test_of_a_sealed_child_the_answer_is_no_and_those_who_answer_for_the_child_are_told(
    partnership: Partnership,
) -> None:
    answer = _ask(partnership.never, f"Wren {CANARY}")

    assert answer is None
    for worker in (partnership.lead, partnership.manager):
        assert _told(worker) == [("asked", partnership.sealed.reference, WHY)]
    assert _told(partnership.coordinator) == []


def test_of_a_sealed_child_those_inside_get_the_answer(partnership: Partnership) -> None:
    answer = _ask(partnership.lead, f"Wren {CANARY}")

    assert answer is not None
    assert answer.reference == partnership.sealed.reference


def test_the_lead_worker_is_not_told_of_her_own_ask(partnership: Partnership) -> None:
    _ask(partnership.lead)

    assert _told(partnership.lead) == []


def test_a_child_whom_two_agencies_know_is_known_although_one_record_is_sealed(partnership: Partnership) -> None:
    particulars = Particulars(given_names="Wren", family_name=CANARY, born_on=BORN)
    with acting_as(partnership.member):
        record_person(
            agency=partnership.agencies["police"],
            particulars=particulars,
            basis=BASIS,
            purpose="Stop and account",
            by=partnership.member,
            at=NOW,
        )

    answer = _ask(partnership.never, f"Wren {CANARY}")

    assert answer is not None
    assert answer.agency == partnership.agencies["police"]
    assert _told(partnership.lead) == [("asked", partnership.sealed.reference, WHY)]
    assert _told(partnership.member) == [("asked", _told(partnership.member)[0][1], WHY)]


def test_a_child_who_was_withdrawn_is_not_known(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        Person.objects.filter(pk=partnership.leah.pk).update(withdrawn_at=NOW)

    assert _ask(partnership.never) is None


@pytest.mark.parametrize("key", ["governance", "administrator"])
def test_a_role_without_the_ability_does_not_ask(partnership: Partnership, key: str) -> None:
    with pytest.raises(gate.NotAble):
        _ask(partnership.workers[key])

    assert _told(partnership.lead) == []
