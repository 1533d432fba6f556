"""What a cell of the return may say, and in which ways it may be written."""

from datetime import date
from pathlib import Path

import pytest

from erle.doors.exchange.ssda903.columns import MOST_KNOWN, Meanings, Wrong, may, must
from erle.doors.exchange.ssda903.tables import (
    CHILD,
    DAY,
    OFSTED_NUMBER,
    POSTCODE,
    PUPIL_NUMBER,
    SEX,
    TABLES,
    YES_NO,
    recognised,
)
from erle.doors.exchange.ssda903.tables import HEALTH as TWELVE_MONTHS

SCORE = TWELVE_MONTHS.columns[2]


@pytest.mark.parametrize("said", ["05/03/2018", "5/3/2018", " 05/03/2018 "])
def test_a_date_is_read_with_and_without_its_noughts(said: str) -> None:
    assert Meanings(must("X", DAY))[said] == (date(2018, 3, 5), "2018-03-05", None)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("31/02/2018", "is not a date that exists"),
        ("29/02/2018", "is not a date that exists"),
        ("00/01/2018", "is not a date that exists"),
        ("01/01/0000", "is not a date that exists"),
        ("2018-03-05", "is not a date written dd/mm/yyyy"),
        ("05/03/18", "is not a date written dd/mm/yyyy"),
        ("٠٥/٠٣/٢٠١٨", "is not a date written dd/mm/yyyy"),
        ("05/03/2018 00:00", "is not a date written dd/mm/yyyy"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(said: str, problem: str) -> None:
    _, _, wrong = Meanings(must("X", DAY, "1004"))[said]

    assert wrong == Wrong(problem, "1004")


@pytest.mark.parametrize(("said", "sex"), [("1", "M"), ("2", "F"), ("M", "M"), ("f", "F"), ("U", "U"), ("1.0", "M")])
def test_sex_is_coded_by_number_or_letter_according_to_the_year(said: str, sex: str) -> None:
    assert Meanings(must("SEX", SEX))[said] == (sex, sex, None)


@pytest.mark.parametrize("said", ["3", "X", "M1", "1.00"])
def test_a_code_outside_the_list_is_none(said: str) -> None:
    assert Meanings(must("SEX", SEX, "101"))[said] == (None, said, Wrong("is not a code of the return", "101"))


@pytest.mark.parametrize(("said", "score"), [("0", 0), ("40", 40), ("39.0", 39)])
def test_a_score_is_read_as_a_number(said: str, score: int) -> None:
    assert Meanings(SCORE)[said] == (score, str(score), None)


@pytest.mark.parametrize("said", ["41", "-1", "3.5", "²", "x"])
def test_what_is_no_score_is_said_to_be_none(said: str) -> None:
    assert Meanings(SCORE)[said][2] == Wrong("is not such a number", "180")


@pytest.mark.parametrize("said", ["=1+1", "A B", "x" * 21, "é", "-1"])
def test_a_childs_number_is_letters_and_digits(said: str) -> None:
    assert Meanings(CHILD)[said][2] == Wrong("is not of that form", "")


def test_capitals_make_no_difference_in_a_postcode_but_do_in_a_childs_number() -> None:
    assert Meanings(must("X", POSTCODE))["nm1 1aa"][0] == "NM1 1AA"
    assert Meanings(must("X", PUPIL_NUMBER))["un5"][0] == "UN5"
    assert Meanings(must("X", OFSTED_NUMBER))["xxxxxxx"][0] == "XXXXXXX"
    assert Meanings(CHILD)["ab1"][0] == "ab1"


def test_a_blank_is_nothing_or_wrong_as_the_column_says() -> None:
    assert Meanings(may("X", YES_NO))["  "] == (None, "", None)
    assert Meanings(must("X", YES_NO, "1006", "565"))[""] == (None, "", Wrong("is blank", "565"))
    assert Meanings(must("X", YES_NO, "166"))[""] == (None, "", Wrong("is blank", "166"))


def test_what_is_remembered_of_a_column_does_not_grow_without_end() -> None:
    known = Meanings(CHILD)

    for number in range(MOST_KNOWN + 10):
        known[str(number)]

    assert len(known) == 10


def test_expectations_are_words() -> None:
    assert YES_NO.expected == "one of 0, 1"
    assert TABLES[1].columns[5].kind.expected == "one of 27 codes such as A3, A4, A5, A6, H5, K1"
    assert SCORE.kind.expected == "a whole number from 0 to 40"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_known_by_its_columns_and_by_its_name(table: object) -> None:
    from erle.doors.exchange.ssda903.tables import Table

    assert isinstance(table, Table)

    shuffled = tuple(name.lower() for name in reversed(table.names))

    assert recognised("whatever.csv", shuffled) is table
    assert recognised(f"{table.files[0].upper()}.CSV", ("CHILD",)) is table


def test_a_table_with_further_columns_is_the_one_it_holds_most_of() -> None:
    columns = ("CHILD", "DOB", "SEX", "DUC", "NOTE")

    table = recognised("export.csv", columns)

    assert table is not None
    assert table.name == "uasc"
    assert recognised("export.csv", ("CHILD", "NOTE")) is None


def test_the_declared_tables_are_those_of_the_published_schema() -> None:
    schema = Path(__file__).parents[3] / "../shared/data/dfe-ssda903/SSDA903_schema_2024.yml"
    if not schema.is_file():
        pytest.skip("the published schema is not beside this checkout (../shared/data)")

    published = schema.read_text().split()

    names = {name for table in TABLES for name in table.names if table.name != "dolo"}
    assert [name for name in sorted(names) if f"{name}:" not in published] == []
