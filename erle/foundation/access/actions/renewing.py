"""Shares that end soon: to be renewed or ended, many at once, and back."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.actions.sharing import CannotBeWithdrawn, require_end_fit
from erle.foundation.access.models import Share
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

AGAIN = ("kind", "worker_id", "agency_id", "role_id", "purpose", "basis", "reason", "told")
"""What a renewal, or an end that is undone, takes over from the share before it."""


def renew_share(*, share: Share, ends_at: datetime, by: Worker, at: datetime) -> Share:
    """Let the same worker or role stay in the circle until a later end, by a share of its own on the same grounds."""
    _require_may(share, by=by)
    require_end_fit(ends_at=ends_at, at=at)
    if share.withdrawn_at is not None or share.ends_at >= ends_at:
        raise CannotBeWithdrawn("It was taken back, or lasts as long already.")
    return _again(share, ends_at=ends_at, by=by, at=at)


def share_again(*, share: Share, by: Worker, at: datetime) -> Share:
    """Undo the end of a share: the same worker or role is in the circle again until the day agreed before."""
    _require_may(share, by=by)
    if share.withdrawn_at is None or share.ends_at <= at:
        raise CannotBeWithdrawn("Its day has come meanwhile, or it was not taken back.")
    return _again(share, ends_at=share.ends_at, by=by, at=at)


def _require_may(share: Share, *, by: Worker) -> None:
    gate.require(Ability.SHARE, by=by)
    gate.require_let_into(share.circle_id)


def _again(share: Share, *, ends_at: datetime, by: Worker, at: datetime) -> Share:
    made = Share.objects.create(
        circle_id=share.circle_id,
        reference=new_reference("S"),
        starts_at=at,
        ends_at=ends_at,
        shared_by=by,
        shared_at=at,
        **{name: getattr(share, name) for name in AGAIN},
    )
    ledger.write(Act.SHARED, about=made.reference, circle_id=share.circle_id, purpose=share.basis)
    return made
