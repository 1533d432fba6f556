"""The lines that a page asks for, where it asks for a thing: those too that name what is held to be the same."""

from dataclasses import replace
from datetime import date

from erle.doors.staff.chronology.asked import Asked
from erle.knowledge.linkage.things.queries import judged
from erle.knowledge.records.queries import Wanted


def wanting(asked: Asked, today: date) -> Wanted:
    """Return the lines that are asked for."""
    wanted = asked.wanted(today)
    if not asked.mention.startswith("T-"):
        return wanted
    return replace(wanted, as_one=judged(asked.mention).things[1:])
