"""A child with what the lines name, in which what the reader holds to be the same is shown as one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from erle.knowledge.linkage.things.queries import REACHED
from erle.knowledge.linkage.things.together import together
from erle.knowledge.records.queries import Mentioned, Portrait, portrait

AROUND = f"""{REACHED.format(things="SELECT unnest(%s::text[])")}, ends AS (
    SELECT one AS thing FROM settled WHERE choice = 'same' UNION SELECT other FROM settled WHERE choice = 'same')
    SELECT one, other, choice, NULL::bigint[] AS lines FROM settled
    UNION ALL
    SELECT m.thing, '', '', array_agg(DISTINCT e.id) FROM ends
    JOIN records_mention m ON m.thing = ends.thing AND m.thing <> ''
    JOIN records_entry e ON e.report_id = m.report_id AND e.person_id = %s AND e.withdrawn_at IS NULL
    GROUP BY m.thing"""
"""What was judged of some things, and in which of a child's lines those stand that are held the same: by one query. It
looks the judgements up by the things, and asks for lines where there are any."""
Said = Sequence[tuple[str, str, str]]


def portrait_as_one(reference: str, **asked: Any) -> Portrait:
    """Return the child as `records.portrait` does; what is held the same is named once, by one query more.

    With it stand its other spellings, and how many lines name any of them. It is held the same as far as the acting
    worker sees: who sees one of two reads what she would read if nobody had judged.
    """
    found = portrait(reference, **asked)
    things = [one.about for one in found.mentioned]
    if not things:
        return found
    with connection.cursor() as cursor:
        cursor.execute(AROUND, [things, found.person.pk])
        rows = cursor.fetchall()
    said = [(one, other, choice) for one, other, choice, _ in rows if choice]
    lines = {one: told for one, _, choice, told in rows if not choice}
    return replace(found, mentioned=_as_one(found.mentioned, said, lines)) if lines else found


def _as_one(mentioned: Sequence[Mentioned], said: Said, lines: Mapping[str, Sequence[int]]) -> list[Mentioned]:
    found: dict[tuple[str, ...], Mentioned] = {}
    for one in mentioned:
        group = tuple(sorted(together(one.about, said).things))
        first = found.setdefault(group, one)
        if len(group) > 1:
            also = first.also if one.words in (first.words, *first.also) else (*first.also, one.words)
            total = len({line for thing in group for line in lines.get(thing, ())})
            found[group] = replace(first, lines=total, also=also, as_one=group)
    return sorted(found.values(), key=lambda one: (-one.lines, one.words))
