"""What was shared onwards: a fixed set of lines, as they stood, with why, with whom and until when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from erle.foundation.access.models import Protected
from erle.knowledge.records.models.chronology import Entry
from erle.knowledge.records.models.people import Person
from erle.knowledge.records.models.reports import WORKER, Item, Report
from erle.knowledge.records.rules import EntryKind, Nature, Precision


class Disclosure(Protected):
    """One act of sharing onwards, in a circle of its own; what it holds is never edited, only taken back as a whole.

    Its recipients do not see the record it was taken from: what they need to read of it is written here.
    """

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    about = models.CharField(max_length=200, help_text="Who the child is, in words, as it stood.")
    purpose = models.TextField(help_text="What they need to know it for.")
    basis = models.CharField(max_length=60, help_text="Key of the lawful basis.")
    necessity = models.TextField(help_text="Why no less will do, and why nobody has to be asked first.")
    told = models.TextField(blank=True, help_text="What child and family were told, and what they say.")
    not_told = models.CharField(max_length=40, blank=True, help_text="Key of the reason why they were not.")
    risk = models.TextField(blank=True, help_text="What could come of sharing, and of not sharing.")
    advice = models.TextField(blank=True, help_text="Whose advice was taken, and what it was.")
    conditions_accepted = models.BooleanField(default=False, help_text="The sharer says that conditions are kept.")
    urgent = models.BooleanField(default=False)
    confirm_due_at = models.DateTimeField(null=True, help_text="By when recipients say that they have read it.")
    ends_at = models.DateTimeField(help_text="As it was shared; a renewal is a share of its own.")
    shared_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    shared_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        """Of a child, by whom; urgent or without a time; withdrawn by somebody or by nobody."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="disclosure_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(urgent=False, confirm_due_at__isnull=True) | Q(urgent=True, confirm_due_at__isnull=False),
                name="disclosure_urgent_has_a_time",
            ),
            models.CheckConstraint(condition=~Q(told="", not_told=""), name="disclosure_told_or_why_not"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], name="disclosure_person"),
            models.Index(fields=["shared_by", "-shared_at"], name="disclosure_sharer"),
        ]


class DisclosedLine(Protected):
    """One line of what was shared, as it stood then, whatever becomes of the record."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="Its place, from 1.")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.name) for kind in EntryKind])
    nature = models.CharField(max_length=10, choices=[(nature.value, nature.name) for nature in Nature])
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=[(p.value, p.name) for p in Precision], blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    agency = models.CharField(max_length=120, help_text="Whose line it is, by the name it had.")
    source = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=5, blank=True)
    conditions = models.TextField(blank=True)
    left_out = models.CharField(
        max_length=30, blank=True, help_text="Key of the reason why words of it were left out; blank where none were."
    )

    class Meta:
        """In order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="disclosed_line_has_its_place")
        ]


class DisclosedFile(Protected):
    """A file that was shared with a report's items; encrypted anew, under a reference of its own."""

    reference = models.CharField(max_length=12, unique=True)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="files", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="Its place, from 1.")
    name = models.CharField(max_length=120, help_text="As it is shown; never used as a path.")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="Bytes, as it is given out.")
    digest = models.BinaryField(help_text="SHA-256 of what is given out.")
    content = models.BinaryField(help_text="Ciphertext.")
    scanned = models.CharField(max_length=12)

    class Meta:
        """In order."""

        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "number"], name="disclosed_file_has_its_place")
        ]


class Confirmation(Protected):
    """A recipient says that she has read what was shared with her."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="confirmations", db_index=False)
    read_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()

    class Meta:
        """Said once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disclosure", "read_by"], name="confirmation_is_said_once")
        ]
