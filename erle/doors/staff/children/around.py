"""Who and what is around a child: family and others as agencies have them, and who is named in the lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from erle.doors.staff.children.banner import named
from erle.doors.staff.routes import address
from erle.doors.staff.words import age, spell

if TYPE_CHECKING:
    from erle.knowledge.records.queries import Mentioned, Near, Portrait

FIRST = 5
"""People that the summary shows; the others stand on the page of family and network."""
PERSON = "person"


def around(portrait: Portrait, *, today: date) -> dict[str, Any]:
    """Return the people nearest to a child, then those whom the lines name most."""
    first = named(portrait.person).first
    near = [person(one, first=first, today=today) for one in portrait.near]
    told = mentions(portrait, (one for one in portrait.mentioned if one.kind == PERSON))
    rows = [*near, *told]
    return {"rows": rows[:FIRST], "more": max(0, len(rows) - FIRST)}


def person(one: Near, *, first: str, today: date) -> dict[str, str]:
    """Return somebody around the child in words."""
    relation = [one.relation]
    if one.lives_with:
        relation.append(f"lives with {first}")
    if one.trusted:
        relation.append(f"{first if first != 'this child' else 'the child'} trusts them")
    years = f", {age(one.born_on, today)}" if one.born_on else ""
    return {
        "name": f"{one.name}{years}",
        "meta": ", ".join(filter(None, relation)),
        "note": one.note,
        "agency": one.agency,
        "url": address("child", one.reference) if one.reference else "",
        "number": str(one.number),
    }


def mentions(portrait: Portrait, found: Iterable[Mentioned]) -> list[dict[str, str]]:
    """Return who and what the lines name, each with the lines that do; not those who stand among the people already."""
    known = {one.name.casefold() for one in portrait.near}
    here = address("child_chronology", portrait.person.reference)
    return [
        {
            "name": f"“{one.words}”",
            "meta": spell(one.lines, "line", "lines"),
            "note": f"Also written {', '.join(f'“{words}”' for words in one.also)}" if one.also else "",
            "agency": "",
            "url": f"{here}?mention={one.about}",
            "thing_url": address("thing", one.about) if one.about.startswith("T-") else "",
            "kind": one.kind,
        }
        for one in found
        if one.words.casefold() not in known
    ]
