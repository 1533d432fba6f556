"""Rows that go back: said in words, written so that no spreadsheet runs what was in them."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.doors.exchange.faults import Fault, Severity, quoted
from erle.doors.exchange.opening import Unreadable
from erle.doors.exchange.rejects import FORMULA_STARTS, Rejects, inert, rejects_file

WRONG_DAY = Fault(
    "missing.csv",
    "missing",
    14,
    "MIS_END",
    "31/02/2018",
    "is not a date that exists",
    "a date written dd/mm/yyyy",
    "1005",
)


def test_a_fault_says_row_field_value_what_was_expected_and_the_rule() -> None:
    assert WRONG_DAY.words() == (
        "Row 14, MIS_END: '31/02/2018' is not a date that exists; expected a date written dd/mm/yyyy (rule 1005)"
    )


def test_a_fault_of_a_whole_file_names_no_row() -> None:
    fault = Fault("a.csv", "reviews", 0, "", "", "a.csv was written to while it was read", "a finished file")

    assert fault.words() == "a.csv was written to while it was read; expected a finished file"


def test_a_fault_is_plain_data_for_a_program() -> None:
    data = json.loads(json.dumps(WRONG_DAY.data()))

    assert (data["row"], data["field"], data["code"], data["severity"]) == (14, "MIS_END", "1005", "error")
    assert data["words"] == WRONG_DAY.words()


def test_a_shown_value_is_short_and_cannot_steer_a_terminal() -> None:
    shown = quoted("\x1b[2J" + "x" * 500)

    assert len(shown) == 62
    assert "\x1b" not in shown


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@given(st.lists(st.text(), min_size=3, max_size=3), st.text(max_size=20))
def test_no_cell_of_a_file_of_rejected_rows_is_a_formula(cells: list[str], heading: str) -> None:
    stream = io.StringIO(newline="")
    rejects = Rejects(stream, [["CHILD", f"x{heading}", "DOB"]])
    fault = Fault("a.csv", "reviews", 2, "DOB", cells[2], "is not a date")

    rejects.write(["CHILD", f"x{heading}", "DOB"], cells, [fault])

    written = [*csv.reader(io.StringIO(stream.getvalue(), newline=""))]
    assert not [cell for row in written for cell in row if cell.startswith(FORMULA_STARTS)]
    assert [cell.removeprefix("'") for cell in written[1][2:5]] == [cell.removeprefix("'") for cell in cells]


def test_rows_of_tables_with_different_columns_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    repeat = Fault("b.csv", "header", 3, "", "", "the row is the same as row 2", severity=Severity.REPEAT)

    with rejects_file(path, [["CHILD", "MIS_END"], ["Child", "SEX"]]) as rejects:
        rejects.write(["CHILD", "MIS_END"], ["7", "31/02/2018"], [WRONG_DAY])
        rejects.write(["Child", "SEX"], ["8", "=M"], [repeat, repeat])

    with path.open(encoding="utf-8-sig", newline="") as written:
        first, second = csv.DictReader(written)
    assert first["what is wrong"].startswith("Row 14, MIS_END: '31/02/2018' is not a date that exists")
    assert (first["file"], first["row"], first["CHILD"], first["SEX"]) == ("missing.csv", "14", "7", "")
    assert (second["SEX"], second["MIS_END"], second["what is wrong"].count("same as row 2")) == ("'=M", "", 2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_rejected_rows_are_not_written_where_they_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")

    with pytest.raises(Unreadable, match=r"^link.csv cannot be written: "), rejects_file(tmp_path / "link.csv", []):
        pass
