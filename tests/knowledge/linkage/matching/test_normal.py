"""Values in one form."""

from datetime import date

import pytest

from erle.knowledge.linkage.matching.normal.dates import NotADateFormat, date_reader
from erle.knowledge.linkage.matching.normal.names import normal_name, sound, spelling, split_full_name, stem
from erle.knowledge.linkage.matching.normal.numbers import (
    normal_code,
    normal_email,
    normal_identifier,
    normal_phone,
)
from erle.knowledge.linkage.matching.normal.places import home_in, normal_address, normal_postcode, outward

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("O’Brien", "obrien"),
        ("o'brien ", "obrien"),
        ("Zoë", "zoe"),
        ("ŁUKASZ", "lukasz"),
        ("Smith-Jones", "smith jones"),
        ("Mo\u200fhammed\u200e", "mohammed"),
        ("Anna 🎈", "anna"),
        ("A\x00nna", "anna"),
        ("\u202e", ""),
        ("🎈", ""),
    ],
)
def test_a_name_is_one_text_however_it_is_written(written: str, normal: str) -> None:
    assert normal_name(written) == normal


def test_a_name_of_ten_thousand_letters_is_cut() -> None:
    assert len(normal_name("x" * 10_000)) <= 240


@pytest.mark.parametrize(
    ("one", "other"),
    [("kowalski", "kowalska"), ("novak", "novakova"), ("kazlauskas", "kazlauskaite"), ("wysocki", "wysocka")],
)
def test_a_surname_has_one_stem_for_women_and_men(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_short_surnames_keep_their_endings() -> None:
    assert stem("lucas") != stem("luca")
    assert stem("ova") == "ova"


def test_mohammed_is_one_name_in_all_its_spellings() -> None:
    assert {spelling(name) for name in ("mohammed", "muhammad", "mohamed", "mohd")} == {"mohammed"}


@pytest.mark.parametrize(("one", "other"), [("smith", "smyth"), ("philips", "fillips"), ("kowalski", "kovalsky")])
def test_names_that_sound_alike_are_looked_up_together(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert sound(one)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Anna Maria Kowalska", ("anna", "maria", "kowalska")),
        ("Kowalska, Anna Maria", ("anna", "maria", "kowalska")),
        ("Kowalska", ("", "", "kowalska")),
        ("", ("", "", "")),
    ],
)
def test_a_full_name_is_parted(full: str, parts: tuple[str, str, str]) -> None:
    assert split_full_name(full) == parts


@pytest.mark.parametrize(
    ("formats", "text", "read"),
    [
        (("dd/mm/yyyy",), "3/2/2010", "20100203"),
        (("mm/dd/yyyy",), "3/2/2010", "20100302"),
        (("ddmmyyyy",), "03022010", "20100203"),
        (("yyyymmdd",), "20100203", "20100203"),
        (("yyyy-mm-dd",), "2010-02-03 00:00:00", "20100203"),
        (("yyyy-mm-dd", "dd.mm.yyyy"), "03.02.2010", "20100203"),
        (("dd-mm-yy",), "03-02-10", "20100203"),
        (("dd-mm-yy",), "03-02-87", "19870203"),
        (("yyyy m d",), "1949 7 22", "19490722"),
        (("yyyy",), "1949", "19490101"),
        (("mm/yyyy",), "7/1949", "19490701"),
        (("dd/mm/yyyy",), "00/00/1949", "19490101"),
        (("dd/mm/yyyy",), "31/02/2010", "20100231"),
        (("yyyymmdd",), "20101302", "20101302"),
        (("dd/mm/yyyy", "mm/dd/yyyy"), "02/13/2010", "20100213"),
        (("dd/mm/yyyy",), "06/01/2026", ""),
        (("dd/mm/yyyy",), "01/01/1700", ""),
        (("dd/mm/yyyy",), "yesterday", ""),
        (("dd/mm/yyyy",), "", ""),
    ],
)
def test_a_date_is_read_by_its_format_or_not_at_all(formats: tuple[str, ...], text: str, read: str) -> None:
    assert date_reader(formats, today=TODAY)(text) == read


@pytest.mark.parametrize("written", ["dd/mm", "dd/yyyy", "%d/%m/%Y", "dd/mm/yyyy/dd", "day"])
def test_what_is_no_format_of_dates_says_what_would_be(written: str) -> None:
    with pytest.raises(NotADateFormat, match="dd/mm/yyyy"):
        date_reader((written,), today=TODAY)


def test_addresses_and_postcodes_have_one_form() -> None:
    assert normal_address("12, St. Mary's Rd") == "12 street marys road"
    assert normal_postcode(" pe1 1ab") == normal_postcode("PE11AB") == "PE1 1AB"
    assert normal_postcode("90210-1234") == "902101234"
    assert (outward("PE1 1AB"), outward("2560"), outward("")) == ("PE1", "25", "")


def test_numbers_have_one_form_and_fillers_are_unknown() -> None:
    assert normal_phone("+44 (0)1733 555 123") == normal_phone("01733 555123") == "01733555123"
    assert normal_phone("n/a") == ""
    assert normal_email(" A.B@Example.ORG ") == "a.b@example.org"
    assert normal_email("none") == ""
    assert normal_identifier("943 476-5919") == "9434765919"
    assert normal_identifier("0000000000") == ""
    assert (normal_code("Female"), normal_code("F"), normal_code("Not known"), normal_code("other")) == (
        "f",
        "f",
        "",
        "other",
    )


@pytest.mark.parametrize(
    ("words", "home"),
    [
        ("Flat 10, 95 Cobbler Row, ZD4 3PS", ("Flat 10, 95 Cobbler Row", "ZD4 3PS")),
        ("with mum at 7 Mallard Quay zd43nd, since May", ("with mum at 7 Mallard Quay", "zd43nd")),
        ("Sorrel House, ZD4 3PS", ("", "ZD4 3PS")),
        ("With mum and two brothers, Sorrel Lane", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_home_is_an_address_with_its_postcode(words: str, home: tuple[str, str]) -> None:
    assert home_in(words) == home
