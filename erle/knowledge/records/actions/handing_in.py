"""Handing in: a report of a person, with its items, what it mentions and what is attached, in a circle of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from erle.foundation.access import gate
from erle.foundation.access.actions.circles import ReportCircles, open_report_circles
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.context import read_or_make_key
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.models import Attachment, Entry, Item, Mention, Person, Report
from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, Precision, Urgency, thing_key, thing_reference

KINDS = {Nature.OWN_WORDS: EntryKind.OWN_WORDS, Nature.WISH: EntryKind.OWN_WORDS, Nature.STRENGTH: EntryKind.STRENGTH}
TITLES = {
    Nature.OPINION: "What they make of it",
    Nature.OWN_WORDS: "In the child’s own words",
    Nature.WISH: "What the child asked for",
    Nature.STRENGTH: "What is going well",
}
SUBJECT = "subject"
"""Marks the mention of the child whom a report is about, in the reporter's words."""
LONGEST_TITLE = 200
WITH_CONDITIONS = "C"
"""How a grade of the 3x5x2 scheme ends whose handling has conditions."""


class NothingSaid(Refused):
    """A report without anything seen, heard or said."""


@dataclass(frozen=True)
class Piece:
    """One item of a report before it is kept."""

    nature: Nature
    text: str
    happened_at: datetime | None = None
    precision: Precision = Precision.DAY
    place: str = ""
    grade: str = ""
    conditions: str = ""

    @property
    def with_conditions(self) -> bool:
        """Whether it may be shared on conditions only."""
        return bool(self.conditions.strip()) or self.grade.endswith(WITH_CONDITIONS)


@dataclass(frozen=True)
class Named:
    """Somebody or something that a report names, before it is kept."""

    kind: MentionKind
    words: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Enclosed:
    """A file that was looked through and encrypted, before it is kept: `digest` is of what is given out."""

    reference: str
    name: str
    media_type: str
    size: int
    digest: bytes
    content: bytes
    scanned: str


@dataclass(frozen=True)
class Handed:
    """What somebody hands in: one line that says what it is, the items, how soon, and why it may be shared.

    `fields` holds, as it was said, what else the form asked: whether child and family were told, and the like.
    """

    title: str
    pieces: Sequence[Piece]
    urgency: Urgency
    basis: str
    purpose: str
    named: Sequence[Named] = ()
    enclosed: Sequence[Enclosed] = ()
    source: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class HandedIn:
    """What became of it: the report, its lines, and the number of the desk's circle, which the reporter is not in."""

    report: Report
    entries: list[Entry]
    desk_circle: int


def hand_in(*, about: Person | Particulars, agency: Agency, handed: Handed, by: Worker, at: datetime) -> HandedIn:
    """Keep what a worker hands in about a child of her circles, or about one whom she describes.

    A described child gets a record of the agency's own, whoever else knows the child: she learns nothing of that.
    """
    gate.require(Ability.HAND_IN, by=by)
    pieces = [piece for piece in handed.pieces if piece.text.strip()]
    if not pieces:
        raise NothingSaid("Write what was seen, heard or said: at least one thing.")
    if isinstance(about, Person):
        gate.require_let_into(about.circle_id)
        person = about
    else:
        person = record_person(
            agency=agency, particulars=about, basis=handed.basis, purpose=handed.purpose, by=by, at=at
        )
    [circles] = open_report_circles(agency=agency, number=1, basis=handed.basis, purpose=handed.purpose)
    report = _report(person, agency, handed, pieces, circles, by=by, at=at)
    entries = _items(report, pieces, by=by, at=at)
    _mentions(report, _widest(report, entries), [_subject(about), *handed.named], at=at)
    _attachments(report, handed.enclosed, by=by, at=at)
    ledger.write(Act.RECORDED, about=report.reference, circle_id=circles.report, purpose=handed.basis)
    return HandedIn(report, entries, circles.desk)


def things_key() -> bytes:
    """Return the key from which the references of things are made."""
    return _things_key()


@cache
def _things_key() -> bytes:
    return read_or_make_key(settings.THINGS_KEY_FILE)


