"""What the address of a figures page asks for: a year, and by what it is counted; and both in words."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from erle.board.rules import SIDES
from erle.doors.staff.words import MONTHS

MARCH = 3
YEARS_SHOWN = 3
LONGEST = 120
SIDE_WORDS = {"month": "Month", "agency": "Agency", "school": "School", "care": "Care", "area": "Area"}
CARE_WORDS = {
    "looked_after": "Looked after here",
    "placed_here": "Placed here by another authority",
    "plan": "Child protection plan",
    "in_need": "Child in need, or section 47",
    "other": "None of these",
    "not_recorded": "Not recorded",
}


def year_of(day: date) -> int:
    """Return the year, by the one in which it ends, that a day lies in."""
    return day.year + (day.month > MARCH)


def year_words(year: int) -> str:
    """Return a year as the pages write it."""
    return f"April {year - 1} to March {year}"


def year_in(given: QueryDict, today: date) -> int:
    """Return the year asked for, of those that are shown; this one where none is."""
    said, this = given.get("year", ""), year_of(today)
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == len("2026") else this
    return year if this - YEARS_SHOWN < year <= this else this


def side_in(given: QueryDict) -> str:
    """Return by what it is asked to be counted."""
    side = given.get("by", "")
    return side if side in SIDES else SIDES[0]


def key_words(side: str, key: str) -> str:
    """Return the name of a row."""
    if side == "care":
        return CARE_WORDS.get(key, key)
    if side == "month":
        year, _, month = key.partition("-")
        return f"{MONTHS[int(month) - 1]} {year}" if month.isdecimal() and 1 <= int(month) <= len(MONTHS) else key
    return key


def address(path: str, **parameters: Any) -> str:
    """Return an address with what it asks for."""
    return f"{path}?{urlencode({name: value for name, value in parameters.items() if value})}"
