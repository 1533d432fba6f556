"""The demo, built once beside the small partnership, in a transaction that is rolled back after these tests."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from erle.doors.exchange.importing import import_return
from erle.doors.exchange.ssda903.returns import read_return
from erle.foundation.access import queries as access
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.clocks.queries import due_from
from erle.foundation.clocks.rules import Group, group_of
from erle.knowledge.records.models import Entry, Person, Words
from erle.knowledge.records.queries import children, chronology
from erle.practice.missing.models import Episode
from erle.practice.missing.queries.interviewing import worklist
from erle.practice.missing.queries.now import board
from rehearsal.agencies import INTERVIEWERS, MANAGER
from rehearsal.build import build
from rehearsal.files import content, write_return
from rehearsal.stage import Stage
from tests.partnership import NOW

FURTHER = 4
WITH_FILES_ONLY = {"sallis", "achebe", "glossop", "trevelyan", "marchetti"}
"""Workers of the agencies that know children by their own files alone, which come in afterwards."""
PROTOCOLS_ONLY = {"kilbride", "lathbury", "mossop", "thackray"}
"""They sign and write protocols, and are in no child's circle."""


def _build(*, further: int, suffix: str) -> Stage:
    """Build a demo beside the tests' partnership, by its technical administrator."""
    with acting_as(Worker.objects.get(posts__role="technical-administrator", agency__slug="partnership-office")):
        return build(now=NOW, seed=1, scale=1, further=further, suffix=suffix)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _build(further=FURTHER, suffix="-rehearsal")
        transaction.set_rollback(True)


@pytest.fixture
def undone(stage: Stage) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def child(stage: Stage, given: str) -> Person:
    return next(person for story, person in stage.children if story.given == given)


def test_every_door_has_somebody_behind_it_who_sees_something_or_rightly_nothing(stage: Stage) -> None:
    seen = {}
    for key, worker in stage.workers.items():
        with acting_as(worker):
            seen[key] = children().count()

    silent = WITH_FILES_ONLY | INTERVIEWERS | PROTOCOLS_ONLY
    nothing = {"hartnell", "ashgrove", "postlethwaite", "underhill", "winstanley"} | silent
    assert {key for key, number in seen.items() if number == 0} == nothing
    assert seen[MANAGER] == len(stage.children)


def test_the_technical_administrator_sees_no_child_and_no_line(stage: Stage) -> None:
    with acting_as(stage.workers["postlethwaite"]):
        assert not Person.objects.exists()
        assert not Entry.objects.exists()
        assert not Words.objects.exists()
        assert not Episode.objects.exists()


@pytest.mark.parametrize("key", ["brookfield", MANAGER, "antwi"])
def test_my_work_of_a_lead_and_of_the_manager_has_something_of_every_urgency(stage: Stage, key: str) -> None:
    with acting_as(stage.workers[key]):
        groups = {group_of(clock.due_at, NOW) for clock in due_from(stage.workers[key], NOW)}

    assert groups >= {Group.OVERDUE, Group.LATER}


def test_two_children_are_missing_now_and_five_interviews_are_owed(stage: Stage) -> None:
    coordinator = stage.workers["whitcombe"]

    with acting_as(coordinator):
        owed = [clock.key for clock in due_from(coordinator, NOW)]
        missing = Episode.objects.filter(returned_at__isnull=True).count()

    assert missing == 2
    assert owed == ["return_interview"] * 5


def test_each_service_sees_the_interviews_of_its_own_children_alone(stage: Stage) -> None:
    seen = {}
    for key in ("holloway", "wetherby"):
        with acting_as(stage.workers[key]):
            seen[key] = {state.interview.given_names for state in worklist()}

    assert seen == {"holloway": {"Bilal", "Maisie", "Simona", "Tilly", "Zofia"}, "wetherby": {"Inês"}}


def test_the_children_who_are_missing_stand_on_the_board_with_risk_and_what_is_to_be_done(stage: Stage) -> None:
    with acting_as(stage.workers["marchbank"]):
        found = {state.episode.person.given_names: state for state in board()}

    assert [*found] == ["Dawid", "Ruairi"]
    assert [state.risk_words for state in found.values()] == ["High", "Medium"]
    assert [turn.words for turn in found["Dawid"].handed] != []
    due_at = found["Dawid"].to_do[0].due_at
    assert due_at is not None
    assert due_at < NOW
    assert found["Ruairi"].not_told == ["responsible", "social_worker"]
    assert found["Dawid"].not_told == []


