"""The files come in by the exchange: once, with their faults back beside them, and the sealed record sealed."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Agency, Worker
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.models import Entry, Person
from erle.practice.missing.models import Episode
from rehearsal.partnership import FileWritten
from rehearsal.partnership.letting_in import agencies_stand, let_in, write_once
from rehearsal.stage import Stage, found_partnership
from tests.partnership import NOW

SUFFIX = "-letting"
WANTED = ("contacts", "statuses", "away", "concern-log", "premises", "census")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[FileWritten]:
    """Return some of the files, as of agencies that stand beside the tests' own."""
    written = write_once(tmp_path_factory.mktemp("letting"), seed=4, scale=0.05, now=NOW)
    return [
        replace(file, agency=f"{file.agency}{SUFFIX}")
        for file in written
        if any(word in file.path.name for word in WANTED)
    ]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker, files: list[FileWritten]) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        administrator = Worker.objects.get(posts__role="technical-administrator", agency__slug="partnership-office")
        with acting_as(administrator):
            stage = found_partnership(now=NOW, suffix=SUFFIX)
        let_in(files, now=NOW)
        yield stage
        transaction.set_rollback(True)


def test_files_come_in_and_the_manager_sees_the_children_of_her_agency(stage: Stage) -> None:
    with acting_as(stage.workers["pemberley"]):
        children, lines = Person.objects.count(), Entry.objects.count()

        known = set(Episode.objects.values_list("recorded_at", flat=True))
    assert children > 80
    assert lines > 300
    assert len(known) > 2
    assert all(moment <= NOW for moment in known)


def test_let_in_again_nothing_is_taken_twice(stage: Stage, files: list[FileWritten]) -> None:
    assert let_in(files, now=NOW) == 0


def test_files_that_stand_are_not_written_anew(files: list[FileWritten]) -> None:
    folder = files[0].path.parent
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.csv")}

    again = write_once(folder, seed=99, scale=0.05, now=NOW)

    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.csv")} == before
    assert len(again) == 24


def test_rows_with_a_fault_come_back_beside_the_files(stage: Stage, files: list[FileWritten]) -> None:
    folder = files[0].path.parent
    with (folder / "truth" / "faults.csv").open(encoding="utf-8", newline="") as file:
        planted = [row for row in csv.DictReader(file) if row["file"] == "childrens-services--contacts.csv"]
    with (folder / "came-back" / "childrens-services--contacts.csv").open(encoding="utf-8", newline="") as file:
        back = list(csv.DictReader(file))

    assert planted
    assert len(back) == len(planted)


def test_the_record_to_be_sealed_is_seen_by_the_manager_alone(stage: Stage) -> None:
    with acting_as(stage.workers["pemberley"]):
        [sealed] = Person.objects.filter(family_name="Quincey", given_names="Darcey", circle__sealed=True)
    with acting_as(stage.workers["whitcombe"]):
        assert not Person.objects.filter(pk=sealed.pk).exists()


def test_a_pupil_number_ties_a_schools_record_to_the_picture(stage: Stage) -> None:
    with acting_as(stage.workers["achterberg"]):
        school = set(Person.objects.values_list("pk", flat=True))

    assert school
    with acting_as(stage.workers["pemberley"]):
        tied = Tie.objects.count()
    assert tied > 0


def test_without_their_agencies_the_files_stay_outside(stage: Stage, files: list[FileWritten], tmp_path: Path) -> None:
    assert agencies_stand(files)
    assert not agencies_stand([replace(files[0], agency="nobody")])
    assert Agency.objects.filter(slug__endswith=SUFFIX).count() == len(stage.agencies)
