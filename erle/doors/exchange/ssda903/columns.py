"""What a column of the return may say: a date, a code from a list, a number, or text of a certain form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from erle.doors.exchange.faults import Severity

Value = date | int | str | None
"""What a cell says, once read; None is a blank, or what could not be read."""
WRITTEN_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
MOST_KNOWN = 50_000
"""Different texts of one column that are remembered with what they mean."""


class Unfit(Exception):
    """A text that is not what its column holds; the words follow the text."""


class Kind(Protocol):
    """What a column holds."""

    @property
    def expected(self) -> str:
        """What should be there, in words."""

    def read(self, text: str) -> Value:
        """Return what the text says, or raise `Unfit`."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date written dd/mm/yyyy."""

    expected: str = "a date written dd/mm/yyyy"

    def read(self, text: str) -> date:
        """Return the date, if there is such a date."""
        match = WRITTEN_DAY.fullmatch(text)
        if match is None:
            raise Unfit("is not a date written dd/mm/yyyy")
        try:
            return date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError as error:
            raise Unfit("is not a date that exists") from error


@dataclass(frozen=True, slots=True)
class OneOf:
    """A code from a list; `meaning` turns a year's older codes into those in force."""

    codes: tuple[str, ...]
    meaning: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> str:
        """Return the list, shortened where it is long."""
        if len(self.codes) > 12:
            return f"one of {len(self.codes)} codes such as {', '.join(self.codes[:6])}"
        return f"one of {', '.join(self.codes)}" if len(self.codes) > 1 else self.codes[0]

    def read(self, text: str) -> str:
        """Return the code in capitals; a spreadsheet's 1.0 is 1."""
        code = text.upper()
        if code not in self.codes:
            code = code.removesuffix(".0")
        if code not in self.codes:
            raise Unfit("is not a code of the return")
        return self.meaning.get(code, code)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two others."""

    least: int
    most: int

    @property
    def expected(self) -> str:
        """Return the two ends."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, text: str) -> int:
        """Return the number; a spreadsheet's 39.0 is 39."""
        digits = text.removesuffix(".0")
        if not re.fullmatch(r"[0-9]{1,9}", digits) or not self.least <= int(digits) <= self.most:
            raise Unfit("is not such a number")
        return int(digits)


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a certain form."""

    form: re.Pattern[str]
    expected: str
    capitals: bool = True

    def read(self, text: str) -> str:
        """Return the text, in capitals where capitals make no difference."""
        if not self.form.fullmatch(text):
            raise Unfit("is not of that form")
        return text.upper() if self.capitals else text


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, the published rules on it, and what becomes of a row where it is wrong."""

    name: str
    kind: Kind
    code: str = ""
    blank_code: str = ""
    may_be_blank: bool = False
    severity: Severity = Severity.ERROR


class Wrong(NamedTuple):
    """What is wrong with a cell, and the published rule that says so."""

    problem: str
    code: str


Meaning = tuple[Value, str, Wrong | None]
"""A cell's value, the plain form that all ways of writing it share, and what is wrong with it."""


class Meanings(dict[str, Meaning]):
    """What each text seen in one column means.

    The same few dates and codes fill whole files, so each is worked out once; the memory is bounded.
    """

    def __init__(self, column: Column) -> None:
        """Start knowing nothing."""
        self.column = column

    def __missing__(self, said: str) -> Meaning:
        """Work out what a text means."""
        if len(self) >= MOST_KNOWN:
            self.clear()
        meaning = self._meaning(said.strip())
        self[said] = meaning
        return meaning

    def blank(self, rows: int) -> list[tuple[Value, ...] | tuple[str, ...] | tuple[Wrong | None, ...]]:
        """Return what a column says that the file does not have: nothing, in each row, and nothing wrong."""
        return [(None,) * rows, ("",) * rows, (None,) * rows]

    def _meaning(self, text: str) -> Meaning:
        """Return the value, or what is wrong, with the plain form of the text."""
        column = self.column
        if not text:
            return None, "", None if column.may_be_blank else Wrong("is blank", column.blank_code or column.code)
        try:
            value = column.kind.read(text)
        except Unfit as unfit:
            return None, text.upper(), Wrong(str(unfit), column.code)
        return value, str(value), None


def must(name: str, kind: Kind, code: str = "", blank_code: str = "") -> Column:
    """Return a column that a row cannot do without: blank or unreadable, the row is refused."""
    return Column(name, kind, code, blank_code)


def should(name: str, kind: Kind, code: str = "") -> Column:
    """Return a column that should be filled, but for whose sake no row is refused."""
    return Column(name, kind, code, severity=Severity.QUERY)


def may(name: str, kind: Kind, code: str = "") -> Column:
    """Return a column that may be blank; what is unreadable in it is a query, or for a date an error."""
    severity = Severity.ERROR if isinstance(kind, Day) else Severity.QUERY
    return Column(name, kind, code, may_be_blank=True, severity=severity)
