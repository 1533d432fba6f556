"""What a worker has typed and not yet sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """One form's fields, kept for the worker who typed them and bound to the thing they are about."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60, help_text="Name of the page's address.")
    about = models.CharField(max_length=40, blank=True, help_text="Reference of the thing.")
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        """One draft of one form about one thing."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["worker", "form", "about"], name="draft_once")]


class Enclosure(models.Model):
    """A file added to what is not yet shared, made anew and encrypted; kept for the worker who added it."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="enclosures")
    reference = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.BinaryField()
    content = models.BinaryField(help_text="Ciphertext.")
    scanned = models.CharField(max_length=12)
    added_at = models.DateTimeField()


class Attempt(models.Model):
    """A bucket of attempts, such as sign-ins from one place; counts only, never who."""

    bucket = models.CharField(max_length=80, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()
