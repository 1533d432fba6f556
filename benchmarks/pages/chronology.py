"""A child's chronology in databases of 100 thousand, 1 million and 10 million entries: its time, its SQL's, its size.

The same two children, of 200 lines and of 5,000, are asked for at each size; the worker is in 50 circles.
"""

import gzip
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.bench import Bench, Case, WrongAnswer, at_most
from benchmarks.pages import entries
from benchmarks.pages.child import TEXT, Recorder, queries, recording, replay
from benchmarks.place import Place

SIZES = (100_000, 1_000_000, 10_000_000)
SIZES_OF_A_QUICK_RUN = (10_000, 20_000, 40_000)
LINES = (200, 5_000)
OTHER_CIRCLES = 49
WARM = 5
SQL_BAR, GROWTH_BAR, KILOBYTES_BAR = 3.0, 0.1, 40.0
LINES_ON_A_PAGE = 200
AGENCIES = 6
AT_ONCE = 1_000
OTHER_SHARES = """
INSERT INTO access_share (circle_id, sealed, reference, kind, worker_id, purpose, basis, reason, told, starts_at,
                          ends_at, shared_by_id, shared_at, withdrawn_because)
SELECT c.id, c.sealed, 'S-B' || c.id, 'shared', w.id, 'Work', 'b', '', '', now(), now() + interval '90 days', 1,
       now(), ''
FROM access_circle c, agencies_worker w WHERE c.id > %s AND w.name = 'Bench Lead'
"""


@dataclass(frozen=True)
class Timed:
    """Milliseconds of a page and of its own SQL, asked in turns."""

    page: Sequence[float]
    own_sql: Sequence[float]


@dataclass(frozen=True)
class Weight:
    """What a page of lines weighs: as it is, as it is sent, and beside its words; in kilobytes."""

    whole: float
    sent: float
    markup: float


def run(place: Place) -> Bench:
    """Grow the database, and at each size time both chronologies against their own SQL."""
    sizes = SIZES_OF_A_QUICK_RUN if place.quick else SIZES
    cases: list[Case] = []
    beside: list[str] = []
    with place.connect() as connection:
        entries.found(connection)
        client, children = _signed_in()
        timed: dict[tuple[int, int], Timed] = {}
        standing = 0
        for size in sizes:
            began = time.monotonic()
            last = entries.grow(connection, standing=standing, entries=size)
            if not standing:
                _share_others(last)
                entries.keep(connection)
            standing = size
            beside.append(f"{size:,} entries made in {time.monotonic() - began:.0f} s")
            for lines, path in children.items():
                made, counted, weight = _time(client, path, lines, turns=10 if place.quick else 60)
                timed[size, lines] = made
                beside.append(_said(size, lines, made, weight))
                cases += _against_sql(size, lines, made)
                if size == sizes[-1]:
                    cases += _sizes(lines, counted, weight)
    cases += [_growth(sizes, lines, timed) for lines in LINES]
    return Bench("chronology", tuple(cases), tuple(beside))


def _time(client: Any, path: str, lines: int, *, turns: int) -> tuple[Timed, int, Weight]:
    """Ask for the page, see that it is the right one, and time it and its SQL in turns."""
    for _ in range(WARM):
        client.get(path)
    recorder = Recorder()
    with recording(recorder):
        answer = client.get(path)
    body = answer.content.decode("utf-8")
    said = f"{min(lines, LINES_ON_A_PAGE):,} of {lines:,} lines you may see"
    if answer.status_code != 200 or said not in body or body.count("<h4>") != LINES_ON_A_PAGE:
        raise WrongAnswer(f"the page of {lines:,} lines answered {answer.status_code} without “{said}”")
    again = replay(recorder)
    pages, own = [], []
    for _ in range(turns):
        pages.append(_milliseconds(lambda: client.get(path)))
        own.append(_milliseconds(again))
    return Timed(pages, own), len(recorder.statements), _weight(body)


def _milliseconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return (time.perf_counter() - start) * 1000


def _weight(body: str) -> Weight:
    """Weigh the page; its words are what a reader of plain text would be given."""
    import html
    import re

    words = html.unescape(re.sub(r"<[^>]*>", "", body))
    whole, text = len(body.encode("utf-8")), len(words.encode("utf-8"))
    sent = len(gzip.compress(body.encode("utf-8"), compresslevel=6))
    return Weight(whole / 1024, sent / 1024, (whole - text) / 1024)


def _against_sql(size: int, lines: int, timed: Timed) -> list[Case]:
    name = f"{lines:,} lines in {size:,} entries: page / its own SQL, p95"
    return [at_most(name, ours=_p(95, timed.page), peer=_p(95, timed.own_sql), unit="ms", bar=SQL_BAR)]


def _sizes(lines: int, counted: int, weight: Weight) -> list[Case]:
    name = f"{lines:,} lines, 200 on the page: HTML"
    return [
        at_most(f"{name} as sent", ours=weight.sent, peer=KILOBYTES_BAR, unit="kB", bar=1.0),
        at_most(f"{name} beside its words", ours=weight.markup, peer=KILOBYTES_BAR, unit="kB", bar=1.0),
        queries(counted),
    ]


