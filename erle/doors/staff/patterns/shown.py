"""A pattern as lists and pages show it: the children, what it is, when, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from erle.doors.staff.children.banner import name_and_age, named
from erle.doors.staff.patterns.words import VERDICTS, title
from erle.doors.staff.routes import address
from erle.doors.staff.words import day, day_and_time, elapsed, in_midst
from erle.knowledge.patterns.queries import OF_WHOEVER, new_facts
from erle.knowledge.patterns.rules import Away, Verdict

if TYPE_CHECKING:
    from erle.knowledge.patterns.models import PatternVerdict
    from erle.knowledge.records.models import Person
    from erle.practice.missing.queries.patterns import Item, Patterns

MOST_CHILDREN, MOST_NAMED_ABOUT = 4, 2


def row(item: Item, among: Patterns, child: int, today: date) -> dict[str, Any]:
    """Return a pattern as a list has it, led to from one of its children."""
    found = item.found
    newest = max(away.left for occasion in found.times for away in occasion)
    people = [among.people[one] for one in found.children]
    most = MOST_NAMED_ABOUT if found.pattern in OF_WHOEVER else MOST_CHILDREN
    fresh = len(new_facts(found, item.verdicts)) if item.verdicts else 0
    return {
        "title": title(found, among.rule),
        "url": address("child_pattern", among.people[child].reference, among.key(item, child)),
        "children": [who(one, today) for one in people[:most]],
        "more_children": max(0, len(people) - most),
        "newest": day(newest, today),
        "raised": found.raised,
        "waits": item.waits,
        "fresh": fresh,
        "decided": decided(item.verdicts[0], today) if item.verdicts else None,
    }


def who(person: Person, today: date) -> dict[str, str]:
    """Return a child with the way to the child's patterns."""
    return {"name": name_and_age(person, today), "url": address("child_patterns", person.reference)}


def decided(verdict: PatternVerdict, today: date) -> dict[str, str]:
    """Return what somebody decided, why, who and when."""
    again = f" Look again {day(verdict.look_again_on, today)}." if verdict.look_again_on else ""
    return {
        "words": VERDICTS[Verdict(verdict.verdict)],
        "reason": verdict.reason,
        "again": again.strip(),
        "meta": f"{verdict.judged_by.name}, {verdict.judged_by.agency.name}, {in_midst(verdict.judged_at, today)}",
    }


def occasions(item: Item, among: Patterns, today: date) -> list[dict[str, Any]]:
    """Return the times of which the pattern is made, the newest first."""
    told = sorted(item.found.times, key=lambda occasion: occasion[0].left, reverse=True)
    return [{"times": [_time(away, among, today) for away in occasion]} for occasion in told]


def _time(away: Away, among: Patterns, today: date) -> dict[str, str]:
    person = among.people[away.child]
    lasted = f"back after {elapsed(away.back - away.left)}" if away.back else "no return is told of"
    on = day(away.left, today)
    left = day_and_time(away.left, today) if away.exact else f"{on[:1].upper()}{on[1:]}, hour not known"
    return {
        "name": named(person).name,
        "url": address("child_missing", person.reference),
        "left": left,
        "lasted": lasted,
    }
