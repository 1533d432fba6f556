"""Holding back: what a worker decides not to share, kept with the reason in her own agency's record of the child."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.actions.sharing import Grounds, decide_not_to_hand_in
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.knowledge.records.actions.handing_in import Handed
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Attachment, Item, Person, Report

HELD_BACK = "held_back"
"""The kind of a report that went no further than the agency's own record."""


def hold_back(
    *,
    about: Person | Particulars,
    agency: Agency,
    handed: Handed,
    because: str,
    purpose: str,
    told: str,
    by: Worker,
    at: datetime,
) -> Report:
    """Keep what is not shared, and the decision, where only her own agency sees them; no line is made of it.

    Where the child's record is another agency's, her agency gets one of its own: what is held back stays at home.
    """
    gate.require(Ability.HAND_IN, by=by)
    person = _own_record(about, agency, handed, by=by, at=at)
    report = Report.objects.create(
        circle=person.circle,
        reference=new_reference("R"),
        person=person,
        agency=agency,
        kind=HELD_BACK,
        said={**handed.fields, "title": handed.title, "basis": handed.basis, "purpose": purpose, "because": because},
        source=handed.source or by.name,
        recorded_by=by,
        recorded_at=at,
    )
    for number, piece in enumerate((piece for piece in handed.pieces if piece.text.strip()), 1):
        Item.objects.create(circle=person.circle, report=report, number=number, **vars(piece))
    for one in handed.enclosed:
        Attachment.objects.create(circle=person.circle, report=report, added_by=by, added_at=at, **vars(one))
    grounds = Grounds(purpose=purpose, basis=handed.basis, reason=because, told=told)
    decide_not_to_hand_in(circle=person.circle, about=report.reference, grounds=grounds, by=by, at=at)
    return report


def _own_record(about: Person | Particulars, agency: Agency, handed: Handed, *, by: Worker, at: datetime) -> Person:
    if isinstance(about, Person):
        gate.require_let_into(about.circle_id)
        if about.circle.agency_id == agency.pk:
            return about
        names = {name: getattr(about, name) for name in ("given_names", "family_name", "born_on")}
        own = Person.objects.filter(
            **names, circle__agency=agency, circle__kind=CircleKind.CHILD, withdrawn_at__isnull=True
        ).first()
        if own is not None:
            return own
        about = Particulars(**names, known_as=about.known_as)
    return record_person(agency=agency, particulars=about, basis=handed.basis, purpose=handed.purpose, by=by, at=at)