def _report(
    person: Person,
    agency: Agency,
    handed: Handed,
    pieces: Sequence[Piece],
    circles: ReportCircles,
    *,
    by: Worker,
    at: datetime,
) -> Report:
    timed = next((piece for piece in pieces if piece.happened_at is not None), None)
    return Report.objects.create(
        circle=Circle.objects.get(pk=circles.report),
        reference=new_reference("R"),
        person=person,
        agency=agency,
        kind="handed_in",
        said={
            **handed.fields,
            "title": handed.title[:LONGEST_TITLE],
            "basis": handed.basis,
            "purpose": handed.purpose,
        },
        text="\n\n".join(piece.text for piece in pieces if piece.nature is Nature.FACT),
        source=handed.source or by.name,
        grade=pieces[0].grade,
        conditions=_of_all(piece.conditions for piece in pieces),
        urgency=handed.urgency,
        happened_at=timed.happened_at if timed else None,
        precision=timed.precision if timed else "",
        recorded_by=by,
        recorded_at=at,
    )


def _of_all(conditions: Iterable[str]) -> str:
    """Return the conditions that hold for each item; a line has its report's where it has none of its own."""
    told = set(conditions)
    return told.pop() if len(told) == 1 else ""


def _items(report: Report, pieces: Sequence[Piece], *, by: Worker, at: datetime) -> list[Entry]:
    """Keep each item, and make a line of it in the record of whom it is about.

    A line with conditions of handling stays where its report is: they may shut out somebody who reads the record.
    """
    person, title, entries = report.person, str(report.said["title"]), []
    for number, piece in enumerate(pieces, 1):
        Item.objects.create(circle=report.circle, report=report, number=number, **vars(piece))
        own = piece.nature in (Nature.OWN_WORDS, Nature.WISH)
        circle = report.circle if piece.with_conditions else person.circle
        entries.append(
            Entry(
                circle=circle,
                sealed=circle.sealed,
                reference=new_reference("L"),
                person=person,
                report=report,
                agency=report.agency,
                kind=KINDS.get(piece.nature, EntryKind.CONCERN),
                nature=piece.nature,
                happened_at=piece.happened_at or report.happened_at or at,
                precision=piece.precision if piece.happened_at else report.precision or Precision.DAY,
                title=TITLES.get(piece.nature, title),
                text="" if own else piece.text,
                quote=piece.text if own else "",
                source=report.source,
                grade=piece.grade,
                conditions=piece.conditions,
                recorded_by=by,
                recorded_at=at,
            )
        )
    return Entry.objects.bulk_create(entries)


def _widest(report: Report, entries: Sequence[Entry]) -> Entry:
    """Return the line by which what the report names is found: one in its own circle, where any line stayed there."""
    return next((line for line in entries if line.circle_id == report.circle_id), entries[0])


def _subject(about: Person | Particulars) -> Named:
    """Name the child; of a record that stands, not where the child lives: the desk may not be in its circle."""
    words = " ".join(filter(None, (about.given_names, about.family_name))) or about.known_as or "A child, not named"
    details = {
        "role": SUBJECT,
        "given_names": about.given_names,
        "family_name": about.family_name,
        "known_as": about.known_as,
        "born_on": about.born_on.isoformat() if about.born_on else "",
        "sex": about.sex,
    }
    if isinstance(about, Particulars):
        details |= {"school": about.school, "lives": about.lives}
    return Named(MentionKind.PERSON, words, {key: value for key, value in details.items() if value})


def _mentions(report: Report, entry: Entry, named: Sequence[Named], *, at: datetime) -> None:
    """Keep what the report names, in its own circle; all but the child again with the line, in the record's circle."""
    made = []
    for one in named:
        key = thing_key(one.kind, one.words)
        thing = thing_reference(one.kind, key, secret=things_key())
        places: list[tuple[Circle, Entry | None]] = [(report.circle, None)]
        if one.details.get("role") != SUBJECT and entry.circle_id != report.circle_id:
            places.append((entry.circle, entry))
        made += [
            Mention(
                circle=circle,
                sealed=circle.sealed,
                reference=new_reference("N"),
                report=report,
                entry=line,
                kind=one.kind,
                words=one.words[:200],
                key=key[:200],
                thing=thing,
                details=one.details,
                recorded_at=at,
            )
            for circle, line in places
        ]
    Mention.objects.bulk_create(made)


def _attachments(report: Report, enclosed: Sequence[Enclosed], *, by: Worker, at: datetime) -> None:
    for one in enclosed:
        Attachment.objects.create(circle=report.circle, report=report, added_by=by, added_at=at, **vars(one))
