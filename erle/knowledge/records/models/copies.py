"""Numbered copies: what was taken out of the records on paper or as a file, by whom, and what for."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from erle.foundation.access.models import Protected

WORKER = settings.AUTH_USER_MODEL


class Copy(Protected):
    """One copy taken out, as each circle whose lines it holds counts its copies."""

    reference = models.CharField(max_length=12, help_text="Of the copy: the same in each circle whose lines it holds.")
    number = models.PositiveIntegerField(help_text="Its number among the circle's copies, from 1.")
    about = models.CharField(max_length=12, help_text="Reference of the child or the thing.")
    asked = models.CharField(max_length=500, blank=True, help_text="The filters, as the address had them.")
    lines = models.PositiveIntegerField(help_text="Of the whole copy.")
    purpose = models.TextField(help_text="What it was made for, and who will hold it.")
    digest = models.BinaryField(help_text="SHA-256 of the file.")
    made_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        """Numbered without a gap or a double, circle by circle."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circle", "number"], name="copy_has_its_number"),
            models.UniqueConstraint(fields=["reference", "circle"], name="copy_once_in_a_circle"),
        ]
