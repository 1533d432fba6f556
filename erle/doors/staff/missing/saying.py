"""Turns of an episode in words: what was recorded, by whom, and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from erle.doors.staff.words import day_and_time, in_midst
from erle.practice.missing.rules.codes import CARE, FOUND_BY, HARM, MISSING_FROM, REPORTED_BY, WHOM, What
from erle.practice.missing.rules.scale import scale_called

if TYPE_CHECKING:
    from erle.practice.missing.models import Turn


def said(turn: Turn, today: date) -> dict[str, Any]:
    """Return a turn in words: its title, what it says, and who recorded it when."""
    by = f"{turn.changed_by.name}, {turn.changed_by.agency.name}"
    return {
        "what": turn.what,
        "version": turn.version,
        "title": title(turn),
        "lines": [line for line in lines(turn, today) if line],
        "words": turn.words,
        "by": by,
        "when": day_and_time(turn.changed_at, today),
        "meta": f"{day_and_time(turn.changed_at, today)}, {by}",
    }


def title(turn: Turn) -> str:
    """Return what the turn is, with the level, the person or the place that it names."""
    what = What(turn.what)
    named = {
        What.RISK: lambda: f"Risk: {scale_called(turn.scale).level(turn.code).words}",
        What.TOLD: lambda: f"Told: {who(turn)}",
        What.SEEN: lambda: f"Seen or heard of: {turn.place}",
        What.LOCATED: lambda: f"Located: {turn.place}",
        What.LINKED: lambda: f"Linked: {turn.place}",
        What.REPORTED: lambda: f"Reported by {who_reported(turn)}",
        What.TAKEN: lambda: f"Taken on by {turn.worker.name if turn.worker else turn.changed_by.name}",
    }
    return named[what]() if what in named else what.words


def who(turn: Turn) -> str:
    """Return who was told."""
    role = WHOM.get(turn.code, turn.code)
    return f"{role}, {turn.whom}" if turn.whom else role


def who_reported(turn: Turn) -> str:
    """Return who reported, in a sentence."""
    role = REPORTED_BY.get(turn.code, turn.code)
    role = role[:1].lower() + role[1:]
    return f"{turn.whom} ({role})" if turn.whom else role


def lines(turn: Turn, today: date) -> list[str]:
    """Return what else the turn says, beside its own words."""
    what = What(turn.what)
    happened = in_midst(turn.happened_at, today) if turn.happened_at else ""
    if what == What.RISK:
        return [f"By what {turn.whom} said" if turn.whom else ""]
    if what == What.CARE:
        return care(turn)
    if what == What.ACTION:
        due = in_midst(turn.due_at, today) if turn.due_at else ""
        return [f"{turn.whom}, by {due}" if turn.whom else f"By {due}"]
    if what in (What.LOCATED, What.RETURNED):
        harm = ", ".join(HARM.get(code, code) for code in turn.codes)
        return [f"{FOUND_BY.get(turn.code, turn.code)}, {happened}", turn.whom, harm]
    if what == What.PREVENTION:
        return [f"Held {happened}", ", ".join(HARM.get(code, code) for code in turn.codes)]
    before = "Left or last seen " if what == What.REPORTED else ""
    return [f"{before}{happened}" if happened else "", turn.whom if what in (What.SEEN, What.LINKED) else ""]


def care(turn: Turn) -> list[str]:
    """Return care status, from where, and the authorities."""
    statuses = ", ".join(CARE.get(code, code) for code in turn.codes)
    away = MISSING_FROM.get(turn.code, turn.code)
    where = f"Missing from: {away}{f', {turn.place}' if turn.place else ''}" if away else turn.place
    return [
        statuses,
        where,
        f"Responsible authority: {turn.responsible}" if turn.responsible else "",
        f"Host authority: {turn.host}" if turn.host else "",
    ]
