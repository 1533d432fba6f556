"""Episodes of being missing or away, every turn of them, the plan for when, and what was told of return interviews."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models import ImportBatch, Person, Report
from erle.knowledge.records.rules import Precision
from erle.practice.missing.rules import EpisodeKind, InterviewStatus
from erle.practice.missing.rules.codes import What

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
        indexes: ClassVar = [
            models.Index(fields=["person", "-left_at"], name="episode_person"),
            models.Index(
                fields=["left_at"],
                name="episode_open",
                condition=Q(returned_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]


class ReturnInterview(Protected):
    """One step towards a return interview: an offer, a booking, the interview, or what the child said instead."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="interviews")
    status = models.CharField(max_length=12, choices=[(status.value, status.name) for status in InterviewStatus])
    happened_at = models.DateTimeField()
    interviewer = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True, help_text="Declined: what the child would like instead.")
    code = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="Of lateness: why, by the list of the day."
    )
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Turn(Protected):
    """One turn of an episode: reported, graded, told, seen, handed over, found; never edited, the newest holds."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(help_text="Of the episode, after it.")
    what = models.CharField(max_length=14, choices=[(what.value, what.name) for what in What])
    code = models.CharField(max_length=40, blank=True, help_text="The level, who was told, by whom found: by its list.")
    codes = ArrayField(models.CharField(max_length=40), default=list, help_text="Care status; harm.")
    words = models.TextField(blank=True)
    whom = models.CharField(max_length=200, blank=True, help_text="Who said it, was told, or is to do it, in words.")
    place = models.CharField(max_length=200, blank=True)
    responsible = models.CharField(max_length=120, blank=True, help_text="The authority that looks after the child.")
    host = models.CharField(max_length=120, blank=True, help_text="The authority where the child is placed.")
    scale = models.CharField(max_length=12, blank=True, help_text="The edition by which the risk was graded.")
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision], blank=True)
    due_at = models.DateTimeField(null=True, help_text="By when it is to be done.")
    answers = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="Of what it is the end.",
    )
    worker = models.ForeignKey(
        WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, help_text="Who holds it then."
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    changed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        """Each version once; a level has its scale and its reasons; an end has what it ends, once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "version"], name="turn_of_one_version"),
            models.UniqueConstraint(fields=["answers"], condition=Q(answers__isnull=False), name="turn_answered_once"),
            models.CheckConstraint(
                condition=~Q(what=What.RISK.value) | ~Q(code="") & ~Q(words="") & ~Q(scale=""),
                name="turn_risk_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(what__in=[What.DONE.value, What.ACKNOWLEDGED.value]) | Q(answers__isnull=False),
                name="turn_ends_something",
            ),
            models.CheckConstraint(
                condition=~Q(what=What.ACTION.value) | ~Q(words="") & Q(due_at__isnull=False),
                name="turn_action_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="turn_returned", condition=Q(what=What.RETURNED.value))
        ]


class TriggerPlan(Protected):
    """What to do when this child is missing: whom to ring, where to look, what helped; a change is a new version."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    ring = models.TextField(blank=True, help_text="Whom to ring first.")
    look = models.TextField(blank=True, help_text="Where to look.")
    helped = models.TextField(blank=True, help_text="What helped last time.")
    note = models.TextField(blank=True, help_text="What the child asked for, and what must not be done.")
    made_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        """Each version once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "version"], name="plan_of_one_version")]
