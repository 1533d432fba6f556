"""An agency's file: all of it lands or nothing does, the same row twice is one report, and it is undone as a whole."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import seal
from erle.foundation.agencies.models import Worker
from erle.knowledge.records import queries
from erle.knowledge.records.actions.files.rows import Piece, Row, numbered
from erle.knowledge.records.actions.importing import Landed, UndoneAlready, begin_import, land, undo_import
from erle.knowledge.records.actions.telling import record_words
from erle.knowledge.records.models import Entry, ImportBatch, Person, Report
from erle.knowledge.records.rules import EntryKind, Nature, Sex
from tests.partnership import BASIS, NOW, Partnership

LINE = Piece(Nature.FACT, "", EntryKind.MISSING, "Missing")


def _row(number: str, said: str) -> Row:
    child = numbered(number, born_on=date(2010, 1, 1), sex=Sex.FEMALE)
    digest = hashlib.sha256(said.encode()).digest()
    return Row("missing", 2, child, digest, {"said": said}, NOW, pieces=(LINE,))


ROWS = (_row("1001", "a"), _row("1001", "b"), _row("1002", "c"))


@pytest.fixture
def importer(partnership: Partnership) -> Worker:
    """The account by which the files of children's services come in."""
    return partnership.agencies["childrens_services"].workers.get(kind="service")


def _land(partnership: Partnership, importer: Worker, rows: Sequence[Row] = ROWS) -> Landed:
    with acting_as(importer):
        agency = partnership.agencies["childrens_services"]
        batch = begin_import(agency=agency, file_format="ssda903", file_name="m.csv", basis=BASIS, by=importer, at=NOW)
        return land(batch=batch, rows=rows, basis=BASIS, purpose="Return", by=importer, at=NOW)


def _children(worker: Worker) -> set[int]:
    with acting_as(worker):
        return set(Person.objects.filter(batch__isnull=False, withdrawn_at__isnull=True).values_list("pk", flat=True))


def test_every_row_becomes_a_report_and_every_child_a_person(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer)

    assert (landed.taken, landed.known, landed.people) == (3, 0, 2)
    with acting_as(partnership.coordinator):
        assert sorted(Report.objects.filter(batch=landed.batch).values_list("said__said", flat=True)) == ["a", "b", "c"]
        assert Entry.objects.filter(batch=landed.batch, kind="missing").count() == 3


def test_a_worker_of_another_agency_sees_none_of_it(partnership: Partnership, importer: Worker) -> None:
    _land(partnership, importer)

    for key in ("member", "never", "lead"):  # the lead worker's role does not hold the agency's circles
        assert _children(partnership.workers[key]) == set()


def test_the_same_rows_again_change_nothing(partnership: Partnership, importer: Worker) -> None:
    _land(partnership, importer)

    again = _land(partnership, importer)

    assert (again.taken, again.known, again.people) == (0, 3, 0)
    with acting_as(importer):
        assert Report.objects.filter(kind="missing").count() == 3


def test_a_row_that_stands_twice_in_a_file_is_taken_once(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer, [*ROWS, ROWS[0]])

    assert (landed.taken, landed.known) == (3, 1)


def test_a_row_of_a_sealed_child_is_sealed(partnership: Partnership, importer: Worker) -> None:
    _land(partnership, importer, ROWS[:1])
    with acting_as(partnership.manager):
        child = Person.objects.get(identifiers__value="1001")
        seal(circle=child.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=NOW)

    landed = _land(partnership, importer)

    assert landed.taken == 2
    with acting_as(importer):
        assert set(Report.objects.filter(person=child).values_list("sealed", flat=True)) == {True}
        assert set(Entry.objects.filter(person=child).values_list("sealed", flat=True)) == {True}
    with acting_as(partnership.coordinator):
        assert Report.objects.filter(batch=landed.batch).count() == 1


def test_an_import_is_undone_as_a_whole(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer)

    with acting_as(importer):
        withdrawn = undo_import(batch=landed.batch, by=importer, at=NOW)

    assert withdrawn == 3
    assert _children(partnership.manager) == set()
    with acting_as(partnership.manager):
        assert not Entry.objects.filter(batch=landed.batch, withdrawn_at__isnull=True).exists()
        assert Report.objects.filter(batch=landed.batch).count() == 3  # kept as it was said, and marked


def test_an_import_is_not_undone_twice(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer)

    with acting_as(importer):
        undo_import(batch=landed.batch, by=importer, at=NOW)
        with pytest.raises(UndoneAlready):
            undo_import(batch=landed.batch, by=importer, at=NOW + timedelta(hours=1))

        assert ImportBatch.objects.get(pk=landed.batch.pk).undone_at == NOW


def test_what_was_undone_can_land_again_and_be_undone_again(partnership: Partnership, importer: Worker) -> None:
    with acting_as(importer):
        undo_import(batch=_land(partnership, importer).batch, by=importer, at=NOW)

    again = _land(partnership, importer)
    assert (again.taken, again.people, len(_children(importer))) == (3, 0, 2)
    with acting_as(importer):
        undo_import(batch=again.batch, by=importer, at=NOW)

    assert _children(importer) == set()


def test_a_child_of_whom_something_else_is_said_stays_when_the_file_is_undone(
    partnership: Partnership, importer: Worker
) -> None:
    first = _land(partnership, importer, ROWS[:1])
    second = _land(partnership, importer, ROWS[1:2])
    with acting_as(importer):
        undo_import(batch=first.batch, by=importer, at=NOW)

        stays = Person.objects.get(identifiers__value="1001")
        assert stays.withdrawn_at is None
        undo_import(batch=second.batch, by=importer, at=NOW)
        stays.refresh_from_db()
        assert stays.withdrawn_at == NOW


def test_a_child_whose_own_words_are_kept_stays_when_the_file_is_undone(
    partnership: Partnership, importer: Worker
) -> None:
    landed = _land(partnership, importer)
    with acting_as(partnership.manager):
        child = Person.objects.get(identifiers__value="1001")
        record_words(
            person=child,
            agency=partnership.manager.agency,
            said="I am here.",
            wishes=[],
            setting="",
            said_at=NOW,
            ask_again_after=timedelta(days=28),
            by=partnership.manager,
            at=NOW,
        )

    with acting_as(importer):
        undo_import(batch=landed.batch, by=importer, at=NOW)

    assert _children(partnership.manager) == {child.pk}


def test_the_batches_are_those_of_ones_own_agency(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer)

    with acting_as(partnership.manager):
        assert list(queries.batches()) == [landed.batch]
    with acting_as(partnership.member):
        assert not queries.batches().exists()


def test_a_person_without_the_ability_lets_no_file_in(partnership: Partnership, importer: Worker) -> None:
    landed = _land(partnership, importer)
    manager = partnership.manager

    with acting_as(manager):
        with pytest.raises(gate.NotAble):
            begin_import(agency=manager.agency, file_format="x", file_name="x", basis=BASIS, by=manager, at=NOW)
        with pytest.raises(gate.NotAble):
            undo_import(batch=landed.batch, by=manager, at=NOW)
