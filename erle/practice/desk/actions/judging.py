"""Saying of which child a report is: one whom the desk may see, or one who is recorded now."""

from datetime import datetime

from django.db import connection

from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.actions import judge
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Person
from erle.practice.desk.actions.turns import Read, let_in_holders, take_turn, the_one
from erle.practice.desk.models import Arrival
from erle.practice.desk.rules import Turn


class KnownAlready(Refused):
    """A child of that name and birth is known: a second record would tear the picture in two."""


class NotOfChildrensServices(Refused):
    """Only somebody who works for children's services opens a record there."""


def judge_arrival(*, read: Read, picture: Person, reason: str, by: Worker, at: datetime) -> None:
    """Say that the report is about this child; what its agency holds of the child then stands in the picture."""
    _judge(the_one(read, by=by), picture, reason, by=by, at=at)


def record_child(
    *, read: Read, agency: Agency, particulars: Particulars, reason: str, by: Worker, at: datetime
) -> Person:
    """Open the record of children's services for a child whom nobody there knows, and say that the report is hers."""
    arrival = the_one(read, by=by)
    if not by.posts.filter(agency=agency, starts_at__lte=at, ends_at__gt=at).exists():
        raise NotOfChildrensServices(f"Somebody who works for {agency.name} opens a record there. Ask a colleague.")
    _require_unknown(arrival, particulars)
    basis = str(arrival.report.said.get("basis", ""))
    purpose = f"Report {arrival.report.reference} at the MASH desk"
    picture = record_person(agency=agency, particulars=particulars, basis=basis, purpose=purpose, by=by, at=at)
    _judge(arrival, picture, reason, by=by, at=at)
    return picture


def _judge(arrival: Arrival, picture: Person, reason: str, *, by: Worker, at: datetime) -> None:
    judge(report=arrival.report, picture=picture, reason=reason, by=by)
    words = f"{by.name} says which child this is about: record {picture.reference}."
    take_turn([arrival], what=Turn.JUDGED, words=words, by=by, at=at)
    let_in_holders([arrival], at=at)


def _require_unknown(arrival: Arrival, particulars: Particulars) -> None:
    """Ask first, as anybody would: the ask is in the ledger, and those who answer for the child are told."""
    if particulars.born_on is None or not (particulars.given_names and particulars.family_name):
        return
    name = f"{particulars.given_names} {particulars.family_name}"
    why = f"A record was about to be opened from report {arrival.report.reference}."
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM erle.ask_for_picture(%s, %s, %s)", [name, particulars.born_on, why])
        row = cursor.fetchone()
    if row is not None:
        agency, lead = Agency.objects.get(pk=row[0]), Worker.objects.filter(pk=row[1]).first()
        whom = f"{lead.name}, {agency.name}" if lead else agency.name
        raise KnownAlready(f"A child of that name and date of birth is known. Ring {whom}, {agency.phone}.")
