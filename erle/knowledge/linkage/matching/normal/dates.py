"""Dates of birth as files write them, into one form; what cannot be read is unknown, and counted."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

FORMATS = "yyyy-mm-dd, dd/mm/yyyy, mm/dd/yyyy, yyyymmdd, ddmmyyyy, mmddyyyy, dd.mm.yyyy, dd-mm-yy …"
"""Examples of what a map may say of its dates: the letters d, m and y, and the signs between them."""
EARLIEST_YEAR = 1850
PARTS = re.compile(r"yyyy|yy|mm?|dd?")


class NotADateFormat(ValueError):
    """A format that does not have one day, one month and one year."""


@cache
def date_pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of dates in a format such as `dd/mm/yyyy`; a time after it is passed over."""
    small = written.strip().lower()
    parts = PARTS.findall(small)
    if sorted(part[0] for part in parts) != ["d", "m", "y"] or re.search(r"[^\W\d_]", PARTS.sub("", small)):
        raise NotADateFormat(f"{written!r} is no format of dates; expected, for example: {FORMATS}")
    together = re.fullmatch(r"[dmy]+", small) is not None
    pattern = PARTS.sub(lambda part: _part(part.group(), together=together), re.escape(small).replace("\\-", "-"))
    return re.compile(rf"\s*{pattern}(?:[ T]\d\d?:.*)?\s*", re.DOTALL)


def date_reader(formats: tuple[str, ...], *, today: date) -> Callable[[str], str]:
    """Return what reads a date into `yyyymmdd`, and gives "" for one that is none, or is after today."""
    patterns = [date_pattern(written) for written in formats]
    read: dict[str, str] = {}

    def reader(text: str) -> str:
        if text not in read:
            read[text] = next((found for one in patterns if (found := _read(one, text, today))), "")
        return read[text]

    return reader


def _part(part: str, *, together: bool) -> str:
    digits = len(part)
    least = digits if together or part[0] == "y" else 1
    return rf"(?P<{part[0]}>\d{{{least},{max(digits, 2)}}})"


def _read(pattern: re.Pattern[str], text: str, today: date) -> str:
    found = pattern.fullmatch(text[:60])
    if found is None:
        return ""
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        day = date(year, int(found["m"]), int(found["d"]))
    except ValueError:
        return ""
    return f"{day:%Y%m%d}" if year >= EARLIEST_YEAR and day <= today else ""
