"""The everyday week as a page shows it: picture, sentences and the same as a table."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from erle.doors.staff.week.drawing import counted, drawn
from erle.doors.staff.week.pattern import Away, pattern
from erle.doors.staff.week.words import period, sentences, table
from erle.doors.staff.words import LONDON
from erle.knowledge.records.queries import Week
from erle.knowledge.records.rules import EntryKind

HOURS_OF = "Hours and days"
A_YEAR = timedelta(days=366)


def everyday(
    *, weeks: Sequence[Week], away: Iterable[Away], lines: Iterable[Mapping[str, Any]], over: int, now: datetime
) -> dict[str, Any]:
    """Return a child's week over so many weeks: school, missing, concerns and what goes well."""
    first = now.astimezone(LONDON).date() - timedelta(weeks=over) + timedelta(days=1)
    found = pattern(weeks=weeks, away=away, lines=lines, first=first, now=now)
    said = sentences(found)
    return {
        "heading": "Everyday week",
        "period": period(found),
        "picture": drawn(found, title="Everyday week", described=" ".join(said)),
        "sentences": said,
        "rows": table(found),
        "school": True,
    }


def hours(*, lines: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    """Return at which hours and days a thing is told of, over the last year."""
    first = now.astimezone(LONDON).date() - A_YEAR
    found = pattern(lines=lines, first=first, now=now, kinds=tuple(EntryKind))
    said = sentences(found, school=False)
    return {
        "heading": HOURS_OF,
        "period": "the last year",
        "picture": counted(found, title=HOURS_OF, described=" ".join(said)),
        "sentences": said,
        "rows": table(found, what="told of"),
        "school": False,
    }
