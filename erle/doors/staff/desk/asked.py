"""The queue's filters, whose state is the address of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from erle.practice.desk.queries.queue import Counts, Holder, Order, Place, Stage, Wanted

ON = "1"
LONGEST_SLUG = 60
STAGES = {Stage.READ: "For a second person", Stage.TELL: "Tell the referrer", Stage.CLOSED: "Closed"}
ORDERS = {Order.TIME_LEFT: "Time left", Order.URGENCY: "Urgency"}


def wanted_in(given: QueryDict) -> Wanted:
    """Read the address; what it cannot mean is left out."""
    return Wanted(
        holder=_one(Holder, given.get("held", "")),
        stage=_one(Stage, given.get("stage", "")),
        over=given.get("over") == ON,
        online=given.get("online") == ON,
        urgent=given.get("urgent") == ON,
        agency=given.get("agency", "")[:LONGEST_SLUG].replace("\0", ""),
        order=_one(Order, given.get("order", "")) or Order.TIME_LEFT,
        after=_place(given.get("after", "")),
    )


def parameters(wanted: Wanted) -> dict[str, str]:
    """Return the filters that are on, as the address has them; not the place in the queue."""
    said = {
        "held": wanted.holder.value if wanted.holder else "",
        "stage": wanted.stage.value if wanted.stage else "",
        "over": ON if wanted.over else "",
        "online": ON if wanted.online else "",
        "urgent": ON if wanted.urgent else "",
        "agency": wanted.agency,
        "order": "" if wanted.order is Order.TIME_LEFT else wanted.order.value,
    }
    return {name: value for name, value in said.items() if value}


def address(path: str, parameters: dict[str, str]) -> str:
    """Return the address with the parameters that are not blank."""
    said = {name: value for name, value in parameters.items() if value}
    return f"{path}?{urlencode(said)}" if said else path


def place_words(place: Place) -> str:
    """Return a place in the queue as the address has it."""
    return f"{place.due_at.isoformat()}~{place.pressing}~{place.number}"


def chips(wanted: Wanted, counts: Sequence[Counts], to_read: int) -> list[dict[str, Any]]:
    """Return the filters as links, each with how many open reports it leaves; one that is on is taken off."""
    here, now = reverse("desk"), parameters(wanted)

    def chip(label: str, count: int | None, **change: str) -> dict[str, Any]:
        on = all(now.get(name, "") == value for name, value in change.items())
        off = dict.fromkeys(change, "")
        return {"label": label, "count": count, "on": on, "url": address(here, {**now, **(off if on else change)})}

    total = _sum(counts, lambda one: one.number)
    made = [
        {"label": "All", "count": total, "current": not now or set(now) == {"order"}, "url": here},
        chip("Mine", _sum(counts, lambda one: one.mine), held=Holder.MINE.value),
        chip("Nobody’s", _sum(counts, lambda one: one.nobody), held=Holder.NOBODY.value),
        chip("Over the clock", _sum(counts, lambda one: one.over), over=ON),
        chip("Cannot wait", _sum(counts, lambda one: one.urgent), urgent=ON),
        chip("Online", _sum(counts, lambda one: one.online), online=ON),
        chip(STAGES[Stage.READ], to_read, stage=Stage.READ.value),
        chip(STAGES[Stage.TELL], _sum(counts, lambda one: one.to_tell), stage=Stage.TELL.value),
        chip(STAGES[Stage.CLOSED], None, stage=Stage.CLOSED.value),
    ]
    return [one for one in made if one["label"] in {"All", "Closed"} or one["count"] or one.get("on")]


def agency_links(wanted: Wanted, counts: Sequence[Counts]) -> list[dict[str, Any]]:
    """Return each agency that waits for a decision, with how many of its reports are open."""
    here, now = reverse("desk"), parameters(wanted)
    return [
        {
            "label": one.agency,
            "count": one.number,
            "on": wanted.agency == one.slug,
            "url": address(here, {**now, "agency": "" if wanted.agency == one.slug else one.slug}),
        }
        for one in counts
    ]


def order_links(wanted: Wanted) -> list[dict[str, Any]]:
    """Return the orders in which the queue can stand."""
    here, now = reverse("desk"), parameters(wanted)
    return [
        {
            "label": label,
            "current": wanted.order is order,
            "url": address(here, {**now, "order": "" if order is Order.TIME_LEFT else order.value}),
        }
        for order, label in ORDERS.items()
    ]


def _sum(counts: Sequence[Counts], number: Callable[[Counts], int]) -> int:
    return sum(number(one) for one in counts)


def _one(kind: Any, value: str) -> Any:
    return kind(value) if value in {one.value for one in kind} else None


def _place(words: str) -> Place | None:
    try:
        moment, pressing, number = words.split("~")
        at, place = datetime.fromisoformat(moment), Place(datetime.fromisoformat(moment), int(pressing), int(number))
    except ValueError:
        return None
    return place if at.tzinfo and 0 <= place.pressing < 2**15 and 0 <= place.number < 2**63 else None
