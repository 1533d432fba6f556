"""Dates of birth as files write them, into one form; what cannot be read is unknown, and counted.

A day that there never was, 31 February say, is a slip of the pen: its digits are kept, and compared as others are.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

FORMATS = "yyyy-mm-dd, dd/mm/yyyy, mm/dd/yyyy, yyyymmdd, ddmmyyyy, mmddyyyy, dd.mm.yyyy, dd-mm-yy, mm/yyyy, yyyy …"
"""Examples of what a map may say of its dates: the letters d, m and y, and the signs between them."""
ENOUGH = (["d", "m", "y"], ["m", "y"], ["y"])
"""What a format may have: a day with its month and year, a month with its year, or a year alone."""
EARLIEST_YEAR = 1850
PARTS = re.compile(r"yyyy|yy|mm?|dd?")


class NotADateFormat(ValueError):
    """A format that has no year, or has something twice."""


@cache
def date_pattern(written: str) -> re.Pattern[str]:
    """Return the pattern of dates in a format such as `dd/mm/yyyy` or `yyyy`; a time after it is passed over."""
    small = written.strip().lower()
    parts = PARTS.findall(small)
    if sorted(part[0] for part in parts) not in ENOUGH or re.search(r"[^\W\d_]", PARTS.sub("", small)):
        raise NotADateFormat(f"{written!r} is no format of dates; expected, for example: {FORMATS}")
    together = re.fullmatch(r"[dmy]+", small) is not None
    pattern = PARTS.sub(lambda part: _part(part.group(), together=together), re.escape(small).replace("\\-", "-"))
    return re.compile(rf"\s*{pattern}(?:[ T]\d\d?:.*)?\s*", re.DOTALL)


def date_reader(formats: tuple[str, ...], *, today: date) -> Callable[[str], str]:
    """Return what reads a date into `yyyymmdd`, and gives "" for one that is none, or is after today.

    Of a month or a year alone it is the first day. What is no day in any of the formats is kept by its digits.
    """
    patterns = [date_pattern(written) for written in formats]
    read: dict[str, str] = {}

    def reader(text: str) -> str:
        if text not in read:
            found = [said for one in patterns if (said := _read(one, text, today))]
            read[text] = next((said for said in found if is_day(said)), found[0] if found else "")
        return read[text]

    return reader


def is_day(read: str) -> bool:
    """Say whether what was read is a day that there was, and not digits alone."""
    try:
        date(int(read[:4]), int(read[4:6]), int(read[6:]))
    except ValueError:
        return False
    return True


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
    said = found.groupdict(default="1")
    month, day = int(said.get("m", 1)), int(said.get("d", 1))
    if not month and not day:  # as where only the year is known
        month = day = 1
    return f"{year}{month:02}{day:02}" if year >= EARLIEST_YEAR and (year, month, day) <= today.timetuple()[:3] else ""
