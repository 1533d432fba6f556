"""The chronology in words: lines newest first, month by month, with gaps shown as gaps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from erle.doors.staff.chronology.gaps import NO_ENTRY, Closed, Gap, between
from erle.doors.staff.words import LONDON, day, grade, line_day, line_time, month


@dataclass(frozen=True)
class Told:
    """A note as it stands beside a line: who wrote it and when, apart from what was said."""

    by: str
    text: str


@dataclass(frozen=True)
class Shown:
    """A line of the chronology as the page shows it: a gap has no address."""

    month: str
    day: str
    time: str
    title: str
    text: str = ""
    url: str = ""
    quote: str = ""
    agency: str = ""
    source: str = ""
    grade: str = ""
    circle: str = ""
    conditions: str = ""
    star: bool = False
    voice: bool = False
    opinion: bool = False
    narrow: bool = False
    gap: bool = False
    notes: tuple[Told, ...] = field(default=())
    who: str = ""
    who_url: str = ""


@dataclass(frozen=True)
class Whose:
    """The child in whose chronology a line stands, where a page shows lines of several."""

    name: str
    first: str
    url: str
    circle_id: int


@dataclass(frozen=True)
class Setting:
    """What the lines are shown in: whose circle is the usual one, and what counts as a gap.

    `children`, by reference, are those of a page about several; each line then says whose it is.
    """

    today: date
    circle_id: int = 0
    circle: str = ""
    children: Mapping[str, Whose] = field(default_factory=dict)
    gap: int = 0
    nothing: str = NO_ENTRY
    closed: tuple[Closed, ...] = ()


def circle_words(first: str) -> str:
    """Return what the child's own circle is called beside a line."""
    return "The child’s circle" if first == "this child" else f"{first}’s circle"


def shown(lines: Sequence[Mapping[str, Any]], setting: Setting, *, after: datetime | None = None) -> Iterator[Shown]:
    """Yield the lines as the page shows them, a month's heading on the first of each month.

    `after` is when the line before the first of these was, on an earlier page; without one the gap up to today counts.
    """
    heading, later, now = "", after.astimezone(LONDON).date() if after else setting.today, after is None
    for line in lines:
        at = line["happened_at"].astimezone(LONDON)
        on = at.date()
        gap = between(on, later, longest=setting.gap, closed=setting.closed, nothing=setting.nothing, now=now)
        if setting.gap and gap:
            yield _gap(gap)
        this_month = month(at)
        yield _line(line, at, setting, heading=this_month if this_month != heading else "")
        heading, later, now = this_month, on, False


def _line(line: Mapping[str, Any], at: datetime, setting: Setting, *, heading: str) -> Shown:
    precision = line["precision"]
    whose = setting.children.get(line.get("person__reference", ""))
    narrow = line["circle_id"] != (whose.circle_id if whose else setting.circle_id)
    circle = circle_words(whose.first) if whose else setting.circle
    return Shown(
        month=heading,
        day=line_day(at, precision),
        time=line_time(at, precision),
        title=line["title"],
        text=line["text"],
        url=f"/lines/{line['reference']}/",
        quote=line["quote"],
        agency=line["agency__name"],
        source=line["source"],
        grade=grade(line["grade"]),
        circle="A named list only" if narrow else circle,
        conditions=line["conditions"],
        star=line["significant"],
        voice=bool(line["quote"]),
        opinion=line["nature"] == "opinion",
        narrow=narrow or line["sealed"],
        notes=told(line["noted"], setting.today),
        who=whose.name if whose else "",
        who_url=whose.url if whose else "",
    )


def told(notes: Sequence[Mapping[str, Any]] | None, today: date) -> tuple[Told, ...]:
    """Return the notes beside a line in words."""
    return tuple(
        Told(f"{note['by']}, {day(datetime.fromisoformat(note['at']), today)}", note["text"]) for note in notes or ()
    )


def _gap(gap: Gap) -> Shown:
    this_year = gap.first.year == gap.last.year
    return Shown(
        month="",
        day=f"{gap.first.day} {gap.first:%b}" + ("" if this_year else f" {gap.first.year}"),
        time=f"to {gap.last.day} {gap.last:%b}" + ("" if this_year else f" {gap.last.year}"),
        title=gap.title,
        text=gap.text,
        gap=True,
    )
