"""What changes the directory: agencies open and close, workers come and leave, posts are held."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest

from erle.foundation.agencies.models import Agency, Post, Role, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability, AgencyKind, Regime, WorkerKind
from erle.foundation.database.layers import fill
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
IMPORT_ROLE = "records-import"
FIRST_ROLE = "technical-administrator"


class AlreadyThere(Refused):
    """An agency, a worker or a post of that kind stands already."""


class NotSomeonesPost(Refused):
    """The post cannot be held or ended like that."""


def open_agency(
    *, slug: str, name: str, kind: str, regime: str, phone: str, night_phone: str = "", at: datetime
) -> Agency:
    """Open an agency, with the account by which its files come in."""
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                slug=slug, name=name, kind=kind, regime=regime, phone=phone, night_phone=night_phone
            )
    except IntegrityError as error:
        raise AlreadyThere("An agency of that name or short name is here already. Give another.") from error
    service = register_worker(
        agency=agency, name=f"Records import, {name}", email=f"import@{slug}.invalid", kind=WorkerKind.SERVICE, at=at
    )
    appoint(worker=service, agency=agency, role=Role.objects.get(slug=IMPORT_ROLE), starts_at=at)
    return agency


def close_agency(*, agency: Agency, at: datetime) -> None:
    """Close an agency and end its workers' posts there."""
    _end(Post.objects.filter(agency=agency), at)
    agency.closed_on = local_day(at)
    agency.save(update_fields=["closed_on"])


def register_worker(
    *, agency: Agency, name: str, email: str, phone: str = "", kind: str = WorkerKind.PERSON, at: datetime
) -> Worker:
    """Register a worker; she signs in once she has set a password by the invitation, or by her agency's own way."""
    worker = Worker(reference=new_reference("W"), agency=agency, name=name, email=email.lower(), phone=phone, kind=kind)
    worker.set_unusable_password()
    try:
        with transaction.atomic():
            worker.save()
    except IntegrityError as error:
        raise AlreadyThere("A worker with that e-mail address is here already. Look her up by name.") from error
    return worker


def appoint(*, worker: Worker, agency: Agency, role: Role, starts_at: datetime, ends_at: datetime = NEVER) -> Post:
    """Give the worker a post; what it opens, it opens from its start."""
    if ends_at <= starts_at:
        raise NotSomeonesPost("A post ends after it starts. Give a later end.")
    try:
        with transaction.atomic():
            return Post.objects.create(worker=worker, agency=agency, role=role, starts_at=starts_at, ends_at=ends_at)
    except IntegrityError as error:
        raise AlreadyThere(f"{worker.name} holds that role at {agency.name} in that time already.") from error


def end_post(*, post: Post, at: datetime) -> None:
    """End a post now; whatever it opened closes with it."""
    if post.ends_at <= at:
        raise NotSomeonesPost("That post has ended already.")
    if post.starts_at >= at:
        raise NotSomeonesPost("That post has not begun. Wait for its first day, or let it stand.")
    post.ends_at = at
    post.save(update_fields=["ends_at"])


def leave(*, worker: Worker, at: datetime) -> None:
    """End every post of a worker who leaves, and her sign-in."""
    _end(Post.objects.filter(worker=worker), at)
    worker.left_on = local_day(at)
    worker.set_unusable_password()
    worker.save(update_fields=["left_on", "password"])


def _end(posts: QuerySet[Post], at: datetime) -> None:
    """End the posts that are held, and call off those that have not begun: they end as they start."""
    posts.filter(ends_at__gt=at).update(ends_at=Greatest("starts_at", Value(at)))


def begin_partnership(*, slug: str, name: str, phone: str, administrator: str, email: str, at: datetime) -> Worker:
    """Open a new partnership's own office and appoint its first administrator; afterwards she appoints the others."""
    managing = Role.objects.filter(abilities__contains=[Ability.MANAGE_WORKERS])
    if Post.objects.filter(role__in=managing).exists():
        raise AlreadyThere("This partnership has begun: its administrators register workers on the pages.")
    with transaction.atomic():
        office = open_agency(
            slug=slug, name=name, kind=AgencyKind.PARTNERSHIP, regime=Regime.UK_GDPR, phone=phone, at=at
        )
        worker = register_worker(agency=office, name=administrator, email=email, at=at)
        appoint(worker=worker, agency=office, role=Role.objects.get(slug=FIRST_ROLE), starts_at=at)
    return worker


def load_wards(rows: Iterable[Sequence[Any]]) -> int:
    """Load the register of wards: code, name and outline of each; return how many there are then."""
    return fill("agencies_ward", ("code", "name", "outline"), rows, key="code")


def load_postcodes(rows: Iterable[Sequence[Any]]) -> int:
    """Load the register of postcodes; return how many there are then."""
    columns = ("code", "latitude", "longitude", "authority", "lsoa", "ward")
    return fill("agencies_postcode", columns, rows, key="code")


def load_schools(rows: Iterable[Sequence[Any]]) -> int:
    """Load the register of schools; return how many there are then."""
    columns = (
        "urn", "name", "phase", "kind", "town", "postcode", "latitude", "longitude", "ward", "status", "source",
    )  # fmt: skip
    return fill("agencies_school", columns, rows, key="urn")
