"""What adds to the records: a person, a report as it was said, a line of the chronology, a child's own words."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from erle.foundation.access.actions.circles import open_circle
from erle.foundation.access.models import Circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.models import Entry, Identifier, ImportBatch, Person, Report, Words
from erle.knowledge.records.rules import EntryKind, Precision, Scheme, Sex


class FutureBirth(Refused):
    """A date of birth in the future."""


@dataclass(frozen=True)
class Particulars:
    """What is known of who a child is."""

    given_names: str = ""
    family_name: str = ""
    known_as: str = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    pronouns: str = ""
    school: str = ""
    lives: str = ""


@dataclass(frozen=True)
class Said:
    """A report before it is kept: what was said, by whom, of when, and how it was graded."""

    kind: str
    text: str
    source: str
    happened_at: datetime
    precision: Precision
    grade: str = ""
    conditions: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line of the chronology before it is kept."""

    kind: EntryKind
    title: str
    quote: str = ""
    significant: bool = False


def record_person(
    *, agency: Agency, particulars: Particulars, basis: str, purpose: str, by: Worker, at: datetime
) -> Person:
    """Record a child for the agency, in a new circle of the child's own."""
    if particulars.born_on is not None and particulars.born_on > local_day(at):
        raise FutureBirth("That date of birth is in the future. Check the year.")
    circle = open_circle(kind=CircleKind.CHILD, agency=agency, basis=basis, purpose=purpose)
    return Person.objects.create(
        circle=circle, reference=new_reference("E"), recorded_by=by, recorded_at=at, **vars(particulars)
    )


def give_identifier(*, person: Person, agency: Agency, scheme: Scheme, value: str) -> Identifier:
    """Write down by which number an agency knows a person."""
    return Identifier.objects.create(circle=person.circle, person=person, agency=agency, scheme=scheme, value=value)


def take_report(
    *, person: Person, agency: Agency, said: Said, line: Line, circle: Circle | None = None, by: Worker, at: datetime
) -> Entry:
    """Keep a report as it was said, and write its line in the chronology, in the person's circle or a narrower one."""
    circle = circle or person.circle
    report = Report.objects.create(
        circle=circle,
        reference=new_reference("R"),
        person=person,
        agency=agency,
        kind=said.kind,
        said=said.fields,
        text=said.text,
        source=said.source,
        grade=said.grade,
        conditions=said.conditions,
        happened_at=said.happened_at,
        precision=said.precision,
        recorded_by=by,
        recorded_at=at,
    )
    return Entry.objects.create(
        circle=circle,
        reference=new_reference("L"),
        person=person,
        report=report,
        agency=agency,
        kind=line.kind,
        happened_at=said.happened_at,
        precision=said.precision,
        title=line.title,
        text=said.text,
        quote=line.quote,
        source=said.source,
        grade=said.grade,
        significant=line.significant,
        recorded_by=by,
        recorded_at=at,
    )


def write_line(
    *,
    person: Person,
    agency: Agency,
    line: Line,
    happened_at: datetime,
    precision: Precision,
    text: str = "",
    report: Report | None = None,
    batch: ImportBatch | None = None,
    by: Worker,
    at: datetime,
) -> Entry:
    """Write what an area did in the chronology of the person."""
    return Entry.objects.create(
        circle=person.circle,
        reference=new_reference("L"),
        person=person,
        report=report,
        batch=batch,
        agency=agency,
        kind=line.kind,
        happened_at=happened_at,
        precision=precision,
        title=line.title,
        text=text,
        quote=line.quote,
        source=by.name,
        significant=line.significant,
        recorded_by=by,
        recorded_at=at,
    )


def record_words(
    *,
    person: Person,
    agency: Agency,
    said: str,
    wishes: list[str],
    setting: str,
    said_at: datetime,
    ask_again_after: timedelta,
    by: Worker,
    at: datetime,
) -> Words:
    """Keep what a child said and asked for, as it was said."""
    return Words.objects.create(
        circle=person.circle,
        person=person,
        agency=agency,
        said=said,
        wishes=wishes,
        setting=setting,
        said_at=said_at,
        said_to=by,
        ask_again_on=local_day(said_at + ask_again_after),
        recorded_at=at,
    )
