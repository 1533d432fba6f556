"""Which lists of My work may hold anything: asked at once, so that what is empty costs no query of its own.

A list that is named may still turn out to be empty: whether all of what was shared has been read is its own question.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from erle.doors.staff import drafts
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.prepared import Prepared
from erle.knowledge.linkage.queries import open_questions
from erle.knowledge.records.disclosing.queries import received, urgent_and_due
from erle.practice.desk.queries.arrivals import sealed_arrivals
from erle.practice.desk.queries.checks import checks_asked
from erle.practice.desk.queries.queue import decisions_to_read, hand_overs_for
from erle.practice.missing.queries import missing_now

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from erle.foundation.agencies.models import Worker


NAMES = (
    "missing", "hand_overs", "checks", "to_read_second", "sealed_reports", "to_read", "unread_in_time", "questions",
    "drafts",
)  # fmt: skip


def _lists(number: int, at: datetime) -> dict[str, QuerySet[Any]]:
    worker = get_user_model()(pk=number)
    return {
        "missing": missing_now(),
        "hand_overs": hand_overs_for(worker, at),
        "checks": checks_asked(worker, at),
        "to_read_second": decisions_to_read(),
        "sealed_reports": sealed_arrivals(),
        "to_read": received(worker),
        "unread_in_time": urgent_and_due(worker, at),
        "questions": open_questions(),
        "drafts": drafts.drafts_of(worker),
    }


_ABLE = {
    "hand_overs": Ability.TRIAGE,
    "to_read_second": Ability.TRIAGE,
    "checks": Ability.ANSWER_CHECKS,
    "questions": Ability.SHARE,
}
"""The lists that only somebody who is able to do something is shown."""


@cache
def _asked(names: frozenset[str]) -> Prepared[Any]:
    def lists(number: int, at: datetime) -> dict[str, QuerySet[Any]]:
        return {name: found for name, found in _lists(number, at).items() if name in names}

    return Prepared(lists, int, datetime)


def shown_to(abilities: Collection[Ability]) -> frozenset[str]:
    """Return the names of the lists that somebody of the abilities is shown."""
    return frozenset(name for name in NAMES if name not in _ABLE or _ABLE[name] in abilities)


def waits(worker: Worker, at: datetime, *, abilities: Collection[Ability]) -> frozenset[str]:
    """Return the names of the lists in which something may wait for the worker, of those that she is shown."""
    asked = _asked(shown_to(abilities)).which(worker.pk, at)
    return frozenset(name for name, holds in asked.items() if holds)
