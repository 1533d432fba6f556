"""A return as a whole: which files are its tables, in which order, and what stays the same the next time."""

import os
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from erle.doors.exchange import fitting
from erle.doors.exchange.opening import Unreadable
from erle.doors.exchange.ssda903.returns import read_return
from erle.doors.exchange.ssda903.rows import Rejected, Row
from tests.doors.exchange.conftest import Given

TODAY = date(2026, 1, 1)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"


def kept(path: Path) -> list[Row]:
    """Return the rows that are kept."""
    return [row for row in read_return(path, today=TODAY) if isinstance(row, Row)]


def words(path: Path) -> list[str]:
    """Return what is wrong with the rows that are not."""
    return [
        fault.words() for row in read_return(path, today=TODAY) if isinstance(row, Rejected) for fault in row.faults
    ]


def test_a_row_keeps_what_was_said_beside_what_it_means(given: Given) -> None:
    path = given("child,dob,Review,REVIEW_CODE,Note\n7, 1/5/2004 ,01/02/2018,pn1,=1+1\n")

    (row,) = kept(path)

    assert row.said() == {
        "child": "7", "dob": " 1/5/2004 ", "Review": "01/02/2018", "REVIEW_CODE": "pn1", "Note": "=1+1"
    }  # fmt: skip
    assert row.values == {
        "CHILD": "7", "DOB": date(2004, 5, 1), "REVIEW": date(2018, 2, 1), "REVIEW_CODE": "PN1"
    }  # fmt: skip
    assert (row.child, row.day("REVIEW"), row.code("REVIEW_CODE")) == ("7", date(2018, 2, 1), "PN1")
    assert (row.day("REVIEW_CODE"), row.day("NOTE"), row.code("DOB"), row.code("NOTE")) == (None, None, "", "")
    assert (row.sheet.file, row.sheet.table.name, row.line) == ("reviews.csv", "reviews", 2)


def test_the_same_row_has_the_same_fingerprint_however_it_is_written(given: Given) -> None:
    first = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n", "a.csv")
    second = given("Review_Code,REVIEW,DOB,CHILD\r\n\r\npn1, 1/2/2018,1/5/2004,7\r\n".encode("utf-16"), "b.csv")

    assert [row.digest for row in kept(first)] == [row.digest for row in kept(second)]


@pytest.mark.parametrize(
    "other",
    [
        f"{REVIEWS}8,01/05/2004,01/02/2018,PN1\n",
        f"{REVIEWS}7,01/05/2004,02/02/2018,PN1\n",
        "CHILD,DOB,REVIEW,REVIEW_CODE,NOTE\n7,01/05/2004,01/02/2018,PN1,x\n",
    ],
)
def test_another_row_has_another_fingerprint(given: Given, other: str) -> None:
    first = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n", "a.csv")

    assert kept(first)[0].digest != kept(given(other, "b.csv"))[0].digest


def test_a_column_that_the_return_does_not_have_makes_no_difference_while_it_is_blank(given: Given) -> None:
    first = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n", "a.csv")
    second = given("CHILD,DOB,NOTE,REVIEW,REVIEW_CODE\n7,01/05/2004, ,01/02/2018,PN1\n", "b.csv")

    assert kept(first)[0].digest == kept(second)[0].digest
    assert read_return(second, today=TODAY).notes[0] == (
        "b.csv has the column NOTE, not in the return: kept as said, not checked."
    )


def test_a_row_said_twice_is_kept_once(given: Given) -> None:
    path = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n\n7,1/5/2004,1/2/2018,pn1\n")
    given(path.read_bytes(), "reviews_again.csv")

    assert len(kept(path)) == 1
    assert words(path) == ["Row 4: the row is the same as row 2; expected each row once; it is kept once"]
    assert "row 2 of reviews.csv" in words(path.parent)[1]


def test_a_repeat_far_behind_is_left_to_the_records(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "MOST_RECENT", 1000)
    lines = [f"{number},01/05/2004,01/02/2018,PN1\n" for number in range(9_000)]
    path = given(REVIEWS + "".join([*lines, lines[-1], lines[0]]))

    said = words(path)

    assert len(said) == 1
    assert "the row is the same as row 9001;" in said[0]


def test_a_row_of_another_length_is_refused_unless_only_blanks_are_too_many(given: Given) -> None:
    good = "7,01/05/2004,01/02/2018,PN1"
    path = given(f"{REVIEWS}{good}\n8{good[1:]},, \n9{good[1:]},x\n7,01/05/2004\n,,,\n ,,,,\n")

    assert [row.line for row in kept(path)] == [2, 3]
    assert words(path) == [
        "Row 4: 'x' stands beyond the last column, in a row of 5 cells; expected 4 cells, one for each heading",
        "Row 5: the row has 2 cells; expected 4 cells, one for each heading",
    ]