def _growth(sizes: Sequence[int], lines: int, timed: dict[tuple[int, int], Timed]) -> Case:
    """Return by what power of the database's size the page's time grows, between the smallest and the largest."""
    smallest, largest = (_p(50, timed[size, lines].page) for size in (sizes[0], sizes[-1]))
    exponent = max(math.log(largest / smallest) / math.log(sizes[-1] / sizes[0]), 0.0)
    name = f"{lines:,} lines: growth exponent from {sizes[0]:,} to {sizes[-1]:,} entries"
    return Case(name, round(exponent, 4), GROWTH_BAR, "power", exponent / GROWTH_BAR, 1.0, exponent <= GROWTH_BAR)


def _p(percent: int, times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def _said(size: int, lines: int, timed: Timed, weight: Weight) -> str:
    return (
        f"{lines:,} lines in {size:,} entries: p50 {_p(50, timed.page):.1f} ms, p95 {_p(95, timed.page):.1f} ms;"
        f" own SQL p50 {_p(50, timed.own_sql):.1f} ms, p95 {_p(95, timed.own_sql):.1f} ms;"
        f" {weight.whole:.0f} kB, sent as {weight.sent:.0f} kB"
    )


def _signed_in() -> tuple[Any, dict[int, str]]:
    """Return a client signed in as a lead worker, and the addresses of her two chronologies, by their lines."""
    from django.test import Client

    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.actions import appoint, register_worker
    from erle.foundation.agencies.models import Agency, Role
    from erle.knowledge.records.actions.telling import Particulars, record_person

    at = datetime.now(UTC)
    agency = Agency.objects.get(pk=97)
    worker = register_worker(agency=agency, name="Bench Lead", email="lead@demo.invalid", at=at)
    role = Role.objects.get(slug="social-work-manager")
    appoint(worker=worker, agency=agency, role=role, starts_at=at - timedelta(days=1))
    found = {}
    with acting_as(worker):
        for lines in LINES:
            particulars = Particulars(given_names="Robin", family_name=f"Bench {lines}", born_on=at.date())
            child = record_person(agency=agency, particulars=particulars, basis="b", purpose="Bench", by=worker, at=at)
            _write(child, worker, lines, at)
            found[lines] = f"/children/{child.reference}/chronology/"
    client = Client(headers={"accept-encoding": "gzip"})
    client.post("/sign-in/", {"worker": worker.pk})
    client.defaults.pop("HTTP_ACCEPT_ENCODING", None)
    return client, found


def _write(child: Any, worker: Any, lines: int, at: datetime) -> None:
    """Write the child's lines, from six agencies, two years back; every fourth names a place, some are starred."""
    from erle.foundation.agencies.references import LONG, new_references
    from erle.knowledge.records.models import Entry, Report

    every, named = new_references("L", lines, length=LONG), lines // 4
    common = {"circle": child.circle, "recorded_at": at}
    reports = Report.objects.bulk_create(
        [
            Report(
                reference=one, person=child, agency=worker.agency, kind="form", said={}, recorded_by=worker, **common
            )
            for one in new_references("R", named, length=LONG)
        ],
        batch_size=AT_ONCE,
    )
    made = Entry.objects.bulk_create(
        [
            Entry(
                reference=reference,
                person=child,
                report=reports[number // 4] if number % 4 == 0 and number // 4 < named else None,
                agency_id=1 + number % AGENCIES,
                kind=("concern", "contact", "incident", "strength")[number % 4],
                happened_at=at - timedelta(hours=number * 17_520 / lines),
                precision="minute",
                title="Concern shared by school",
                text=TEXT,
                quote="I want to go to college." if number % 25 == 0 else "",
                source="Robin Teacher",
                grade="2 B P",
                significant=number % 20 == 0,
                recorded_by=worker,
                **common,
            )
            for number, reference in enumerate(every)
        ],
        batch_size=AT_ONCE,
    )
    _name_places([entry for entry in made if entry.report_id], common)


def _name_places(entries: list[Any], common: dict[str, Any]) -> None:
    """Have each of the entries name one of thirty places."""
    from erle.foundation.agencies.references import LONG, new_references
    from erle.knowledge.records.models import Mention

    references = new_references("N", len(entries), length=LONG)
    Mention.objects.bulk_create(
        [
            Mention(
                reference=one, report=entry.report, entry=entry, kind="place", words=f"Place {number % 30}",
                key=f"place {number % 30}", thing=f"T-{number % 30:010d}", **common,
            )
            for number, (one, entry) in enumerate(zip(references, entries, strict=True))
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip


def _share_others(last: int) -> None:
    """Let the worker into other circles as well, by the rows that an act of sharing leaves."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SET ROLE erle_keeper")
        cursor.execute(
            OTHER_SHARES,
            [last - OTHER_CIRCLES],
        )
        cursor.execute("RESET ROLE")
