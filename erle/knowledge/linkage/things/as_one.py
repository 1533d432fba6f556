"""What a child's lines name, with what the reader holds to be the same shown as one."""

from collections.abc import Sequence
from dataclasses import replace

from erle.knowledge.linkage.things.queries import judged_of
from erle.knowledge.records.models import Person
from erle.knowledge.records.queries import Mentioned, lines_of_things

THING = "T-"
"""How the reference of a thing begins; of a person there is a mention."""


def held_as_one(person: Person, mentioned: Sequence[Mentioned]) -> list[Mentioned]:
    """Return what the child's lines name, each once with its other spellings, and how many lines name any of them.

    What is held the same is what the acting worker sees so: who sees one of two reads what she would read if nobody had
    judged. One query where nothing is, one more where something is.
    """
    groups = _groups([one.about for one in mentioned if one.about.startswith(THING)])
    if not groups:
        return list(mentioned)
    lines = lines_of_things(person, {thing for group in groups.values() for thing in group})
    found: dict[tuple[str, ...], Mentioned] = {}
    for one in mentioned:
        group = groups.get(one.about, (one.about,))
        first = found.setdefault(group, one)
        if len(group) > 1:
            also = first.also if one.words in (first.words, *first.also) else (*first.also, one.words)
            total = len(set[int]().union(*(lines.get(thing, ()) for thing in group)))
            found[group] = replace(first, lines=total, also=also, as_one=group)
    return sorted(found.values(), key=lambda one: (-one.lines, one.words))


def _groups(things: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return by thing what is shown as one with it, where anything is."""
    known = judged_of(things)
    return {thing: tuple(sorted(one.things)) for thing, one in known.items() if len(one.things) > 1}
