"""Reports as they were said, the people they mention, and the chronology made of them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.rules import EntryKind, Precision, Scheme, Sex

WORKER = settings.AUTH_USER_MODEL
STANDING = Q(withdrawn_at__isnull=True)


class ImportBatch(Protected):
    """One file that an agency handed in, in its own agency's circle; it can be undone as a whole."""

    reference = models.CharField(max_length=12, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=255)
    rows = models.PositiveIntegerField(default=0, help_text="Rows read.")
    taken = models.PositiveIntegerField(default=0, help_text="Rows that became reports.")
    known = models.PositiveIntegerField(default=0, help_text="Rows that were here already, word for word.")
    refused = models.PositiveIntegerField(default=0, help_text="Rows with a fault.")
    imported_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    undone_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Undone by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="batch_undone_by_somebody",
            )
        ]


class Person(Protected):
    """A child, in the child's own circle; what is known of the child's names and birth, in the child's own form."""

    reference = models.CharField(max_length=12, unique=True)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(
        max_length=60, blank=True, help_text="What the child is called, where that is another name."
    )
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=[(sex.value, sex.name) for sex in Sex], default=Sex.UNKNOWN)
    pronouns = models.CharField(max_length=30, blank=True)
    school = models.CharField(max_length=120, blank=True)
    lives = models.CharField(max_length=120, blank=True, help_text="With whom and where, in words.")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Found by name."""

        indexes: ClassVar = [
            models.Index(fields=["family_name", "given_names"], name="person_name"),
        ]


class Identifier(Protected):
    """A number by which one agency knows a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=10, choices=[(scheme.value, scheme.name) for scheme in Scheme])
    value = models.CharField(max_length=60)

    class Meta:
        """Within one agency a number is one person's."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "scheme", "value"], name="identifier_is_one_persons")
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="identifier_person")]


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
            models.Index(fields=["person"], name="report_person"),
            models.Index(fields=["batch"], name="report_batch", condition=Q(batch__isnull=False)),
        ]


class Entry(Protected):
    """A line of the chronology: when, what, who said so, in which circle."""

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in EntryKind])
    happened_at = models.DateTimeField()
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision])
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    quote = models.TextField(blank=True, help_text="The child's own words, in this line.")
    source = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=5, blank=True)
    significant = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """Read newest first, one person at a time."""

        indexes: ClassVar = [
            models.Index(F("person_id"), F("happened_at").desc(), name="entry_chronology", condition=STANDING),
            models.Index(fields=["batch"], name="entry_batch", condition=Q(batch__isnull=False)),
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
    recorded_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-said_at"]
        indexes: ClassVar = [models.Index(fields=["person", "-said_at"], name="words_person")]
