"""Running clocks: what is due, from whom, by when, and under which rule it was computed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency, Role

WORKER = settings.AUTH_USER_MODEL


class RunningClock(Protected):
    """A time limit that runs, or ran, for one thing in one circle."""

    reference = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=40, help_text="Of the clock in the statute.")
    rule = models.JSONField(help_text="The clock as it stood in law when it was started.")
    calendar = models.CharField(max_length=80, help_text="Version of the working-day calendar.")
    about = models.CharField(max_length=12, help_text="Reference of the thing.")
    title = models.CharField(max_length=200, help_text="What has to be done.")
    note = models.TextField(blank=True, help_text="What was assumed of the start.")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owed_by_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owed_by_role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", null=True)
    owed_by_worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    begun_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    stopped_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    stopped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        """Owed by a role or a worker; stopped by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owed_by_role__isnull=False, owed_by_worker__isnull=True)
                | Q(owed_by_role__isnull=True, owed_by_worker__isnull=False),
                name="clock_owed_by_role_or_worker",
            ),
            models.CheckConstraint(
                condition=Q(stopped_by__isnull=True, stopped_at__isnull=True)
                | Q(stopped_by__isnull=False, stopped_at__isnull=False),
                name="clock_stopped_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owed_by_agency", "owed_by_role", "due_at"],
                name="clock_owed_by_role_due",
                condition=Q(stopped_at__isnull=True),
                include=["circle"],
            ),
            models.Index(
                fields=["owed_by_worker", "due_at"],
                name="clock_owed_by_worker_due",
                condition=Q(stopped_at__isnull=True),
                include=["circle"],
            ),
            models.Index(fields=["about"], name="clock_about"),
        ]


class ClockChange(Protected):
    """A due date computed anew, on purpose, with the reason and what stood before."""

    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="changes")
    reason = models.TextField()
    old_rule = models.JSONField()
    old_calendar = models.CharField(max_length=80)
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    changed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class LocalLimit(models.Model):
    """A limit that the partnership sets for itself, where the law gives no number."""

    setting = models.CharField(max_length=60, help_text="Key of the local setting in the statute.")
    value = models.PositiveIntegerField()
    in_force_from = models.DateField()
    reason = models.TextField()
    set_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        """One value of a setting from one day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["setting", "in_force_from"], name="limit_set_once_a_day")
        ]
