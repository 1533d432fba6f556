"""Rows on their way in: copied beside the tables as they come, a chunk of them in memory at most."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection

from erle.foundation.agencies.references import LONG, new_references
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.files.rows import Child, Row
from erle.knowledge.records.models import ImportBatch

CHUNK = 5_000
"""Rows whose references are drawn at once."""
MOST_SEEN = 50_000
"""Children whose particulars are remembered, so that each is staged once and not with each row."""
AS_JSON = json.JSONEncoder(ensure_ascii=False)

TABLES = """
DROP TABLE IF EXISTS pg_temp.staged, pg_temp.staged_child, pg_temp.staged_piece, pg_temp.staged_mention, pg_temp.staged_week,
    pg_temp.met, pg_temp.completing, pg_temp.landed;
CREATE TEMPORARY TABLE staged (
    kind text, line int, child text, digest bytea, said jsonb, happened_at timestamptz, precision text, text text,
    source text, grade text, conditions text, urgency text, to_desk boolean, report text, missing text,
    ended_at timestamptz, ended_precision text, report_circle bigint
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_child (
    place bigint GENERATED ALWAYS AS IDENTITY, key text, number text, born_on date, sex text, upn text, nhs text,
    given_names text, family_name text, known_as text, school text, lives text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_piece (
    report text, place int, nature text, text text, kind text, title text, quote text, reference text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_mention (
    report text, kind text, words text, key text, thing text, details jsonb, reference text, second text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_week (report text, week_on date, marks text) ON COMMIT DROP;
"""
COPIES = {
    "staged": "kind, line, child, digest, said, happened_at, precision, text, source, grade, conditions, urgency,"
    " to_desk, report, missing, ended_at, ended_precision",
    "staged_child": "key, number, born_on, sex, upn, nhs, given_names, family_name, known_as, school, lives",
    "staged_piece": "report, place, nature, text, kind, title, quote, reference",
    "staged_mention": "report, kind, words, key, thing, details, reference, second",
    "staged_week": "report, week_on, marks",
}
"""What is copied into each staging table; the order of the rows' tuples below is this one."""


class ByChanceAlike(Refused):
    """A reference drawn by chance stands already."""


@contextmanager
def drawn_once() -> Iterator[None]:
    """Say it in words where a reference drawn by chance stands already: once in ten thousand large files."""
    try:
        yield
    except IntegrityError as error:
        if "reference" not in str(error):
            raise
        raise ByChanceAlike("A reference drawn by chance stands already. Nothing was kept: import it again.") from error


def stage(cursor: Any, rows: Iterable[Row]) -> int:
    """Copy the rows into the staging tables as they come; return how many they were."""
    number, source = 0, iter(rows)
    seen: dict[str, Child] = {}
    cursor.execute(TABLES)
    while chunk := [*islice(source, CHUNK)]:
        references = new_references("R", len(chunk), length=LONG)
        _copy("staged", zip(chunk, references, strict=True), _report)
        _copy("staged_child", _new(chunk, seen), _child)
        named = [(row, reference) for row, reference in zip(chunk, references, strict=True)]
        _copy("staged_piece", *_drawn(named, "pieces", ("L",), _piece))
        _copy("staged_mention", *_drawn(named, "named", ("N", "N"), _mention))
        _copy("staged_week", [(reference, *row.week) for row, reference in named if row.week], lambda week: week)
        number += len(chunk)
    for table in COPIES:
        cursor.execute(f"ANALYZE {table}")
    return number


def count_again(cursor: Any, batch: ImportBatch, table: str) -> None:
    """Have the planner count the table before it is joined, where the batch made it many times larger."""
    cursor.execute("SELECT erle.count_again(%s, %s)", [batch.pk, [table]])


def _copy(table: str, rows: Iterable[Any], written: Callable[[Any], tuple[Any, ...]]) -> None:
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    statement = f"COPY {table} ({COPIES[table]}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write_row(written(first))
        for row in waiting:
            copy.write_row(written(row))


def _report(told: tuple[Row, str]) -> tuple[Any, ...]:
    row, reference = told
    ended = row.ended or (None, None)
    return (
        row.kind, row.line, row.child.key, row.digest, AS_JSON.encode(row.said), row.happened_at,
        row.precision.value if row.happened_at else "", row.text, row.source, row.grade, row.conditions,
        row.urgency.value if row.urgency else "", row.to_desk, reference, row.missing.value if row.missing else "",
        *ended,
    )  # fmt: skip


def _new(chunk: list[Row], seen: dict[str, Child]) -> Iterator[Child]:
    """Yield the children of whom a row says something that was not staged of late."""
    for row in chunk:
        if seen.get(row.child.key) != row.child:
            if len(seen) >= MOST_SEEN:
                seen.clear()
            seen[row.child.key] = row.child
            yield row.child


def _child(child: Child) -> tuple[Any, ...]:
    return (
        child.key, child.number, child.born_on, child.sex.value, child.upn, child.nhs, child.given_names,
        child.family_name, child.known_as, child.school, child.lives,
    )  # fmt: skip


def _drawn(
    rows: list[tuple[Row, str]], name: str, prefixes: tuple[str, ...], written: Callable[..., tuple[Any, ...]]
) -> tuple[list[tuple[Any, ...]], Callable[[Any], tuple[Any, ...]]]:
    """Return what the rows hold of one sort, each with its place, its report and references of its own."""
    held = [(report, place, one) for row, report in rows for place, one in enumerate(getattr(row, name), 1)]
    drawn = [new_references(prefix, len(held), length=LONG) for prefix in prefixes]
    return [(*one, *references) for one, *references in zip(held, *drawn, strict=True)], lambda one: written(*one)


def _piece(report: str, place: int, piece: Any, reference: str) -> tuple[Any, ...]:
    nature, text, kind, title, quote = piece
    return report, place, nature.value, text, kind.value, title, quote, reference


def _mention(report: str, place: int, named: Any, reference: str, second: str) -> tuple[Any, ...]:
    kind, words, key, thing, details = named
    return report, kind.value, words, key, thing, AS_JSON.encode(_plain(details)), reference, second


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return dict(details)
