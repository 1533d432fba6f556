"""What was found, in the words of the page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from erle.doors.staff.children.banner import facts, named
from erle.doors.staff.children.list import seen_by
from erle.doors.staff.fields import in_a_sentence
from erle.doors.staff.protocols.one import STATUS
from erle.doors.staff.protocols.reading import version_url
from erle.doors.staff.routes import address
from erle.doors.staff.words import LONDON, day, day_and_time, spell
from erle.foundation.protocols.queries import Naming
from erle.foundation.protocols.rules.editions import State
from erle.foundation.protocols.rules.kinds import Kind
from erle.knowledge.linkage.things.queries import judged_of
from erle.knowledge.records.finding.children import Found
from erle.knowledge.records.finding.reasons import reasons
from erle.knowledge.records.finding.records import Record
from erle.knowledge.records.finding.things import Thing
from erle.knowledge.records.rules import MentionKind, Precision
from erle.practice.missing.rules import EpisodeKind

if TYPE_CHECKING:
    from erle.practice.desk.models import Arrival
    from erle.practice.missing.models import Episode

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
    "protocols": ("protocol", "protocols"),
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
        "facts": ", ".join([*facts(person, today), person.circle.agency.name]),
        "seen_by": seen_by(sealed=person.sealed),
        "reasons": ", ".join(reasons(found)),
    }


def as_one(things: list[Thing]) -> list[list[Thing]]:
    """Return the things in their order, each with those found that are held to be the same."""
    known = judged_of([thing.reference for thing in things if thing.reference])
    rows: list[list[Thing]] = []
    for thing in things:
        same = known[thing.reference].things if thing.reference else ()
        row = next((row for row in rows if row[0].reference and row[0].reference in same), None)
        if row is None:
            rows.append([thing])
        else:
            row.append(thing)
    return rows


def thing_row(same: list[Thing]) -> dict[str, Any]:
    """Return a thing as the list shows one, with what else is held to be the same."""
    first, *others = same
    return {
        "words": first.words,
        "also": [thing.words for thing in others],
        "url": address("thing", first.reference) if first.reference else "",
        "kind": KINDS[first.kind],
        "reports": spell(len(frozenset().union(*(thing.named_in for thing in same))), "report", "reports"),
    }


def record_row(record: Record, today: date) -> dict[str, Any]:
    """Return a report or a line as the list shows one."""
    what = "Report" if record.is_report else "Line of the chronology"
    timed = record.precision in {Precision.MINUTE, Precision.ABOUT}
    when = "" if record.at is None else (day_and_time if timed else _day)(record.at, today)
    is_shown = record.about is not None and not record.is_report
    return {
        "reference": record.reference,
        "url": address("line", record.reference) if is_shown else "",
        "what": f"{what}: {record.title}" if record.title else what,
        "source": ", ".join(filter(None, (record.agency, when))),
        "about": named(record.about) if record.about else None,
    }


def arrival_row(arrival: Arrival, today: date) -> dict[str, Any]:
    """Return what came to the desk as the list shows it."""
    return {
        "reference": arrival.reference,
        "url": address("desk_arrival", arrival.reference),
        "what": f"At the MASH desk: {arrival.title}",
        "source": f"{arrival.agency.name}, {in_a_sentence(day_and_time(arrival.received_at, today))}",
        "about": None,
    }


def episode_row(episode: Episode, today: date) -> dict[str, Any]:
    """Return an episode as the list shows it."""
    return {
        "reference": episode.reference,
        "url": "",
        "what": "Missing" if episode.kind == EpisodeKind.MISSING else "Away from placement",
        "source": f"{episode.agency.name}, from {in_a_sentence(day_and_time(episode.left_at, today))}",
        "about": named(episode.person),
    }


def protocol_row(found: Naming) -> dict[str, Any]:
    """Return a version of a protocol as the list shows it, with the way to the first section that has the words."""
    edition, holds = found.edition, found.state is State.IN_FORCE
    url = version_url(edition.protocol, edition.number)
    return {
        "title": edition.title,
        "url": address("protocols_one", edition.protocol) if holds else url,
        "meta": f"{Kind(found.kind).words}, version {edition.number}",
        "state": found.state.words,
        "kind": STATUS.get(found.state, "plain"),
        "heading": found.heading,
        "section_url": f"{url}#s-{found.key}" if found.key else "",
    }


def _day(at: Any, today: date) -> str:
    return day(at.astimezone(LONDON).date(), today)
