"""The filters as links: each counts the lines that the worker may see, and one that is on has a cross."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from erle.doors.staff.chronology.asked import KINDS, RECENT_WEEKS, Asked, toggled
from erle.doors.staff.words import day, spell
from erle.knowledge.records.queries import Facet, Mentioned

NOT_HERE = "One that has no line here"
NAMED = {
    "person": "Somebody",
    "place": "A place",
    "vehicle": "A vehicle",
    "phone": "A phone",
    "account": "An account",
    "organisation": "An organisation",
}
VOICES = {"she": "Her words", "he": "His words", "they": "Their words"}


@dataclass(frozen=True)
class Chip:
    """A filter as a link."""

    label: str
    url: str
    count: int | None = None
    on: bool = False


@dataclass(frozen=True)
class Menu:
    """Filters of one sort, which open when they are asked for."""

    label: str
    options: tuple[Chip, ...]

    @property
    def html(self) -> SafeString:
        """The options as list items: made here, since a page may have a hundred."""
        return SafeString("".join(map(_option, self.options)))


def _option(chip: Chip) -> str:
    current = ' aria-current="true"' if chip.on else ""
    off = '<span class="govuk-visually-hidden">Remove filter: </span>' if chip.on else ""
    count = "" if chip.count is None else f" <b>{chip.count}</b>"
    return f'<li><a href="{escape(chip.url)}"{current}>{off}{escape(chip.label)}{count}</a></li>'


def voice_label(pronouns: str) -> str:
    """Return what the child's own words are called beside a filter."""
    return VOICES.get(pronouns.partition("/")[0].strip().casefold(), "Own words")


def filters(
    here: str,
    asked: Asked,
    facets: Sequence[Facet],
    mentioned: Sequence[Mentioned],
    *,
    voice: str = "Own words",
    today: date,
    recent: Asked | None = None,
) -> dict[str, Any]:
    """Return the chips, the menus and what the form of dates has to carry along.

    The numbers are of all dates: where dates are asked for there are none. A page that shows `recent` lines, and whose
    other filters lead to those of all dates, has them.
    """
    dates = _dates(here, recent or asked, today)
    counted: Callable[[Chip], Chip] = _uncounted if asked.dated else lambda chip: chip
    by_agency, by_kind, by_mention = (
        {key: counted(chip) for key, chip in chips.items()}
        for chips in (_agencies(here, asked, facets), _kinds(here, asked, facets), _mentions(here, asked, mentioned))
    )
    menus = (
        Menu(_several("Agency", by_agency), tuple(by_agency.values())),
        Menu(_several("Kind", by_kind), tuple(by_kind.values())),
        Menu("Named in it", tuple(by_mention.values())),
    )
    on = [chip for menu in (by_agency, by_kind, by_mention) for chip in menu.values() if chip.on]
    return {
        "first": [*dates, *on],
        "menus": [menu for menu in menus if menu.options],
        "last": [counted(chip) for chip in _marks(here, asked, facets, voice)],
        "carried": [pair for pair in asked.pairs() if pair[0] not in ("from", "to", "weeks", "gap")],
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
        "gap": asked.gap,
        "here": here,
        "all_url": here if (recent or asked).filtered else "",
    }


def _uncounted(chip: Chip) -> Chip:
    return replace(chip, count=None)


def _several(label: str, options: Mapping[str, Chip]) -> str:
    chosen = sum(option.on for option in options.values())
    return f"{label}: {f'{chosen} of' if chosen else 'all'} {len(options)}"


def _agencies(here: str, asked: Asked, facets: Iterable[Facet]) -> dict[str, Chip]:
    names, counts = dict.fromkeys(asked.agencies, NOT_HERE), dict.fromkeys(asked.agencies, 0)
    for facet in facets:
        names[facet.slug] = facet.agency
        counts[facet.slug] = counts.get(facet.slug, 0) + facet.lines
    return {
        slug: Chip(name, asked.url(here, agencies=toggled(asked.agencies, slug)), counts[slug], slug in asked.agencies)
        for slug, name in sorted(names.items(), key=lambda one: one[1])
    }


def _kinds(here: str, asked: Asked, facets: Iterable[Facet]) -> dict[str, Chip]:
    counts = dict.fromkeys(asked.kinds, 0)
    for facet in facets:
        counts[facet.kind] = counts.get(facet.kind, 0) + facet.lines
    return {
        kind: Chip(KINDS[kind], asked.url(here, kinds=toggled(asked.kinds, kind)), lines, kind in asked.kinds)
        for kind, lines in sorted(counts.items(), key=lambda one: KINDS[one[0]])
    }


def _mentions(here: str, asked: Asked, mentioned: Iterable[Mentioned]) -> dict[str, Chip]:
    found: dict[str, Chip] = {}
    for one in mentioned:
        on = asked.mention in (one.about, *one.as_one)
        key = asked.mention if on else one.about
        found[key] = Chip(_said(one), asked.url(here, mention="" if on else one.about), one.lines, on)
    if asked.mention and asked.mention not in found:
        found[asked.mention] = Chip("Somebody or something named", asked.url(here, mention=""), None, True)
    return found


def _said(one: Mentioned) -> str:
    """Return how it was said, with its other spellings where several are shown as one."""
    return f"{one.words}, also written {', '.join(one.also)}" if one.also else one.words


def _dates(here: str, asked: Asked, today: date) -> list[Chip]:
    if asked.since or asked.until:
        first = f"From {day(asked.since, today)}" if asked.since else "Up"
        label = f"{first} to {day(asked.until, today)}" if asked.until else first
        return [Chip(label, asked.url(here, since=None, until=None), None, True)]
    label = f"Last {spell(asked.weeks or RECENT_WEEKS, 'week', 'weeks')}"
    return [Chip(label, asked.url(here, weeks=0 if asked.weeks else RECENT_WEEKS), None, bool(asked.weeks))]


def _marks(here: str, asked: Asked, facets: Sequence[Facet], voice: str) -> list[Chip]:
    counted = (
        ("starred", "Starred", sum(facet.starred for facet in facets), asked.starred),
        ("voiced", voice, sum(facet.voiced for facet in facets), asked.voiced),
        ("strengths", "Strengths", sum(facet.strengths for facet in facets), asked.strengths),
    )
    return [
        Chip(label, asked.url(here, **{mark: not on}), lines, on) for mark, label, lines, on in counted if lines or on
    ]
