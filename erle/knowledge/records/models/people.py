"""Files that came in, the people they are about, the numbers these are known by, and who is around them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from erle.foundation.access.models import Circle, Protected
from erle.foundation.agencies.models import Agency
from erle.knowledge.records.rules import Scheme, Sex

WORKER = settings.AUTH_USER_MODEL


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
        """Found by name; one in a circle."""

        indexes: ClassVar = [
            models.Index(fields=["family_name", "given_names"], name="person_name"),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["circle"], name="person_in_a_circle_of_its_own")]


class Identifier(Protected):
    """A number by which one agency knows a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=10, choices=[(scheme.value, scheme.name) for scheme in Scheme])
    value = models.CharField(max_length=60)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        """Within one agency a number is one person's; that of a sealed child refuses nobody, who would learn by it."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "scheme", "value", "sealed"], name="identifier_is_one_persons")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="identifier_person"),
            models.Index(fields=["batch"], name="identifier_batch", condition=Q(batch__isnull=False)),
        ]


class Completion(Protected):
    """What was known of a child before a file said more, so that undoing the file takes that back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(help_text="The particulars as they were.")

    class Meta:
        """By person."""

        indexes: ClassVar = [models.Index(fields=["person"], name="completion_person")]


class Relation(Protected):
    """Somebody around a child: mother, brother, a trusted adult; in the child's circle, in the words of who said it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=60, help_text="To the child, in words.")
    other = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False, help_text="Where a child too."
    )
    born_on = models.DateField(null=True)
    lives_with = models.BooleanField(default=False)
    trusted = models.BooleanField(default=False, help_text="The child says so.")
    note = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    recorded_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Ended by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="relation_ended_by_somebody",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="relation_person")]


class SchoolWeek(Protected):
    """A child's attendance in one week: a mark for each of ten sessions, Monday morning first, as the school has it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    week_on = models.DateField(help_text="Its Monday.")
    marks = models.CharField(max_length=10, help_text="/ present, L late, O absent, A agreed absence, - no school.")
    origin = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    origin_circle = models.ForeignKey(
        Circle,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
        help_text="Of what it repeats: whom that circle keeps out does not see it here either.",
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One of each week that stands, from one school; ten marks."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "agency", "week_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="school_week_stands_once",
            ),
            models.CheckConstraint(condition=Q(marks__regex=r"^[/LOA-]{10}$"), name="school_week_has_ten_marks"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["origin"], name="school_week_origin", condition=Q(origin__isnull=False)),
            models.Index(fields=["batch"], name="school_week_batch", condition=Q(batch__isnull=False)),
        ]
