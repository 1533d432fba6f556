"""What a worker has typed and not yet sent, and the views of pages that she keeps."""

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


class SavedView(models.Model):
    """A page's filters under a name, kept for one worker: of a page about one child it holds for every child."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    route = models.CharField(max_length=60, help_text="Name of the page's address.")
    query = models.CharField(max_length=500, help_text="The filters, as the address has them.")
    saved_at = models.DateTimeField()

    class Meta:
        """A name once for each page."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["worker", "route", "name"], name="view_named_once")]


class Undo(models.Model):
    """What a worker did to many things at once, kept so that she can take it back for some minutes."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="Key of the function that takes it back.")
    place = models.CharField(max_length=300, help_text="Path of the page where it was done.")
    words = models.TextField()
    things = models.JSONField(help_text="References and moments; never a name.")
    done_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class Enclosure(models.Model):
    """A file added to what is not yet shared, made anew and encrypted; kept for the worker who added it."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
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
