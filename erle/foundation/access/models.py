"""Circles, the acts of sharing that let workers in, what bars them, and what they are told.

`Need` is the worked-out standing of a worker in a circle: the database keeps it in step with shares, posts and seals by
triggers (migration 0002), and every policy reads it.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.rules import CircleKind, Decision, ShareKind
from erle.foundation.agencies.models import Agency, Role

WORKER = settings.AUTH_USER_MODEL


class Circle(models.Model):
    """Who needs to know one thing."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in CircleKind])
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", help_text="The agency that keeps it."
    )
    sealed = models.BooleanField(default=False)
    beside = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="The report's circle, of what the desk writes and asks about it: what bars the one bars the other.",
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The seal travels by a foreign key to the pair."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["id", "sealed"], name="access_circle_seal")]


class Protected(models.Model):
    """The base of every table whose rows need a circle: `Protect` in the migration gives it its policies."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    sealed = models.BooleanField(default=False, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, a new row taking its circle's seal."""
        if self._state.adding:
            self.sealed = self.circle.sealed
        super().save(*args, **kwargs)


class Share(Protected):
    """An act of sharing: a worker, or everyone who holds a role at an agency, enters a circle until an end."""

    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in ShareKind])
    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", null=True)
    purpose = models.TextField(help_text="What they need to know it for.")
    basis = models.CharField(max_length=60, help_text="Key of the lawful basis.")
    reason = models.TextField(blank=True)
    told = models.TextField(blank=True, help_text="Whether the child and family were told, and what they said.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    shared_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        """With one worker or one agency, for a real period, and withdrawn by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(worker__isnull=False, agency__isnull=True, role__isnull=True)
                | Q(worker__isnull=True, agency__isnull=False),
                name="share_with_worker_or_agency",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="share_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="share_withdrawn_by_somebody",
            ),
        ]


class Everything(models.Model):
    """An act of sharing that lets one worker into every circle not sealed; it holds once a second person agreed."""

    reference = models.CharField(max_length=12, unique=True)
    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    basis = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    shared_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    agreed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody lets herself in, and nobody agrees with herself."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(worker=F("shared_by")), name="everything_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | (
                    Q(agreed_by__isnull=False, agreed_at__isnull=False)
                    & ~Q(agreed_by=F("shared_by"))
                    & ~Q(agreed_by=F("worker"))
                ),
                name="everything_agreed_by_another",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="everything_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="everything_withdrawn_by_somebody",
            ),
        ]


class Need(models.Model):
    """A worker's standing in a circle by one share (and, through a role, one post); kept by the database alone."""

    pk = models.CompositePrimaryKey("worker_id", "circle_id", "share_id", "post_id")
    worker_id = models.BigIntegerField()
    circle_id = models.BigIntegerField()
    share_id = models.BigIntegerField()
    post_id = models.BigIntegerField(help_text="0 where the share names the worker herself.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """The table is made by SQL."""

        managed = False
        db_table = "access_need"


class Conflict(Protected):
    """A conflict of interest, or the child's wish: the worker is kept out of the circle, break-glass included."""

    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    starts_at = models.DateTimeField()
    declared_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="conflict_ended_by_somebody",
            ),
        ]


class Refusal(Protected):
    """A decision not to share, with the same fields as a share."""

    asked_by = models.CharField(max_length=200, help_text="Who asked: a person and an agency, in words.")
    purpose = models.TextField()
    basis = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    told = models.TextField(blank=True)
    decision = models.CharField(max_length=12, default=Decision.NOT_SHARE)
    necessity = models.TextField(
        blank=True, default="", help_text="Why no less will do, and why nobody has to be asked first."
    )
    not_told = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Key of the reason why child and family were not told; blank where they were.",
    )
    risk = models.TextField(blank=True, default="", help_text="What could come of sharing, and of not sharing.")
    advice = models.TextField(blank=True, default="", help_text="Whose advice was taken, and what it was.")
    lines = ArrayField(
        models.CharField(max_length=12),
        default=list,
        help_text="References of the lines that were asked for; none: the whole record.",
    )
    decided_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()


class BreakGlass(Protected):
    """An emergency opening: one worker, one circle, one hour, and a manager who says whether it was fitting."""

    share = models.OneToOneField(Share, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=30)
    happening = models.TextField()
    opened_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)
    fitting = models.BooleanField(null=True)
    review = models.TextField(blank=True)

    class Meta:
        """Reviewed wholly or not at all, and never by the one who opened."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, fitting__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False, fitting__isnull=False),
                name="break_glass_reviewed_wholly",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("opened_by")),
                name="break_glass_reviewed_by_another",
            ),
        ]


class Notice(models.Model):
    """Something a worker is told: a reference and a sentence, never a name."""

    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=12)
    words = models.TextField()
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)


class Mailing(models.Model):
    """Whether a worker wants an e-mail that there is something new, and up to which notice she had one."""

    worker = models.OneToOneField(WORKER, on_delete=models.PROTECT, related_name="+", primary_key=True)
    wanted = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    told_up_to = models.BigIntegerField(default=0, help_text="Number of the newest notice that an e-mail spoke for.")
    sent_at = models.DateTimeField(null=True)
