"""Protocols: versions of them with sections and owners, and what each owner answered. No row of any is ever changed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from erle.foundation.agencies.models import Agency
from erle.foundation.protocols.rules.kinds import Kind

WORKER = settings.AUTH_USER_MODEL


class Protocol(models.Model):
    """What versions are versions of."""

    slug = models.SlugField(max_length=70, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    opened_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()


class Version(models.Model):
    """A protocol as it was proposed at one time: whole, and never edited."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    purpose = models.TextField(help_text="What it is for, and for whom, in a few sentences.")
    news = models.TextField(blank=True, help_text="What is new in it and why, in the writer's words.")
    in_force_from = models.DateField()
    review_on = models.DateField(help_text="The day by which its owners look at it again.")
    written_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    kept_at = models.DateTimeField(
        db_default=TransactionNow(), help_text="When its transaction began: nothing is added to it in any other."
    )

    class Meta:
        """Each number once; looked at again after it came into force; what is new is said of each but the first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "number"], name="version_of_one_number"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("in_force_from")), name="version_reviewed_after_it_began"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(news=""), name="version_says_what_is_new"),
        ]


class Section(models.Model):
    """A part of a version, with its heading, and the moments of work at which it is read."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sections")
    place = models.PositiveIntegerField()
    key = models.SlugField(max_length=70, help_text="Stays from version to version, whatever becomes of the heading.")
    heading = models.CharField(max_length=160)
    text = models.TextField()
    moments = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        """Each place and each key once."""

        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="section_of_one_place"),
            models.UniqueConstraint(fields=["version", "key"], name="section_of_one_key"),
        ]


class Owner(models.Model):
    """An agency without whose hand a version does not come into force."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="owners")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each agency once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "agency"], name="owner_once")]


class Answer(models.Model):
    """What an owner answers to a proposed version, by a named person: signed, or not as it stands and why."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    signed = models.BooleanField()
    words = models.TextField(blank=True)
    post = models.CharField(max_length=160, help_text="As what the person answered, in the words of that day.")
    answered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        """An agency signs once, a person signs for one agency, and whoever does not sign says why."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "agency"], condition=Q(signed=True), name="answer_signed_once"),
            models.UniqueConstraint(
                fields=["version", "answered_by"], condition=Q(signed=True), name="answer_signed_for_one_agency"
            ),
            models.CheckConstraint(condition=Q(signed=True) | ~Q(words=""), name="answer_not_signed_says_why"),
        ]


class Withdrawal(models.Model):
    """A version that was taken back before it came into force, and why."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        """With a reason."""

        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")]
