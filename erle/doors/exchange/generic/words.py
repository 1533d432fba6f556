"""Names, sex, grades, urgency and attendance as agencies write them."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from erle.doors.exchange.generic.days import Unreadable
from erle.knowledge.records.rules import EntryKind, Sex, Urgency

NOTHING = frozenset(
    re.split(
        r",\s+",
        "-, --, ., ?, n/a, na, none, nil, null, unknown, unk, unkn, x, xx, tbc, tba, not known, not recorded, "
        "not given, not stated, not provided",
    )
)
"""Words that say that nothing is known."""
NO_NAME = NOTHING | {"unborn", "baby", "child", "name unknown", "unnamed", "anonymous"}
SEXES = {
    **dict.fromkeys(("m", "male", "boy", "1"), Sex.MALE),
    **dict.fromkeys(("f", "female", "girl", "2"), Sex.FEMALE),
    **dict.fromkeys(
        ("u", "unknown", "not known", "not recorded", "0", "9", "indeterminate", "i", "x", "other", "non-binary", "nb"),
        Sex.UNKNOWN,
    ),
}
URGENCIES = {
    **dict.fromkeys(("now", "immediate", "immediately", "urgent", "high", "emergency"), Urgency.NOW),
    **dict.fromkeys(("today", "same day", "medium"), Urgency.TODAY),
    **dict.fromkeys(("soon", "routine", "low", "normal", "standard", "not urgent", "non-urgent"), Urgency.SOON),
}
GRADE = re.compile(r"([1-3])[\s/,.-]*([A-E])[\s/,.-]*([PC])")
SMALL_WORDS = re.compile(r"^(Mc|O['’])([a-z])")

MARKS = {
    **dict.fromkeys(("/", "\\", "P", "V", "W", "B", "K", "PRESENT"), "/"),
    "L": "L",
    **dict.fromkeys(("O", "U", "N", "G"), "O"),
    **dict.fromkeys((*"ACEIMRSTQHJY", "C1", "C2", "J1", *(f"Y{number}" for number in range(1, 8))), "A"),
    **dict.fromkeys(("-", "D", "X", "Z", "#"), "-"),
}  # fmt: skip
"""Codes of school attendance of August 2024, with the retired H, J and Y, as the five marks that are kept."""
SESSIONS = 10
MARKS_EXPECTED = "ten marks, Monday morning first, by the codes of school attendance"


class Name(NamedTuple):
    """A name in its two parts."""

    given: str
    family: str


def tidy(text: str) -> str:
    """Return a text on one line, with single blanks."""
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    """Return whether a text is blank, or only says that nothing is known."""
    said = tidy(text)
    return not said or said.lower() in NOTHING


def name_part(text: str) -> str:
    """Return a part of a name; one in capitals throughout is written as people write it."""
    said = tidy(text)
    if said.lower() in NO_NAME:
        return ""
    if len(said) > 1 and said.isupper():
        return re.sub(r"[^\W_]+(?:['’][^\W_]+)?", lambda part: _cased(part[0]), said)
    return said


def full_name(text: str) -> Name:
    """Return a full name in its parts: at the comma the family name comes first, else the last word is the family's."""
    said = tidy(text)
    if said.lower() in NO_NAME:
        return Name("", "")
    if "," in said:
        family, _, given = said.partition(",")
        return Name(name_part(given), name_part(family))
    given, _, family = said.rpartition(" ")
    return Name(name_part(given), name_part(family)) if given else Name(name_part(family), "")


def read_sex(text: str) -> Sex:
    """Return the sex that a text says, or raise `Unreadable`."""
    try:
        return SEXES[tidy(text).lower().removesuffix(".0")]
    except KeyError as error:
        raise Unreadable("is not a word for sex that is known here") from error


def read_urgency(text: str) -> Urgency:
    """Return the urgency that a text says, or raise `Unreadable`."""
    try:
        return URGENCIES[tidy(text).lower()]
    except KeyError as error:
        raise Unreadable("is not a degree of urgency that is known here") from error


def read_grade(text: str) -> str:
    """Return a 3x5x2 grade such as `1 A P`, or raise `Unreadable`."""
    found = GRADE.fullmatch(tidy(text).upper())
    if found is None:
        raise Unreadable("is not a 3x5x2 grade")
    return " ".join(found.groups())


def read_kind(text: str) -> EntryKind:
    """Return the kind of event that a text names, or raise `Unreadable`."""
    try:
        return EntryKind(re.sub(r"[\s-]+", "_", tidy(text).lower()))
    except ValueError as error:
        raise Unreadable("is not a kind of event that the mapping knows") from error


def read_marks(cells: list[str]) -> str:
    """Return ten marks from one cell or ten, or raise `Unreadable`."""
    marks = [cell.strip().upper() for cell in cells]
    if len(marks) == 1:
        parted = re.split(r"[\s,;|]+", marks[0])
        marks = parted if len(parted) == SESSIONS else list(marks[0])
    if len(marks) != SESSIONS:
        raise Unreadable(f"has {len(marks)} marks")
    unknown = next((mark for mark in marks if mark and mark not in MARKS), "")
    if unknown:
        raise Unreadable(f"has the mark {unknown[:10]}, which is no code of school attendance")
    return "".join(MARKS[mark or "-"] for mark in marks)


def parted(text: str) -> list[str]:
    """Return what one cell lists: parted by semicolons, strokes or ends of lines."""
    return [said for said in (tidy(part) for part in re.split(r"[;|\n]", text)) if said and said.lower() not in NOTHING]


def meaning(words: Mapping[str, str], text: str) -> str:
    """Return what an agency's own word means by its mapping, or the word itself."""
    return words.get(tidy(text).lower(), text)


def _cased(part: str) -> str:
    return SMALL_WORDS.sub(lambda start: start[1] + start[2].upper(), part.capitalize())
