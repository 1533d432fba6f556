"""A mapping: which column holds what, and what an agency's own words mean. A document that is checked before use.

Version 1: {"format": "generic", "version": 1, "kind": "concern" or null, "columns": {"Their heading": "field"},
"values": {"kind": {"their word": "concern"}}, "dates": "dmy", "to_desk_days": 3, "sheet": "name of a sheet"}.
Columns that it does not name are kept in what was said, under their own heading.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from erle.doors.exchange.generic.fields import FIELD_WORDS, SEVERAL, TIMES, VALUED, Field
from erle.doors.exchange.reading import MOST_COLUMNS
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.rules import EntryKind

VERSION = 1
FORMAT = "generic"
ORDERS = {"dmy": "day, month, year", "ymd": "year, month, day", "mdy": "month, day, year"}
LONGEST_DOCUMENT = 200_000
LONGEST_WORD = 200
MOST_VALUES = 500
MOST_DESK_DAYS = 90
MOST_TOLD = 10
KEYS = {"format", "version", "kind", "columns", "values", "dates", "to_desk_days", "sheet"}


class Unfit(Refused):
    """A mapping that cannot be used, and all that is wrong with it."""


@dataclass(frozen=True)
class ColumnMapping:
    """Which column holds what, and what an agency's own words mean."""

    columns: Mapping[str, Field]
    kind: EntryKind | None = None
    values: Mapping[Field, Mapping[str, str]] = field(default_factory=dict)
    dates: str = "dmy"
    to_desk_days: int = 0
    sheet: str = ""

    def data(self) -> dict[str, Any]:
        """Return the document, in one order whoever wrote it."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind.value if self.kind else None,
            "columns": {heading: each.value for heading, each in self.columns.items()},
            "values": {each.value: dict(words) for each, words in self.values.items()},
            "dates": self.dates,
            "to_desk_days": self.to_desk_days,
            "sheet": self.sheet,
        }

    def places(self, header: tuple[str, ...]) -> dict[Field, list[int]]:
        """Return where in the file each field stands, from left to right."""
        wanted = {heading.upper(): each for heading, each in self.columns.items()}
        found: dict[Field, list[int]] = {}
        for place, name in enumerate(header):
            if name.upper() in wanted:
                found.setdefault(wanted[name.upper()], []).append(place)
        return found

    def absent(self, header: tuple[str, ...]) -> list[str]:
        """Return the mapped columns that a file does not have."""
        there = {name.upper() for name in header}
        return [heading for heading in self.columns if heading.upper() not in there]


def read_mapping(document: str) -> ColumnMapping:
    """Return what a JSON document says, or raise `Unfit` with what is wrong with it."""
    if len(document) > LONGEST_DOCUMENT:
        raise Unfit(f"The mapping is longer than {LONGEST_DOCUMENT:,} characters.")
    try:
        said = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise Unfit("The mapping is not JSON.") from error
    return checked_mapping(said)


def checked_mapping(said: object) -> ColumnMapping:
    """Return the mapping that the data describes, or raise `Unfit` with all that is wrong with it."""
    if not isinstance(said, dict):
        raise Unfit("The mapping is not an object with the keys format, columns and so on.")
    problems = [*_problems(said)]
    if problems:
        more = f" And {len(problems) - MOST_TOLD} more." if len(problems) > MOST_TOLD else ""
        raise Unfit(" ".join(problems[:MOST_TOLD]) + more)
    return ColumnMapping(
        columns={_tidy(heading): Field(name) for heading, name in said["columns"].items()},
        kind=EntryKind(said["kind"]) if said.get("kind") else None,
        values={
            Field(name): {_tidy(theirs).lower(): ours for theirs, ours in words.items()}
            for name, words in (said.get("values") or {}).items()
        },
        dates=said.get("dates") or "dmy",
        to_desk_days=said.get("to_desk_days") or 0,
        sheet=said.get("sheet") or "",
    )


def _problems(said: dict[Any, Any]) -> Iterator[str]:
    """Yield what is wrong with a mapping, in whole sentences."""
    if said.get("format", FORMAT) != FORMAT:
        yield f"The mapping is for the format {_shown(said['format'])}; expected {FORMAT}."
    if said.get("version", VERSION) != VERSION:
        yield f"The mapping has the version {_shown(said['version'])}; this Erle reads version {VERSION}."
    for key in said:
        if key not in KEYS:
            yield f"The mapping has {_shown(key)}, which means nothing here; expected {_listed(sorted(KEYS))}."
    if said.get("kind") is not None and said["kind"] not in list(EntryKind):
        yield f"The kind {_shown(said['kind'])} is none; expected {_listed(EntryKind)}."
    if said.get("dates") is not None and said["dates"] not in list(ORDERS):
        yield f"The order of dates {_shown(said['dates'])} is none; expected {_listed(ORDERS)}."
    days = said.get("to_desk_days")
    if days is not None and not (isinstance(days, int) and 0 <= days <= MOST_DESK_DAYS):
        yield f"The days to the desk are {_shown(days)}; expected a whole number from 0 to {MOST_DESK_DAYS}."
    if said.get("sheet") is not None and not isinstance(said["sheet"], str):
        yield f"The sheet is {_shown(said['sheet'])}; expected its name."
    yield from _column_problems(said)
    yield from _value_problems(said.get("values"))


def _column_problems(said: dict[Any, Any]) -> Iterator[str]:
    columns = said.get("columns")
    if not isinstance(columns, dict) or not columns or len(columns) > MOST_COLUMNS:
        yield f"The columns are not there; expected each heading with what it holds, {MOST_COLUMNS} at most."
        return
    for heading, name in columns.items():
        if not _is_word(heading):
            yield f"A heading is {_shown(heading)}; expected the heading of a column."
        elif name not in list(Field):
            yield f"The column {_shown(heading)} is mapped to {_shown(name)}; expected {_listed(Field)}."
    fields = [Field(name) for name in columns.values() if name in list(Field)]
    yield from _twice(Counter(" ".join(str(heading).split()).upper() for heading in columns), fields)
    yield from _missing(set(fields), bool(said.get("kind")))


def _twice(headings: Counter[str], fields: list[Field]) -> Iterator[str]:
    for heading, number in headings.items():
        if number > 1:
            yield f"The heading {_shown(heading)} is mapped {number} times; capitals make no difference."
    for each, number in Counter(fields).items():
        if number > 1 and each not in SEVERAL:
            yield f"{number} columns are mapped to {each.value} ({FIELD_WORDS[each].lower()}); expected one."


def _missing(fields: set[Field], has_kind: bool) -> Iterator[str]:
    """Yield what a table must say before a row of it can be taken."""
    week, marks = Field.ATTENDANCE_WEEK in fields, Field.ATTENDANCE_MARKS in fields
    if week != marks:
        yield "Attendance needs both the week and the marks; one of them is not mapped."
    if week or marks:
        return
    if not fields & set(TIMES):
        yield "No column says when it happened; map one to happened_on, happened_at or recorded_at."
    if not has_kind and Field.KIND not in fields:
        yield "Nothing says what kind of event the rows tell; give the kind, or map a column to it."


def _value_problems(values: object) -> Iterator[str]:
    if values is None:
        return
    if not isinstance(values, dict):
        yield "The values are not an object with the words of each field."
        return
    for name, words in values.items():
        if name not in [each.value for each in VALUED]:
            yield f"Values are given for {_shown(name)}; expected {_listed(VALUED)}."
        elif not isinstance(words, dict) or len(words) > MOST_VALUES:
            yield f"The values of {name} are not a list of words, {MOST_VALUES} at most, with what each means."
        else:
            yield from _word_problems(name, words)


def _word_problems(name: str, words: dict[Any, Any]) -> Iterator[str]:
    for theirs, ours in words.items():
        if not _is_word(theirs) or not isinstance(ours, str) or len(ours) > LONGEST_WORD:
            yield f"In the values of {name}, {_shown(theirs)} means {_shown(ours)}; expected a word for a word."
        elif name == Field.KIND and ours not in list(EntryKind):
            yield f"The kind {_shown(theirs)} is said to mean {_shown(ours)}; expected {_listed(EntryKind)}."


def _is_word(said: object) -> bool:
    return isinstance(said, str) and bool(said.strip()) and len(said) <= LONGEST_WORD


def _tidy(heading: str) -> str:
    return heading.strip()


def _listed(words: Iterable[str]) -> str:
    return "one of " + ", ".join(words)


def _shown(what: object) -> str:
    """Return something from a document, short and fit to be printed."""
    text = str(what)
    return "'" + "".join(letter if letter.isprintable() else "?" for letter in text[:60]) + "'"
