"""Names, numbers with check digits, grades, urgency and attendance as agencies write them."""

import pytest

from erle.doors.exchange.generic.days import Unreadable
from erle.doors.exchange.generic.numbers import bare, is_nhs_number, is_upn, means_no_upn
from erle.doors.exchange.generic.words import (
    full_name,
    is_nothing,
    name_part,
    parted,
    read_grade,
    read_kind,
    read_marks,
    read_sex,
    read_urgency,
)


@pytest.mark.parametrize("number", ["9434765919", "4010232137"])
def test_an_nhs_number_fits_together(number: str) -> None:
    assert is_nhs_number(number)
    assert not is_nhs_number(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert not is_nhs_number(number[1] + number[0] + number[2:])


@pytest.mark.parametrize("number", ["", "943476591", "94347659199", "943476591x", "0000000000", "٩٤٣٤٧٦٥٩١٩"])
def test_other_digits_are_no_nhs_number(number: str) -> None:
    assert not is_nhs_number(number)


def test_a_pupil_number_fits_its_letter() -> None:
    assert is_upn("P123456789123")
    assert sum(is_upn(f"{letter}123456789123") for letter in "ABCDEFGHJKLMNPQRTUVWXYZ") == 1
    assert not is_upn("P123456789132")
    assert not is_upn("P12345678912I")


def test_a_temporary_pupil_number_ends_in_a_letter() -> None:
    assert sum(is_upn(f"{letter}12345678912A") for letter in "ABCDEFGHJKLMNPQRTUVWXYZ") == 1


def test_numbers_lose_what_people_and_spreadsheets_put_in_them() -> None:
    assert bare(" 943 476-5919.0") == "9434765919"
    assert means_no_upn(bare("un3"))


@pytest.mark.parametrize(
    ("said", "given", "family"),
    [
        ("Finch, Amara Rose", "Amara Rose", "Finch"),
        ("Amara Rose Finch", "Amara Rose", "Finch"),
        ("KOWALSKI, JAN", "Jan", "Kowalski"),
        ("Amara", "Amara", ""),
        ("Unknown", "", ""),
        ("  ", "", ""),
        ("de la Cruz, Inês", "Inês", "de la Cruz"),
    ],
)
def test_a_full_name_has_two_parts(said: str, given: str, family: str) -> None:
    assert full_name(said) == (given, family)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("O'BRIEN-MCDONALD", "O'Brien-McDonald"),
        ("McKay", "McKay"),
        ("X", ""),
        ("van DIJK", "van DIJK"),
        ("ÇELİK", "Çeli̇k"),
    ],
)
def test_capitals_throughout_are_written_as_people_write_them(said: str, name: str) -> None:
    assert name_part(said) == name


@pytest.mark.parametrize(("said", "sex"), [("M", "M"), ("girl", "F"), ("2.0", "F"), ("Non-Binary", "U"), ("9", "U")])
def test_sex_is_read_by_letter_word_and_code(said: str, sex: str) -> None:
    assert read_sex(said) == sex


@pytest.mark.parametrize(("said", "grade"), [("1AP", "1 A P"), ("2/b/c", "2 B C"), ("3 - E - P", "3 E P")])
def test_a_grade_is_read_in_any_spelling(said: str, grade: str) -> None:
    assert read_grade(said) == grade


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (read_sex, "purple"),
        (read_grade, "4 A P"),
        (read_grade, "1 A"),
        (read_urgency, "whenever"),
        (read_kind, "gossip"),
    ],
)
def test_what_is_not_known_is_not_guessed(reader: object, said: str) -> None:
    with pytest.raises(Unreadable):
        reader(said)  # type: ignore[operator]


def test_urgency_and_kind_are_read() -> None:
    assert [read_urgency(word) for word in ("Immediate", "same day", "LOW")] == ["now", "today", "soon"]
    assert read_kind("Return interview") == "return_interview"


@pytest.mark.parametrize(
    ("cells", "marks"),
    [
        (["/\\/\\/\\LOI#"], "//////LOA-"),
        (["/ \\ / C1 L O I # Y6 \\"], "///ALOA-A/"),
        (["P"] * 9 + [""], "/////////-"),
        (["/,\\,/,\\,/,\\,/,\\,U,N"], "////////OO"),
    ],
)
def test_ten_marks_are_read_from_one_cell_or_ten(cells: list[str], marks: str) -> None:
    assert read_marks(cells) == marks


@pytest.mark.parametrize(("cells", "words"), [(["/////"], "has 5 marks"), (["/"] * 9 + ["?"], "has the mark ?")])
def test_marks_that_are_none_are_told(cells: list[str], words: str) -> None:
    with pytest.raises(Unreadable, match=words.replace("?", r"\?")):
        read_marks(cells)


def test_a_cell_may_list_things_and_nothing_is_no_thing() -> None:
    assert parted("AB12 CDE; blue van |n/a\nTaxi 4") == ["AB12 CDE", "blue van", "Taxi 4"]
    assert is_nothing(" Not Known ")
