"""What a level or a block asks of two records, read from Splink's SQL (its dialect of DuckDB)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from erle.knowledge.linkage.splink_models.values import NotUnderstood, Value, side_and_value

LIKENESSES = ("jaro_winkler_similarity", "jaro_similarity", "levenshtein", "damerau_levenshtein")


@dataclass(frozen=True)
class Same:
    """What is taken from the one record is what is taken from the other."""

    left: Value
    right: Value


@dataclass(frozen=True)
class Unknown:
    """Nothing is known of the record on this side, "l" or "r"."""

    side: str
    value: Value


@dataclass(frozen=True)
class Like:
    """Two texts are as like, or as near, as the bound says; `strictly` leaves the bound itself out."""

    likeness: str
    left: Value
    right: Value
    bound: float
    at_least: bool
    strictly: bool


@dataclass(frozen=True)
class Apart:
    """Two numbers are no further apart than the bound."""

    left: Value
    right: Value
    most: float


@dataclass(frozen=True)
class Not:
    """What does not hold; of what nothing is known, neither holds."""

    one: Condition


@dataclass(frozen=True)
class Together:
    """Several that must all hold, or one of which must."""

    several: tuple[Condition, ...]
    every: bool


Condition = Same | Unknown | Like | Apart | Not | Together


def read_condition(sql: str) -> Condition:
    """Return the condition, or raise `NotUnderstood` with the part that is not known."""
    try:
        return _read(sqlglot.parse_one(sql, read=DuckDB))
    except SqlglotError as error:
        raise NotUnderstood(f"{sql} cannot be read as SQL") from error


def _read(node: exp.Expr) -> Condition:
    match node:
        case exp.Paren():
            read = _read(node.this)
        case exp.And() | exp.Or():
            read = Together((_read(node.left), _read(node.right)), every=isinstance(node, exp.And))
        case exp.Not():
            read = Not(_read(node.this))
        case exp.Is() if isinstance(node.expression, exp.Null):
            read = Unknown(*side_and_value(node.this))
        case exp.EQ():
            read = Same(*_both(node.left, node.right))
        case exp.NEQ():
            read = Not(Same(*_both(node.left, node.right)))
        case exp.GT() | exp.GTE() | exp.LT() | exp.LTE() if isinstance(node.expression, exp.Literal):
            read = _bounded(node)
        case _:
            raise NotUnderstood(f"“{node.sql(dialect='duckdb')}” is not known")
    return read


def _bounded(node: exp.Binary) -> Condition:
    bound, asked = float(node.expression.name), node.left
    at_least, strictly = isinstance(node, exp.GT | exp.GTE), isinstance(node, exp.GT | exp.LT)
    if isinstance(asked, exp.Abs) and isinstance(asked.this, exp.Sub) and not at_least and not strictly:
        return Apart(*_both(asked.this.left, asked.this.right), most=bound)
    given = list(asked.iter_expressions())
    name = asked.this.lower() if isinstance(asked, exp.Anonymous) else KNOWN_BY_NAME.get(type(asked), "")
    if name not in LIKENESSES or len(given) != 2:
        raise NotUnderstood(f"“{asked.sql(dialect='duckdb')}” is not known; known are {', '.join(LIKENESSES)}")
    return Like(name, *_both(*given), bound=bound, at_least=at_least, strictly=strictly)


KNOWN_BY_NAME: dict[type[exp.Expr], str] = {
    exp.JarowinklerSimilarity: "jaro_winkler_similarity",
    exp.Levenshtein: "levenshtein",
}


def _both(one: exp.Expr, other: exp.Expr) -> tuple[Value, Value]:
    """Return what is taken from the left record and from the right one, however they are written."""
    found = dict((side_and_value(one), side_and_value(other)))
    if len(found) != 2:
        raise NotUnderstood(f"{one.sql()} and {other.sql()} are of the same record")
    return found["l"], found["r"]
