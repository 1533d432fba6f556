"""Recognising by rule, judging, and taking a tie back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.models import Person, Report


class TiedAlready(Refused):
    """The report's record is held to be of another child, or the tie was undone already."""


def recognise(*, people: Sequence[int]) -> None:
    """Tie by rule the records, by their numbers, to the pictures that they are certainly of; nothing is answered.

    What the acting worker does not see is left alone. Every tie stands in the picture's circle, and can be undone.
    """
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.recognise(%s::bigint[])", [list(people)])


def judge(*, report: Report, picture: Person, reason: str, by: Worker) -> None:
    """Say of which child a report is; its lines, and what else its agency holds of that child, stand in the picture."""
    gate.require(Ability.TRIAGE, by=by)
    gate.require_let_into(picture.circle_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.tie_by_report(%s, %s, %s)", [report.pk, picture.pk, reason])
        [tied] = cursor.fetchone()
    if not tied:
        raise TiedAlready("This report is held to be about another child already. Undo that first.")
    ledger.write(Act.RECORDED, about=report.reference, circle_id=picture.circle_id, purpose="tied")


def undo_tie(*, tie: Tie, because: str, by: Worker, at: datetime) -> None:
    """Take a tie back: what came into the picture by it goes out, and no rule makes it again."""
    gate.require_let_into(tie.circle_id)
    standing = Tie.objects.filter(pk=tie.pk, undone_at__isnull=True)
    if not standing.update(undone_by=by, undone_at=at, undone_because=because):
        raise TiedAlready("That tie was undone already.")
    ledger.write(Act.RECORDED, about=tie.reference, circle_id=tie.circle_id, purpose="untied")
