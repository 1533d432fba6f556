"""The chronology's lines as HTML, made here and not in a template: a page of 200 lines must not wait for its markup.

The markup is MoJ Frontend's timeline. Every word from the record passes through `escape`, here and nowhere else.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from erle.doors.staff.children.chronology import Shown

LOCK = '<svg width="12" height="14" aria-hidden="true" focusable="false"><use href="#lock"/></svg>'
STAR = '<svg class="erle-star" width="16" height="16" role="img" aria-label="Significant:"><use href="#star"/></svg>'
SEEN_BY = '<span class="govuk-visually-hidden">Can be seen by: </span>'


def as_html(lines: Iterable[Shown]) -> SafeString:
    """Return the items of the timeline's list."""
    return SafeString("".join(map(_item, lines)))


def _item(line: Shown) -> str:
    heading = (
        f'<li class="erle-chrono__m"><h3 class="erle-chrono__month">{escape(line.month)}</h3></li>'
        if line.month
        else ""
    )
    kind = "" if line.kind == "line" else f" is-{line.kind}"
    time = f" <span>{escape(line.time)}</span>" if line.time else ""
    date = f'<p class="moj-timeline__date">{escape(line.day)}{time}</p>'
    body = _gap(line) if line.kind == "gap" else _entry(line)
    return f'{heading}<li class="moj-timeline__item{kind}">{date}{body}</li>'


def _gap(line: Shown) -> str:
    return f'<div class="erle-gap"><p><b>{escape(line.title)}</b></p><p class="erle-meta">{escape(line.text)}</p></div>'


def _entry(line: Shown) -> str:
    star = STAR if line.kind == "star" else ""
    quote = f" <q>{escape(line.quote)}</q>" if line.quote else ""
    conditions = ""
    if line.conditions:
        conditions = (
            f'<div class="erle-note"><p class="erle-meta"><b>With conditions:</b> {escape(line.conditions)}</p></div>'
        )
    return (
        f'<div class="moj-timeline__header"><h4 class="moj-timeline__title">{star}{escape(line.title)}</h4></div>'
        f'<div class="moj-timeline__description">{escape(line.text)}{quote}</div>{conditions}{_source(line)}'
    )


def _source(line: Shown) -> str:
    said_by = f", {escape(line.source)}" if line.source else ""
    grade = f"<span>{escape(line.grade)}</span>" if line.grade else ""
    narrow = " erle-lock--narrow" if line.narrow else ""
    return (
        f'<div class="erle-chrono__src"><span><b>{escape(line.agency)}</b>{said_by}</span>{grade}'
        f'<span class="erle-lock{narrow}">{LOCK}<span>{SEEN_BY}{escape(line.circle)}</span></span></div>'
    )
