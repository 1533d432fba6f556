"""Reviewing emergency openings; the opening itself is in knowledge/records, since it starts from a child's name."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.access.models import BreakGlass, Share
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act


class ReviewedAlready(Refused):
    """Somebody has reviewed this opening."""


class OwnOpening(Refused):
    """Nobody reviews her own opening."""


def review_break_glass(*, opening: BreakGlass, fitting: bool, words: str, by: Worker, at: datetime) -> None:
    """Say whether an emergency opening was fitting; one that was not ends now, if it still lasts."""
    gate.require(Ability.REVIEW_BREAK_GLASS, by=by)
    gate.require_let_into(opening.circle_id)
    if opening.opened_by_id == by.pk:
        raise OwnOpening("You opened this record yourself. A colleague reviews it.")
    waiting = BreakGlass.objects.filter(pk=opening.pk, reviewed_at__isnull=True)
    if not waiting.update(reviewed_by=by, reviewed_at=at, fitting=fitting, review=words):
        raise ReviewedAlready("This opening has been reviewed already.")
    if not fitting and opening.share.ends_at > at:
        Share.objects.filter(pk=opening.share_id, withdrawn_at__isnull=True).update(
            withdrawn_by=by, withdrawn_at=at, withdrawn_because=words
        )
    ledger.write(
        Act.REVIEWED,
        about=opening.share.reference,
        circle_id=opening.circle_id,
        detail={"fitting": fitting},
    )
