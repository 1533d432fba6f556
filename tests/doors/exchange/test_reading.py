"""CSV as it comes: encodings, line ends, quotation marks, and rows that are none."""

from pathlib import Path

import pytest

from erle.doors.exchange.lines import LONGEST_LINE, Spoiled
from erle.doors.exchange.opening import BLOCK, Unreadable
from erle.doors.exchange.reading import MOST_COLUMNS, MOST_LINES_A_ROW, Cells, open_csv
from tests.doors.exchange.conftest import Given


def rows(path: Path) -> dict[int, Cells]:
    """Return the rows that are not blank, by their numbers."""
    with open_csv(path) as file:
        found = {n: row for batch in file.batches() for n, row in enumerate(batch.rows, batch.first)}
    return {number: row for number, row in found.items() if row}


def problem(row: Cells) -> str:
    """Return what is wrong with a row that is no row."""
    assert isinstance(row, Spoiled)
    return row.problem


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_any_system_ends_them(given: Given, end: str) -> None:
    path = given(end.join(["A,B", "1,2", "", "3,4"]))

    assert rows(path) == {2: ["1", "2"], 4: ["3", "4"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_arrive_in_every_encoding_that_offices_use(given: Given, encoding: str) -> None:
    path = given("NAME,NOTE\nZoë,“naïve”\nPlain,text\n".encode(encoding))

    assert rows(path) == {2: ["Zoë", "“naïve”"], 3: ["Plain", "text"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_and_line_ends_survive_the_edges_of_blocks(given: Given, encoding: str) -> None:
    lines = [f"{number},{'é' * (number % 7)}" for number in range(20_000)]
    path = given("\r\n".join(["A,B", *lines]).encode(encoding))

    found = rows(path)

    assert path.stat().st_size > 2 * BLOCK
    assert [found[n + 2] for n in range(20_000)] == [line.split(",") for line in lines]


def test_a_row_in_another_encoding_than_the_rows_above_is_refused_by_itself(given: Given) -> None:
    path = given(b"A,B\n1,\xc3\xa9\n2,caf\xe9\n3,plain\n4,\xc3\xa8\n")

    found = rows(path)

    assert problem(found[3]) == "is not UTF-8 text: byte 6 of the row is 0xE9"
    assert {2: ["1", "é"], 4: ["3", "plain"], 5: ["4", "è"]}.items() <= found.items()


def test_a_utf8_row_in_a_windows_file_is_refused_and_not_garbled(given: Given) -> None:
    path = given(b"A,B\n1,caf\xe9\n2,\xc3\xa9\n3,na\xefve\n")

    found = rows(path)

    assert problem(found[3]) == "is in UTF-8, and the rows above it are in Windows-1252"
    assert (found[2], found[4]) == (["1", "café"], ["3", "naïve"])


def test_a_byte_that_is_no_letter_in_any_encoding_is_named(given: Given) -> None:
    path = given(b"A,B\n1,\x81\n2,x\n")

    found = rows(path)

    assert problem(found[2]) == "is not Windows-1252 text: byte 3 of the row is 0x81"
    assert found[3] == ["2", "x"]


def test_half_a_letter_of_utf16_spoils_its_own_row_only(given: Given) -> None:
    path = given(b"\xff\xfe" + "A,B\n1,".encode("utf-16-le") + b"\x00\xd8" + "\n2,x\n".encode("utf-16-le") + b"Z")

    found = rows(path)

    assert "is not UTF-8 text" in problem(found[2])
    assert found[3] == ["2", "x"]
    assert "is not UTF-8 text" in problem(found[4])


def test_a_nul_character_spoils_its_own_row_only(given: Given) -> None:
    path = given(b"A,B\n1,x\n2,\x00\n3,y\n")

    found = rows(path)

    assert problem(found[3]).startswith("has a NUL character")
    assert (found[2], found[4]) == (["1", "x"], ["3", "y"])


def test_a_quoted_cell_may_hold_commas_quotation_marks_and_line_ends(given: Given) -> None:
    path = given('A,B\n1,"x, ""y""\r\nz"\n2,plain\n')

    assert rows(path) == {2: ["1", 'x, "y"\r\nz'], 3: ["2", "plain"]}


def test_a_quoted_cell_may_run_over_the_edge_of_a_block(given: Given) -> None:
    filler = "1,x\n" * (BLOCK // 4)
    path = given(f'A,B\n{filler}2,"{"y" * 50_000}\n{"z" * 50_000}"\n3,w\n')

    last = [*rows(path).values()][-2:]

    assert last == [["2", "y" * 50_000 + "\n" + "z" * 50_000], ["3", "w"]]


@pytest.mark.parametrize("after", [0, 3, MOST_LINES_A_ROW + 5])
def test_a_quotation_mark_left_open_costs_one_row(given: Given, after: int) -> None:
    path = given('A,B\n1,"open\n' + "".join(f"{number},x\n" for number in range(after)))

    found = rows(path)

    assert problem(found[2]) == "opens a quotation mark that is not closed"
    assert [found[number + 3] for number in range(after)] == [[str(number), "x"] for number in range(after)]


def test_an_open_quotation_mark_before_a_spoiled_row_costs_one_row(given: Given) -> None:
    path = given(b'A,B\n1,"open\n2,\x00\n3,x\n')

    found = rows(path)

    assert [problem(found[2])[:5], problem(found[3])[:5], found[4]] == ["opens", "has a", ["3", "x"]]


def test_a_cell_too_long_to_read_costs_one_row(given: Given) -> None:
    path = given(f"A,B\n1,{'x' * 200_000}\n2,y\n")

    found = rows(path)

    assert problem(found[2]) == "has a cell that is too long to read"
    assert found[3] == ["2", "y"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("over", range(4))
def test_an_endless_line_costs_one_row_wherever_it_ends_in_a_block(given: Given, end: str, over: int) -> None:
    long = "x" * (20 * BLOCK - 4 - over)
    path = given(end.join(["A,B", f"1{long}", "2,y", "3,z"]))

    found = rows(path)

    assert problem(found[2]) == "is longer than 1 MB"
    assert (found[3], found[4]) == (["2", "y"], ["3", "z"])


def test_a_line_a_little_too_long_costs_one_row(given: Given) -> None:
    path = given(f"A,B\n1,{'x' * (LONGEST_LINE + 2 - BLOCK // 2)}{'y' * (BLOCK // 2)}\n2,z\n")

    found = rows(path)

    assert problem(found[2]) == "is longer than 1 MB"
    assert found[3] == ["2", "z"]


def test_an_endless_last_line_costs_one_row(given: Given) -> None:
    path = given("A,B\n1,x\n" + "y" * 20 * BLOCK + "\r")

    found = rows(path)

    assert (found[2], problem(found[3])) == (["1", "x"], "is longer than 1 MB")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"", "reviews.csv is empty."),
        (b"\xef\xbb\xbf", "reviews.csv is empty."),
        (b"\n , \n\n", "reviews.csv is empty."),
        (b"A,B,a\n1,2,3\n", "reviews.csv has two columns headed a."),
        (b"A;B\n1;2\n", "reviews.csv does not part its columns with commas."),
        (b"A,\x00\n", "the row of headings has a NUL character (a byte that is zero) in it."),
        (b"," * 1_000_000 + b"A\n1\n", "reviews.csv has 1,000,001 columns; no more than 500 are read."),
        (b"A" * 2_000_000, "reviews.csv: the row of headings is longer than 1 MB."),
        (b"PK\x03\x04junk", "this is a spreadsheet or a ZIP archive, not CSV"),
    ],
)
def test_a_file_without_usable_headings_is_refused_in_one_sentence(given: Given, said: bytes, words: str) -> None:
    path = given(said)

    with pytest.raises(Unreadable) as refusal, open_csv(path):
        pass

    assert words in str(refusal.value)


def test_headings_lose_the_blanks_around_them_and_blank_ones_get_a_number(given: Given) -> None:
    path = given("\n CHILD , ,DOB,,\n1,2,3,,\n")

    with open_csv(path) as file:
        assert file.header == ("CHILD", "column 2", "DOB")


def test_as_many_columns_as_are_allowed_are_read(given: Given) -> None:
    path = given(",".join(f"C{n}" for n in range(MOST_COLUMNS)) + "\n")

    with open_csv(path) as file:
        assert len(file.header) == MOST_COLUMNS
