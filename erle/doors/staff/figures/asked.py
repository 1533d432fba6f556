"""What the address of a figures page asks for: a year, and by what it is counted; and both in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from erle.board.rules import SIDES
from erle.doors.staff.words import MONTHS

MARCH = 3
YEARS_SHOWN = 3
LONGEST = 120
EVERYTHING = ""
"""By each thing at once: what the page shows unless one is asked for."""
MANY = {"month": "months", "agency": "agencies", "school": "schools", "care": "groups", "area": "areas"}
SIDE_WORDS = {"month": "Month", "agency": "Agency", "school": "School", "care": "Care", "area": "Area"}
CARE_WORDS = {
    "looked_after": "Looked after here",
    "placed_here": "Placed here by another authority",
    "plan": "Child protection plan",
    "in_need": "Child in need, or section 47",
    "other": "None of these",
    "not_recorded": "Not recorded",
}


@dataclass(frozen=True)
class Asked:
    """A year, by what it is counted, and one row of it; an empty key is the whole year."""

    year: int
    side: str
    key: str

    @property
    def parameters(self) -> dict[str, Any]:
        """Return it as an address carries it."""
        return {"year": self.year, "by": self.side if self.key else "", "key": self.key}


def asked_of(given: QueryDict, today: date) -> Asked:
    """Return which episodes an address asks for."""
    return Asked(
        year_in(given, today) or year_of(today), side_in(given), given.get("key", "")[:LONGEST].replace("\0", "")
    )


def year_of(day: date) -> int:
    """Return the year, by the one in which it ends, that a day lies in."""
    return day.year + (day.month > MARCH)


def year_words(year: int) -> str:
    """Return a year as the pages write it."""
    return f"April {year - 1} to March {year}"


def years_shown(today: date) -> list[int]:
    """Return the years of which there are figures, the newest first."""
    return [*range(year_of(today), year_of(today) - YEARS_SHOWN, -1)]


def year_in(given: QueryDict, today: date) -> int | None:
    """Return the year asked for, of those that are shown; nothing where none is."""
    said = given.get("year", "")
    return next((year for year in years_shown(today) if str(year) == said), None)


def side_in(given: QueryDict) -> str:
    """Return by what it is asked to be counted: one thing, or each."""
    side = given.get("by", "")
    return side if side in SIDES else EVERYTHING


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
