"""Sharing, not sharing, and taking a share back: each with its reason, each in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.models import Circle, Refusal, Share
from erle.foundation.access.rules import LONGEST_SHARE, ShareKind
from erle.foundation.agencies.models import Agency, Role, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act


class EndNotFit(Refused):
    """A share ends in time, and not before it starts."""


class InTheCircleAlready(Refused):
    """The worker is in the circle by a share that lasts as long."""


class CannotBeWithdrawn(Refused):
    """The share is over, or is the one by which the circle is kept."""


@dataclass(frozen=True)
class Grounds:
    """Why something is shared, or is not: each answer in the words of who decided.

    `told` is what child and family were told and say, or `not_told` the key of the reason why they were not.
    """

    purpose: str
    basis: str
    reason: str = ""
    told: str = ""
    necessity: str = ""
    not_told: str = ""
    risk: str = ""
    advice: str = ""


def share_with_worker(
    *, circle: Circle, worker: Worker, grounds: Grounds, ends_at: datetime, lead: bool = False, by: Worker, at: datetime
) -> Share:
    """Let one worker into the circle until the end; as its lead worker where asked."""
    _require_fit(circle=circle, ends_at=ends_at, by=by, at=at)
    standing = Share.objects.filter(circle=circle, worker=worker, withdrawn_at__isnull=True, ends_at__gte=ends_at)
    if not lead and standing.exclude(kind=ShareKind.BREAK_GLASS).exists():
        raise InTheCircleAlready(f"{worker.name} can see this record until then already.")
    kind = ShareKind.LEAD if lead else ShareKind.SHARED
    return _share(circle=circle, kind=kind, grounds=grounds, ends_at=ends_at, by=by, at=at, worker=worker)


def share_with_agency(
    *, circle: Circle, agency: Agency, role: Role, grounds: Grounds, ends_at: datetime, by: Worker, at: datetime
) -> Share:
    """Let everyone who holds the role at the agency into the circle until the end, while they hold it."""
    _require_fit(circle=circle, ends_at=ends_at, by=by, at=at)
    return _share(
        circle=circle, kind=ShareKind.SHARED, grounds=grounds, ends_at=ends_at, by=by, at=at, agency=agency, role=role
    )


def decline_to_share(
    *, circle: Circle, asked_by: str, grounds: Grounds, lines: Sequence[str] = (), by: Worker, at: datetime
) -> Refusal:
    """Record that a request was refused, with the same fields as a share; where not for all, for which lines."""
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(circle.pk)
    ledger.write(Act.DID_NOT_SHARE, about=circle.reference, circle_id=circle.pk, purpose=grounds.basis)
    return Refusal.objects.create(
        circle=circle,
        asked_by=asked_by,
        purpose=grounds.purpose,
        basis=grounds.basis,
        reason=grounds.reason,
        told=grounds.told,
        necessity=grounds.necessity,
        not_told=grounds.not_told,
        risk=grounds.risk,
        advice=grounds.advice,
        lines=list(lines),
        decided_by=by,
        decided_at=at,
    )


def withdraw_share(*, share: Share, because: str, by: Worker, at: datetime) -> None:
    """End a share now."""
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(share.circle_id)
    if share.withdrawn_at is not None or share.ends_at <= at:
        raise CannotBeWithdrawn("That share has ended already.")
    if share.kind == ShareKind.OPENED:
        raise CannotBeWithdrawn("This is the share by which the agency keeps its own record; it stays.")
    standing = Share.objects.filter(pk=share.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_by=by, withdrawn_at=at, withdrawn_because=because):
        raise CannotBeWithdrawn("That share has ended already.")
    ledger.write(Act.WITHDREW, about=share.reference, circle_id=share.circle_id)


def _require_fit(*, circle: Circle, ends_at: datetime, by: Worker, at: datetime) -> None:
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(circle.pk)
    require_end_fit(ends_at=ends_at, at=at)


def require_end_fit(*, ends_at: datetime, at: datetime) -> None:
    """Refuse an end that is past, or beyond the longest share."""
    if ends_at <= at:
        raise EndNotFit("The end is in the past. Give a day from tomorrow on.")
    if ends_at > at + LONGEST_SHARE:
        raise EndNotFit("A share lasts a year at most, and can be renewed. Give an earlier day.")


def _share(
    *,
    circle: Circle,
    kind: ShareKind,
    grounds: Grounds,
    ends_at: datetime,
    by: Worker,
    at: datetime,
    worker: Worker | None = None,
    agency: Agency | None = None,
    role: Role | None = None,
) -> Share:
    share = Share.objects.create(
        circle=circle,
        reference=new_reference("S"),
        kind=kind,
        worker=worker,
        agency=agency,
        role=role,
        purpose=grounds.purpose,
        basis=grounds.basis,
        reason=grounds.reason,
        told=grounds.told,
        starts_at=at,
        ends_at=ends_at,
        shared_by=by,
        shared_at=at,
    )
    ledger.write(Act.SHARED, about=share.reference, circle_id=circle.pk, purpose=grounds.basis)
    return share
