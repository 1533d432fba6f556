"""Handed files, their encrypted blocks, and the mappings that an agency's files had before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from erle.doors.exchange.handed.rules import AT_WORK, Sort, State

WORKER = settings.AUTH_USER_MODEL


class HandedFile(models.Model):
    """One file that a worker handed in for her agency: her own alone until it is taken."""

    reference = models.CharField(max_length=12, unique=True)
    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text="As it was called; never used as a path.")
    size = models.PositiveBigIntegerField(help_text="Bytes, before encryption.")
    format = models.CharField(max_length=30)
    header = models.JSONField(default=list, help_text="The headings of its columns.")
    mapping = models.JSONField(null=True, help_text="What its columns hold.")
    state = models.CharField(max_length=10, choices=[(state.value, state.name) for state in State])
    rows = models.PositiveIntegerField(default=0, help_text="Rows that the job in hand has passed.")
    found = models.JSONField(default=dict, help_text="What the last job found, for the page.")
    batch = models.CharField(max_length=12, blank=True, help_text="Reference of the batch that it became.")
    handed_in_at = models.DateTimeField()
    heard_of_at = models.DateTimeField(null=True, help_text="When the job in hand last said that it lives.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The files that jobs wait for are found at once."""

        indexes: ClassVar = [
            models.Index(fields=["worker", "-handed_in_at"], name="handed_file_worker"),
            models.Index(
                fields=["handed_in_at"],
                name="handed_file_waiting",
                condition=Q(state__in=sorted(state.value for state in AT_WORK)),
            ),
        ]


class Block(models.Model):
    """A part of a handed file's ciphertext, or of the rows that came back from it."""

    file = models.ForeignKey(HandedFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=10, choices=[(sort.value, sort.name) for sort in Sort])
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        """In order."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["file", "sort", "place"], name="block_has_its_place")]


class RememberedMapping(models.Model):
    """What the columns of an agency's file held the last time that a file with the same headings came."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    headings = models.CharField(max_length=64, help_text="Digest of the headings, in any order.")
    mapping = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        """One for each set of headings."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "headings"], name="mapping_remembered_once")]
