"""Episodes of being missing or away, and the return interviews that follow."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models import ImportBatch, Person, Report
from erle.knowledge.records.rules import Precision
from erle.practice.missing.rules import EpisodeKind, InterviewStatus

WORKER = settings.AUTH_USER_MODEL


class Episode(Protected):
    """A child missing, or away without permission, from when until when."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="The agency responsible.")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=1, choices=[(kind.value, kind.name) for kind in EpisodeKind])
    left_at = models.DateTimeField()
    left_precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision])
    returned_at = models.DateTimeField(null=True)
    returned_precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision], blank=True)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody returns before leaving."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(returned_at__gte=F("left_at")),
                name="episode_ends_after_it_starts",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-left_at"], name="episode_person")]


class ReturnInterview(Protected):
    """One step towards a return interview: an offer, a booking, the interview, or what the child said instead."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="interviews")
    status = models.CharField(max_length=12, choices=[(status.value, status.name) for status in InterviewStatus])
    happened_at = models.DateTimeField()
    interviewer = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True, help_text="Declined: what the child would like instead.")
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
