"""What the desk tells the one who handed a report in: rows in the report's own circle, which she is in."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from erle.foundation.access.models import Protected
from erle.knowledge.records.models import Report

WORKER = settings.AUTH_USER_MODEL


class Receipt(Protected):
    """Somebody at the desk has opened the report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    seen_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        """The first opening counts."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["report"], name="receipt_of_one_report")]


class Outcome(Protected):
    """What the referrer is told became of it, in words chosen for her; never edited."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    told_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()

    class Meta:
        """By report."""

        indexes: ClassVar = [models.Index(fields=["report"], name="outcome_report")]
