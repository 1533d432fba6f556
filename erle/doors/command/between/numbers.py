"""NHS and unique pupil numbers of a file that are such numbers: others count as unknown, and are told."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from erle.doors.command.matching.reading import FileRead, Unread
from erle.doors.exchange.generic.numbers import (
    NHS_EXPECTED,
    UPN_EXPECTED,
    bare,
    is_nhs_number,
    is_upn,
    means_no_upn,
)
from erle.knowledge.linkage.between.parameters import Parameters
from erle.knowledge.linkage.matching.fields import IDENTIFIER

VALID: Mapping[str, tuple[Callable[[str], bool], str, str]] = {
    "nhs": (is_nhs_number, "is no NHS number", NHS_EXPECTED),
    "upn": (is_upn, "is no unique pupil number", UPN_EXPECTED),
}
"""What a number has to be, by the name that the map gives it."""


def with_valid_numbers(file: FileRead, parameters: Parameters) -> tuple[FileRead, list[str]]:
    """Return the file with the fields that the parameters compare by, and their names."""
    values = {name: file.table.values[name] for name in parameters.fields if name in file.table.values}
    unread = list(file.unread)
    used = list(values)
    for name in file.table.values:
        kind = name.removeprefix(IDENTIFIER).casefold()
        if name.startswith(IDENTIFIER) and kind in parameters.identifiers and kind not in used:
            is_valid, problem, expected = VALID[kind]
            about = Unread(kind, problem, expected)
            values[f"{IDENTIFIER}{kind}"] = [
                _number(text, row, is_valid, about)
                for text, row in zip(file.table.values[name], file.numbers, strict=True)
            ]
            used.append(kind)
            unread += [about] if about.count else []
    return replace(file, table=replace(file.table, values=values), unread=unread), used


def _number(text: str, row: int, is_valid: Callable[[str], bool], about: Unread) -> str:
    number = bare(text)
    if not number or means_no_upn(number):
        return ""
    if not is_valid(number):
        about.add(row)
        return ""
    return number
