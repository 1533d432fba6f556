"""Each published rule on the missing table, with a table that breaks it and one beside it that keeps to it."""

import csv
from pathlib import Path

import pytest

from erle.doors.exchange.returning.rule_book import CODES, MISSING_RULES
from erle.doors.exchange.returning.years import CollectionYear
from tests.doors.exchange.returning.tables import check_folder, write
from tests.doors.exchange.test_ssda903_sample import SAMPLE

YEAR = CollectionYear(2026)
PUBLISHED = SAMPLE.parent / "rules.csv"
HEADER, CARE = "7,01/05/2010\n", "7,01/06/2024,,,C2\n"
GOOD = "7,01/05/2010,M,01/02/2026,03/02/2026\n"


def broken(folder: Path, missing: str, **tables: str) -> list[tuple[str, int, str]]:
    """Return the rules that a table breaks, with row and field."""
    beside = {"header": HEADER, "episodes": CARE, "last": "", **tables}
    faults = check_folder(write(folder, missing=missing, **beside), YEAR).faults
    return [(fault.code, fault.row, fault.field) for fault in faults]


def test_a_year_runs_from_april_to_march_and_is_called_by_its_end() -> None:
    assert (YEAR.first.isoformat(), YEAR.last.isoformat(), YEAR.words) == ("2025-04-01", "2026-03-31", "2025-26")
    assert YEAR.deadline.isoformat() == "2026-06-30"
    with pytest.raises(ValueError, match="is no collection year"):
        CollectionYear(26)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published rules are not beside this checkout (../shared/data)")
def test_the_rules_that_apply_are_those_whose_tables_name_the_missing_table() -> None:
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as stream:
        rules = [rule for rule in csv.DictReader(stream) if not rule["deleted_in"]]
    naming = {
        rule["code"]
        for rule in rules
        if {table.lower().removesuffix("_last") for table in rule["tables"].split("|")} & {"missing"}
    }

    assert {*CODES} == naming
    assert all(MISSING_RULES.values())


def test_a_table_without_fault_breaks_nothing(tmp_path: Path) -> None:
    assert broken(tmp_path, GOOD) == []
    assert broken(tmp_path, "7,01/05/2010,A,31/03/2026,\n") == []


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        ("7,01/05/2010,M,,\n", {("1004", 2, "MIS_START"), ("564", 2, "MIS_START")}),
        ("7,01/05/2010,M,31/02/2026,\n", {("1004", 2, "MIS_START")}),
        ("7,01/05/2010,M,01/02/2026,31/02/2026\n", {("1005", 2, "MIS_END")}),
        ("7,01/05/2010,X,01/02/2026,\n", {("1006", 2, "MISSING")}),
        ("7,01/05/2010,,01/02/2026,\n", {("565", 2, "MISSING")}),
        ("7,01/05/2010,,01/02/2026,02/02/2026\n", {("565", 2, "MISSING"), ("566", 2, "MISSING")}),
        ("7,01/05/2010,M,03/02/2026,02/02/2026\n", {("567", 2, "MIS_END")}),
        ("7,01/05/2010,M,01/04/2026,\n", {("570", 2, "MIS_START")}),
        ("7,01/05/2010,M,31/03/2026,01/04/2026\n", {("571", 2, "MIS_END")}),
        ("7,01/05/2010,M,01/01/2025,31/03/2025\n", {("571", 2, "MIS_END")}),
        (GOOD + "7,01/05/2010,A,02/02/2026,04/02/2026\n", {("574", 3, "MIS_START")}),
        ("7,01/05/2010,M,01/02/2026,\n7,01/05/2010,A,05/02/2026,06/02/2026\n", {("574", 3, "MIS_START")}),
        (",,M,01/02/2026,\n", {("", 2, "CHILD"), ("", 2, "DOB"), ("INT04", 2, "CHILD")}),
        ("8,01/05/2010,M,01/02/2026,\n", {("INT04", 2, "CHILD")}),
        ("7,02/05/2010,M,01/02/2026,\n", {("INT13", 2, "DOB")}),
    ],
)
def test_a_line_that_breaks_a_rule_is_told_with_its_row_and_field(
    tmp_path: Path, missing: str, found: set[tuple[str, int, str]]
) -> None:
    assert {*broken(tmp_path, missing)} == found


def test_what_one_ends_and_the_next_begins_on_one_day_is_no_overlap(tmp_path: Path) -> None:
    assert broken(tmp_path, GOOD + "7,01/05/2010,A,03/02/2026,04/02/2026\n") == []


@pytest.mark.parametrize(
    ("missing", "care", "codes"),
    [
        (GOOD, "7,01/06/2024,04/02/2026,E4A,C2\n", []),
        ("7,01/05/2010,M,01/02/2026,\n", "7,01/06/2024,04/02/2026,X1,C2\n7,04/02/2026,,,C2\n", ["575"]),
        ("7,01/05/2010,M,01/02/2026,\n", "7,01/06/2024,04/02/2026,E4A,C2\n", ["575", "577"]),
        (GOOD, "7,01/06/2024,31/01/2026,E4A,C2\n", ["577", "578", "581"]),
        (GOOD, "7,02/02/2026,,,C2\n", ["578", "581"]),
        (GOOD, "8,02/02/2026,,,C2\n", []),
    ],
)
def test_a_line_is_held_against_the_episodes_of_care(tmp_path: Path, missing: str, care: str, codes: list[str]) -> None:
    assert sorted(code for code, *_ in broken(tmp_path, missing, episodes=care)) == codes


def test_still_missing_at_eighteen_ends_care_with_e8(tmp_path: Path) -> None:
    missing, born = "7,10/03/2008,M,01/03/2026,10/03/2026\n", "7,10/03/2008\n"

    said = broken(tmp_path, missing, header=born, episodes="7,01/06/2024,10/03/2026,E15,C2\n")

    assert said == [("580", 2, "REC")]
    assert broken(tmp_path, missing, header=born, episodes="7,01/06/2024,10/03/2026,E8,C2\n") == []


def test_what_last_year_left_open_is_carried_over(tmp_path: Path) -> None:
    before = "7,01/05/2010,M,20/03/2025,\n"

    assert broken(tmp_path, "7,01/05/2010,M,20/03/2025,05/04/2025\n", last=before) == []
    assert broken(tmp_path, GOOD, last=before) == [("576", 2, "MIS_START")]
    assert broken(tmp_path, "", last=before) == [("576", 0, "CHILD")]


def test_a_fault_says_which_child_which_row_which_field_and_what_was_expected(tmp_path: Path) -> None:
    write(tmp_path, missing="7,01/05/2010,M,03/02/2026,02/02/2026\n", header=HEADER, episodes=CARE)

    [fault] = check_folder(tmp_path, YEAR).faults

    assert fault.words() == (
        "Row 2, MIS_END: '02/02/2026' is before the start, 03/02/2026 (child 7); expected that date or a later one"
        " (rule 567)"
    )


def test_rules_are_not_asked_for_want_of_the_table_that_they_need(tmp_path: Path) -> None:
    write(tmp_path, missing="8,02/05/2010,M,01/02/2026,\n")

    found = check_folder(tmp_path, YEAR)

    assert found.faults == []
    assert {code for codes in found.not_asked.values() for code in codes} == {
        "INT04", "INT13", "575", "576", "577", "578", "580", "581",
    }  # fmt: skip
