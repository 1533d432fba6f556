"""Reading the records: all under the policies, so each returns what the acting worker may see and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from erle.foundation.access.queries import Looked, looked_at
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.models import Attachment, Entry, ImportBatch, Person, Report, Words

PAGE = 200
"""Lines of a chronology on one page."""


def child_called(reference: str) -> Person:
    """Return the child, or raise `Person.DoesNotExist`; outside the circle there is no such child."""
    return Person.objects.select_related("circle__agency").get(reference=reference, withdrawn_at__isnull=True)


@dataclass(frozen=True)
class Said:
    """What a child said and asked for, to whom, and when to ask again."""

    words: str
    wishes: list[str]
    setting: str
    to: str
    at: datetime
    ask_again_on: date


@dataclass(frozen=True)
class Facet:
    """How many lines of a chronology are of one kind and from one agency."""

    kind: str
    agency: str
    slug: str
    lines: int


@dataclass(frozen=True)
class Portrait:
    """A child, with what the page shows before the chronology: all of it by one query."""

    person: Person
    said: list[Said]
    facets: list[Facet]
    looked: list[Looked]


SAID = """(SELECT coalesce(json_agg(one), '[]') FROM (
    SELECT w.said AS words, w.wishes, w.setting, to_whom.name AS to, w.said_at AS at, w.ask_again_on
    FROM records_words w JOIN agencies_worker to_whom ON to_whom.id = w.said_to_id
    WHERE w.person_id = records_person.id AND w.withdrawn_at IS NULL ORDER BY w.said_at DESC) one)"""
FACETS = """(SELECT coalesce(json_agg(one), '[]') FROM (
    SELECT e.kind, a.name AS agency, a.slug, count(*) AS lines
    FROM records_entry e JOIN agencies_agency a ON a.id = e.agency_id
    WHERE e.person_id = records_person.id AND e.withdrawn_at IS NULL GROUP BY 1, 2, 3) one)"""
LOOKED = """(SELECT coalesce(json_agg(one), '[]') FROM (
    SELECT l.at, l.act, l.worker_id, w.name, a.name AS agency, l.purpose
    FROM ledger_line l
    LEFT JOIN agencies_worker w ON w.id = l.worker_id LEFT JOIN agencies_agency a ON a.id = w.agency_id
    WHERE l.circle_id = records_person.circle_id AND l.act = ANY (%s) ORDER BY l.id DESC LIMIT %s) one)"""


def portrait(reference: str, *, acts: Iterable[str], looks: int) -> Portrait:
    """Return the child with own words, what the chronology counts and who looked last, or raise `DoesNotExist`.

    The three lists are plain SQL: to build them anew from objects on each page took longer than to run them.
    """
    lists = {"said": (SAID, ()), "facets": (FACETS, ()), "looked": (LOOKED, (list(acts), looks))}
    found = (
        Person.objects.select_related("circle")
        .annotate(**{name: RawSQL(query, params) for name, (query, params) in lists.items()})
        .get(reference=reference, withdrawn_at__isnull=True)
    )
    beside = vars(found)
    return Portrait(
        person=found,
        said=[_said(row) for row in beside["said"]],
        facets=[Facet(**row) for row in beside["facets"]],
        looked=[looked_at(row) for row in beside["looked"]],
    )


def _said(row: dict[str, Any]) -> Said:
    times = {"at": datetime.fromisoformat(row["at"]), "ask_again_on": date.fromisoformat(row["ask_again_on"])}
    return Said(**{**row, **times})


def children_in(circles: Iterable[int]) -> dict[int, Person]:
    """Return the child of each circle, by the circle's number."""
    found = Person.objects.filter(circle_id__in=set(circles), withdrawn_at__isnull=True)
    return {person.circle_id: person for person in found}


def children() -> QuerySet[Person]:
    """Return the children whose circle the worker is in, in order of name."""
    return Person.objects.filter(withdrawn_at__isnull=True).order_by("family_name", "given_names", "reference")


LINE_FIELDS = (
    "id", "reference", "kind", "happened_at", "precision", "title", "text", "quote", "source", "grade", "significant",
    "agency__name", "report__conditions", "circle_id", "sealed",
)  # fmt: skip


def chronology(
    person: Person, *, kind: str = "", agency: str = "", before: tuple[datetime, int] | None = None
) -> QuerySet[Entry, dict[str, Any]]:
    """Return the lines of the person's chronology that the worker may see, newest first, before a line where given."""
    lines = Entry.objects.filter(person=person, withdrawn_at__isnull=True)
    if kind:
        lines = lines.filter(kind=kind)
    if agency:
        lines = lines.filter(agency__slug=agency)
    if before:
        at, line = before
        lines = lines.filter(happened_at__lte=at).exclude(happened_at=at, id__gte=line)
    found: QuerySet[Entry, dict[str, Any]] = lines.order_by(F("happened_at").desc(), F("id").desc()).values(
        *LINE_FIELDS
    )
    return found


def handed_in_from(draft: str, *, by: Worker) -> str | None:
    """Return the reference of the report that the worker handed in from a draft of hers, or held back."""
    own = Report.objects.filter(recorded_by=by, batch__isnull=True, said__draft=draft)
    return own.values_list("reference", flat=True).first()


def reports_of(worker: Worker) -> QuerySet[Report]:
    """Return what the worker handed in or held back herself, the newest first."""
    own = Report.objects.filter(recorded_by=worker, batch__isnull=True, withdrawn_at__isnull=True)
    return own.filter(said__has_key="draft").order_by("-recorded_at")


def report_of(reference: str, *, by: Worker) -> Report:
    """Return what the worker handed in or held back herself, or raise `Report.DoesNotExist`."""
    return reports_of(by).get(reference=reference)


def attachments_of(report: Report) -> QuerySet[Attachment]:
    """Return the files that came with the report, without their bytes."""
    return Attachment.objects.filter(report=report).defer("content").order_by("id")


def attachment_called(reference: str) -> Attachment:
    """Return the file of a report that the worker may see, or raise `Attachment.DoesNotExist`."""
    return Attachment.objects.get(reference=reference)


def words_of(person: Person) -> QuerySet[Words]:
    """Return what the child said and asked for, newest first."""
    return Words.objects.filter(person=person, withdrawn_at__isnull=True).select_related("said_to", "agency")


def batches() -> QuerySet[ImportBatch]:
    """Return the batches that the worker's agency handed in, newest first."""
    return ImportBatch.objects.select_related("agency").order_by("-imported_at")


def batch_called(reference: str) -> ImportBatch:
    """Return the batch, or raise `ImportBatch.DoesNotExist`."""
    return ImportBatch.objects.select_related("agency", "circle").get(reference=reference)


def reports_of_batch(batch: ImportBatch, *, kind: str) -> QuerySet[Report]:
    """Return the standing reports of one kind that a batch brought, with the people they are about."""
    found = Report.objects.filter(batch=batch, kind=kind, withdrawn_at__isnull=True)
    return found.select_related("person__circle__agency")
