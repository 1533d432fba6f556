"""An episode of the list in words: as exactly as its moments are known, and as an inspection answers yes and no."""

from __future__ import annotations

from datetime import date, datetime

from erle.board.queries import Seen
from erle.doors.staff.words import LONDON, clock_time, day, day_and_time, elapsed

TIMED = frozenset({"minute", "about"})


def gone(one: Seen, today: date) -> str:
    """Return when the child was gone."""
    return _when(one.left_at, one.left_precision, today)


def back(one: Seen, today: date) -> str:
    """Return when the child was back, and after how long where both times are known."""
    if not one.returned or one.returned_at is None:
        return "Not by then"
    said = _when(one.returned_at, one.returned_precision, today)
    timed = {one.left_precision, one.returned_precision} <= TIMED
    return f"{said}, after {elapsed(one.returned_at - one.left_at)}" if timed else said


def held(one: Seen) -> str:
    """Return what became of the talk."""
    return "Within 72 hours" if one.in_time else "Later" if one.done else "Declined" if one.declined else "No"


def offered(one: Seen) -> str:
    """Return whether a talk was offered."""
    return _answer(one.offered, asked=one.returned)


def accepted(one: Seen) -> str:
    """Return whether the child accepted."""
    return _answer(one.done or not one.declined, asked=one.done or one.declined)


def written(moment: datetime, precision: str) -> str:
    """Return a moment as a file has it: `2026-11-18 17:52`, or as much of that as is known."""
    local = moment.astimezone(LONDON)
    if precision in TIMED:
        return f"{local:%Y-%m-%d} {clock_time(moment)}"
    return local.strftime({"year": "%Y", "month": "%Y-%m"}.get(precision, "%Y-%m-%d"))


def _when(moment: datetime, precision: str, today: date) -> str:
    if precision in TIMED:
        return day_and_time(moment, today)
    local, on = moment.astimezone(LONDON), day(moment, today)
    known = {"year": f"In {local.year}", "month": f"In {local:%B %Y}"}
    return known.get(precision, f"{on[:1].upper()}{on[1:]}")


def _answer(said: bool, *, asked: bool) -> str:
    """Return the answer as the inspection's list has it: yes, no, or does not apply."""
    return ("Yes" if said else "No") if asked else "N/A"
