"""Keeping apart what a child asked not to be shared; and deciding, with reasons, that safety overrides it."""

from datetime import datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.missing.models import Interview, Withheld
from erle.practice.missing.rules.interviewing import SEES_WITHHELD

TOLD = "Safety overrides what a child asked not to be shared. Read it now."


class NothingWithheld(Refused):
    """Nothing was written."""


class NotHers(Refused):
    """Somebody else heard it."""


def withhold(*, interview: Interview, called: str, words: str, whom: str, by: Worker, at: datetime) -> Withheld:
    """Keep what the child asked not to be shared where only the one who heard it sees it."""
    gate.require(Ability.HOLD_INTERVIEWS, by=by)
    if not words.strip():
        raise NothingWithheld("Write what the child asked you not to share.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.open_withheld_circle(%s)", [interview.pk])
        [opened] = cursor.fetchone()
    return Withheld.objects.create(
        circle=Circle.objects.get(pk=opened),
        reference=new_reference("Z"),
        interview=interview,
        called=called,
        words=words.strip(),
        whom=whom.strip(),
        kept_by=by,
        kept_at=at,
    )


def override(*, withheld: Withheld, reason: str, child_told: str, by: Worker, at: datetime) -> list[str]:
    """Decide that safety overrides what the child asked; return who answers for the child, and is let in and told."""
    if withheld.kept_by_id != by.pk:
        raise NotHers("Whoever heard it from the child decides.")
    if not reason.strip() or not child_told.strip():
        raise NothingWithheld("Say why, and what the child was told.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM erle.override_withheld(%s, %s, %s, %s, %s)",
            [withheld.pk, reason.strip(), child_told.strip(), at + SEES_WITHHELD, TOLD],
        )
        names = [name for (name,) in cursor.fetchall()]
    ledger.write(Act.SHARED, about=withheld.reference, circle_id=withheld.circle_id, purpose="safety_overrides")
    return names
