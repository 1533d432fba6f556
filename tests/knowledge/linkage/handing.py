"""What the tests of linkage hand in, and what is seen of it."""

from datetime import date, timedelta
from typing import Any

from erle.foundation.access.acting import acting_as
from erle.foundation.access.rules import EMERGENCY_REASONS
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records.actions.asking import break_glass
from erle.knowledge.records.actions.handing_in import Handed, HandedIn, Named, Piece, hand_in
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Entry, Person, Report
from erle.knowledge.records.rules import MentionKind, Nature, Precision, Urgency
from tests.partnership import BASIS, CANARY, LONG_AGO, NOW, Partnership, as_administrator

BORN = date(2012, 3, 3)
LEAH = Particulars(given_names="Léah", family_name="ARDEN", born_on=BORN)
WREN = Particulars(given_names="Wren", family_name=CANARY, born_on=BORN)
NOBODY = Particulars(given_names="Milos", family_name="Novak", born_on=date(2011, 5, 6))
CAR = Named(MentionKind.VEHICLE, "ab12 cde", {"colour": "silver"})
TIRED = Piece(Nature.FACT, "Came in at 10:50, very tired.", NOW, Precision.MINUTE)


def handed(*pieces: Piece, **more: Any) -> Handed:
    """Return what somebody hands in."""
    said = pieces or (TIRED,)
    return Handed("Brought to school in a car", said, Urgency.TODAY, BASIS, "To protect", **more)


def by_school(partnership: Partnership, about: Particulars = LEAH, *pieces: Piece, **more: Any) -> HandedIn:
    """Hand in as the school's safeguarding lead does."""
    return by_worker(partnership.lapsed, about, *pieces, **more)


def by_worker(worker: Worker, about: Particulars, *pieces: Piece, **more: Any) -> HandedIn:
    """Hand in as the worker, for her agency, and recognise whom it is about."""
    with acting_as(worker):
        done = hand_in(about=about, agency=worker.agency, handed=handed(*pieces, **more), by=worker, at=NOW)
        recognise(people=[done.report.person_id])
    return done


def typed_by(worker: Worker, about: Particulars) -> Person:
    """Record a child as the worker, and recognise."""
    with acting_as(worker):
        person = record_person(agency=worker.agency, particulars=about, basis=BASIS, purpose="x", by=worker, at=NOW)
        recognise(people=[person.pk])
    return person


def at_desk(partnership: Partnership, name: str = "Priya Menon") -> Worker:
    """Return a new worker at the MASH desk."""
    return employed(partnership, name, "childrens_services", "mash-decision-maker")


def employed(partnership: Partnership, name: str, agency: str, role: str) -> Worker:
    """Return a new worker of an agency."""
    with as_administrator(partnership):
        place = partnership.agencies[agency]
        worker = register_worker(agency=place, name=name, email=f"{name[:4].lower()}@{role}.invalid", at=LONG_AGO)
        appoint(worker=worker, agency=place, role=Role.objects.get(slug=role), starts_at=LONG_AGO)
    return worker


def open_in_emergency(worker: Worker, name: str) -> None:
    """Break the glass over the child."""
    with acting_as(worker):
        break_glass(
            name=name,
            born_on=BORN,
            reason=EMERGENCY_REASONS[0].key,
            happening="The child is not where she should be.",
            basis=BASIS,
            review_due_at=NOW + timedelta(days=1),
            by=worker,
            at=NOW,
        )


def sees(worker: Worker, report: Report) -> bool:
    """Say whether the worker sees the report."""
    with acting_as(worker):
        return Report.objects.filter(pk=report.pk).exists()


def copies(worker: Worker, person: Person) -> list[str]:
    """Return the standing lines from other records that the worker sees in a record."""
    with acting_as(worker):
        lines = Entry.objects.filter(person_id=person.pk, origin__isnull=False, withdrawn_at__isnull=True)
        return [line.text or line.quote for line in lines.order_by("id")]
