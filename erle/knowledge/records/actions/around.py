"""Writing down who is around a child, and that somebody no longer is; what was known stays in the records."""

from dataclasses import dataclass
from datetime import date, datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.models import Person, Relation


class NotAround(Refused):
    """Somebody who was taken off already, or was born in the future."""


@dataclass(frozen=True)
class Somebody:
    """Who is around a child, in the words of who says it."""

    name: str
    relation: str
    born_on: date | None = None
    lives_with: bool = False
    trusted: bool = False
    note: str = ""


def record_relation(*, person: Person, somebody: Somebody, agency: Agency, by: Worker, at: datetime) -> Relation:
    """Write down somebody around the child, in the child's circle."""
    _require(person, by=by)
    if somebody.born_on and somebody.born_on > local_day(at):
        raise NotAround("That date of birth is in the future. Check the year.")
    made = Relation.objects.create(
        circle=person.circle, person=person, agency=agency, recorded_by=by, recorded_at=at, **vars(somebody)
    )
    ledger.write(Act.RECORDED, about=person.reference, circle_id=person.circle_id, purpose="relation")
    return made


def end_relation(*, person: Person, number: int, by: Worker, at: datetime) -> str:
    """Take somebody off the people around the child; return the name."""
    _require(person, by=by)
    standing = Relation.objects.filter(pk=number, person=person, ended_at__isnull=True)
    name = standing.values_list("name", flat=True).first()
    if name is None or not standing.update(ended_by=by, ended_at=at):
        raise NotAround("That was taken off already.")
    ledger.write(Act.RECORDED, about=person.reference, circle_id=person.circle_id, purpose="relation_ended")
    return name


def _require(person: Person, *, by: Worker) -> None:
    gate.require(Ability.READ_RECORDS, by=by)
    gate.require_let_into(person.circle_id)
