"""What a protocol says at a moment of work, for the pages of that work; and its words as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from erle.doors.staff.routes import address
from erle.doors.staff.words import day, in_midst
from erle.foundation.protocols.queries import governing_in, in_force_for
from erle.foundation.protocols.rules.kinds import MOMENTS
from erle.foundation.protocols.rules.text import blocks_of
from erle.foundation.statute.moments import local_day, start_of


def says(moment: str, at: datetime) -> list[dict[str, Any]]:
    """Return what each protocol in force says at the moment of work."""
    return [
        {
            "title": read.edition.title,
            "version": f"version {read.edition.number}",
            "url": version_url(read.edition.protocol, read.edition.number),
            "sections": [shown(section) for section in read.sections],
        }
        for read in in_force_for(moment, at)
    ]


def shown(section: Any) -> dict[str, Any]:
    """Return a section as a page shows it."""
    return {"key": section.key, "heading": section.heading, "blocks": blocks_of(section.text)}


def version_url(slug: str, number: int) -> str:
    """Return the address of a version's page."""
    return address("protocols_version", slug, str(number))


def governed_by(area: str, *, began_at: datetime, until: datetime, now: datetime) -> list[dict[str, Any]]:
    """Return, for a thing of an area of work, the versions that held when it began and those that came meanwhile."""
    found = []
    for _, held in governing_in(area, MOMENTS, began_at=began_at, until=until):
        for one in held:
            since = from_when(one.since, local_day(now))
            when = f"Came into force {since}, while this went on." if one.meanwhile else f"In force since {since}."
            found.append(
                {
                    "title": one.edition.title,
                    "version": f"version {one.edition.number}",
                    "url": version_url(one.edition.protocol, one.edition.number),
                    "when": when,
                    "meanwhile": one.meanwhile,
                }
            )
    return found


def from_when(moment: datetime, today: date) -> str:
    """Return a day where it is from its beginning, else the moment in it, as it stands in the midst of a sentence."""
    return day(moment, today) if moment == start_of(local_day(moment)) else in_midst(moment, today)


def moments_in_words(moments: Iterable[str]) -> str:
    """Return the moments of a section in words, without the area of work, which the protocol is about."""
    return "; ".join(MOMENTS.get(moment, moment).rpartition(": ")[2] for moment in moments)
