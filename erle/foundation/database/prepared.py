"""Queries that are written as querysets, compiled once in a process, and asked again with other values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models import query as django_query
from django.db.models.expressions import RawSQL

ANY_NUMBER = -7_305_525_000
ANY_MOMENT = datetime(1753, 1, 1, tzinfo=UTC)
ANY_WORDS = "any words"
One = TypeVar("One", bound=Model)


def each_of(numbers: Sequence[int]) -> RawSQL:
    """Return the numbers as one value of a statement (`field__in=each_of(numbers)`), however many there are."""
    return RawSQL("SELECT unnest(%s::bigint[])", (list(numbers),))


@dataclass(frozen=True)
class _Shape:
    """How a row becomes an object with what is joined to it, as Django does it for a queryset."""

    compiler: Any
    converters: dict[int, Any]
    names: Sequence[str]
    columns: slice
    related: Sequence[Any]

    def objects(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        model, alias = self.compiler.klass_info["model"], connection.alias
        made = []
        for row in self.compiler.apply_converters(rows, self.converters) if self.converters else rows:
            one = model.from_db(alias, self.names, row[self.columns])
            for populator in self.related:
                populator.populate(row, one)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            made.append(one)
        return made


@dataclass(frozen=True)
class _Statement:
    text: str
    params: Sequence[Any]
    names: tuple[str, ...] = ()
    shape: _Shape | None = None


class Prepared(Generic[One]):
    """A query that is compiled at its first use; to compile it anew each time takes longer than to ask it.

    `make` is given one value for each of `kinds` (int, datetime, str, or list: numbers, to be used as `each_of`), and
    returns a queryset of objects or tuples, or the question which of several querysets hold anything. A value has to
    reach the statement as it is: what `make` works out from it would be kept for good.
    """

    def __init__(self, make: Callable[..., QuerySet[One, Any] | Mapping[str, QuerySet[Any]]], *kinds: type) -> None:
        """Compile nothing yet: the models are not there."""
        self._make = make
        self._stand_ins: tuple[Any, ...] = tuple(_stand_in(kind, place) for place, kind in enumerate(kinds))
        self._others = tuple(_stand_in(kind, len(kinds) + place) for place, kind in enumerate(kinds))
        self._lock = Lock()
        self._made: _Statement | None = None

    def objects(self, *values: Any, start: int = 0, most: int | None = None) -> list[One]:
        """Ask, under the policies of whoever acts; return the objects with what `select_related` joins to them.

        Where `most` is given, only as many come, after the first `start`.
        """
        statement = self._statement()
        part = "" if most is None else f" LIMIT {most:d} OFFSET {start:d}"
        return cast("_Shape", statement.shape).objects(self._ask(statement, values, part))

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Ask, under the policies of whoever acts; return the rows as the database gives them."""
        return self._ask(self._statement(), values)

    def which(self, *values: Any) -> dict[str, bool]:
        """Ask which of the querysets hold anything: one statement for all."""
        statement = self._statement()
        [row] = self._ask(statement, values)
        return dict(zip(statement.names, row, strict=True))

    def _ask(self, statement: _Statement, values: Sequence[Any], part: str = "") -> list[tuple[Any, ...]]:
        given = list(zip(self._stand_ins, values, strict=True))
        params = [next((value for one, value in given if _is(param, one)), param) for param in statement.params]
        with connection.cursor() as cursor:
            cursor.execute(statement.text + part, params)
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


def _stand_in(kind: type, place: int) -> int | datetime | str | list[int]:
    if kind is int:
        return ANY_NUMBER - place
    if kind is datetime:
        return ANY_MOMENT + timedelta(days=place)
    if kind is str:
        return f"{ANY_WORDS} {place}"
    if kind is list:
        return [ANY_NUMBER - place]
    raise TypeError(f"a value is a whole number, a moment, words or a list of numbers, not {kind.__name__}")


def _is(param: Any, stand_in: int | datetime | str | list[int]) -> bool:
    return isinstance(param, int | datetime | str | list) and param == stand_in


def _compile(made: QuerySet[Any, Any]) -> _Statement:
    compiler = made.query.get_compiler(connection=connection)
    text, params = compiler.as_sql()
    return _Statement(text, list(params), shape=_shape(compiler) if compiler.klass_info else None)


def _shape(compiler: Any) -> _Shape:
    select, places = compiler.select, compiler.klass_info["select_fields"]
    columns = slice(places[0], places[-1] + 1)
    return _Shape(
        compiler=compiler,
        converters=compiler.get_converters([column[0] for column in select]),
        names=[column[0].target.attname for column in select[columns]],
        columns=columns,
        related=cast("Any", django_query).get_related_populators(compiler.klass_info, select, connection.alias),
    )


def _which(made: Mapping[str, QuerySet[Any]]) -> _Statement:
    parts = [one.query.exists().get_compiler(connection=connection).as_sql() for one in made.values()]
    text = ", ".join(f"EXISTS ({part})" for part, _ in parts)
    return _Statement(f"SELECT {text}", [param for _, params in parts for param in params], tuple(made))
