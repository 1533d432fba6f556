"""How far what was shared has come, as the one who shared it may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erle.doors.staff.words import day, day_and_time
from erle.foundation.clocks.actions import compute
from erle.foundation.statute.moments import last_day
from erle.knowledge.records.actions.holding_back import HELD_BACK
from erle.practice.desk.actions.arriving import CLOCK

if TYPE_CHECKING:
    from datetime import date, datetime

    from erle.knowledge.records.models import Report
    from erle.practice.desk.queries.referrer import Heard


def due_at(report: Report) -> datetime:
    """Return by when the desk decides."""
    return compute(CLOCK, started_at=report.recorded_at).due_at


def due_words(report: Report, today: date) -> str:
    """Return by when the desk decides, in words: a limit of working days ends with a day."""
    due = due_at(report)
    last = last_day(due)
    return f"By the end of {day(last, today)}" if last else f"By {day_and_time(due, today)}"


def standing_of(report: Report, heard: Heard | None, *, now: datetime, today: date) -> dict[str, Any]:
    """Return the kind and the words of the mark that stands beside it."""
    if report.kind == HELD_BACK:
        return {"kind": "plain", "words": "Not shared"}
    if heard and heard.told:
        return {"kind": "done", "words": f"Answered {day(heard.told[0].at, today)}"}
    if due_at(report) <= now:
        return {"kind": "late", "words": "No answer yet: ring the desk"}
    if heard and heard.seen_at:
        return {"kind": "wait", "words": f"Read by the desk {day(heard.seen_at, today)}"}
    return {"kind": "wait", "words": "With the desk"}
