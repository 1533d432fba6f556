"""Letting one worker see every child not sealed: one proposes, another agrees, and it lapses by itself."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.actions.sharing import EndNotFit
from erle.foundation.access.models import Everything
from erle.foundation.access.rules import LONGEST_SHARE
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act


class TakesTwoOthers(Refused):
    """Nobody lets herself see everything, and nobody agrees with herself."""


class OverAlready(Refused):
    """It was agreed, or taken back, already."""


def propose_everything(
    *, worker: Worker, purpose: str, basis: str, ends_at: datetime, by: Worker, at: datetime
) -> Everything:
    """Propose that the worker sees every child not sealed until the end; nothing opens before another agrees."""
    gate.require(Ability.SHARE_EVERYTHING, by=by)
    if worker.pk == by.pk:
        raise TakesTwoOthers("Nobody lets herself see everything. A colleague proposes it.")
    if not at < ends_at <= at + LONGEST_SHARE:
        raise EndNotFit("It lasts a year at most, from a day that is still to come.")
    proposed = Everything.objects.create(
        reference=new_reference("S"),
        worker=worker,
        purpose=purpose,
        basis=basis,
        starts_at=at,
        ends_at=ends_at,
        shared_by=by,
        shared_at=at,
    )
    ledger.write(Act.SHARED, about=proposed.reference, purpose=basis, detail={"everything": "proposed"})
    return proposed


def agree_to_everything(*, proposed: Everything, by: Worker, at: datetime) -> None:
    """Agree, as the second person: from now the worker sees every child not sealed."""
    gate.require(Ability.SHARE_EVERYTHING, by=by)
    if by.pk in {proposed.worker_id, proposed.shared_by_id}:
        raise TakesTwoOthers("You proposed it, or it is about you. A colleague agrees.")
    standing = Everything.objects.filter(pk=proposed.pk, agreed_at__isnull=True, withdrawn_at__isnull=True)
    if not standing.update(agreed_by=by, agreed_at=at):
        raise OverAlready("It was agreed, or taken back, already.")
    ledger.write(Act.SHARED, about=proposed.reference, purpose=proposed.basis, detail={"everything": "agreed"})


def withdraw_everything(*, standing: Everything, by: Worker, at: datetime) -> None:
    """Take it back, proposed or agreed."""
    gate.require(Ability.SHARE_EVERYTHING, by=by)
    if not Everything.objects.filter(pk=standing.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=by, withdrawn_at=at
    ):
        raise OverAlready("It was taken back already.")
    ledger.write(Act.WITHDREW, about=standing.reference, purpose=standing.basis, detail={"everything": "withdrawn"})
