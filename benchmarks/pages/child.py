"""The price of a page: a chronology of 200 entries against its own SQL, and against a bare view that runs it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.bench import Bench, Case, WrongAnswer, at_most, in_turns
from benchmarks.place import Place

ENTRIES = 200
MOST_QUERIES = 10
BAR = 3.0
TEXT = "Came in at 10:50 and was very tired. A car that staff did not know brought the child to the gate."


@dataclass
class Recorder:
    """Keeps every statement that goes to the database, to be run again."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note the statement and let it run."""
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def run(place: Place) -> Bench:
    """Ask for the page, record its SQL, and time both in turns on one connection."""
    client, path, words = signed_in()
    recorder = Recorder()
    with recording(recorder):
        response = client.get(path)
    body = response.content.decode("utf-8")
    if response.status_code != 200 or body.count("<h4>") < ENTRIES or words not in body:
        raise WrongAnswer(f"the page answered {response.status_code} without its {ENTRIES} entries")
    again, bare = replay(recorder), bare_view(recorder)
    turns = 20 if place.quick else 60
    against_sql = in_turns(lambda: client.get(path), again, turns=turns)
    against_bare = in_turns(lambda: client.get(path), bare, turns=turns)
    cases = (
        at_most(
            "child's chronology, 200 entries / its own SQL",
            ours=against_sql.ours,
            peer=against_sql.peer,
            unit="ms",
            bar=BAR,
        ),
        at_most(
            "child's chronology / a bare Django view that runs the same SQL",
            ours=against_bare.ours,
            peer=against_bare.peer,
            unit="ms",
            bar=BAR,
        ),
        queries(len(recorder.statements)),
    )
    return Bench("page", cases, (f"{len(body.encode('utf-8')) / 1024:.0f} kB of HTML before compression",))


def queries(number: int) -> Case:
    """Return how many queries a page made, beside the most it may make."""
    return Case(
        "queries of the page, sign-in and context included",
        number,
        MOST_QUERIES,
        "queries",
        number / MOST_QUERIES,
        1.0,
        number <= MOST_QUERIES,
    )


def recording(recorder: Recorder) -> AbstractContextManager[None]:
    """Have the recorder note every statement."""
    from django.db import connection

    return connection.execute_wrapper(recorder)


def replay(recorder: Recorder) -> Callable[[], object]:
    """Return the page's own SQL, run in one transaction with a fresh context, every row fetched."""
    from django.db import connection

    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.models import Worker

    worker = Worker.objects.get(name="Bench Lead")
    replayed = [one for one in recorder.statements if "set_config" not in one[0]]

    def again() -> None:
        with acting_as(worker):
            for sql, params in replayed:
                with connection.cursor() as cursor:
                    cursor.execute(sql, params)
                    if cursor.description:
                        cursor.fetchall()

    return again


def bare_view(recorder: Recorder) -> Callable[[], object]:
    """Return a request to a view without template, shell or ledger of its own, that only runs the page's SQL."""
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    again, factory = replay(recorder), RequestFactory()

    def view(request: HttpRequest) -> HttpResponse:
        again()
        return HttpResponse("done")

    return lambda: view(factory.get("/"))


def signed_in() -> tuple[Any, str, str]:
    """Return a client signed in as a lead worker, the address of a child with 200 entries, and words that it shows."""
    from django.test import Client

    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.actions import appoint, open_agency, register_worker
    from erle.foundation.agencies.models import Role
    from erle.knowledge.records.actions.telling import Particulars, record_person

    at = datetime.now(UTC)
    agency = open_agency(slug="bench", name="Bench Services", kind="csc", regime="uk_gdpr", phone="01632 960000", at=at)
    worker = register_worker(agency=agency, name="Bench Lead", email="lead@demo.invalid", at=at)
    appoint(
        worker=worker,
        agency=agency,
        role=Role.objects.get(slug="social-work-manager"),
        starts_at=at - timedelta(days=1),
    )
    with acting_as(worker):
        particulars = Particulars(
            given_names="Robin", family_name="Bench", born_on=datetime(2012, 3, 3, tzinfo=UTC).date()
        )
        child = record_person(agency=agency, particulars=particulars, basis="b", purpose="Bench", by=worker, at=at)
        _write_entries(child, worker, at)
    client = Client()
    client.post("/sign-in/", {"worker": worker.pk})
    time.sleep(1)
    return client, f"/children/{child.reference}/chronology/", "Robin Bench"


def _write_entries(child: Any, worker: Any, at: datetime) -> None:
    from erle.foundation.agencies.references import new_references
    from erle.knowledge.records.models import Entry

    Entry.objects.bulk_create(
        Entry(
            circle=child.circle,
            reference=reference,
            person=child,
            agency=worker.agency,
            kind="concern",
            happened_at=at - timedelta(days=number),
            precision="minute",
            title="Concern shared by school",
            text=TEXT,
            source="Robin Teacher",
            grade="2 B P",
            recorded_by=worker,
            recorded_at=at,
        )
        for number, reference in enumerate(new_references("L", ENTRIES))
    )
