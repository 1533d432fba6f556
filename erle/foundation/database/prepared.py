"""Queries that are written as querysets, compiled once in a process, and asked again with other values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet

ANY_NUMBER = -7_305_525_000
ANY_MOMENT = datetime(1753, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Statement:
    text: str
    params: Sequence[Any]
    names: tuple[str, ...] = ()


class Prepared:
    """A query that is compiled at its first use; to compile it anew each time takes longer than to ask it.

    `make` is given one value for each of `kinds` (int or datetime), and returns a queryset of tuples, or the question
    which of several querysets hold anything. A value has to reach the statement as it is: what `make` works out from
    it would be kept for good.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any] | Mapping[str, QuerySet[Any]]], *kinds: type) -> None:
        """Compile nothing yet: the models are not there."""
        self._make = make
        self._stand_ins: tuple[Any, ...] = tuple(_stand_in(kind, place) for place, kind in enumerate(kinds))
        self._others = tuple(_stand_in(kind, len(kinds) + place) for place, kind in enumerate(kinds))
        self._lock = Lock()
        self._made: _Statement | None = None

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Ask, under the policies of whoever acts; return the rows as the database gives them."""
        return self._ask(self._statement(), values)

    def which(self, *values: Any) -> dict[str, bool]:
        """Ask which of the querysets hold anything: one statement for all."""
        statement = self._statement()
        [row] = self._ask(statement, values)
        return dict(zip(statement.names, row, strict=True))

    def _ask(self, statement: _Statement, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        given = list(zip(self._stand_ins, values, strict=True))
        params = [next((value for one, value in given if _is(param, one)), param) for param in statement.params]
        with connection.cursor() as cursor:
            cursor.execute(statement.text, params)
            return list(cursor.fetchall())

    def _statement(self) -> _Statement:
        with self._lock:
            if self._made is None:
                made, other = self._compiled(self._stand_ins), self._compiled(self._others)
                self._require_kept_as_given(made, other)
                self._made = made
            return self._made

    def _compiled(self, values: Sequence[Any]) -> _Statement:
        made = self._make(*values)
        return _which(made) if isinstance(made, Mapping) else _compile(made)

    def _require_kept_as_given(self, made: _Statement, other: _Statement) -> None:
        """Refuse what two sets of values do not turn into one statement with the values in their places."""
        pairs = list(zip(self._stand_ins, self._others, strict=True))
        instead = [next((two for one, two in pairs if _is(param, one)), param) for param in made.params]
        reached = all(any(_is(param, one) for param in made.params) for one in self._stand_ins)
        if not reached or made.text != other.text or instead != list(other.params):
            raise ValueError("Not every value reaches the statement as it is.")


def _stand_in(kind: type, place: int) -> int | datetime:
    if kind is int:
        return ANY_NUMBER - place
    if kind is datetime:
        return ANY_MOMENT + timedelta(days=place)
    raise TypeError(f"a value is a whole number or a moment, not {kind.__name__}")


def _is(param: Any, stand_in: int | datetime) -> bool:
    return isinstance(param, int | datetime) and param == stand_in


def _compile(made: QuerySet[Any, Any]) -> _Statement:
    text, params = made.query.get_compiler(connection=connection).as_sql()
    return _Statement(text, list(params))


def _which(made: Mapping[str, QuerySet[Any]]) -> _Statement:
    parts = [one.query.exists().get_compiler(connection=connection).as_sql() for one in made.values()]
    text = ", ".join(f"EXISTS ({part})" for part, _ in parts)
    return _Statement(f"SELECT {text}", [param for _, params in parts for param in params], tuple(made))
