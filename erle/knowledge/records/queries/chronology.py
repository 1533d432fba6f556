"""Reading a chronology: the lines that the acting worker may see, by what she asks for."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from erle.foundation.database.prepared import Prepared
from erle.knowledge.records.models import Entry, Mention, Note, Person
from erle.knowledge.records.rules import EntryKind, Nature

PAGE = 200
"""Lines of a chronology on one page."""
VOICED = Q(kind=EntryKind.OWN_WORDS) | ~Q(quote="")
STRENGTHS = Q(kind=EntryKind.STRENGTH) | Q(nature=Nature.STRENGTH)
LINE_FIELDS = (
    "id", "reference", "kind", "nature", "happened_at", "precision", "title", "text", "quote", "source", "grade",
    "conditions", "significant", "agency__name", "circle_id", "sealed",
)  # fmt: skip
NOTES = """(SELECT json_agg(json_build_object('text', n.text, 'by', w.name, 'at', n.written_at) ORDER BY n.id)
    FROM records_note n JOIN agencies_worker w ON w.id = n.written_by_id
    WHERE n.entry_id = records_entry.id AND n.withdrawn_at IS NULL)"""


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; what is blank asks for nothing. `before` is the place of a line, for the next page.

    `mention` is the reference of a thing, or of one mention of a person: the lines of every report that names the same,
    or one of the things that are shown as one with it.
    `least` of the newest lines come whenever they happened.
    """

    kinds: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    mention: str = ""
    as_one: tuple[str, ...] = ()
    since: datetime | None = None
    least: int = 0
    until: datetime | None = None
    starred: bool = False
    voiced: bool = False
    strengths: bool = False
    before: tuple[datetime, int] | None = None


ALL = Wanted()


def chronology(person: Person, wanted: Wanted = ALL) -> QuerySet[Entry, dict[str, Any]]:
    """Return the lines of the person's chronology that the worker may see, newest first, as far as they are wanted."""
    lines = only(Entry.objects.filter(person=person, withdrawn_at__isnull=True), wanted)
    found: QuerySet[Entry, dict[str, Any]] = (
        lines.annotate(noted=RawSQL(NOTES, ()))
        .order_by(F("happened_at").desc(), F("id").desc())
        .values(*LINE_FIELDS, "noted")
    )
    return found


def newest_lines(person: Person, since: datetime, *, least: int) -> list[dict[str, Any]]:
    """Return a page of the person's newest lines: those since a moment, and so many of the newest in any case."""
    rows = _newest(least).rows(person.pk, since)
    return [dict(zip((*LINE_FIELDS, "noted"), row, strict=True)) for row in rows]


@cache
def _newest(least: int) -> Prepared[Entry]:
    def newest(person: int, since: datetime) -> QuerySet[Entry, dict[str, Any]]:
        return chronology(Person(pk=person), Wanted(since=since, least=least))[:PAGE]

    return Prepared(newest, int, datetime)


def only(lines: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """Return those of the lines that are wanted."""
    asked = Q()
    if wanted.kinds:
        asked &= Q(kind__in=wanted.kinds)
    if wanted.agencies:
        asked &= Q(agency__slug__in=wanted.agencies)
    if wanted.since:
        newest = lines.order_by("-happened_at", "-id")[: wanted.least].values("pk")
        asked &= Q(happened_at__gte=wanted.since) | (Q(pk__in=newest) if wanted.least else Q())
    if wanted.until:
        asked &= Q(happened_at__lt=wanted.until)
    if wanted.starred:
        asked &= Q(significant=True)
    if wanted.voiced:
        asked &= VOICED
    if wanted.strengths:
        asked &= STRENGTHS
    if wanted.mention:
        asked &= Q(report__in=_naming(wanted.mention, wanted.as_one).values("report"))
    if wanted.before:
        at, line = wanted.before
        asked &= Q(happened_at__lte=at) & ~Q(happened_at=at, id__gte=line)
    return lines.filter(asked)


def _naming(mention: str, as_one: tuple[str, ...]) -> QuerySet[Mention]:
    if mention.startswith("T-"):
        return Mention.objects.filter(thing__in=(mention, *as_one))
    one = Mention.objects.filter(reference=mention)
    return Mention.objects.filter(kind__in=one.values("kind"), key__in=one.values("key"))


def line_called(reference: str) -> Entry:
    """Return the line with the child whose chronology it stands in, or raise `Entry.DoesNotExist`."""
    found = Entry.objects.select_related("circle", "agency", "person__circle", "recorded_by")
    return found.get(reference=reference, withdrawn_at__isnull=True, person__withdrawn_at__isnull=True)


def notes_of(entry: Entry) -> QuerySet[Note]:
    """Return every note on a line, those taken back too, in the order they were written."""
    return Note.objects.filter(entry=entry).select_related("written_by", "withdrawn_by").order_by("id")
