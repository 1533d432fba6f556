"""Reading a thing: a place, a vehicle, a phone, an account or an organisation, made of the mentions that are seen."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf

from erle.knowledge.records.models import Entry, Mention, Person, Report
from erle.knowledge.records.queries.chronology import LINE_FIELDS, NOTES, STRENGTHS, VOICED, Wanted, only
from erle.knowledge.records.queries.portrait import Facet, Mentioned

MOST_SPELLINGS, MOST_NEAR = 12, 20
NOT_THE_CHILD = Q(details__role__isnull=True) | ~Q(details__role="subject")
MOST_MENTIONS = 5_000
"""Mentions of one thing that are read for its spellings; its lines are all shown, page by page."""


@dataclass(frozen=True)
class Thing:
    """A thing as the worker's own circles tell of it: how it was said, most often first, and what was said beside.

    `things` are the thing and what is shown as one with it; `keys` are their names in the one form.
    """

    reference: str
    kind: str
    spellings: list[str]
    details: list[tuple[str, str]]
    things: tuple[str, ...]
    keys: list[str]


def thing_called(reference: str, *, also: Collection[str] = ()) -> Thing:
    """Return the thing, with others that are shown as one with it; its own words stand first.

    Where the worker sees no mention of it there is none: `Mention.DoesNotExist`.
    """
    own = _told([reference])
    if not own:
        raise Mention.DoesNotExist
    told = [*own, *(_told(also) if also else [])]
    words = [*_spelled(own), *_spelled(told)]
    beside = Counter(
        (name, str(value)) for _, _, details, _ in told for name, value in details.items() if name != "role" and value
    )
    spellings = list(dict.fromkeys(words))[:MOST_SPELLINGS]
    details = [one for one, _ in beside.most_common(MOST_SPELLINGS)]
    keys = list(dict.fromkeys(key for *_, key in told))
    return Thing(reference, own[0][0], spellings, details, (reference, *also), keys)


def words_of_things(things: Collection[str]) -> dict[str, str]:
    """Return how each of the things was said last, as far as the worker sees a mention of it."""
    newest = Mention.objects.filter(thing__in=things).exclude(thing="").order_by("thing", "-id").distinct("thing")
    return dict(newest.values_list("thing", "words"))


def _told(things: Collection[str]) -> list[tuple[str, str, dict[str, Any], str]]:
    told = Mention.objects.filter(thing__in=things).exclude(thing="").order_by("-id")
    return list(told.values_list("kind", "words", "details", "key")[:MOST_MENTIONS])


def _spelled(told: list[tuple[str, str, dict[str, Any], str]]) -> list[str]:
    return [one for one, _ in Counter(words for _, words, _, _ in told).most_common(MOST_SPELLINGS)]


def _naming(things: Collection[str]) -> QuerySet[Entry]:
    """Return the lines of reports that name the thing; of a line and its copy in the picture, the copy."""
    named = Mention.objects.filter(thing__in=things).values("report")
    copied = Exists(Entry.objects.filter(origin=OuterRef("pk"), withdrawn_at__isnull=True))
    return Entry.objects.filter(~copied, report__in=named, withdrawn_at__isnull=True, person__withdrawn_at__isnull=True)


def lines_naming(things: Collection[str], wanted: Wanted) -> QuerySet[Entry, dict[str, Any]]:
    """Return the lines that name the thing, newest first, each with the child whose chronology it stands in."""
    found: QuerySet[Entry, dict[str, Any]] = (
        only(_naming(things), wanted)
        .annotate(noted=RawSQL(NOTES, ()))
        .order_by(F("happened_at").desc(), F("id").desc())
        .values(*LINE_FIELDS, "noted", "person__reference", "person__circle_id")
    )
    return found


def facets_naming(things: Collection[str]) -> list[Facet]:
    """Return how many lines that name the thing are of one kind and from one agency."""
    counted = (
        _naming(things)
        .values("kind", "agency__name", "agency__slug")
        .annotate(
            lines=Count("pk"),
            starred=Count("pk", filter=Q(significant=True)),
            voiced=Count("pk", filter=VOICED),
            strengths=Count("pk", filter=STRENGTHS),
        )
        .order_by()
    )
    marks = ("lines", "starred", "voiced", "strengths")
    return [
        Facet(row["kind"], row["agency__name"], row["agency__slug"], **{mark: row[mark] for mark in marks})
        for row in counted.values("kind", "agency__name", "agency__slug", *marks)
    ]


def children_naming(things: Collection[str]) -> QuerySet[Person]:
    """Return the children in whose chronologies the thing is named, those with the most such lines first."""
    lines = _naming(things).filter(person=OuterRef("pk")).order_by().values("person")
    counted = lines.annotate(number=Count("pk")).values("number")
    return (
        Person.objects.filter(pk__in=_naming(things).values("person"), withdrawn_at__isnull=True)
        .select_related("circle")
        .annotate(lines=Coalesce(counted, 0))
        .order_by("-lines", "family_name", "given_names", "reference")
    )


def reports_naming(things: Collection[str]) -> QuerySet[Report]:
    """Return the reports that name the thing of which the worker sees no line, newest first: those at the desk."""
    named = Mention.objects.filter(thing__in=things).values("report")
    lined = Exists(Entry.objects.filter(report=OuterRef("pk"), withdrawn_at__isnull=True))
    found = Report.objects.filter(~lined, pk__in=named, withdrawn_at__isnull=True).select_related("agency")
    return found.order_by("-recorded_at")


def named_beside(things: Collection[str]) -> list[Mentioned]:
    """Return who and what the same reports name besides, most often first."""
    reports = Mention.objects.filter(thing__in=things).values("report")
    counted = (
        Mention.objects.filter(report__in=reports)
        .exclude(thing__in=things)
        .filter(NOT_THE_CHILD)
        .values("kind", "key")
        .annotate(
            words=Min("words"),
            about=Coalesce(NullIf(Min("thing"), Value("")), Min("reference")),
            lines=Count("report", distinct=True),
        )
        .order_by("-lines", "words")[:MOST_NEAR]
    )
    return [Mentioned(row["kind"], row["words"], row["about"], row["lines"]) for row in counted]


def named_in(entry: Entry) -> list[Mentioned]:
    """Return who and what the report of a line names, but the child whom it is about."""
    told = Mention.objects.filter(report=entry.report_id).filter(NOT_THE_CHILD).order_by("kind", "id")
    found = {(one.kind, one.key): Mentioned(one.kind, one.words, one.thing or one.reference, 1) for one in told}
    return list(found.values())


def concerned(things: Collection[str]) -> dict[str, tuple[frozenset[int], int]]:
    """Return by thing the numbers of the children in whose chronologies it is named, and how many reports name it."""
    reports: dict[str, set[int]] = {}
    named = Mention.objects.filter(thing__in=things, report__withdrawn_at__isnull=True).exclude(thing="")
    for thing, report in named.values_list("thing", "report").distinct():
        reports.setdefault(thing, set()).add(report)
    lines = Entry.objects.filter(
        report__in={report for found in reports.values() for report in found},
        withdrawn_at__isnull=True,
        person__withdrawn_at__isnull=True,
    )
    children: dict[int, set[int]] = {}
    copied = Exists(Entry.objects.filter(origin=OuterRef("pk"), withdrawn_at__isnull=True))
    for report, person in lines.filter(~copied).values_list("report", "person").distinct():
        children.setdefault(report, set()).add(person)
    return {
        thing: (frozenset().union(*(children.get(report, ()) for report in found)), len(found))
        for thing, found in reports.items()
    }
