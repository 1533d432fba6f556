"""What was found, in the words of the page."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from erle.doors.staff.children.banner import facts, named
from erle.doors.staff.words import LONDON, day, day_and_time, spell
from erle.knowledge.records.finding.children import Found
from erle.knowledge.records.finding.reasons import reasons
from erle.knowledge.records.finding.records import Record
from erle.knowledge.records.finding.things import Thing
from erle.knowledge.records.rules import MentionKind, Precision

KINDS = {
    MentionKind.PERSON: "Person named in reports",
    MentionKind.PLACE: "Place",
    MentionKind.VEHICLE: "Vehicle",
    MentionKind.PHONE: "Phone",
    MentionKind.ACCOUNT: "Online account",
    MentionKind.ORGANISATION: "Organisation",
}
COUNTED = {
    "children": ("child", "children"),
    "things": ("place or thing", "places and things"),
    "records": ("report or line", "reports and lines"),
}


def counted(found: dict[str, int], *, most: int) -> str:
    """Return `3 children, 1 place or thing`; `more than 50` where there are more than the page shows."""
    said = []
    for what, number in found.items():
        if number > most:
            said.append(f"more than {most} {COUNTED[what][1]}")
        elif number:
            said.append(spell(number, *COUNTED[what]))
    return ", ".join(said)


def child_row(found: Found, today: date) -> dict[str, Any]:
    """Return a child as the list shows one, with why it was found."""
    person = found.person
    return {
        **vars(named(person)),
        "facts": [*facts(person, today), person.circle.agency.name],
        "sealed": person.sealed,
        "reasons": ", ".join(reasons(found)),
    }


def thing_row(thing: Thing, today: date) -> dict[str, Any]:
    """Return a thing as the list shows one."""
    return {
        "words": thing.words,
        "url": page_of("thing", thing.reference),
        "kind": KINDS[thing.kind],
        "reports": spell(thing.reports, "report", "reports"),
        "last": day(thing.last_at, today),
    }


def record_row(record: Record, today: date) -> dict[str, Any]:
    """Return a report or a line as the list shows one."""
    what = "Report" if record.is_report else "Line of the chronology"
    timed = record.precision in {Precision.MINUTE, Precision.ABOUT}
    when = "" if record.at is None else (day_and_time if timed else _day)(record.at, today)
    return {
        "reference": record.reference,
        "url": page_of("report", record.reference) if record.is_report else "",
        "what": f"{what}: {record.title}" if record.title else what,
        "source": ", ".join(filter(None, (record.agency, when))),
        "about": named(record.about) if record.about else None,
    }


def page_of(route: str, reference: str) -> str:
    """Return the address of a page that may not be built yet."""
    try:
        return reverse(route, args=[reference]) if reference else ""
    except NoReverseMatch:
        return ""


def _day(at: Any, today: date) -> str:
    return day(at.astimezone(LONDON).date(), today)
