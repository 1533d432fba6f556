"""Which lists of My work hold anything: asked at once, so that what is empty costs no query of its own."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from erle.doors.staff import drafts
from erle.foundation.database.prepared import Prepared
from erle.knowledge.records.disclosing.queries import not_read_in_time, waiting_for
from erle.practice.desk.queries.arrivals import sealed_arrivals
from erle.practice.desk.queries.checks import checks_asked
from erle.practice.desk.queries.queue import decisions_to_read, hand_overs_for
from erle.practice.missing.queries import missing_now

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from erle.foundation.agencies.models import Worker


def _lists(number: int, at: datetime) -> dict[str, QuerySet[Any]]:
    worker = get_user_model()(pk=number)
    return {
        "missing": missing_now(),
        "hand_overs": hand_overs_for(worker, at),
        "checks": checks_asked(worker, at),
        "to_read_second": decisions_to_read(),
        "sealed_reports": sealed_arrivals(),
        "to_read": waiting_for(worker),
        "unread_in_time": not_read_in_time(worker, at),
        "drafts": drafts.drafts_of(worker),
    }


_ASKED: Prepared[Any] = Prepared(_lists, int, datetime)


def waits(worker: Worker, at: datetime) -> frozenset[str]:
    """Return the names of the lists in which something waits for the worker."""
    return frozenset(name for name, holds in _ASKED.which(worker.pk, at).items() if holds)
