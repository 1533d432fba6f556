"""Each file as the exchange reads it: headings and mapping agree, and what comes back is what was planted."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from erle.doors.exchange.generic.fields import Field
from rehearsal.agencies import AGENCIES
from rehearsal.partnership import FileWritten
from rehearsal.partnership.files.layouts import VERSION
from rehearsal.partnership.writing import layouts
from tests.rehearsal.partnership.conftest import TODAY, Written
from tests.rehearsal.partnership.tables import cells_of, layout_of, mapped, read

COMES_BACK = {"no such day", "blank", "no such word", "the row stands twice", "month first, and no such day"}
FORMS = [layout.path for layout in layouts()]


def called(city: Written, name: str) -> FileWritten:
    return next(file for file in city.files if file.path.name == name)


def test_every_file_is_of_an_agency_of_the_demo_and_childrens_services_come_first(city: Written) -> None:
    slugs = {agency.slug for agency in AGENCIES}

    assert {file.agency for file in city.files} == slugs - {"partnership-office", "sandpiper"}
    assert [file.agency for file in city.files[:3]] == ["childrens-services"] * 3
    assert {file.format for file in city.files} == {"generic", "cin"}
    assert {file.path.name for file in city.files if file.mapping} == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_headings_are_those_of_the_mapping_and_no_two_files_of_a_sort_have_the_same(name: str, city: Written) -> None:
    file = called(city, name)
    header, rows = cells_of(file.path, mapped(file).sheet)

    assert list(header) == layout_of(name).headings
    assert mapped(file).absent(header) == []
    assert '"version": ' + str(VERSION) in (file.mapping or Path()).read_text("utf-8")
    assert rows


def test_each_school_has_headings_of_its_own() -> None:
    logs = [tuple(layout.headings) for layout in layouts() if layout.file == "concerns"]

    assert len(logs) == 6
    assert len(set(logs)) == 6


@pytest.mark.parametrize("name", FORMS)
def test_what_comes_back_is_what_was_planted(name: str, city: Written) -> None:
    file = called(city, name)
    taken, back = read(file, TODAY)
    place = next((at for at, column in enumerate(layout_of(name).columns) if column.field == "row_reference"), None)

    planted = [fault for fault in city.truth("faults") if fault["file"] == name and fault["fault"] in COMES_BACK]
    returned = [row for row in back if not _read_as_a_later_day(city, name, row.cells, place)]

    assert taken
    assert Counter(row.cells[place or 0] for row in returned) == Counter(fault["reference"] for fault in planted)


def _read_as_a_later_day(city: Written, name: str, cells: object, place: int | None) -> bool:
    """Tell whether a row came back because its day, typed month first, lies in the future as it is read."""
    later = {
        fault["reference"]
        for fault in city.truth("faults")
        if fault["file"] == name and fault["fault"] == "month first, and read as another day"
    }
    return isinstance(cells, list) and place is not None and cells[place] in later


def test_children_are_named_and_numbered_as_each_agency_does(city: Written) -> None:
    police, _ = read(called(city, "northmere-police--incidents.csv"), TODAY)
    housing, _ = read(called(city, "housing--officer-notes.csv"), TODAY)
    licensing, _ = read(called(city, "licensing--premises-and-vehicles.csv"), TODAY)
    header, cells = cells_of(called(city, "northmere-police--incidents.csv").path, "")
    surnames = [row[header.index("Surname")] for row in cells]

    assert all(name == name.upper() for name in surnames)
    assert all(row.values[Field.NUMBER].startswith("N00") for row in police)
    assert sum(row.values[Field.BORN_ON] is None for row in housing) > len(housing) / 4
    assert not any(any(row.values[Field.FULL_NAME]) for row in licensing)


def test_nothing_is_recorded_before_it_happened_or_after_now(city: Written) -> None:
    for name in FORMS:
        for row in read(called(city, name), TODAY)[0]:
            recorded = row.values.get(Field.RECORDED_AT)
            assert row.when.at.date() <= TODAY
            if recorded is not None and "xlsx" not in name:
                assert recorded.at.timestamp() >= row.when.at.timestamp() - 24 * 3600


def _late(city: Written) -> Iterator[timedelta]:
    for name in ("housing--officer-notes.csv", "community-health--attendances.xlsx"):
        for row in read(called(city, name), TODAY)[0]:
            if row.values[Field.RECORDED_AT]:
                yield row.values[Field.RECORDED_AT].at - row.when.at


def test_some_agencies_write_weeks_late(city: Written) -> None:
    assert sum(late > timedelta(days=7) for late in _late(city)) > 100


def test_a_return_in_the_hour_that_comes_twice_is_after_the_leaving(city: Written) -> None:
    references = city.hard_cases()["hour_that_comes_twice"]["rows"]
    taken, _ = read(called(city, "northmere-police--missing-reports.csv"), TODAY)
    [row] = [row for row in taken if row.values[Field.ROW_REFERENCE] in references]

    passed = row.values[Field.ENDED_AT].at.timestamp() - row.when.at.timestamp()

    assert passed == 40 * 60
