"""What was shared onwards: with whom, who opened it, who said that she read it; and what waits for a worker."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from erle.foundation.access.models import Conflict, Need, Share
from erle.foundation.access.rules import ShareKind
from erle.foundation.agencies.models import Agency, Post, Role, Worker
from erle.foundation.agencies.queries import working
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.prepared import Prepared
from erle.foundation.ledger.models import Line
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import (
    Confirmation,
    DisclosedFile,
    DisclosedLine,
    Disclosure,
    Mention,
    Person,
    Report,
)

NOT_NAMED = "A child, not named"
SUBJECT = "subject"
MOST_UNREAD = 50


def disclosure_called(reference: str) -> Disclosure:
    """Return what was shared, or raise `Disclosure.DoesNotExist`; its recipients do not see the record it is from."""
    people = ("circle", "shared_by__agency", "withdrawn_by")
    return Disclosure.objects.select_related(*people).get(reference=reference)


def lines_of(disclosure: Disclosure) -> list[DisclosedLine]:
    """Return what was shared, as it stood, in order."""
    return list(DisclosedLine.objects.filter(disclosure=disclosure))


def files_in(disclosure: Disclosure) -> list[DisclosedFile]:
    """Return the files that were shared with it, without their bytes."""
    return list(DisclosedFile.objects.filter(disclosure=disclosure).defer("content"))


def file_called(reference: str, *, of: Disclosure) -> DisclosedFile:
    """Return a file that was shared with it, or raise `DisclosedFile.DoesNotExist`."""
    return DisclosedFile.objects.get(reference=reference, disclosure=of)


def shares_of(disclosure: Disclosure) -> list[Share]:
    """Return with whom it was shared, also where that is over."""
    found = Share.objects.filter(circle=disclosure.circle_id, kind=ShareKind.SHARED).order_by("pk")
    return list(found.select_related("worker__agency", "agency", "role"))


def confirmations_of(disclosure: Disclosure) -> list[Confirmation]:
    """Return who said that she read it."""
    return list(Confirmation.objects.filter(disclosure=disclosure).select_related("read_by").order_by("read_at"))


@dataclass(frozen=True)
class Opening:
    """A worker opened what was shared: first and last when, how often, how many lines and files she was given."""

    worker: Worker
    first_at: datetime
    last_at: datetime
    times: int
    lines: int
    files: int = 0


def openings_of(disclosure: Disclosure) -> list[Opening]:
    """Return who opened it, in the order in which they first did; the ledger says so."""
    rows = Line.objects.filter(circle_id=disclosure.circle_id, act=Act.OPENED)
    by_worker: dict[int, list[Line]] = {}
    saved: dict[int, set[str]] = {}
    for row in rows.exclude(worker_id=disclosure.shared_by_id).order_by("id"):
        if row.about == disclosure.reference:
            by_worker.setdefault(row.worker_id or 0, []).append(row)
        else:
            saved.setdefault(row.worker_id or 0, set()).add(row.about)
    workers = Worker.objects.select_related("agency").in_bulk(list(by_worker))
    return [
        Opening(
            worker=workers[number],
            first_at=opened[0].at,
            last_at=opened[-1].at,
            times=len(opened),
            lines=max(int(line.detail.get("lines", 0)) for line in opened),
            files=len(saved.get(number, ())),
        )
        for number, opened in by_worker.items()
    ]


def read_by_recipients(disclosure: Disclosure) -> list[Opening]:
    """Return who of those with whom it is or was shared opened it; who else is let into its circle is not told of."""
    shares = shares_of(disclosure)
    named = {share.worker_id for share in shares if share.worker_id}
    held = Q()
    for share in shares:
        if share.role_id:
            held |= Q(agency=share.agency_id, role=share.role_id)
    by_role = set(Post.objects.filter(held).values_list("worker_id", flat=True)) if held else set()
    return [one for one in openings_of(disclosure) if one.worker.pk in named | by_role]


def standing(at: datetime) -> Q:
    """Return which shares hold at the moment."""
    return Q(withdrawn_at__isnull=True, starts_at__lte=at, ends_at__gt=at)


def _received(worker: Worker) -> QuerySet[Need]:
    """Return the worker's standings of this moment by which something was shared with her; the database tells it."""
    by_share = Share.objects.filter(pk=OuterRef("share_id"), kind=ShareKind.SHARED)
    mine = Need.objects.filter(worker_id=worker.pk, starts_at__lte=Now(), ends_at__gt=Now())
    return mine.filter(Exists(by_share))


def is_recipient(disclosure: Disclosure, worker: Worker) -> bool:
    """Say whether it is shared with the worker now, by name or by a role she holds."""
    return _received(worker).filter(circle_id=disclosure.circle_id).exists()


def received(worker: Worker) -> QuerySet[Disclosure]:
    """Return what is shared with the worker now, newest first."""
    found = Disclosure.objects.filter(
        Exists(_received(worker).filter(circle_id=OuterRef("circle_id"))), withdrawn_at__isnull=True
    )
    return found.order_by("-shared_at")


def shared_with(worker: Worker) -> QuerySet[Disclosure]:
    """Return what is shared with the worker now, newest first; `opened` and `confirmed` say what she did."""
    opened = Line.objects.filter(circle_id=OuterRef("circle_id"), act=Act.OPENED, worker_id=worker.pk)
    confirmed = Confirmation.objects.filter(disclosure=OuterRef("pk"), read_by=worker)
    made = received(worker).annotate(opened=Exists(opened), confirmed=Exists(confirmed))
    return made.select_related("shared_by__agency")


