"""The reports and lines that a question names by their references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erle.knowledge.records.models import Entry, Person, Report


@dataclass(frozen=True)
class Record:
    """A report or a line: what it is, when it happened, who said it, and about whom, where the worker may see that."""

    reference: str
    circle_id: int
    is_report: bool
    title: str
    agency: str
    at: datetime | None
    precision: str
    about: Person | None


def records_found(references: Sequence[str]) -> list[Record]:
    """Return the reports and lines of these references, among what the acting worker may see."""
    if not references:
        return []
    reports = Report.objects.filter(reference__in=references, withdrawn_at__isnull=True).select_related("agency")
    lines = Entry.objects.filter(reference__in=references, withdrawn_at__isnull=True).select_related("agency")
    both: list[Report | Entry] = [*reports.order_by("id"), *lines.order_by("id")]
    people = Person.objects.filter(withdrawn_at__isnull=True).in_bulk([one.person_id for one in both])
    return [_record(one, people.get(one.person_id)) for one in both]


def _record(one: Report | Entry, about: Person | None) -> Record:
    is_report = isinstance(one, Report)
    return Record(
        reference=one.reference,
        circle_id=one.circle_id,
        is_report=is_report,
        title=str(one.said.get("title", "")) if isinstance(one, Report) else one.title,
        agency=one.agency.name,
        at=one.happened_at,
        precision=one.precision,
        about=about,
    )
