"""Reporting a child missing: where the reporter may not see a record of the child, it comes to the desk as well."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.queries import emergency_opening
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.handing_in import Handed, Piece
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Nature, Urgency
from erle.practice.desk.actions.arriving import share_information
from erle.practice.missing.actions.reporting import Joined, Reported, report_missing

BASIS = "public_task_safeguarding"
PURPOSE = "A child is missing"
TITLE = "Reported missing"


def report_missing_child(*, about: Person | Particulars, reported: Reported, by: Worker, at: datetime) -> Joined:
    """Report a child missing: on the child's record where she was let into it, otherwise on one of her own agency's.

    What she says of a child into whose record nobody let her comes to the desk as what cannot wait; she learns neither
    there nor here whether anybody knows the child. Who opened the record in an emergency reports by the name and the
    birth by which she opened it, and nothing that she read goes along; the ledger says under which opening.
    """
    if not isinstance(about, Person):
        return _at_the_desk(about, reported, by=by, at=at)
    if gate.is_let_into(about.circle_id):
        return report_missing(person=about, reported=reported, by=by, at=at)
    named = Particulars(given_names=about.given_names, family_name=about.family_name, born_on=about.born_on)
    joined = _at_the_desk(named, reported, by=by, at=at)
    opening = emergency_opening(about.circle_id, worker=by, at=at)
    reason, under = (opening.reason, opening.reference) if opening else ("", "")
    ledger.write(Act.REPORTED_MISSING, about=under, circle_id=about.circle_id, purpose=reason)
    return joined


def _at_the_desk(about: Particulars, reported: Reported, *, by: Worker, at: datetime) -> Joined:
    piece = Piece(Nature.FACT, reported.words, reported.left.at, reported.left.precision, place=reported.last_seen)
    handed = Handed(
        title=TITLE, pieces=[piece], urgency=Urgency.NOW, basis=BASIS, purpose=PURPOSE, source=reported.name
    )
    shared = share_information(about=about, agency=by.agency, handed=handed, by=by, at=at)
    return report_missing(person=shared.report.person, reported=reported, by=by, at=at)
