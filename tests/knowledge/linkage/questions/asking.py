"""Records that may be of Leah, typed by an officer who stands in her circle too, and questions asked about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import connections

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.linkage.keeping import Kept, keep
from erle.knowledge.linkage.matching.matching import match
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.normal.around import as_text
from erle.knowledge.linkage.models import Question
from erle.knowledge.linkage.tasks import Asked, ask_questions
from erle.knowledge.records.actions.telling import Line, Particulars, Said, record_person, take_report
from erle.knowledge.records.models import Entry, Person
from erle.knowledge.records.rules import EntryKind, Precision, Sex
from tests.hands import Connection, clone, superuser
from tests.knowledge.linkage.matching.people import AT, around, columns, population, written_down
from tests.partnership import BASIS, NOW, Partnership

BORN = date(2012, 3, 3)
LEA = Particulars(given_names="Lea", family_name="Arden", born_on=BORN, sex=Sex.FEMALE)
LEAH_ARDERN = Particulars(given_names="Leah", family_name="Ardern", born_on=BORN, sex=Sex.FEMALE)
LEAH = Particulars(given_names="Leah", family_name="Arden", born_on=BORN, sex=Sex.FEMALE)
NOBODY = Particulars(given_names="Milos", family_name="Novak", born_on=date(2011, 5, 6), sex=Sex.MALE)
TEXT = "Seen at the bus station after midnight."


@cache
def model() -> Model:
    """Return a model learnt from families who do not exist, as two agencies write them down."""
    people = population(300)
    rows = [*written_down(people), *written_down(people, seed=8)]
    fields = ("forename", "surname", "born", "sex", "address", "postcode")
    values = {field: [getattr(row, field) for row in rows] for field in fields}
    nothing = [""] * len(rows)
    said = [around(people, row) for row in rows]
    beside = {
        "around": [as_text(one["people"]) for one in said],
        "phones": [" ".join(one["phones"]) for one in said],
    }
    numbers = {
        name: [f"{start}{row.person:06}" for row in rows]
        for name, start in (("identifier:nhs", 9), ("identifier:upn", 8))
    }
    return match([columns({**values, **beside, "middle": nothing, **numbers})], at=AT).model


@contextmanager
def on_a_clone() -> Iterator[Partnership]:
    """Have the product on a copy of this run's database, where what is done is kept; with a model."""
    from tests.conftest import _Standing

    before = connections["default"].settings_dict["NAME"]
    connections.close_all()
    with clone() as name:
        connections["default"].settings_dict["NAME"] = name
        try:
            with connected(DatabaseRole.MATCHER) as matcher:
                keep(matcher, Kept(model()), rows=800)
            yield _Standing.partnership
        finally:
            connections.close_all()
            connections["default"].settings_dict["NAME"] = before


@contextmanager
def beside() -> Iterator[Connection]:
    """Connect to the copy as the account that makes roles."""
    with superuser(str(connections["default"].settings_dict["NAME"]), autocommit=True) as connection:
        yield connection


def typed(worker: Worker, about: Particulars = LEA, text: str = TEXT) -> Person:
    """Record a child as the worker, with one line, and recognise."""
    with acting_as(worker):
        agency = worker.agency
        person = record_person(agency=agency, particulars=about, basis=BASIS, purpose="x", by=worker, at=NOW)
        said = Said("contact", text, worker.name, NOW - timedelta(days=1), Precision.MINUTE, grade="1 A P")
        line = Line(EntryKind.CONCERN, "Concern shared")
        take_report(person=person, agency=agency, said=said, line=line, by=worker, at=NOW)
        recognise(people=[person.pk])
    return person


def ask() -> Asked:
    """Run the job."""
    return ask_questions(at=NOW)


def seen(worker: Worker) -> list[tuple[int, int]]:
    """Return the ends of the questions that the worker sees, asked or not."""
    with acting_as(worker):
        return sorted(Question.objects.values_list("picture_id", "other_id"))


def lines(worker: Worker, person: Person) -> list[tuple[Any, ...]]:
    """Return the standing lines of a record as the worker sees them."""
    with acting_as(worker):
        found = Entry.objects.filter(person_id=person.pk, withdrawn_at__isnull=True).order_by("happened_at", "text")
        return list(found.values_list("text", "quote", "title", "agency_id", "happened_at"))
