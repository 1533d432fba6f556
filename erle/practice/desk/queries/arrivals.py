"""One arrival: who is meant, what is known, what was asked and decided, and what changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.rules import AgencyKind
from erle.foundation.database.prepared import Prepared
from erle.knowledge.linkage.models import Tie
from erle.knowledge.linkage.things.queries import judged_of
from erle.knowledge.records.actions.handing_in import SUBJECT
from erle.knowledge.records.models import Attachment, Item, Mention, Person, Report
from erle.practice.desk.models import Arrival, Change, Check, Decision, HandOver, Outcome, Receipt

STANDING = Q(taken_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)
MOST_OTHERS = 8
KNOWN = "SELECT arrival_id, agency_id, lead_worker_id FROM erle.known_to_desk(%s::bigint[])"


def arrival_called(reference: str) -> Arrival:
    """Return the arrival, or raise `Arrival.DoesNotExist`."""
    found = Arrival.objects.select_related("report__circle", "circle", "agency", "held_by", "seen_by", "clock")
    return found.get(reference=reference, withdrawn_at__isnull=True)


def arrivals_of(references: Sequence[str]) -> QuerySet[Arrival]:
    """Return the arrivals of these references, their own or their report's, that the worker may see."""
    named = Q(reference__in=references) | Q(report__reference__in=references)
    return Arrival.objects.filter(named, withdrawn_at__isnull=True).select_related("agency").order_by("id")


def sealed_arrival_called(reference: str) -> Arrival:
    """Return the arrival where it is sealed, for who does not work at the desk, or raise `Arrival.DoesNotExist`."""
    arrival = arrival_called(reference)
    if not arrival.sealed:
        raise Arrival.DoesNotExist
    return arrival


def sealed_arrivals() -> QuerySet[Arrival]:
    """Return the sealed arrivals that are open, for those named in person: no queue shows them to the desk."""
    open_ones = Arrival.objects.filter(sealed=True, told_at__isnull=True, withdrawn_at__isnull=True)
    return open_ones.select_related("agency", "held_by").order_by("due_at", "pressing", "id")


def first_sealed_arrivals(most: int) -> list[Arrival]:
    """Return the first of these."""
    return _SEALED_ARRIVALS.objects(most=most)


_SEALED_ARRIVALS = Prepared(sealed_arrivals)


def picture_of(arrival: Arrival) -> Person | None:
    """Return the picture of the child whom the report is certainly about, where the worker may see it."""
    number = arrival.report.person_id
    own = Q(pk=number, circle__kind=CircleKind.CHILD, circle__agency__kind=AgencyKind.CHILDRENS_SERVICES)
    tied = Tie.objects.filter(other_id=number, undone_at__isnull=True).values("picture_id")
    found = Person.objects.filter(own | Q(pk__in=tied), withdrawn_at__isnull=True)
    return found.select_related("circle__agency").first()


def items_of(report: Report) -> QuerySet[Item]:
    """Return what was said, item by item."""
    return Item.objects.filter(report=report).order_by("number")


def files_of(report: Report) -> QuerySet[Attachment]:
    """Return what is attached, without its bytes."""
    return Attachment.objects.filter(report=report).only("reference", "name", "size").order_by("id")


def mentions_of(report: Report) -> list[Mention]:
    """Return whom and what the report names, the child it is about first."""
    found = Mention.objects.filter(report=report, circle=report.circle_id).order_by("id")
    return sorted(found, key=lambda mention: mention.details.get("role") != SUBJECT)


@dataclass(frozen=True)
class Known:
    """That the child is known to children's services, and whom the desk rings."""

    agency: Agency
    lead: Worker | None


def known(arrivals: Sequence[int]) -> dict[int, Known]:
    """Return of each arrival whose child is certainly known whom to ring; nothing of the others."""
    if not arrivals:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[*arrivals]])
        rows = cursor.fetchall()
    agencies = Agency.objects.in_bulk({agency for _, agency, _ in rows})
    leads = Worker.objects.in_bulk({lead for _, _, lead in rows if lead})
    return {arrival: Known(agencies[agency], leads.get(lead)) for arrival, agency, lead in rows}


@dataclass(frozen=True)
class NamedIn:
    """Another arrival whose report names a thing; `written` where it names another that is held to be the same."""

    arrival: Arrival
    written: str = ""


