"""Which service holds whose return interviews: set from a day on, and followed by itself on every return."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from erle.foundation.access import gate
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.practice.missing.models import InterviewService
from erle.practice.missing.rules.codes import LOOKED_AFTER
from erle.practice.missing.rules.interviewing import Group


class ReasonMissing(Refused):
    """A service is not changed without a reason."""


def set_service(
    *, care: Group, agency: Agency, in_force_from: date, reason: str, by: Worker, at: datetime
) -> InterviewService:
    """Have the service hold the interviews of the group from the day on; those that are open stay where they are."""
    gate.require(Ability.MANAGE_AGENCIES, by=by)
    if not reason.strip():
        raise ReasonMissing("Say why, and who agreed it.")
    return InterviewService.objects.create(
        care=care, agency=agency, in_force_from=in_force_from, reason=reason.strip(), set_by=by, set_at=at
    )


def open_interviews(episodes: Sequence[int]) -> None:
    """Open the interview of each episode, by its number, from which the child is back, at the service that holds it."""
    if episodes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.open_interviews(%s, %s)", [list(episodes), sorted(LOOKED_AFTER)])


def end_interviews(episodes: Sequence[int], ending: str, words: str) -> None:
    """Tell the service that no interview is owed for the episodes any more, and why."""
    if episodes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT erle.end_interviews(%s, %s, %s)", [list(episodes), ending, words])
