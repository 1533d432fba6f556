"""Arrivals, what changed of them, and their passing from hand to hand: all in the desk's circle of the report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from erle.foundation.access.models import Protected, Share
from erle.foundation.agencies.models import Agency
from erle.foundation.clocks.models import RunningClock
from erle.knowledge.records.models import Report
from erle.knowledge.records.rules import Urgency
from erle.practice.desk.models.pairs import together
from erle.practice.desk.rules import Turn

WORKER = settings.AUTH_USER_MODEL
OPEN = Q(told_at__isnull=True, withdrawn_at__isnull=True)


class Arrival(Protected):
    """A report on the MASH desk that waits for a decision, or had one; made by the database (`erle.bring_to_desk`)."""

    reference = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Whose worker said it.")
    source = models.CharField(max_length=120, blank=True, help_text="Who said it, in words.")
    urgency = models.CharField(max_length=10, choices=[(u.value, u.name) for u in Urgency], blank=True)
    pressing = models.GeneratedField(
        expression=Case(
            When(urgency=Urgency.NOW.value, then=Value(0)),
            When(urgency=Urgency.TODAY.value, then=Value(1)),
            default=Value(2),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    online = models.BooleanField(help_text="It mentions an account: the fast route.")
    received_at = models.DateTimeField()
    clock = models.ForeignKey(RunningClock, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(help_text="As the clock has it; the database keeps the two alike.")
    seen_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    seen_at = models.DateTimeField(null=True, help_text="First opened by somebody of the desk.")
    acted_at = models.DateTimeField(null=True, help_text="The first act on it.")
    held_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    held_at = models.DateTimeField(null=True)
    share = models.ForeignKey(
        Share,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="By which who holds it sees the picture of the child.",
    )
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, help_text="A decision counts.")
    told_at = models.DateTimeField(null=True, help_text="The referrer was told of the decision.")
    withdrawn_at = models.DateTimeField(null=True, help_text="The report was taken back.")

    class Meta:
        """One of each report; read by time left."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report"], name="arrival_of_one_report"),
            together("seen", name="arrival_seen_by_somebody"),
            together("held", name="arrival_held_by_somebody"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(decided_at__isnull=False), name="arrival_told_what_was_decided"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "pressing", "id"], name="arrival_queue", condition=OPEN),
            models.Index(fields=["pressing", "due_at", "id"], name="arrival_pressing", condition=OPEN),
            models.Index(fields=["due_at"], name="arrival_sealed", condition=Q(sealed=True) & OPEN),
            models.Index(fields=["-received_at", "-id"], name="arrival_received"),
            models.Index(fields=["clock"], name="arrival_clock"),
        ]


class Change(Protected):
    """What one act changed of an arrival, for whoever was reading it meanwhile."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="changes", db_index=False)
    version = models.PositiveIntegerField(help_text="Of the arrival, after it.")
    what = models.CharField(max_length=20, choices=[(turn.value, turn.name) for turn in Turn])
    words = models.TextField(help_text="As it is told to whoever was reading.")
    changed_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        """Each version once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["arrival", "version"], name="change_of_one_version")]


class HandOver(Protected):
    """An arrival offered to a colleague: complete when she takes it; until then who offered it holds it."""

    reference = models.CharField(max_length=12, unique=True)
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="hand_overs", db_index=False)
    offered_to = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    offered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    overdue_at = models.DateTimeField(help_text="From then on it shows to the whole desk.")
    taken_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    taken_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    declined_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time; ended by somebody, in one way."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["arrival"],
                condition=Q(taken_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="hand_over_one_at_a_time",
            ),
            together("taken", name="hand_over_taken_by_somebody"),
            together("declined", name="hand_over_declined_by_somebody"),
            together("withdrawn", name="hand_over_withdrawn_by_somebody"),
        ]
        indexes: ClassVar = [models.Index(fields=["arrival"], name="hand_over_arrival")]
