"""The chronology made of reports: lines, notes on them, what they mention, and a child's own words."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Circle, Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models.people import ImportBatch, Person
from erle.knowledge.records.models.reports import STANDING, Report
from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, Precision

WORKER = settings.AUTH_USER_MODEL


class Entry(Protected):
    """A line of the chronology: when, what, who said so, in which circle."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text="The line of another agency's record of the same child that this one repeats.",
    )
    origin_circle = models.ForeignKey(
        Circle,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        help_text="Of what it repeats: whom that circle keeps out does not see it here either.",
    )
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in EntryKind])
    nature = models.CharField(
        max_length=10, choices=[(nature.value, nature.name) for nature in Nature], db_default=Nature.FACT
    )
    happened_at = models.DateTimeField()
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision])
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    quote = models.TextField(blank=True, help_text="The child's own words, in this line.")
    source = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=5, blank=True)
    conditions = models.TextField(
        blank=True,
        db_default="",
        help_text="Of handling: they go where the line goes, also where the report is not seen.",
    )
    significant = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first, one person at a time."""

        indexes: ClassVar = [
            models.Index(F("person_id"), F("happened_at").desc(), name="entry_chronology", condition=STANDING),
            models.Index(fields=["batch"], name="entry_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["origin"], name="entry_origin", condition=Q(origin__isnull=False)),
            models.Index(fields=["report"], name="entry_report", condition=Q(report__isnull=False)),
        ]


class Note(Protected):
    """What somebody makes of a line: apart from it, with a name and a date; withdrawn, never erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="notes", db_index=False)
    text = models.TextField()
    written_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Withdrawn by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="note_withdrawn_by_somebody",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["entry"], name="note_entry")]


class Mention(Protected):
    """Somebody or something that a report names, in its own words; `thing` is the same wherever the same is named."""

    reference = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="mentions", null=True, db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in MentionKind])
    words = models.CharField(max_length=200, help_text="As it was said.")
    key = models.CharField(max_length=200, help_text="The same in one form: a plate without blanks, a phone with +44.")
    thing = models.CharField(max_length=12, blank=True, help_text="Opaque; blank of a person.")
    details = models.JSONField(default=dict)
    origin = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        """Found by report, by line, and as the thing."""

        indexes: ClassVar = [
            models.Index(fields=["report"], name="mention_report"),
            models.Index(fields=["entry"], name="mention_entry", condition=Q(entry__isnull=False)),
            models.Index(fields=["thing"], name="mention_thing", condition=~Q(thing="")),
            models.Index(fields=["kind", "key"], name="mention_key"),
            models.Index(fields=["origin"], name="mention_origin", condition=Q(origin__isnull=False)),
        ]


class Words(Protected):
    """What a child said and asked for, written as it was said."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    said = models.TextField()
    wishes = ArrayField(models.CharField(max_length=300), default=list)
    setting = models.CharField(max_length=200, blank=True, help_text="Where, and who else was there.")
    said_at = models.DateTimeField()
    said_to = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    ask_again_on = models.DateField()
    origin = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    origin_circle = models.ForeignKey(
        Circle,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        help_text="Of what it repeats: whom that circle keeps out does not see it here either.",
    )
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-said_at"]
        indexes: ClassVar = [
            models.Index(fields=["person", "-said_at"], name="words_person"),
            models.Index(fields=["batch"], name="words_batch", condition=Q(batch__isnull=False)),
        ]
