"""The chronology in words: lines newest first, month by month, with gaps shown as gaps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from erle.doors.staff.children.banner import Named
from erle.doors.staff.children.filters import Asked
from erle.doors.staff.words import LONDON, grade, line_day, line_time, month, spell

GAP = timedelta(days=21)
"""A stretch without an entry from any agency that is shown as a line of its own."""


@dataclass(frozen=True)
class Shown:
    """A line of the chronology as the page shows it: `kind` is line, voice, star or gap."""

    kind: str
    month: str
    day: str
    time: str
    title: str
    text: str = ""
    quote: str = ""
    agency: str = ""
    source: str = ""
    grade: str = ""
    circle: str = ""
    narrow: bool = False
    conditions: str = ""


def shown(lines: Sequence[Mapping[str, Any]], *, child: Named, circle_id: int) -> Iterator[Shown]:
    """Yield the lines as the page shows them, a month's heading on the first of each month."""
    heading, later = "", None
    circle = "The child’s circle" if child.first == "this child" else f"{child.first}’s circle"
    for line in lines:
        at = line["happened_at"]
        if later is not None and later - at > GAP:
            yield _gap(at, later)
        this_month = month(at)
        yield _line(line, heading=this_month if this_month != heading else "", circle=circle, own=circle_id)
        heading, later = this_month, at


def _line(line: Mapping[str, Any], *, heading: str, circle: str, own: int) -> Shown:
    at, precision = line["happened_at"], line["precision"]
    kind = "voice" if line["quote"] else "star" if line["significant"] else "line"
    narrow = line["circle_id"] != own
    return Shown(
        kind=kind,
        month=heading,
        day=line_day(at, precision),
        time=line_time(at, precision),
        title=line["title"],
        text=line["text"],
        quote=line["quote"],
        agency=line["agency__name"],
        source=line["source"],
        grade=grade(line["grade"]),
        circle="A named list only" if narrow else circle,
        narrow=narrow or line["sealed"],
        conditions=line["report__conditions"] or "",
    )


def _gap(earlier: datetime, later: datetime) -> Shown:
    first, last = earlier.astimezone(LONDON) + timedelta(days=1), later.astimezone(LONDON) - timedelta(days=1)
    days = (last.date() - first.date()).days + 1
    return Shown(
        kind="gap",
        month="",
        day=f"{first.day} {first:%b}",
        time=f"to {last.day} {last:%b}",
        title=f"{spell(days, 'day', 'days')} with no entry from any agency",
        text="A gap is not a sign of safety.",
    )


def older_url(here: str, asked: Asked, last: Mapping[str, Any]) -> str:
    """Return the address of the lines before the last one shown."""
    place = f"{last['happened_at'].isoformat()}~{last['id']}"
    return f"{here}?{urlencode({**asked.filters(), 'before': place})}"
