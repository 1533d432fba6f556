"""A report about each child on the MASH desk, and what the desk asks an agency, for the walks of all routes."""

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.handing_in import Handed, Piece
from erle.knowledge.records.models import Person
from erle.knowledge.records.rules import Nature, Urgency
from erle.practice.desk.actions.arriving import share_information
from erle.practice.desk.actions.checking import Asking, ask_agencies
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.models import Arrival
from tests.partnership import BASIS, NOW, Partnership


def bring(child: Person, *, by: Worker, words: str) -> str:
    """Have somebody in the child's circle hand in a report; return its arrival's reference."""
    pieces = [Piece(Nature.FACT, f"{words} was met at the gate.")]
    handed = Handed(title=f"{words} at the gate", pieces=pieces, urgency=Urgency.NOW, basis=BASIS, purpose="To protect")
    with acting_as(by):
        about = Person.objects.select_related("circle").get(pk=child.pk)
        return share_information(about=about, agency=by.agency, handed=handed, by=by, at=NOW).reference


def ask(reference: str, partnership: Partnership, *, by: Worker) -> str:
    """Have the desk ask the police about it, in words that name nobody; return the check's reference."""
    asking = Asking("A child in year 9", "What do you know?", BASIS)
    with acting_as(by):
        arrival = Arrival.objects.get(reference=reference)
        read = Read(arrival.pk, arrival.version)
        [check] = ask_agencies(read=read, agencies=[partnership.agencies["police"]], asking=asking, by=by, at=NOW)
    return check.reference
