"""A child with what the lines name, in which what the reader holds to be the same is shown as one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from erle.knowledge.linkage.things.queries import REACHED
from erle.knowledge.linkage.things.together import together
from erle.knowledge.records.queries import Mentioned, Portrait, portrait

NAMED = """SELECT DISTINCT m.thing::text FROM records_entry e JOIN records_mention m ON m.report_id = e.report_id
    WHERE e.person_id = records_person.id AND e.withdrawn_at IS NULL AND m.thing <> ''"""
JUDGED = f"{REACHED.format(things=NAMED)} SELECT one AS thing, other AS another, choice FROM settled"
LINES = f"""{REACHED.format(things=NAMED)} SELECT m.thing, array_agg(DISTINCT e.id) AS lines
    FROM settled JOIN records_mention m ON m.thing IN (settled.one, settled.other) AND m.thing <> ''
    JOIN records_entry e ON e.report_id = m.report_id
    WHERE settled.choice = 'same' AND e.person_id = records_person.id AND e.withdrawn_at IS NULL GROUP BY m.thing"""
MORE = (("judged", JUDGED), ("lines_of_things", LINES))
"""What was judged of things that the child's lines name, and in which lines those stand that are held the same."""


def portrait_as_one(reference: str, **asked: Any) -> Portrait:
    """Return the child as `records.portrait` does, by one query; what is held the same is named once.

    With it stand its other spellings, and how many lines name any of them. It is held the same as far as the acting
    worker sees: who sees one of two reads what she would read if nobody had judged.
    """
    found = portrait(reference, more=MORE, **asked)
    return replace(found, mentioned=_as_one(found.mentioned, found.more))


def _as_one(mentioned: Sequence[Mentioned], more: Mapping[str, list[dict[str, Any]]]) -> list[Mentioned]:
    said = [(row["thing"], row["another"], row["choice"]) for row in more["judged"]]
    if not said:
        return list(mentioned)
    lines = {row["thing"]: row["lines"] for row in more["lines_of_things"]}
    found: dict[tuple[str, ...], Mentioned] = {}
    for one in mentioned:
        group = tuple(sorted(together(one.about, said).things))
        first = found.setdefault(group, one)
        if len(group) > 1:
            also = first.also if one.words in (first.words, *first.also) else (*first.also, one.words)
            total = len({line for thing in group for line in lines.get(thing, ())})
            found[group] = replace(first, lines=total, also=also, as_one=group)
    return sorted(found.values(), key=lambda one: (-one.lines, one.words))