def test_a_sealed_child_is_seen_only_by_those_named(stage: Stage) -> None:
    sealed = child(stage, "Ottilie")

    sees = set()
    for key, worker in stage.workers.items():
        with acting_as(worker):
            if Person.objects.filter(pk=sealed.pk).exists():
                sees.add(key)

    assert sees == {MANAGER, "wrona", "calloway"}


def test_a_worker_kept_out_sees_nothing_although_it_was_shared_with_him(stage: Stage) -> None:
    maisie = child(stage, "Maisie")

    with acting_as(stage.workers["brookfield"]):
        [bar] = access.kept_out(maisie.circle)
    with acting_as(stage.workers["dunmore"]):
        assert not Person.objects.filter(pk=maisie.pk).exists()

    assert bar.worker == stage.workers["dunmore"]


def test_narrow_lines_are_read_by_police_and_social_care_only(stage: Stage) -> None:
    maisie, lines = child(stage, "Maisie"), {}

    for key in ("brookfield", "teller", "achterberg", "marchbank"):
        with acting_as(stage.workers[key]):
            lines[key] = len(chronology(maisie))

    assert lines["brookfield"] == lines["teller"]
    assert lines["achterberg"] == lines["marchbank"] == lines["brookfield"] - 3


def test_an_emergency_opening_waits_for_the_manager_and_those_who_answer_are_told(stage: Stage) -> None:
    with acting_as(stage.workers[MANAGER]):
        [opening] = access.to_review(stage.workers[MANAGER])
    told = {}
    for key in ("brookfield", "antwi", "wrona"):
        with acting_as(stage.workers[key]):
            told[key] = [notice.kind for notice in access.notices(stage.workers[key])]

    assert opening.opened_by == stage.workers["teller"]
    assert told == {"brookfield": ["broke_glass"], "antwi": ["asked"], "wrona": ["named", "asked", "asked"]}


def test_the_same_seed_brings_the_same_texts(stage: Stage, undone: None) -> None:
    again = _build(further=FURTHER, suffix="-again")

    texts = []
    for one in (stage, again):
        with acting_as(one.workers[MANAGER]):
            # Of two like children no line is copied, and the desk's decisions stand with the one who was recognised.
            own = Entry.objects.filter(origin__isnull=True).exclude(title__startswith="MASH desk")
            found = own.order_by("happened_at", "title", "text", "source")
            texts.append(list(found.values_list("title", "text", "quote", "grade", "happened_at", "source")))

    assert len(texts[0]) > 150
    assert texts[0] == texts[1]


def test_a_demo_that_breaks_off_leaves_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(stage: Stage) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rehearsal.build.happen", break_off)

    with pytest.raises(KeyboardInterrupt):
        _build(further=0, suffix="-broken")

    assert not Agency.objects.filter(slug__endswith="-broken").exists()


def test_the_return_comes_in_by_the_door_with_its_two_faults_and_finds_the_children_known(
    stage: Stage, undone: None, tmp_path: Path
) -> None:
    write_return(tmp_path, today=NOW.date(), seed=1)

    outcome = import_return(
        read_return(tmp_path, today=NOW.date()), agency=stage.agencies["care"], name="return", at=NOW
    )
    again = import_return(read_return(tmp_path, today=NOW.date()), agency=stage.agencies["care"], name="return", at=NOW)

    assert (outcome.tally.total("refused"), outcome.children, outcome.episodes) == (2, 28, 10)
    assert again.batch == ""
    with acting_as(stage.workers["brookfield"]):
        kinds = [line["title"] for line in chronology(child(stage, "Ruairi"))]
    assert kinds.count("Looked-after review held") == 2


def test_the_return_is_the_same_for_a_seed() -> None:
    today = date(2026, 11, 23)

    assert content(today=today, seed=3) == content(today=today, seed=3)
    assert content(today=today, seed=3) != content(today=today, seed=4)
