"""How a time of day is written, as patterns: 16:05, 4pm, half past three, quarter to nine, between 3 and 4."""

import re
from typing import Any

from erle.knowledge.records.when.vocabulary import NUMBERS, any_of

HOURS = 12
SMALL = {word: number for word, number in NUMBERS.items() if word.isalpha() and number <= HOURS and len(word) > 2}
HOUR = rf"\d{{1,2}}|{any_of(SMALL)}"
COUNT = rf"\d{{1,2}}|{any_of({word: number for word, number in NUMBERS.items() if len(word) > 2})}"
HALF_OF_DAY = r"[ap]\.? ?m\b\.?"
HOURS_WORD = r"(?: ?h(?:ou)?rs?\b|h\b)"
ISH = r"[ -]?ish\b"


def spoken(name: str) -> str:
    """Return the pattern of a time told by halves and quarters, with groups that begin with the name."""
    return (
        rf"(?:(?:(?P<{name}count>a quarter|quarter|{COUNT}) (?:minutes? |mins? )?(?P<{name}side>past|to)"
        rf"|(?P<{name}halved>half)(?: past)?) (?P<{name}told>{HOUR})\b(?![:.]\d)"
        rf"(?: o'? ?clock\b)?(?: ?(?P<{name}half>{HALF_OF_DAY}))?)"
    )


def figures(name: str) -> str:
    """Return the pattern of a time in figures."""
    return (
        rf"(?:(?P<{name}hour>\d{{1,2}})[:.](?P<{name}minute>\d\d)(?!\d)"
        rf"(?: ?(?P<{name}fhalf>{HALF_OF_DAY})|{HOURS_WORD})?"
        rf"|(?P<{name}four>(?:[01]\d|2[0-3])[0-5]\d)(?!\d){HOURS_WORD}?)"
    )


def whole(name: str, *, bare: bool) -> str:
    """Return the pattern of a full hour; bare where words around it say that it is one."""
    end = rf"(?: o'? ?clock\b(?: ?(?P<{name}ohalf>{HALF_OF_DAY}))?| ?(?P<{name}whalf>{HALF_OF_DAY}))"
    return rf"(?:(?P<{name}whole>{HOUR})(?![\d:./]){end}{'?' if bare else ''})"


def clock(name: str, *, bare: bool = False) -> str:
    """Return the pattern of a time of day in any of its forms."""
    return rf"(?:{spoken(name)}|{figures(name)}|{whole(name, bare=bare)})"


def clock_said(found: re.Match[str], name: str) -> tuple[int, int, str, bool]:
    """Return hour, minute, half of the day, and whether the hour is one of twenty-four."""
    groups = found.groupdict()

    def said(part: str) -> str:
        return groups.get(f"{name}{part}") or ""

    half = next((said(part)[0] for part in ("half", "fhalf", "ohalf", "whalf") if said(part)), "")
    if said("four"):
        return int(said("four")[:2]), int(said("four")[2:]), "", True
    if said("hour"):
        return int(said("hour")), int(said("minute")), half, len(said("hour")) == 2 and not half
    if said("whole"):
        return _number(said("whole")), 0, half, False
    return _told(said("told"), said("count"), said("side"), half)


def _told(hour: str, count: str, side: str, half: str) -> tuple[int, int, str, bool]:
    number = _number(hour)
    minutes = 30 if not count else 15 if "quarter" in count else _number(count)
    if side != "to":
        return number, minutes, half, False
    before = (number - 1) or HOURS
    return before, 60 - minutes, "" if number == HOURS else half, False


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def between(found: re.Match[str]) -> dict[str, Any]:
    """Return both ends; the first borrows the half of the day from the second: 3 to 4pm."""
    first, second = clock_said(found, "a"), clock_said(found, "b")
    if not first[2] and second[2] and 1 <= first[0] <= HOURS:
        borrowed = second[2] if first[0] % HOURS <= second[0] % HOURS else {"a": "p", "p": "a"}[second[2]]
        first = (first[0], first[1], borrowed, False)
    return {"clock": first, "until": second}
