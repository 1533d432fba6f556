"""One line that breaks one rule."""

from typing import NamedTuple

from erle.doors.exchange.returning.lines import Line


class Broken(NamedTuple):
    """Where a rule is broken, what stands there, and what should; row 0 where a line is lacking."""

    table: str
    row: int
    child: str
    field: str
    value: str
    problem: str
    expected: str


def broken(line: Line, field: str, problem: str, expected: str) -> Broken:
    """Return that a field of a line breaks the rule."""
    return Broken("missing", line.row, line.child, field, line.said[field], problem, expected)
