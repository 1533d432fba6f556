"""Health's spreadsheets: attendances, most of them ordinary, and what is shared out of worry."""

from datetime import datetime

from rehearsal.partnership.files.books import Record
from rehearsal.partnership.files.layouts import THREE_DAYS, XLSX, Column, Layout, other_person, other_relation
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.noting import HEALTH, SHARED_BY_HEALTH


def layouts() -> list[Layout]:
    """Return both files."""
    return [_attendances(), _shared()]


def _who() -> tuple[Column, ...]:
    return (
        Column("NHS Number", "nhs_number", lambda _, record: _spaced(record.nhs)),
        Column("Hospital No", "number", lambda _, record: record.number),
        Column("Surname", "family_name", lambda _, record: record.family),
        Column("Forename", "given_names", lambda _, record: record.given),
        Column("Date of birth", "born_on", lambda _, record: record.born or ""),
        Column("Postcode", "postcode", lambda _, record: record.postcode),
    )


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number else ""


def _seen(line: Line, _: Record) -> object:
    """Return when a child was seen, as spreadsheets keep a moment."""
    return line.happened_at.replace(tzinfo=None)


def _entered(line: Line, _: Record) -> datetime:
    return line.recorded_at.replace(tzinfo=None)


def _attendances() -> Layout:
    return Layout(
        agency=HEALTH,
        file="attendances",
        name="attendances",
        suffix=XLSX,
        sheet="Attendances",
        reference="AT{place:06d}",
        kind="contact",
        columns=(
            Column("Attendance ID", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Attended", "happened_at", _seen),
            Column("Department", "", lambda line, _: line.category),
            Column("Reason", "title", lambda line, _: line.title),
            Column("Notes", "text", lambda line, _: line.text),
            Column("Seen by", "source", lambda line, _: line.source),
            Column("Entered", "recorded_at", _entered),
        ),
    )


def _shared() -> Layout:
    return Layout(
        agency=HEALTH,
        file=SHARED_BY_HEALTH,
        name="information-shared",
        suffix=XLSX,
        sheet="Shared",
        reference="IS{place:05d}",
        kind="concern",
        to_desk_days=THREE_DAYS,
        columns=(
            Column("Reference", "row_reference", lambda line, _: line.reference),
            *_who(),
            Column("Date and time", "happened_at", _seen),
            Column("Service", "", lambda line, _: line.category),
            Column("Headline", "title", lambda line, _: line.title),
            Column("Account", "text", lambda line, _: line.text),
            Column("Clinician’s view", "opinion", lambda line, _: line.opinion),
            Column("Place", "place", lambda line, _: line.place),
            Column("Other person", "other_person", other_person),
            Column("Who is that", "other_relation", other_relation),
            Column("Grade", "grade", lambda line, _: line.grade),
            Column("Conditions", "conditions", lambda line, _: line.conditions),
            Column("Shared by", "source", lambda line, _: line.source),
            Column("Entered", "recorded_at", _entered),
        ),
    )
