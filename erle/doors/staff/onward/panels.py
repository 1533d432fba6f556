"""What My work shows of sharing onwards: what waits to be read, and what was not read in time."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from erle.doors.staff.words import in_midst
from erle.foundation.clocks.rules import standing
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.disclosing.queries import unread_in_time, waiting_for

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

SHOWN = 5


def panels(worker: Worker, holding: Container[str], *, now: datetime, today: date) -> dict[str, Any]:
    """Return both lists, where anything is in them, and write what they name."""
    waiting = waiting_for(worker, most=SHOWN + 1) if "to_read" in holding else []
    unread = unread_in_time(worker, now) if "unread_in_time" in holding else []
    things = [(one.reference, one.circle_id) for one in (*waiting[:SHOWN], *unread)]
    ledger.write_each(Act.LISTED, things=things, purpose="My work")
    return {
        "to_read": [_to_read(one, now, today) for one in waiting[:SHOWN]],
        "more_to_read": len(waiting) > SHOWN,
        "unread_in_time": [_unread(one, now) for one in unread],
    }


def _to_read(one: Any, now: datetime, today: date) -> dict[str, Any]:
    return {
        "about": one.about,
        "url": reverse("shared_one", args=[one.reference]),
        "meta": f"{one.shared_by}, {one.shared_by.agency}, {in_midst(one.shared_at, today)}",
        "standing": standing(one.confirm_due_at, now) if one.confirm_due_at else None,
    }


def _unread(one: Any, now: datetime) -> dict[str, Any]:
    return {
        "about": one.about,
        "url": reverse("shared_one", args=[one.reference]),
        "standing": standing(one.confirm_due_at, now),
        "meta": "Ring those with whom you shared it.",
    }