def which_are_known(arrivals: Sequence[int]) -> set[int]:
    """Return those of the arrivals whose child is certainly known to children's services."""
    if not arrivals:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[*arrivals]])
        return {arrival for arrival, _, _ in cursor.fetchall()}


def others_about(arrival: Arrival, picture: Person | None) -> QuerySet[Arrival]:
    """Return other arrivals about the same child, the newest first."""
    people = [arrival.report.person_id]
    if picture is not None:
        ties = Tie.objects.filter(picture=picture, undone_at__isnull=True)
        people += [picture.pk, *ties.values_list("other", flat=True)]
    same = Arrival.objects.filter(report__person__in=people, withdrawn_at__isnull=True).exclude(pk=arrival.pk)
    return same.select_related("agency").order_by("-received_at")[:MOST_OTHERS]


def others_naming(arrival: Arrival, things: Sequence[str]) -> dict[str, list[NamedIn]]:
    """Return by thing the other arrivals whose reports name it, or what the acting worker holds to be the same.

    Three queries, whatever there is; those that name the thing itself first, then the newest.
    """
    known = judged_of([thing for thing in things if thing])
    asked = {one for held in known.values() for one in held.things}
    named = Mention.objects.filter(thing__in=asked, circle__kind=CircleKind.REPORT).exclude(report=arrival.report_id)
    told: dict[str, dict[int, str]] = {}
    for thing, report, words in named.order_by("id").values_list("thing", "report_id", "words"):
        told.setdefault(thing, {})[report] = words
    reports = {report for said in told.values() for report in said}
    arrivals = Arrival.objects.filter(report__in=reports, withdrawn_at__isnull=True)
    order = {other.report_id: other for other in arrivals.select_related("agency").order_by("-received_at")}
    found = {thing: _named_in(held.things, told, order) for thing, held in known.items()}
    return {thing: others for thing, others in found.items() if others}


def _named_in(
    things: Sequence[str], told: Mapping[str, Mapping[int, str]], order: Mapping[int, Arrival]
) -> list[NamedIn]:
    """Return each arrival once, in whose report one of the things is named; the thing itself stands first of them."""
    found: dict[int, NamedIn] = {}
    for place, thing in enumerate(things):
        said = told.get(thing, {})
        for report in (report for report in order if report in said and report not in found):
            found[report] = NamedIn(order[report], said[report] if place else "")
    return list(found.values())


def checks_of(arrival: Arrival) -> QuerySet[Check]:
    """Return what was asked of agencies, or why one was not asked, in order."""
    return Check.objects.filter(arrival=arrival).select_related("agency", "answered_by", "waived_by").order_by("id")


def check_at(reference: str, *, arrival: Arrival) -> Check:
    """Return the check of the arrival, or raise `Check.DoesNotExist`."""
    return Check.objects.select_related("agency").get(reference=reference, arrival=arrival)


def decisions_of(arrival: Arrival) -> list[Decision]:
    """Return what was decided, the newest first."""
    found = Decision.objects.filter(arrival=arrival).select_related("named__agency", "decided_by", "read_by")
    return list(found.order_by("-id"))


def standing_decision(arrival: Arrival) -> Decision | None:
    """Return the decision that stands, or waits for its second person; none where it was sent back."""
    found = Decision.objects.filter(arrival=arrival).select_related("named", "decided_by").order_by("-id").first()
    return found if found is not None and found.agreed is not False else None


def offer_of(arrival: Arrival) -> HandOver | None:
    """Return the hand-over that waits to be taken, if any."""
    found = HandOver.objects.filter(STANDING, arrival=arrival)
    return found.select_related("offered_to", "offered_by").first()


def changes_since(arrival: Arrival, version: int) -> list[Change]:
    """Return what changed after the version, the oldest first."""
    found = Change.objects.filter(arrival=arrival, version__gt=version).select_related("changed_by__agency")
    return list(found.order_by("version"))


def history_of(arrival: Arrival) -> list[Change]:
    """Return everything that was done, the newest first."""
    found = Change.objects.filter(arrival=arrival).select_related("changed_by__agency")
    return list(found.order_by("-version"))


def seen_by_desk(report: Report) -> Receipt | None:
    """Return when the desk first opened the report, for who handed it in."""
    return Receipt.objects.filter(report=report).first()


def told_about(report: Report) -> QuerySet[Outcome]:
    """Return what the referrer was told, the newest first."""
    return Outcome.objects.filter(report=report).select_related("told_by").order_by("-told_at")