def _waiting_for(worker: int) -> QuerySet[Disclosure]:
    unread = Q(opened=False) | Q(urgent=True, confirmed=False)
    return shared_with(Worker(pk=worker)).filter(unread).order_by("-urgent", "confirm_due_at", "-shared_at")


_WAITING_FOR = Prepared(_waiting_for, int)


def waiting_for(worker: Worker, *, most: int) -> list[Disclosure]:
    """Return what is shared with the worker and not opened, or urgent and not said to be read; the urgent first."""
    return _WAITING_FOR.objects(worker.pk, most=most)


def shared_by(worker: Worker) -> QuerySet[Disclosure]:
    """Return what the worker shared onwards, newest first."""
    return Disclosure.objects.filter(shared_by=worker).order_by("-shared_at")


def unread_in_time(worker: Worker, at: datetime) -> list[Disclosure]:
    """Return the worker's urgent shares that somebody should have said to have read by now, the longest first.

    Of a role, one who holds it says so for all.
    """
    return _UNREAD_IN_TIME.objects(worker.pk, at, most=MOST_UNREAD)


def urgent_and_due(worker: Worker, at: datetime) -> QuerySet[Disclosure]:
    """Return the worker's urgent shares that were to be read by now, read or not."""
    return shared_by(worker).filter(urgent=True, confirm_due_at__lte=at, withdrawn_at__isnull=True)


def _unread_in_time(worker: int, at: datetime) -> QuerySet[Disclosure]:
    said = Confirmation.objects.filter(circle=OuterRef("circle"))
    by_name = Exists(said.filter(read_by=OuterRef("worker")))
    by_role = Exists(said.filter(read_by__posts__agency=OuterRef("agency"), read_by__posts__role=OuterRef("role")))
    silent = Share.objects.filter(
        standing(at),
        (Q(worker__isnull=False) & ~by_name) | (Q(worker__isnull=True) & ~by_role),
        circle=OuterRef("circle"),
        kind=ShareKind.SHARED,
    )
    return urgent_and_due(Worker(pk=worker), at).filter(Exists(silent)).order_by("confirm_due_at")


_UNREAD_IN_TIME = Prepared(_unread_in_time, int, datetime)


def disclosures_of(person: Person) -> QuerySet[Disclosure]:
    """Return what was shared onwards from the child's record, as far as the worker was let into it, newest first."""
    found = Disclosure.objects.filter(person_id=person.pk, report__isnull=True)
    return found.select_related("shared_by__agency").order_by("-shared_at")


def disclosures_in(circles: Iterable[int]) -> dict[int, Disclosure]:
    """Return what was shared onwards in each of the circles, by the circle's number."""
    return {one.circle_id: one for one in Disclosure.objects.filter(circle_id__in=set(circles))}


def may_take_back(disclosure: Disclosure, worker: Worker) -> bool:
    """Say whether the worker shared it, or was let into the circle that it was taken from."""
    if disclosure.shared_by_id == worker.pk:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.let_into(beside_id) FROM access_circle WHERE id = %s", [disclosure.circle_id])
        [let_in] = cursor.fetchone()
    return bool(let_in)


def who_may_receive(circles: Sequence[int], *, by: Worker, at: datetime) -> QuerySet[Worker]:
    """Return the people to whom the worker may offer what is in the circles, by agency and name.

    Who is kept out is not among them, like who has left: nothing says which it is.
    """
    reading = Post.objects.filter(
        worker=OuterRef("pk"), role__abilities__contains=[Ability.READ_RECORDS], starts_at__lte=at, ends_at__gt=at
    )
    barred = Conflict.objects.filter(circle__in=circles, worker=OuterRef("pk"), ended_at__isnull=True)
    found = working(at).exclude(pk=by.pk).filter(Exists(reading), ~Exists(barred))
    return found.order_by("agency__name", "name")


@dataclass(frozen=True)
class Seat:
    """A role that somebody holds at an agency."""

    agency: Agency
    role: Role

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return f"{self.agency.slug}~{self.role.slug}"


def seats(at: datetime) -> list[Seat]:
    """Return each role that reads records, at each agency where somebody holds it now."""
    held = Post.objects.filter(starts_at__lte=at, ends_at__gt=at, agency__closed_on__isnull=True)
    reading = held.filter(role__abilities__contains=[Ability.READ_RECORDS]).select_related("agency", "role")
    found = {(post.agency_id, post.role_id): Seat(post.agency, post.role) for post in reading}
    return sorted(found.values(), key=lambda seat: (seat.agency.name, seat.role.name))


def about_words(subject: Person | Report) -> str:
    """Return who the child is, in words, for those who will not see the record."""
    if isinstance(subject, Person):
        name = f"{subject.given_names} {subject.family_name}".strip() or subject.known_as
        return _named(name, f"{subject.born_on:%-d %B %Y}" if subject.born_on else "")
    mention = Mention.objects.filter(report=subject, entry__isnull=True, details__role=SUBJECT).first()
    if mention is None:
        return NOT_NAMED
    born = str(mention.details.get("born_on", ""))
    return _named(mention.words, f"{datetime.fromisoformat(born):%-d %B %Y}" if born else "")


def _named(name: str, born: str) -> str:
    words = name or NOT_NAMED
    return (f"{words}, born {born}" if born else words)[:200]
