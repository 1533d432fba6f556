"""A chronology as a page shows it: the lines that are asked for, the filters, how many there are, and what is older."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from erle.doors.staff.children.banner import named
from erle.doors.staff.chronology.asked import Asked
from erle.doors.staff.chronology.chips import filters, voice_label
from erle.doors.staff.chronology.gaps import NO_ENTRY, NO_LINE, closed_weeks
from erle.doors.staff.chronology.lines import as_html
from erle.doors.staff.chronology.shown import Setting, circle_words, shown
from erle.doors.staff.chronology.wanting import wanting
from erle.doors.staff.routes import address
from erle.doors.staff.words import spell
from erle.foundation.statute.moments import end_of
from erle.knowledge.records import queries as records

if TYPE_CHECKING:
    from erle.knowledge.records.queries import Portrait

SUMMARY_LEAST, SUMMARY_MOST = 5, 60
LISTS = ("facets", "weeks", "mentioned")
"""What a portrait has to hold for its chronology."""


def listing(portrait: Portrait, asked: Asked, *, today: date) -> dict[str, Any]:
    """Return one page of the child's chronology, with its filters."""
    here = address("child_chronology", portrait.person.reference)
    lines = records.chronology(portrait.person, wanting(asked, today))
    found = list(lines[: records.PAGE + 1])
    page = found[: records.PAGE]
    return {
        **_shown(portrait, asked, page, today=today),
        "filters": _filters(portrait, asked, here, today),
        "older_url": _older(asked, here, page[-1]) if len(found) > len(page) else "",
        "filtered": asked.filtered,
    }


def newest(portrait: Portrait, lines: list[dict[str, Any]], asked: Asked, *, today: date) -> dict[str, Any]:
    """Return the newest lines for the summary, each filter of which leads on to the whole chronology."""
    here = address("child_chronology", portrait.person.reference)
    total = sum(facet.lines for facet in portrait.facets)
    recent = Asked(weeks=asked.weeks, gap=asked.gap)
    page = lines[:SUMMARY_MOST]
    earlier = spell(total - len(page), "earlier line", "earlier lines")
    return {
        **_shown(portrait, recent, page, today=today, summary=True),
        "filters": _filters(portrait, Asked(gap=asked.gap), here, today, recent=recent),
        "all_url": here if total > len(page) else "",
        "all": f"Show the {earlier}",
    }


def everything(portrait: Portrait, asked: Asked, lines: list[dict[str, Any]], *, today: date) -> dict[str, Any]:
    """Return every line that is asked for, for a copy."""
    return _shown(portrait, replace(asked, before=None), lines, today=today, html=False)


def _shown(
    portrait: Portrait,
    asked: Asked,
    page: list[dict[str, Any]],
    *,
    today: date,
    summary: bool = False,
    html: bool = True,
) -> dict[str, Any]:
    setting = Setting(
        circle_id=portrait.person.circle_id,
        circle=circle_words(named(portrait.person).first),
        today=today,
        gap=asked.gap,
        nothing=NO_LINE if asked.filtered and not summary else NO_ENTRY,
        closed=tuple(closed_weeks(portrait.weeks)),
    )
    total = sum(facet.lines for facet in portrait.facets)
    lines = shown(page, setting, after=after(asked, today))
    return {
        "lines": as_html(lines) if html else list(lines),
        "count": f"{len(page):,} of {spell(total, 'line', 'lines')} you may see",
    }


def after(asked: Asked, today: date) -> datetime | None:
    """Return where the lines before the first of these begin: at an earlier page, or the last day asked for."""
    if asked.before:
        return asked.before[0]
    return end_of(asked.until) if asked.until and asked.until < today else None


def _filters(
    portrait: Portrait, asked: Asked, here: str, today: date, *, recent: Asked | None = None
) -> dict[str, Any]:
    voice = voice_label(portrait.person.pronouns)
    return filters(here, asked, portrait.facets, portrait.mentioned, voice=voice, today=today, recent=recent)


def _older(asked: Asked, here: str, last: Mapping[str, Any]) -> str:
    return asked.older_url(here, last["happened_at"], last["id"])
