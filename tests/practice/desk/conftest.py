"""A desk with two decision makers, and reports that come to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.knowledge.records.actions.handing_in import Handed, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.rules import Nature, Precision, Urgency
from erle.practice.desk.actions.arriving import Shared, share_information
from erle.practice.desk.actions.holding import claim
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.models import Arrival
from tests.partnership import BASIS, LONG_AGO, NOW, Partnership, as_administrator

LEAH = Particulars(given_names="Leah", family_name="Arden", born_on=date(2012, 3, 3))
WREN = Particulars(given_names="Wren", family_name="Quillfeather", born_on=date(2012, 3, 3))
NOBODY = Particulars(given_names="Ines", family_name="Marlow", born_on=date(2013, 5, 6))
By = Callable[..., Shared]


def decision_maker(partnership: Partnership, name: str) -> Worker:
    """Return a new decision maker at the desk."""
    with as_administrator(partnership):
        agency = partnership.agencies["childrens_services"]
        worker = register_worker(
            agency=agency, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@desk.invalid", at=LONG_AGO
        )
        role = Role.objects.get(slug="mash-decision-maker")
        appoint(worker=worker, agency=agency, role=role, starts_at=LONG_AGO)
    return worker


@pytest.fixture
def priya(partnership: Partnership) -> Worker:
    """A decision maker."""
    return decision_maker(partnership, "Priya Menon")


@pytest.fixture
def tom(partnership: Partnership) -> Worker:
    """Another."""
    return decision_maker(partnership, "Tom Ashby")


def handed(title: str = "Brought to school in a car", *, urgency: Urgency = Urgency.TODAY, **more: Any) -> Handed:
    """Return what a teacher hands in."""
    pieces = (Piece(Nature.FACT, "Came in at 10:50, very tired.", NOW, Precision.MINUTE),)
    return Handed(title=title, pieces=pieces, urgency=urgency, basis=BASIS, purpose="To protect", **more)


@pytest.fixture
def school_shares(partnership: Partnership) -> By:
    """Share as the school's safeguarding lead does."""
    teacher = partnership.lapsed

    def share(about: Particulars = LEAH, **more: Any) -> Shared:
        at = more.pop("at", NOW)
        with acting_as(teacher):
            return share_information(about=about, agency=teacher.agency, handed=handed(**more), by=teacher, at=at)

    return share


def the_arrival(reference: str) -> Arrival:
    """Return the arrival, as whoever acts sees it."""
    return Arrival.objects.select_related("report__circle", "circle", "held_by", "share").get(reference=reference)


def read_now(reference: str) -> Read:
    """Return the arrival as it is read at this moment."""
    arrival = the_arrival(reference)
    return Read(arrival.pk, arrival.version)


@pytest.fixture
def held_by_priya(priya: Worker, school_shares: By) -> Shared:
    """A report about Leah that Priya holds."""
    shared = school_shares()
    with acting_as(priya):
        claim(read=read_now(shared.reference), by=priya, at=NOW)
    return shared
