"""Spreadsheets: read as the rows that a person sees, judged before they are opened, and harmless whatever they are."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.opening import Unreadable
from erle.doors.exchange.reading import Cells
from erle.doors.exchange.spreadsheets import guard
from erle.doors.exchange.tables import open_table
from tests.doors.exchange.conftest import Given

Fill = Callable[[xlsxwriter.Workbook], None]
MIDNIGHT, AFTERNOON = (datetime.fromisoformat(f"2026-03-04{clock}") for clock in ("", " 16:05"))


def workbook(fill: Fill) -> bytes:
    """Return a workbook that was filled."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def two_sheets(book: xlsxwriter.Workbook) -> None:
    """Fill a sheet with every kind of cell, below and beside blanks, and leave another beside it."""
    sheet, day, hour = book.add_worksheet("Log"), book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format(
        {"num_format": "hh:mm"}
    )  # fmt: skip
    sheet.write_row(2, 1, ["Number", "What"])
    sheet.write(3, 1, 9434765919)
    sheet.write(3, 2, 1.5)
    sheet.write_datetime(4, 1, MIDNIGHT, day)
    sheet.write_datetime(4, 2, time(16, 5), hour)
    sheet.write_datetime(5, 1, AFTERNOON, day)
    sheet.write_boolean(5, 2, True)
    sheet.write_formula(6, 1, "=1+1", None, 2)
    sheet.write_formula(6, 2, '=HYPERLINK("http://example.invalid")', None, "click")
    sheet.write(8, 1, "last")
    book.add_worksheet("Notes").write(0, 0, "x")


def rows(path: Path, *, sheet: str = "") -> tuple[tuple[str, ...], dict[int, Cells], tuple[str, ...]]:
    """Return headings, rows that are not blank by their numbers, and notes."""
    with open_table(path, sheet=sheet) as file:
        found = {n: row for batch in file.batches() for n, row in enumerate(batch.rows, batch.first)}
        assert file.change == ""
        return file.header, {n: row for n, row in found.items() if not isinstance(row, list) or any(row)}, file.notes


def test_cells_are_read_as_a_person_sees_them_and_rows_counted_as_the_program_counts_them(given: Given) -> None:
    header, found, notes = rows(given(workbook(two_sheets), "log.xlsx"))

    assert header == ("Number", "What")
    assert found == {
        4: ["9434765919", "1.5"],
        5: ["2026-03-04", "16:05"],
        6: ["2026-03-04 16:05", "yes"],
        7: ["2", "click"],
        9: ["last", ""],
    }
    assert notes == ("Read is the sheet Log; not read: Notes.",)


def test_another_sheet_is_read_where_it_is_asked_for(given: Given) -> None:
    path = given(workbook(two_sheets), "log.xlsx")

    assert rows(path, sheet="Notes")[0] == ("x",)
    with (
        pytest.raises(Unreadable, match="has no sheet called Nothing; it has Log, Notes"),
        open_table(path, sheet="Nothing"),
    ):
        pass


def test_a_workbook_without_a_cell_is_empty(given: Given) -> None:
    with pytest.raises(Unreadable, match=r"a\.xlsx is empty"), open_table(
        given(workbook(lambda book: book.add_worksheet()), "a.xlsx")
    ):  # fmt: skip
        pass


def test_a_hidden_sheet_is_not_read(given: Given) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        first = book.add_worksheet("Seen")
        first.write(0, 0, "A")
        hidden = book.add_worksheet("Hidden")
        hidden.write(0, 0, "B")
        hidden.hide()

    path = given(workbook(fill), "a.xlsx")

    assert rows(path)[2] == ()
    with pytest.raises(Unreadable, match="has no sheet called Hidden"), open_table(path, sheet="Hidden"):
        pass


def test_a_cell_in_the_last_corner_does_not_fill_the_memory(given: Given) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "A")
        sheet.write(1_048_575, 16_383, "B")

    with pytest.raises(Unreadable, match=r"too large to be opened|more than 20,000,000 cells"), open_table(
        given(workbook(fill), "a.xlsx")
    ):  # fmt: skip
        pass


def packed(parts: dict[str, bytes], *, flags: int = 0) -> bytes:
    """Return an archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    said = bytearray(out.getvalue())
    if flags:
        at = said.index(b"PK\x01\x02")
        said[at + 8] |= flags
    return bytes(said)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", packed({"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}), "has macros"),
        ("a.ods", packed({"content.xml": b"x", "Basic/Standard/m.xml": b"x"}), "has macros"),
        ("a.xlsx", packed({"xl/workbook.xml": b"0" * 9_000_000}), "packed as no spreadsheet program packs"),
        ("a.xlsx", packed({"xl/workbook.xml": b"x"}, flags=1), "locked with a password"),
        ("a.xlsx", packed({"xl/workbook.xml": b"x"}), "is damaged, or not a spreadsheet"),
        ("a.ods", packed({"xl/workbook.xml": b"x"}), "is in truth a .xlsx file"),
        ("a.docx", packed({"word/document.xml": b"x"}), "is neither CSV nor a spreadsheet"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "its directory cannot be read"),
        ("a.csv", packed({"xl/workbook.xml": b"x"}), "is in truth a .xlsx file"),
        ("a.xls", guard.OLE + b"x" * 600, "is neither CSV nor a spreadsheet"),
        ("a.xls", guard.OLE + guard.BOOK_IN_OLE[0] + guard.MACROS_IN_OLE, "has macros"),
        ("a.xls", guard.OLE + guard.LOCKED_IN_OLE, "locked with a password"),
        ("a.xlsx", guard.OLE + guard.BOOK_IN_OLE[0] + b"x" * 600, "is in truth a .xls file"),
        ("a.xls", guard.OLE + guard.BOOK_IN_OLE[0] + b"x" * 600, "is damaged, or not a spreadsheet"),
        ("a.xls", b"A,B\n1,2\n", "is no spreadsheet in truth"),
    ],
)
def test_what_would_do_harm_or_is_something_else_is_refused_in_a_sentence(
    given: Given, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Unreadable) as refusal, open_table(given(content, name)):
        pass

    assert words in str(refusal.value)


def test_what_unpacks_to_too_much_or_is_too_large_is_refused(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    path = given(workbook(two_sheets), "a.xlsx")
    for name, most, words in (
        ("LARGEST_UNPACKED", 100, "unpacks to more than"),
        ("LARGEST_FILE", 100, "no spreadsheet"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(guard, name, most)
            with pytest.raises(Unreadable, match=words), open_table(path):
                pass


def test_a_word_over_the_edge_of_a_block_is_found(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BLOCK", 16)

    with (
        pytest.raises(Unreadable, match="has macros"),
        open_table(given(guard.OLE + b"x" * 21 + guard.MACROS_IN_OLE, "a.xls")),
    ):
        pass


def test_a_file_that_is_rewritten_while_it_is_read_is_told_of(given: Given) -> None:
    path = given(workbook(two_sheets), "a.xlsx")

    with open_table(path) as file:
        os.utime(path, ns=(1, 1))
        list(file.batches())

    assert file.change == "was written to while it was read"


def test_a_csv_file_is_read_as_ever(given: Given) -> None:
    assert rows(given("A,B\n1,2\n", "a.csv"))[:2] == (("A", "B"), {2: ["1", "2"]})
    assert isinstance(rows(given("A,B\n1,\x00\n", "a.csv"))[1][2], Spoiled)
