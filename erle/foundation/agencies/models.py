"""Agencies, workers, roles and posts: the partnership's directory, which every worker may read."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from erle.foundation.agencies.rules import AgencyKind, Regime, WorkerKind


class Agency(models.Model):
    """An organisation of the partnership."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in AgencyKind])
    regime = models.CharField(max_length=10, choices=[(regime.value, regime.name) for regime in Regime])
    phone = models.CharField(max_length=30, blank=True, help_text="The number to ring about a child, day.")
    night_phone = models.CharField(max_length=30, blank=True, help_text="The number to ring out of hours.")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        """In order of name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Role(models.Model):
    """What a post lets its holder do."""

    slug = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    abilities = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        """In order of name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class WorkerManager(BaseUserManager["Worker"]):
    """Finds workers by the address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Worker":
        """Return the worker of the address, whatever its capitals."""
        return self.get(email__iexact=username)


class Worker(AbstractBaseUser):
    """A person who works for an agency and signs in, or an agency's import account, which cannot."""

    reference = models.CharField(max_length=12, unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.name) for kind in WorkerKind], default=WorkerKind.PERSON
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="workers")
    phone = models.CharField(max_length=30, blank=True)
    left_on = models.DateField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[WorkerManager] = WorkerManager()

    class Meta:
        """In order of name."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Say whether the password is hers; it is hashed anew only when she sets another, since nobody acts yet."""
        return check_password(raw_password, self.password)

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the worker may sign in at all."""
        return self.left_on is None and self.kind == WorkerKind.PERSON


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by when they are held."""

    def held(self, at: datetime) -> "PostQuerySet":
        """Return the posts held at the moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Post(models.Model):
    """A worker holding a role at an agency from one moment until another."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The far future where no end is set.")

    objects: ClassVar[Any] = PostQuerySet.as_manager()

    class Meta:
        """Periods are real, and nobody holds one role at one agency twice at a time."""

        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="post_ends_no_sooner_than_it_starts"),
            ExclusionConstraint(
                name="post_held_once_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", RangeBoundary(), function="TSTZRANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Ward(models.Model):
    """A ward of the area, by its published code; a public register."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    outline = models.JSONField(help_text="GeoJSON geometry, longitude and latitude.")


class Postcode(models.Model):
    """A postcode of the area and where it lies; a public register."""

    code = models.CharField(max_length=8, primary_key=True, help_text="With one blank.")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    authority = models.CharField(max_length=9)
    lsoa = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)


class School(models.Model):
    """A school of the area, by its unique reference number; a public register."""

    urn = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    ward = models.CharField(max_length=9, blank=True)
    status = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        """In order of name."""

        ordering: ClassVar = ["name"]
