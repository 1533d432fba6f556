"""Arrivals in words: how much time is left, who holds one, and what is special about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from erle.doors.staff.desk.asked import address
from erle.doors.staff.fields import in_a_sentence
from erle.doors.staff.words import in_midst
from erle.foundation.clocks.rules import StandingKind, standing
from erle.knowledge.records.rules import Urgency

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.practice.desk.models import Arrival

URGENCIES = {
    Urgency.NOW.value: "Cannot wait",
    Urgency.TODAY.value: "Today",
    Urgency.SOON.value: "In the next days",
}
SPOKEN = {"Today", "Tomorrow"}


def time_left(due_at: datetime, now: datetime) -> dict[str, str]:
    """Return how an arrival's clock stands: `Over by 1 day`, `Due today`, `Due Mon 23 Nov`."""
    stands = standing(due_at, now)
    if stands.kind is StandingKind.LATE:
        return {"kind": stands.kind.value, "words": stands.words.replace("Overdue", "Over by", 1)}
    return {
        "kind": stands.kind.value,
        "words": f"Due {in_a_sentence(stands.words) if stands.words in SPOKEN else stands.words}",
    }


def came_in(received_at: datetime, today: date) -> str:
    """Return `Came in today 11:20`."""
    return f"Came in {in_midst(received_at, today)}"


def held_words(arrival: Arrival, worker: Worker) -> str:
    """Say who holds it."""
    if arrival.held_by_id is None:
        return "Nobody holds it"
    return "You hold it" if arrival.held_by_id == worker.pk else f"Held by {arrival.held_by}"


def row(
    arrival: Arrival, *, worker: Worker, now: datetime, today: date, known: bool, kept: Mapping[str, str]
) -> dict[str, Any]:
    """Return a row of the queue; `kept` are the filters that its address carries on."""
    return {
        "reference": arrival.reference,
        "chosen": f"{arrival.reference}~{arrival.version}",
        "title": arrival.title,
        "agency": arrival.agency.name,
        "source": arrival.source,
        "url": address(reverse("desk_arrival", args=[arrival.reference]), dict(kept)),
        "left": {"kind": "done", "words": "Closed"} if arrival.told_at else time_left(arrival.due_at, now),
        "came": came_in(arrival.received_at, today),
        "held": held_words(arrival, worker),
        "known": known,
        "sealed": arrival.sealed,
        "cannot_wait": arrival.urgency == Urgency.NOW,
        "online": arrival.online,
        "not_seen": arrival.seen_at is None,
        "states": list(_states(arrival, worker, now)),
    }


def _states(arrival: Any, worker: Worker, now: datetime) -> list[dict[str, str]]:
    """Return what somebody has to do about it besides deciding."""
    states = []
    if arrival.offered:
        late = datetime.fromisoformat(arrival.offered["overdue_at"]) <= now
        whom = "you" if arrival.offered["to_id"] == worker.pk else arrival.offered["to"]
        states.append({"kind": "late" if late else "wait", "words": f"Offered to {whom}, not taken"})
    if arrival.to_read:
        states.append({"kind": "wait", "words": "For a second person"})
    if arrival.decided_at and not arrival.told_at:
        states.append({"kind": "wait", "words": "Decided: tell the referrer"})
    return states
