"""The chronology's lines as HTML, made here and not in a template: a page of 200 lines must not wait for its markup.

The markup is bare, and `_chronology.scss` knows each part by its place: the first paragraph of a line is its date, the
last one where it comes from. Every word from the record passes through `escape`, here and nowhere else.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from erle.doors.staff.chronology.shown import Shown

STAR = '<svg class="erle-star" width="16" height="16" role="img" aria-label="Significant:"><use href="#star"/></svg>'

MARKED = {
    (False, False): "",
    (True, False): ' class="is-star"',
    (False, True): ' class="is-voice"',
    (True, True): ' class="is-star is-voice"',
}


def as_html(lines: Iterable[Shown]) -> SafeString:
    """Return the items of the timeline's list."""
    return SafeString("".join(map(_item, lines)))


def _item(line: Shown) -> str:
    heading = f'<li class="erle-chrono__m"><h3>{escape(line.month)}</h3></li>' if line.month else ""
    time = f" <span>{escape(line.time)}</span>" if line.time else ""
    date = f"<p>{escape(line.day)}{time}</p>"
    if line.gap:
        said = f"<p><b>{escape(line.title)}</b></p><p>{escape(line.text)}</p>"
        return f'{heading}<li class="is-gap">{date}<div>{said}</div></li>'
    return f"{heading}<li{MARKED[line.star, line.voice]}>{date}{_entry(line)}</li>"


def _entry(line: Shown) -> str:
    star = STAR if line.star else ""
    text = escape(line.text, quote=False)
    quote = f"{' ' if text else ''}<q>{escape(line.quote, quote=False)}</q>" if line.quote else ""
    said = f"<p>{text}{quote}</p>" if text or quote else ""
    notes = "".join(
        f'<div class="erle-note"><p class="erle-meta"><b>Analyst’s note</b> by {escape(note.by)}</p>'
        f"<p>{escape(note.text)}</p></div>"
        for note in line.notes
    )
    if line.conditions:
        notes += (
            f'<div class="erle-note"><p class="erle-meta"><b>With conditions:</b> {escape(line.conditions)}</p></div>'
        )
    title = f'<a href="{escape(line.url)}">{escape(line.title)}</a>' if line.url else escape(line.title)
    return f"<h4>{star}{title}</h4>{said}{notes}{_source(line)}"


def _source(line: Shown) -> str:
    said_by = f", {escape(line.source, quote=False)}" if line.source else ""
    opinion = "<i>Opinion</i> " if line.opinion else ""
    grade = f"<span>{escape(line.grade, quote=False)}</span> " if line.grade else ""
    narrow = ' class="is-narrow"' if line.narrow else ""
    agency, circle = escape(line.agency, quote=False), escape(line.circle, quote=False)
    who = f'<a href="{escape(line.who_url)}">{escape(line.who, quote=False)}</a> ' if line.who else ""
    return f"<p>{who}<span><b>{agency}</b>{said_by}</span> {opinion}{grade}<span{narrow}>{circle}</span></p>"
