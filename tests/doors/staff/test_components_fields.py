"""Dates in three boxes and times as people write them: what is taken, and what is said of the rest."""

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from erle.doors.staff.fields import ClockTime, DateBoxes, ThreeBoxes


class Asked(forms.Form):
    """A date and a time."""

    born_on = DateBoxes(label="Date of birth")
    at = ClockTime(label="At what time?", required=False)


def answered(day: str, month: str, year: str, at: str = "") -> Asked:
    """Return the form with what was typed."""
    return Asked({"born_on-day": day, "born_on-month": month, "born_on-year": year, "at": at})


@pytest.mark.parametrize(
    "typed",
    [("3", "3", "2012"), ("03", "03", "2012"), (" 3 ", "march", "2012"), ("3", "Mar", "2012")],
)
def test_a_date_is_taken_as_people_write_it(typed: tuple[str, str, str]) -> None:
    form = answered(*typed)

    assert form.is_valid()
    assert form.cleaned_data["born_on"] == date(2012, 3, 3)


@pytest.mark.parametrize(
    ("typed", "words", "code"),
    [
        (("", "", ""), "Enter date of birth", "required"),
        (("", "3", "2012"), "Date of birth must include a day", "day"),
        (("3", "", "2012"), "Date of birth must include a month", "month"),
        (("3", "3", ""), "Date of birth must include a year", "year"),
        (("3", "3", "12"), "Year must include 4 numbers", "year"),
        (("3", "3", "२०१२"), "Year must include 4 numbers", "year"),
        (("29", "2", "2025"), "Date of birth must be a real date", "invalid"),
        (("3", "13", "2012"), "Date of birth must be a real date", "invalid"),
        (("x", "3", "2012"), "Date of birth must be a real date", "invalid"),
        (("1" * 5000, "3", "2012"), "Date of birth must be a real date", "invalid"),
        (("3", "3", "0000"), "Date of birth must be a real date", "invalid"),
    ],
)
def test_a_date_that_is_wrong_says_which_box_and_why(typed: tuple[str, str, str], words: str, code: str) -> None:
    form = answered(*typed)

    [error] = form.errors.as_data()["born_on"]

    assert error.messages == [words]
    assert error.code == code


def test_a_question_is_not_used_as_the_name_of_a_date() -> None:
    field = DateBoxes(label="On which day?")

    with pytest.raises(ValidationError, match="The date must include a year"):
        field.clean(["1", "2", ""])


def test_a_date_that_need_not_be_given_may_be_left_out() -> None:
    assert DateBoxes(label="Until", required=False).clean(["", "", ""]) is None


def test_a_date_has_changed_when_another_one_is_typed() -> None:
    field = DateBoxes(label="Until")

    assert field.has_changed(date(2026, 3, 4), ["5", "3", "2026"])
    assert not field.has_changed(date(2026, 3, 4), ["4", "3", "2026"])
    assert not field.has_changed(None, None)


def test_boxes_that_did_not_come_with_the_form_are_left_out() -> None:
    widget = ThreeBoxes()

    assert widget.value_omitted_from_data({}, {}, "until")
    assert not widget.value_omitted_from_data({"until-year": ""}, {}, "until")


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("16:05", time(16, 5)),
        ("1605", time(16, 5)),
        ("4.05pm", time(16, 5)),
        ("4 PM", time(16)),
        ("12am", time(0)),
        ("12:30 pm", time(12, 30)),
        ("0:00", time(0)),
        ("", None),
    ],
)
def test_a_time_is_taken_as_people_write_it(typed: str, taken: time | None) -> None:
    form = answered("3", "3", "2012", typed)

    assert form.is_valid()
    assert form.cleaned_data["at"] == taken


@pytest.mark.parametrize("typed", ["16", "25:00", "16:75", "13pm", "0am", "teatime", "１６:05"])
def test_a_time_that_is_none_says_how_to_write_one(typed: str) -> None:
    form = answered("3", "3", "2012", typed)

    assert form.errors["at"] == ["Enter the time, like 16:05"]


@pytest.mark.parametrize(("given", "shown"), [(time(9, 5), "09:05"), ("9.05am", "9.05am"), (None, None)])
def test_a_time_is_shown_with_four_figures(given: Any, shown: Any) -> None:
    assert ClockTime(label="Time").prepare_value(given) == shown


def test_a_time_that_must_be_given_is_asked_for() -> None:
    with pytest.raises(ValidationError, match="Enter time of return"):
        ClockTime(label="Time of return").clean("")
