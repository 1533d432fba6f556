"""Asking whether a child is known, and opening a record in an emergency: both start from a name and a date of birth."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.access.rules import BREAK_GLASS_LASTS, EMERGENCY_REASONS
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused


class NoSuchChild(Refused):
    """No child of that name and date of birth may be opened."""

    def __init__(self) -> None:
        """Say the same whether there is no such child, a sealed one, or one from which the worker is kept out."""
        super().__init__(
            "No record can be opened by that full name and date of birth."
            " Check both, and ring the children's services desk if you are worried."
        )


@dataclass(frozen=True)
class Answer:
    """The answer to "is this child known?": whom to ring, and the reference only where the worker is in the circle."""

    agency: Agency
    lead: Worker | None
    reference: str | None


def ask_whether_known(*, name: str, born_on: date, why: str, by: Worker) -> Answer | None:
    """Ask by full name and date of birth; the ask is in the ledger and the owner is told, whatever the answer."""
    gate.require(Ability.ASK_WHETHER_KNOWN, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id, lead_worker_id, reference FROM erle.ask(%s, %s, %s)", [name, born_on, why])
        row = cursor.fetchone()
    if row is None:
        return None
    agency, lead, reference = row
    return Answer(Agency.objects.get(pk=agency), Worker.objects.filter(pk=lead).first(), reference)


def break_glass(
    *,
    name: str,
    born_on: date,
    reason: str,
    happening: str,
    basis: str,
    review_due_at: datetime,
    by: Worker,
    at: datetime,
) -> str:
    """Open a child's record for an hour in an emergency; return the child's reference."""
    gate.require(Ability.BREAK_GLASS, by=by)
    if reason not in {known.key for known in EMERGENCY_REASONS}:
        raise NoSuchChild
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT erle.break_glass(%s, %s, %s, %s, %s, %s, %s, %s)",
            [name, born_on, reason, happening, new_reference("S"), basis, at + BREAK_GLASS_LASTS, review_due_at],
        )
        [reference] = cursor.fetchone()
    if reference is None:
        raise NoSuchChild
    return str(reference)
