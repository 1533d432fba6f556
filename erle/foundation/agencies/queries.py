"""Who works where, and what they may do."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from erle.foundation.agencies.models import Agency, Post, Postcode, Role, School, Ward, Worker
from erle.foundation.agencies.rules import Ability, WorkerKind
from erle.foundation.database.prepared import Prepared


def abilities_of(worker: Worker) -> frozenset[Ability]:
    """Return what the worker's posts of this moment let her do; the database tells the moment."""
    return frozenset(Ability(ability) for (abilities,) in _ABILITIES.rows(worker.pk) for ability in abilities)


def _abilities(worker: int) -> QuerySet[Post, tuple[list[str]]]:
    return Post.objects.filter(worker=worker, starts_at__lte=Now(), ends_at__gt=Now()).values_list("role__abilities")


_ABILITIES: Prepared[Post] = Prepared(_abilities, int)


def posts_of(worker: Worker, at: datetime) -> QuerySet[Post]:
    """Return the posts that the worker holds, with agency and role."""
    held: QuerySet[Post] = Post.objects.held(at).filter(worker=worker).select_related("agency", "role")
    return held


def open_agencies() -> QuerySet[Agency]:
    """Return the agencies that take part."""
    return Agency.objects.filter(closed_on__isnull=True)


def agency_called(slug: str) -> Agency:
    """Return the agency of the slug."""
    return Agency.objects.get(slug=slug)


def working(at: datetime) -> QuerySet[Worker]:
    """Return the people who hold a post, with their agency."""
    held = Post.objects.held(at).values("worker")
    return Worker.objects.filter(kind=WorkerKind.PERSON, left_on__isnull=True, pk__in=held).select_related("agency")


def workers_called(words: str, at: datetime) -> QuerySet[Worker]:
    """Return the people who hold a post and whose name or agency's name has every one of the words."""
    found = working(at)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(agency__name__icontains=word))
    return found


def import_worker(agency: Agency) -> Worker:
    """Return the account by which the agency's files come in."""
    return Worker.objects.get(agency=agency, kind=WorkerKind.SERVICE)


def roles() -> QuerySet[Role]:
    """Return every role."""
    return Role.objects.all()


def agencies() -> QuerySet[Agency]:
    """Return every agency, the closed ones too, with their workers."""
    return Agency.objects.prefetch_related("workers")


def people_of(agency: Agency) -> QuerySet[Worker]:
    """Return the people whom the agency employs or employed, with their posts."""
    people = Worker.objects.filter(agency=agency, kind=WorkerKind.PERSON)
    return people.prefetch_related("posts__role", "posts__agency")


def worker_called(reference: str) -> Worker:
    """Return the person, or raise `Worker.DoesNotExist`."""
    return Worker.objects.select_related("agency").get(reference=reference, kind=WorkerKind.PERSON)


def worker_numbered(number: int) -> Worker:
    """Return the worker of a number that the database gave, whoever she is."""
    return Worker.objects.select_related("agency").get(pk=number)


def every_post_of(worker: Worker) -> QuerySet[Post]:
    """Return the posts that the worker holds, held or will hold, newest first."""
    return Post.objects.filter(worker=worker).select_related("role", "agency", "worker").order_by("-starts_at")


def schools_called(words: str) -> QuerySet[School]:
    """Return the schools of the register whose name has every one of the words."""
    found = School.objects.all()
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found


def ward_of(postcode: str) -> Ward | None:
    """Return the ward in which a postcode lies, however it is written; None outside the registers."""
    bare = "".join(postcode.upper().split())
    place = Postcode.objects.filter(code=f"{bare[:-3]} {bare[-3:]}").first()
    return Ward.objects.filter(code=place.ward).first() if place and place.ward else None
