"""Opening circles, and sealing them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.access.models import Circle, Share
from erle.foundation.access.rules import NEVER, CircleKind, ShareKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.queries import import_worker
from erle.foundation.agencies.references import new_reference, new_references
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act


class SealedAlready(Refused):
    """The circle is sealed, or open, already."""


def open_circle(*, kind: CircleKind, agency: Agency, basis: str, purpose: str) -> Circle:
    """Open one circle for an agency that the acting worker serves; its holders enter it."""
    [identity] = open_circles(kind=kind, agency=agency, number=1, basis=basis, purpose=purpose).values()
    return Circle.objects.get(pk=identity)


def open_circles(*, kind: CircleKind, agency: Agency, number: int, basis: str, purpose: str) -> dict[str, int]:
    """Open many circles at once; return the number of each by its reference."""
    references, shares = new_references("C", number), new_references("S", number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, id FROM erle.open_circles(%s, %s::text[], %s::text[], %s, %s, %s, %s)",
            [kind.value, references, shares, agency.pk, basis, purpose, NEVER],
        )
        return dict(cursor.fetchall())


class ReportCircles(NamedTuple):
    """The circle of what was handed in, and beside it the MASH desk's."""

    report: int
    desk: int


def open_report_circles(*, agency: Agency, number: int, basis: str, purpose: str) -> list[ReportCircles]:
    """Open, for each of many reports, the report's circle and the desk's beside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT report_circle, desk_circle FROM erle.open_report_circles(%s, %s, %s, %s, %s)",
            [number, agency.pk, basis, purpose, NEVER],
        )
        return [ReportCircles(*row) for row in cursor.fetchall()]


def open_check_circle(*, desk: Circle, agency: Agency, basis: str, purpose: str) -> Circle:
    """Open a circle for what the desk asks one agency about a report."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.open_check_circle(%s, %s, %s, %s, %s)", [desk.pk, agency.pk, basis, purpose, NEVER])
        [opened] = cursor.fetchone()
    return Circle.objects.get(pk=opened)


def seal(*, circle: Circle, stays: Sequence[Worker], basis: str, reason: str, by: Worker, at: datetime) -> None:
    """Seal the circle: from now only the workers named in person see that it exists; the sealer is one of them.

    The agency's import account, which nobody can sign in to, stays: its next file must find the child. To name who
    stays is to share, so a role that seals must let its holder share too.
    """
    gate.require(Ability.SEAL, by=by)
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(circle.pk)
    if Circle.objects.select_for_update().get(pk=circle.pk).sealed:
        raise SealedAlready("This record is sealed already.")
    for worker in {by, *stays, import_worker(circle.agency)}:
        _name_in_person(circle=circle, worker=worker, basis=basis, reason=reason, by=by, at=at)
    ledger.write(Act.SEALED, about=circle.reference, circle_id=circle.pk)
    Circle.objects.filter(pk=circle.pk).update(sealed=True)


def unseal(*, circle: Circle, reason: str, by: Worker) -> None:
    """Take the seal off: roles that hold the circle see it again."""
    gate.require(Ability.SEAL, by=by)
    gate.require_let_into(circle.pk)
    if not Circle.objects.filter(pk=circle.pk, sealed=True).update(sealed=False):
        raise SealedAlready("This record is not sealed.")
    ledger.write(Act.UNSEALED, about=circle.reference, circle_id=circle.pk)


def _name_in_person(*, circle: Circle, worker: Worker, basis: str, reason: str, by: Worker, at: datetime) -> None:
    standing = Share.objects.filter(circle=circle, worker=worker, withdrawn_at__isnull=True)
    named = standing.filter(starts_at__lte=at, ends_at__gt=at)
    if named.exclude(kind=ShareKind.BREAK_GLASS).exists():
        return
    Share.objects.create(
        circle=circle,
        reference=new_reference("S"),
        kind=ShareKind.SHARED,
        worker=worker,
        purpose=reason,
        basis=basis,
        starts_at=at,
        ends_at=NEVER,
        shared_by=by,
        shared_at=at,
    )
