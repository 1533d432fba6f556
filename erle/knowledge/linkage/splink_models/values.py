"""What a condition takes from one record: a column, or what functions make of it, worked out once for each value.

Texts are compared by their bytes, and patterns are RE2's, as DuckDB has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow
from pyarrow import compute
from sqlglot import exp

Array = Any
"""Texts or numbers of Arrow's, each of which may be null."""


class NotUnderstood(ValueError):
    """A model says something that this reader does not know; it says what."""


@dataclass(frozen=True)
class Value:
    """A column and what is made of it, the innermost function first; two are the same if they are written the same."""

    column: str
    functions: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    def of(self, texts: Array) -> Array:
        """Return what is made of each of the column's texts."""
        made = texts
        for name, arguments in self.functions:
            made = FUNCTIONS[name](made, *arguments)
        return made


def side_and_value(node: exp.Expr) -> tuple[str, Value]:
    """Return of which record an expression speaks, "l" or "r", and what it takes from it."""
    functions: list[tuple[str, tuple[Any, ...]]] = []
    while not isinstance(node, exp.Column):
        inner, name, arguments = _function(node)
        if name:
            functions.append((name, arguments))
        node = inner
    side, column = _column(node)
    return side, Value(column, tuple(reversed(functions)))


def _column(node: exp.Column) -> tuple[str, str]:
    """Take `l.forename` or `forename_l` apart."""
    if node.table:
        side, column = node.table, node.name
    else:
        column, _, side = node.name.rpartition("_")
    if side not in ("l", "r") or not column:
        raise NotUnderstood(f"{node.sql()} is no column of one of the two records")
    return side, column


def _function(node: exp.Expr) -> tuple[exp.Expr, str, tuple[Any, ...]]:
    """Return what the expression is made of, its function's name, and the function's other arguments."""
    given = [each for each in node.iter_expressions() if not isinstance(each, exp.DataType)]
    name = node.this.lower() if isinstance(node, exp.Anonymous) else NAMES.get(type(node))
    if name is None or (name and name not in FUNCTIONS) or not given:
        raise NotUnderstood(f"the function in {node.sql()} is not known; known are {', '.join(sorted(FUNCTIONS))}")
    if not all(isinstance(each, exp.Literal) for each in given[1:]):
        raise NotUnderstood(f"{node.sql()} takes more than one column")
    return given[0], name, tuple(_literal(each) for each in given[1:])


def _literal(node: exp.Expr) -> str | float:
    return node.name if node.is_string else float(node.name)


def _substring(texts: Array, start: float, length: float | None = None) -> Array:
    begin = int(start) - 1
    stop = None if length is None else max(begin + int(length), 0)
    return compute.utf8_slice_codeunits(texts, start=max(begin, 0), stop=stop)


def _right(texts: Array, length: float) -> Array:
    return compute.utf8_slice_codeunits(texts, start=-int(length), stop=None)


def _part(texts: Array, at: str, place: float) -> Array:
    """Return the part of each text that stands at the place, from 1; what has too few has an empty one."""
    parts = [text if text is None else text.split(at) if at else [text] for text in texts.to_pylist()]
    which = int(place) - 1
    made = [one if one is None else one[which] if 0 <= which < len(one) else "" for one in parts]
    return pyarrow.array(made, type=pyarrow.string())


def _extracted(texts: Array, pattern: str, group: float = 0) -> Array:
    """Return what the whole pattern finds in each text, and an empty text where it finds nothing."""
    if group:
        raise NotUnderstood(f"group {group:g} of a pattern is not known; expected the whole of it, 0")
    found = compute.extract_regex(texts, f"(?P<found>{pattern})")
    taken = compute.struct_field(found, "found")
    return compute.if_else(
        compute.is_valid(texts), compute.fill_null(taken, ""), pyarrow.scalar(None, pyarrow.string())
    )


def _moment(texts: Array, form: str) -> Array:
    """Return the seconds since 1970 of what is written in this form; nothing of what is not, as 30 February."""
    moments = compute.strptime(texts, format=form, unit="s", error_is_null=True)
    again = compute.fill_null(compute.equal(compute.strftime(moments, format=form), texts), fill_value=False)
    seconds = compute.if_else(again, compute.cast(moments, pyarrow.int64()), pyarrow.scalar(None, pyarrow.int64()))
    otherwise = compute.and_(compute.invert(again), compute.is_valid(texts))
    read = [_seconds(text, form) for text in compute.filter(texts, otherwise).to_pylist()]
    return compute.replace_with_mask(seconds, otherwise, pyarrow.array(read, type=pyarrow.int64()))


def _seconds(text: str, form: str) -> int | None:
    try:
        return int(datetime.strptime(text, form).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _null_if(made: Array, other: str | float) -> Array:
    return compute.if_else(compute.equal(made, other), pyarrow.scalar(None, made.type), made)


FUNCTIONS: dict[str, Callable[..., Array]] = {
    "substring": _substring,
    "left": lambda texts, length: _substring(texts, 1, length),
    "right": _right,
    "split_part": _part,
    "regexp_extract": _extracted,
    "nullif": _null_if,
    "lower": compute.utf8_lower,
    "upper": compute.utf8_upper,
    "trim": lambda texts: compute.utf8_trim(texts, characters=" "),
    "try_strptime": _moment,
    "epoch": lambda moments: moments,
}
NAMES: dict[type[exp.Expr], str] = {
    exp.Substring: "substring",
    exp.Left: "left",
    exp.Right: "right",
    exp.SplitPart: "split_part",
    exp.RegexpExtract: "regexp_extract",
    exp.Nullif: "nullif",
    exp.Lower: "lower",
    exp.Upper: "upper",
    exp.Trim: "trim",
    exp.TimeToUnix: "epoch",
    exp.Paren: "",
}