def test_a_row_that_is_no_text_goes_back_and_good_rows_stay(given: Given) -> None:
    path = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n8,\0\n9,01/05/2004,01/02/2018,PN1\n")

    assert [row.line for row in kept(path)] == [2, 4]
    assert words(path) == ["Row 3: the row has a NUL character (a byte that is zero) in it; expected text"]


def test_the_header_is_read_first_and_other_files_are_passed_over(given: Given) -> None:
    folder = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n", "A.CSV").parent
    given("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n7,M,01/05/2004,WBRI,UN1,,\n", "z.csv")
    given("NAME,AGE\n", "other.csv")
    given("", "empty.csv")
    given("CHILD\n7\n", "missing.csv")
    given("not read", "notes.txt")

    reading = read_return(folder, today=TODAY)

    assert [sheet.file for sheet in reading.sheets] == ["z.csv", "A.CSV"]
    assert [why for _, why in reading.passed_over] == [
        "empty.csv is empty.",
        "missing.csv is called like the table missing, but lacks the columns DOB, MISSING, MIS_START.",
        "other.csv is no table of the SSDA903 return: it has the columns NAME, AGE.",
    ]
    assert len([*reading]) == 2


def test_a_table_without_a_column_it_can_do_without_is_read(given: Given) -> None:
    path = given("CHILD,DOB,MISSING,MIS_START\n7,01/05/2004,M,01/02/2018\n", "missing.csv")

    assert kept(path)[0].values["MIS_END"] is None
    assert read_return(path, today=TODAY).notes == (
        "missing.csv lacks the column MIS_END: taken as blank.",
        "The header is not there: whether each child has a row in it was not checked.",
    )


def test_a_folder_without_a_table_says_what_is_in_it_instead(given: Given, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"holds no table of the SSDA903 return\. There is no CSV file in it\.$"):
        read_return(tmp_path, today=TODAY)

    given(",".join(f"C{n}" for n in range(20)) + "\n", "wide.csv")

    with pytest.raises(Unreadable, match=r"wide.csv is no table .*: it has the columns C0, .*C9\.$"):
        read_return(tmp_path, today=TODAY)


def test_a_file_that_is_no_table_is_refused(given: Given) -> None:
    with pytest.raises(Unreadable, match=r"^x.csv is no table of the SSDA903 return: it has the columns A, B\.$"):
        read_return(given("A,B\n", "x.csv"), today=TODAY)


def test_a_folder_with_too_many_files_or_that_cannot_be_opened_is_refused(
    given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(201):
        given("A\n", f"{number}.csv")

    with pytest.raises(Unreadable, match=r"holds 201 CSV files; no return has more than 200\.$"):
        read_return(tmp_path, today=TODAY)

    def forbidden(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(Unreadable, match=r"cannot be opened: Permission denied\.$"):
        read_return(tmp_path, today=TODAY)


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (lambda path: path.unlink(), "reviews.csv: there is no such file."),
        (lambda path: path.write_text("A,B\n"), "reviews.csv changed after its headings were read"),
    ],
)
def test_a_file_that_changes_after_it_was_recognised_is_told_of(given: Given, meanwhile: object, said: str) -> None:
    path = given(f"{REVIEWS}7,01/05/2004,01/02/2018,PN1\n")
    reading = read_return(path, today=TODAY)
    assert callable(meanwhile)
    meanwhile(path)

    (rejected,) = reading

    assert isinstance(rejected, Rejected)
    assert (rejected.line, rejected.repeat) == (0, False)
    assert rejected.faults[0].words().startswith(said)


def test_a_file_that_changes_while_it_is_read_is_told_of_after_its_rows(given: Given) -> None:
    path = given(REVIEWS + "".join(f"{number},01/05/2004,01/02/2018,PN1\n" for number in range(20_000)))
    portions = read_return(path, today=TODAY).portions()
    first = next(portions)
    os.utime(path, ns=(1, 1))

    *_, last = portions

    assert len(first.rows) > 100
    assert last.rejected[0].faults[0].words() == (
        "reviews.csv was written to while it was read; expected a finished file: import it again"
    )


def test_memory_does_not_grow_with_the_rows(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "MOST_RECENT", 2000)
    peaks = []
    for rows in (1_000, 16_000, 48_000):
        days = (f"{n % 500},01/05/2004,{n // 500 % 28 + 1}/2/{2010 + n // 14_000},PN1\n" for n in range(rows))
        path = given(REVIEWS + "".join(days))
        tracemalloc.start()
        for _ in read_return(path, today=TODAY).portions():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[2] < peaks[1] * 1.3
