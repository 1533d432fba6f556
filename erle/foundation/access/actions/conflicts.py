"""Keeping a worker out of a circle: a conflict of interest, or the child's wish."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.models import Circle, Conflict
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act


class KeptOutAlready(Refused):
    """The worker is kept out already, or is kept out no longer."""


class NotOneself(Refused):
    """Nobody keeps herself out unseen: she tells somebody in the circle."""


def keep_out(*, circle: Circle, worker: Worker, reason: str, by: Worker, at: datetime) -> Conflict:
    """Bar every door to the worker from now, break-glass included; she is not told that the child is known."""
    gate.require(Ability.KEEP_OUT, by=by)
    gate.require_let_into(circle.pk)
    if worker.pk == by.pk:
        raise NotOneself("You cannot keep yourself out: you would no longer see that it was done. Tell your manager.")
    if Conflict.objects.filter(circle=circle, worker=worker, ended_at__isnull=True).exists():
        raise KeptOutAlready(f"{worker.name} is kept out already.")
    ledger.write(Act.KEPT_OUT, about=worker.reference, circle_id=circle.pk)
    return Conflict.objects.create(
        circle=circle, worker=worker, reason=reason, starts_at=at, declared_by=by, declared_at=at
    )


def end_keep_out(*, conflict: Conflict, reason: str, by: Worker, at: datetime) -> None:
    """Lift the bar; the worker sees again what she was let into before, and nothing more."""
    gate.require(Ability.KEEP_OUT, by=by)
    gate.require_let_into(conflict.circle_id)
    standing = Conflict.objects.filter(pk=conflict.pk, ended_at__isnull=True)
    if not standing.update(ended_by=by, ended_at=at):
        raise KeptOutAlready("That bar has been lifted already.")
    ledger.write(Act.LET_BACK, about=conflict.worker.reference, circle_id=conflict.circle_id)
