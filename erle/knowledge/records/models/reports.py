"""Reports as they were said: their items, whom and what they mention, and what is attached."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models.people import ImportBatch, Person
from erle.knowledge.records.rules import Nature, Precision, Urgency

WORKER = settings.AUTH_USER_MODEL
STANDING = Q(withdrawn_at__isnull=True)


class Report(Protected):
    """What an agency, a business or a member of the public said: never edited; a correction is a new report."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=40, help_text="The table, form or format it came by.")
    line = models.PositiveIntegerField(null=True, help_text="The row of the file, as a person counts them.")
    said = models.JSONField(help_text="Field by field, as it was said.")
    text = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True, help_text="Who said it, in words.")
    grade_scheme = models.CharField(max_length=6, default="3x5x2")
    grade = models.CharField(max_length=5, blank=True, help_text="Such as 1 A P; blank where nobody graded it.")
    conditions = models.TextField(blank=True, help_text="Conditions of handling, where the grade says so.")
    urgency = models.CharField(max_length=10, choices=[(u.value, u.name) for u in Urgency], blank=True, db_default="")
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision], blank=True)
    digest = models.BinaryField(null=True, help_text="Of an imported row: the same row twice is one report.")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """An agency's row stands once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "digest"], condition=STANDING & Q(digest__isnull=False), name="report_row_stands_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                F("recorded_by_id"), F("recorded_at").desc(), name="report_own", condition=Q(batch__isnull=True)
            ),
            models.Index(fields=["person"], name="report_person"),
            models.Index(fields=["batch"], name="report_batch", condition=Q(batch__isnull=False)),
        ]


class Item(Protected):
    """One thing of a report: what was seen or heard, or apart from it what somebody makes of it; graded by itself."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="items", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="Its place in the report, from 1.")
    nature = models.CharField(max_length=10, choices=[(nature.value, nature.name) for nature in Nature])
    text = models.TextField()
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision], blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="Where, in words.")
    grade = models.CharField(max_length=5, blank=True)
    conditions = models.TextField(blank=True)

    class Meta:
        """In order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "number"], name="item_has_its_place")]


class Attachment(Protected):
    """A file handed in with a report; its bytes are encrypted with a key that the database does not hold."""

    reference = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    name = models.CharField(max_length=120, help_text="As it is shown; never used as a path.")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="Bytes, as it is given out.")
    digest = models.BinaryField(help_text="SHA-256 of what is given out.")
    content = models.BinaryField(help_text="Ciphertext.")
    scanned = models.CharField(max_length=12, help_text="What the virus scanner said; not_scanned where there is none.")
    added_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        """By report."""

        indexes: ClassVar = [models.Index(fields=["report"], name="attachment_report")]
