"""What can be shared onwards: the lines of a child's chronology, or the items of a report, as the worker sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from erle.knowledge.records.disclosing.rules import Handling, handling
from erle.knowledge.records.models import Attachment, Entry, Item, Person, Report
from erle.knowledge.records.rules import EntryKind, Nature

ITEM_TITLES = {
    Nature.FACT: "What was seen or heard",
    Nature.OPINION: "What they make of it",
    Nature.OWN_WORDS: "In the child’s own words",
    Nature.WISH: "What the child asked for",
    Nature.STRENGTH: "What is going well",
}
ITEM_KINDS = {
    Nature.OWN_WORDS: EntryKind.OWN_WORDS,
    Nature.WISH: EntryKind.OWN_WORDS,
    Nature.STRENGTH: EntryKind.STRENGTH,
}
WHOLE = "0"
"""Key of a report that came as one text, without items."""


@dataclass(frozen=True)
class Source:
    """A line that can be chosen: `key` is its reference in the chronology, or its place in the report."""

    key: str
    circle_id: int
    kind: str
    nature: str
    happened_at: datetime | None
    precision: str
    title: str
    text: str
    quote: str
    agency: str
    source: str
    grade: str
    conditions: str
    entry_id: int | None = None
    item_id: int | None = None
    origin_circle_id: int | None = None

    @property
    def handling(self) -> Handling:
        """How it is handled."""
        return handling(self.grade, self.conditions)


def subject_called(reference: str) -> Person | Report:
    """Return the child or the report, or raise `DoesNotExist`; outside the circle there is neither."""
    if reference.startswith("R-"):
        return Report.objects.select_related("circle__agency", "agency").get(
            reference=reference, withdrawn_at__isnull=True
        )
    return Person.objects.select_related("circle__agency").get(reference=reference, withdrawn_at__isnull=True)


def entries_of(person: Person) -> QuerySet[Entry]:
    """Return the lines of the child's chronology, newest first."""
    lines = Entry.objects.filter(person=person, withdrawn_at__isnull=True).select_related("agency")
    return lines.order_by(F("happened_at").desc(), F("id").desc())


def sources_of(subject: Person | Report, keys: Sequence[str] | None = None) -> list[Source]:
    """Return what can be chosen of the child or the report, or those of the keys; of what is gone, nothing."""
    if isinstance(subject, Report):
        found = _of_report(subject)
        return found if keys is None else [one for one in found if one.key in set(keys)]
    lines = entries_of(subject)
    return [of_entry(line) for line in (lines if keys is None else lines.filter(reference__in=keys))]


def files_of(subject: Person | Report, keys: Sequence[str] | None = None) -> list[Attachment]:
    """Return the files of a report, or those of the keys, without their bytes; a child's record has none of its own."""
    if not isinstance(subject, Report):
        return []
    found = Attachment.objects.filter(report=subject).defer("content").order_by("pk")
    return list(found if keys is None else found.filter(reference__in=keys))


def of_entry(line: Entry) -> Source:
    """Return a line of the chronology as what can be chosen."""
    return Source(
        key=line.reference,
        circle_id=line.circle_id,
        kind=line.kind,
        nature=line.nature,
        happened_at=line.happened_at,
        precision=line.precision,
        title=line.title,
        text=line.text,
        quote=line.quote,
        agency=line.agency.name,
        source=line.source,
        grade=line.grade,
        conditions=line.conditions,
        entry_id=line.pk,
        origin_circle_id=line.origin_circle_id,
    )


def _of_report(report: Report) -> list[Source]:
    items = list(Item.objects.filter(report=report))
    if not items:
        return [_whole(report)]
    return [_of_item(item, report) for item in items]


def _of_item(item: Item, report: Report) -> Source:
    own = item.nature in (Nature.OWN_WORDS, Nature.WISH)
    nature = Nature(item.nature)
    title = str(report.said.get("title", "")) if nature is Nature.FACT else ""
    return Source(
        key=str(item.number),
        circle_id=item.circle_id,
        kind=ITEM_KINDS.get(nature, EntryKind.CONCERN),
        nature=item.nature,
        happened_at=item.happened_at or report.happened_at,
        precision=item.precision if item.happened_at else report.precision,
        title=(title or ITEM_TITLES[nature])[:200],
        text="" if own else item.text,
        quote=item.text if own else "",
        agency=report.agency.name,
        source=report.source,
        grade=item.grade or report.grade,
        conditions=item.conditions or report.conditions,
        item_id=item.pk,
    )


def _whole(report: Report) -> Source:
    return Source(
        key=WHOLE,
        circle_id=report.circle_id,
        kind=EntryKind.CONTACT,
        nature=Nature.FACT,
        happened_at=report.happened_at,
        precision=report.precision,
        title=str(report.said.get("title", "") or "A report")[:200],
        text=report.text,
        quote="",
        agency=report.agency.name,
        source=report.source,
        grade=report.grade,
        conditions=report.conditions,
    )
