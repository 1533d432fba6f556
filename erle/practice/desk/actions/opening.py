"""Opening an arrival: the first time, whoever handed it in reads that the desk has seen it."""

from datetime import datetime

from erle.foundation.agencies.models import Worker
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.desk.actions.turns import require_at_desk
from erle.practice.desk.models import Arrival, Receipt


def open_arrival(*, arrival: Arrival, by: Worker, at: datetime) -> None:
    """Write in the ledger who reads the report; the first to do so has seen it for the desk."""
    require_at_desk([arrival], by=by)
    things = [(arrival.reference, arrival.circle_id), (arrival.report.reference, arrival.report.circle_id)]
    ledger.write_each(Act.OPENED, things=things, purpose="Opened at the MASH desk")
    if arrival.seen_at is not None:
        return
    if Arrival.objects.filter(pk=arrival.pk, seen_at__isnull=True).update(seen_by=by, seen_at=at):
        Receipt.objects.create(circle=arrival.report.circle, report=arrival.report, seen_by=by, seen_at=at)
        arrival.seen_by, arrival.seen_at = by, at
