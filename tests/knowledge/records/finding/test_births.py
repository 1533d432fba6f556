"""A date of birth as people type it, the day before the month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.records.finding.births import born_in, born_on

TODAY = date(2026, 11, 25)
THIRD = date(2012, 3, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "4/3/2012",
        "04/03/2012",
        "4.3.2012",
        "4-3-2012",
        "4 / 3 / 2012",
        "4/3/12",
        "04 03 2012",
        "2012-03-04",
        "4 Mar 2012",
        "4 March 2012",
        "4th March 2012",
        "4th of March 2012",
        "4 mar. 12",
        "4Mar2012",
        "March 4, 2012",
        "born 4/3/2012",
        "dob: 4/3/2012",
        "D.O.B. 4 March 2012",
        "date of birth 4 March 2012",
        "born on 4 March 2012",
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    born, rest = born_in(typed, today=TODAY)

    assert born is not None
    assert born.day == THIRD
    assert rest.strip() == ""


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("March 2012", date(2012, 3, 1), date(2012, 3, 31)),
        ("Feb 2012", date(2012, 2, 1), date(2012, 2, 29)),
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("born in 2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("aged 14", date(2011, 11, 26), date(2012, 11, 25)),
        ("14 years old", date(2011, 11, 26), date(2012, 11, 25)),
        ("14 yo", date(2011, 11, 26), date(2012, 11, 25)),
    ],
)
def test_a_month_a_year_and_an_age_are_spans(typed: str, first: date, last: date) -> None:
    born, _ = born_in(typed, today=TODAY)

    assert born is not None
    assert (born.first, born.last, born.day) == (first, last, None)


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2012",
        "13/25/2012",
        "0/0/0000",
        "4/3/2099",
        "26/11/2026",
        "4/3/1899",
        "7 KFD",
        "07700 900123",
        "May Smith",
        "April",
        "E-20122012",
        "12345678",
        "aged 111",
        "1066",
        "",
    ],
)
def test_what_is_no_date_of_birth_is_left_in_the_text(typed: str) -> None:
    assert born_in(typed, today=TODAY) == (None, typed)


def test_the_rest_of_the_text_stays() -> None:
    _, rest = born_in("Leah 4 Mar 2012 Arden", today=TODAY)

    assert rest.split() == ["Leah", "Arden"]


def test_days_that_are_taken_for_it_are_near() -> None:
    born, _ = born_in("4/3/2012", today=TODAY)

    assert born is not None
    assert {date(2012, 4, 3), date(2011, 3, 4), date(2013, 3, 4), date(2012, 3, 5), date(2012, 3, 14)} <= set(born.near)
    assert THIRD not in born.near
    assert all(day <= TODAY for day in born.near)


def test_an_age_on_a_leap_day() -> None:
    born, _ = born_in("aged 14", today=date(2028, 2, 29))

    assert born is not None
    assert (born.first, born.last) == (date(2013, 3, 1), date(2014, 2, 28))


@given(on=st.dates(date(1920, 1, 1), TODAY))
def test_every_day_is_read_in_each_form(on: date) -> None:
    for typed in (f"{on:%d/%m/%Y}", f"{on.isoformat()}", f"{on.day} {on:%b} {on.year}"):
        born, _ = born_in(typed, today=TODAY)

        assert born is not None, typed
        assert born.day == on


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_read_or_left(typed: str) -> None:
    born_in(typed, today=TODAY)


def test_a_day_has_the_days_that_are_often_written_for_it() -> None:
    born = born_on(date(2012, 3, 13), today=date(2026, 1, 5))

    assert (born.first, born.last, born.day) == (date(2012, 3, 13), date(2012, 3, 13), date(2012, 3, 13))
    assert {date(2012, 3, 31), date(2011, 3, 13)} < set(born.near)
