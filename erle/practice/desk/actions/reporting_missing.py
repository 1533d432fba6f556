"""Reporting a child missing: where the reporter may not see a record of the child, it comes to the desk as well."""

from datetime import datetime

from erle.foundation.agencies.models import Worker
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
    """Report a child missing: on the child's record where she may see it, and otherwise on one of her own agency's.

    What she says of a child whose record she may not see comes to the desk as what cannot wait; she learns neither
    there nor here whether anybody knows the child.
    """
    if isinstance(about, Person):
        return report_missing(person=about, reported=reported, by=by, at=at)
    piece = Piece(Nature.FACT, reported.words, reported.left.at, reported.left.precision, place=reported.last_seen)
    handed = Handed(
        title=TITLE, pieces=[piece], urgency=Urgency.NOW, basis=BASIS, purpose=PURPOSE, source=reported.name
    )
    shared = share_information(about=about, agency=by.agency, handed=handed, by=by, at=at)
    return report_missing(person=shared.report.person, reported=reported, by=by, at=at)
