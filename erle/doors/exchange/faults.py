"""What is wrong with a row, in words that say which row, which field, what it said and what was expected."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

LONGEST_SHOWN = 60
"""Characters of a value that are shown; the file itself has the rest."""


class Severity(StrEnum):
    """What becomes of the row."""

    ERROR = "error"
    """It is refused, and comes back to be mended."""
    QUERY = "query"
    """It is kept as it was said, and somebody should look."""
    REPEAT = "repeat"
    """It says word for word what an earlier row says; it is kept once."""


class Finding(NamedTuple):
    """What is wrong with one value, before it is known where it stands."""

    field: str
    value: str
    problem: str
    expected: str
    code: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it stands, and the published rule it breaks, if there is one.

    Rows are counted as a spreadsheet counts them: the headings are row 1. Row 0 means the file as a whole. A file that
    has no rows is counted in another unit, such as lines.
    """

    file: str
    table: str
    row: int
    field: str
    value: str
    problem: str
    expected: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR
    unit: str = "Row"

    def words(self) -> str:
        """Return the fault as a sentence for the person who mends the file."""
        place = ", ".join(part for part in (f"{self.unit} {self.row}" if self.row else "", self.field) if part)
        said = f"{quoted(self.value)} {self.problem}" if self.value else self.problem
        told = f"{place}: {said}" if place else said
        expected = f"; expected {self.expected}" if self.expected else ""
        rule = f" (rule {self.code})" if self.code else ""
        return f"{told}{expected}{rule}"

    def data(self) -> dict[str, str | int]:
        """Return the fault for a program: one flat object of strings and the row's number."""
        return {
            "file": self.file,
            "table": self.table,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "expected": self.expected,
            "code": self.code,
            "severity": self.severity.value,
            "words": self.words(),
        }


def quoted(value: str) -> str:
    """Return a value between quotation marks, shortened, with nothing in it that a terminal would obey."""
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return "'" + "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in short) + "'"
