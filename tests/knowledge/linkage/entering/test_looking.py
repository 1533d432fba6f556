"""Of a description those children of her own circles are named whom the kept model finds, by either way of looking."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.entering import kept_model
from erle.knowledge.linkage.entering.looking import MOST_SHOWN, Described, may_be
from erle.knowledge.linkage.keeping import starting
from erle.knowledge.linkage.nearby import near, weigher
from erle.knowledge.linkage.proposing import Standing
from erle.knowledge.records.actions.telling import Particulars, record_person
from tests.hands import act, connect
from tests.knowledge.linkage.handing import BORN
from tests.knowledge.linkage.questions.asking import model, on_a_clone
from tests.knowledge.records.finding.test_need_to_know import coordinator_of_all
from tests.partnership import BASIS, CANARY, NOW, Partnership

__all__ = ["coordinator_of_all"]
TODAY = NOW.date()
LEAH = Described("Leah", "Arden", "", BORN, "F")
LOOK = "SELECT people, version, frequencies FROM erle.look_among_own({})"
ANY = "'{leah}', '{}', '{arden}', '{2012-03-03}', '{forename}', '{mohammed}', 10"


@pytest.fixture
def kept(django_db_setup: None, django_db_blocker: object) -> Iterator[Partnership]:
    """The partnership in a copy of its own, with a model that is kept."""
    with django_db_blocker.unblock(), on_a_clone() as partnership:  # type: ignore[attr-defined]
        yield partnership


def told(worker: Worker, described: Described = LEAH) -> list[tuple[str, bool]]:
    with acting_as(worker):
        found = may_be(described, today=TODAY)
        return [(f"{one.person.given_names} {one.person.family_name}", one.certain) for one in found]


def recorded(worker: Worker, given: str, family: str, born: date | None = BORN) -> None:
    with acting_as(worker):
        about = Particulars(given_names=given, family_name=family, born_on=born)
        record_person(agency=worker.agency, particulars=about, basis=BASIS, purpose="x", by=worker, at=NOW)


@pytest.mark.parametrize(
    ("given", "family", "born", "known"),
    [
        ("Leah", "Arden", BORN, [("Leah Arden", True)]),
        ("Lia", "Ardenn", BORN, [("Leah Arden", False)]),
        ("Leah", "Ardin", BORN, [("Leah Arden", True)]),
        ("Arden", "Leah", BORN, [("Leah Arden", True)]),
        ("Leah", "Arden", date(2012, 3, 13), [("Leah Arden", True)]),
        ("Leah", "Arden", None, [("Leah Arden", False)]),
        ("Leah", "", BORN, [("Leah Arden", False)]),
        ("Leah", "Arden", date(2008, 11, 27), []),
        ("Milos", "Novak", BORN, []),
        ("Leah", "", None, []),
    ],
)
def test_whom_it_may_be(
    partnership: Partnership, given: str, family: str, born: date | None, known: list[tuple[str, bool]]
) -> None:
    assert told(partnership.lead, Described(given, family, "", born)) == known


def test_who_is_called_otherwise_is_found(partnership: Partnership) -> None:
    recorded(partnership.lead, "Katarzyna", "Wrona")

    assert told(partnership.lead, Described("", "Wrona", "Kasia", BORN)) == [("Katarzyna Wrona", True)]


@pytest.mark.parametrize("who", ["never", "lapsed", "withdrawn", "conflicted"])
def test_outside_the_circle_there_is_no_such_child(partnership: Partnership, who: str) -> None:
    assert told(partnership.workers[who]) == []


def test_a_sealed_child_is_named_to_who_is_named_there_alone(partnership: Partnership) -> None:
    wren = replace(LEAH, given_names="Wren", family_name=CANARY)

    assert told(partnership.lead, wren) == [(f"Wren {CANARY}", True)]
    assert told(partnership.member, wren) == []


def test_both_ways_of_looking_find_the_same(partnership: Partnership, coordinator_of_all: Worker) -> None:
    for given, family in (("Lea", "Arden"), ("Leah", "Ardin"), ("Mary", "Arden"), ("Leah", "Novak")):
        recorded(partnership.lead, given, family)

    mine = told(partnership.lead)

    assert told(coordinator_of_all) == mine
    assert len(mine) >= 4


def test_hidden_twins_take_nobodys_place(partnership: Partnership) -> None:
    recorded(partnership.lapsed, "Lea", "Ardin")
    before = told(partnership.lapsed)
    for _ in range(80):
        recorded(partnership.never, "Leah", "Arden")

    assert told(partnership.lapsed) == before == [("Lea Ardin", True)]


def test_no_more_are_named_than_fit_a_page(partnership: Partnership) -> None:
    for place in range(MOST_SHOWN + 2):
        recorded(partnership.lead, "Leah", f"Arden{'s' * (place % 2)}")

    assert len(told(partnership.lead)) == MOST_SHOWN


def test_it_is_weighed_by_the_kept_model_as_any_record_is(kept: Partnership) -> None:
    """Frequencies come with each look: the bits are those of the whole model."""
    said = Standing(1, 0, False, False, "Leah", "Ardin", "", BORN, "F", {})
    whole = near(said, [replace(said, id=2, family_name="Arden")], weigher(model()))

    with acting_as(kept.lead):
        [found] = may_be(replace(LEAH, family_name="Ardin"), today=TODAY)
        looking = kept_model.looking_by(1)

    assert list(found.compared) == list(whole[0].compared)
    assert looking.version == 1
    assert looking.weighs.steady["forename"].get("leah") == weigher(model()).steady["forename"].get("leah")


def test_a_model_that_is_kept_anew_is_read_anew(kept: Partnership) -> None:
    with acting_as(kept.lead):
        first = kept_model.looking_by(1)
        assert kept_model.looking_by(1) is first
        assert kept_model.looking_by(kept_model.NONE_KEPT) is not first


def test_where_none_is_kept_the_starting_model_weighs(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        looking = kept_model.looking_by(None)

    assert (looking.version, looking.weighs.model) == (0, starting().model)


@pytest.mark.parametrize("who", ["governance", "administrator"])
def test_who_may_not_hand_in_is_told_nothing_by_any_sql(kept: Partnership, who: str) -> None:
    with acting_as(kept.workers[who]), connection.cursor() as cursor:
        cursor.execute(LOOK.format(ANY))
        assert cursor.fetchone() == (None, None, None)
        cursor.execute("SELECT * FROM erle.model_to_look_by()")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "call",
    [
        ANY,
        "NULL, NULL, NULL, NULL, NULL, NULL, NULL",
        "'{leah,NULL}', '{NULL}', '{arden}', '{2012-03-03}', '{}', '{}', 1000000",
        "ARRAY['x'')) OR true --', '%'], '{}', '{arden}', '{}', '{}', '{}', 10",
        "'{}', '{}', '{}', '{2012-03-03,infinity}', '{}', '{}', 10",
    ],
)
def test_sql_that_calls_it_with_whatever_it_likes_finds_nobody_else(partnership: Partnership, call: str) -> None:
    with connect(DatabaseRole.WORKER) as hers:
        act(hers, partnership.never.pk)

        [people, *_] = hers.execute(LOOK.format(call)).fetchone() or [[]]
        assert not people
