"""A month or a year, where no day was said."""

from collections.abc import Sequence
from datetime import date, timedelta

from erle.foundation.statute.moments import LONDON, start_of
from erle.knowledge.records.rules import Precision
from erle.knowledge.records.when.asking import Unclear
from erle.knowledge.records.when.days import LONGEST_AGO_YEARS
from erle.knowledge.records.when.hearing import Heard
from erle.knowledge.records.when.saying import When

STANDS_DAYS = {"early in": 0, "in the middle of": 10, "late in": 20}


def month_or_year(heard: Heard, today: date) -> list[When]:
    """Return the months or years that may be meant, the latest first; none where neither was said."""
    if heard.month is not None:
        return [_month(year, heard.month, heard) for year in _years_of_month(heard.month, heard, today)]
    if heard.month_back is not None or (heard.ago and heard.ago[1] == "months"):
        months = heard.month_back if heard.month_back is not None else heard.ago[0] if heard.ago else 0
        number = today.year * 12 + today.month - 1 - months
        return [_month(_year(number // 12, today), number % 12 + 1, heard)]
    year = _year_said(heard, today)
    if year is None:
        return []
    return [When(start_of(date(_year(year, today), 1, 1)).astimezone(LONDON), Precision.YEAR, f"in {year}")]


def _year_said(heard: Heard, today: date) -> int | None:
    if heard.year_back is not None:
        return today.year - heard.year_back
    if heard.ago and heard.ago[1] == "years":
        return today.year - heard.ago[0]
    return heard.year


def _year(year: int, today: date) -> int:
    if not today.year - LONGEST_AGO_YEARS <= year <= today.year + 1:
        raise Unclear(f"Check the year {year}.")
    return year


def _years_of_month(month: int, heard: Heard, today: date) -> Sequence[int]:
    """Return the years of which the month may be: "last September" said in November may be of either."""
    if heard.year is not None or heard.year_back is not None:
        return (_year(_year_said(heard, today) or 0, today),)
    if heard.last_named is False:
        return (today.year,)
    if heard.last_named and month < today.month:
        return (today.year, today.year - 1)
    reached = month < today.month or (month == today.month and not heard.last_named)
    return (today.year if reached else today.year - 1,)


def _month(year: int, month: int, heard: Heard) -> When:
    first = date(year, month, 1)
    part = heard.part_of_month or "in"
    at = start_of(first + timedelta(days=STANDS_DAYS.get(part, 0))).astimezone(LONDON)
    return When(at, Precision.MONTH, f"{part} {first:%B %Y}")
