"""The children in need census: valid by the schema, dates that fit, and the numbers of the other files."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from erle.foundation.statute.calendar import ENGLAND
from rehearsal.partnership.files.census import NAME, reference_date
from tests.rehearsal.partnership.conftest import SHARED, TODAY, Written


@pytest.fixture(scope="module")
def census(city: Written) -> etree._ElementTree:
    return etree.parse(city.folder / NAME)


def days(element: etree._Element, *names: str) -> Iterator[date]:
    for name in names:
        yield from (date.fromisoformat(str(found.text)) for found in element.iter(name))


@pytest.mark.skipif(SHARED is None, reason="the published schema is not beside or above this checkout (shared/data)")
def test_it_is_valid_by_the_schema_of_2024(census: etree._ElementTree) -> None:
    schema = etree.XMLSchema(etree.parse(Path(SHARED or "") / "dfe-cin-census" / "CIN_schema_2024.xsd"))

    schema.assertValid(census)


def test_it_is_of_the_year_that_ended_last(census: etree._ElementTree) -> None:
    ends = reference_date(TODAY)

    assert ends == date(2026, 3, 31)
    assert next(days(census.getroot(), "ReferenceDate")) == ends
    assert reference_date(date(2026, 3, 31)) == date(2025, 3, 31)
    assert all(day <= ends for day in days(census.getroot(), "CINreferralDate", "CPPstartDate", "S47ActualStartDate"))


def test_dates_of_a_case_follow_one_another(census: etree._ElementTree) -> None:
    for case in census.iter("CINdetails"):
        [on] = days(case, "CINreferralDate")
        closed = next(days(case, "CINclosureDate"), date.max)
        assert all(
            on <= day <= closed for day in days(case, "AssessmentActualStartDate", "AssessmentAuthorisationDate")
        )
        assert all(on <= day <= closed for day in days(case, "CINPlanStartDate", "CINPlanEndDate", "CPPendDate"))
        for enquiry in case.iter("Section47"):
            begun, held = next(days(enquiry, "S47ActualStartDate")), next(days(enquiry, "DateOfInitialCPC"), None)
            assert begun >= on
            assert held is None or ENGLAND.is_working_day(held)
        assert set(days(case, "CPPstartDate")) <= set(days(case, "DateOfInitialCPC"))
        assert not (list(case.iter("CINPlanDates")) and list(case.iter("ChildProtectionPlans")))


def test_a_finished_assessment_has_factors_and_an_open_one_has_none(census: etree._ElementTree) -> None:
    for assessment in census.iter("Assessments"):
        factors = [factor.text for factor in assessment.iter("AssessmentFactors")]
        assert bool(factors) == bool(list(assessment.iter("AssessmentAuthorisationDate")))
        assert len(factors) == len(set(factors))


def test_its_children_are_those_of_the_other_files_by_the_same_numbers(
    city: Written, census: etree._ElementTree
) -> None:
    known = set()
    for name in ("contacts", "statuses"):
        with (city.folder / f"childrens-services--{name}.csv").open(encoding="utf-8", newline="") as file:
            known |= {row["Child ID"] for row in csv.DictReader(file)}
    numbers = [str(number.text) for number in census.iter("LAchildID")]

    assert len(numbers) > 300
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= known
