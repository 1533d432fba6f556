"""The background of the area's map, apart from everything reported; and verdicts on patterns of being missing."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from erle.knowledge.patterns.rules import Pattern, Verdict

WORKER = settings.AUTH_USER_MODEL


class StreetCrime(models.Model):
    """A crime as police.uk publishes it: the month, and the nearest of its map points; no victim and no suspect.

    It refers to nothing and nothing refers to it: it is never mixed with reports.
    """

    month_on = models.DateField(help_text="The first day of its month.")
    force = models.CharField(max_length=60)
    area = models.CharField(max_length=60, help_text="The force in whose area it lies.")
    kind = models.CharField(max_length=40)
    outcome = models.CharField(max_length=80, blank=True)
    location = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    lsoa = models.CharField(max_length=9, blank=True)
    published = models.CharField(max_length=64, blank=True, help_text="Its published number; some kinds have none.")

    class Meta:
        """Read by month and place."""

        indexes: ClassVar = [models.Index(fields=["month_on", "lsoa"], name="street_crime_place")]


class PatternVerdict(models.Model):
    """What somebody decided about a pattern, by what was known then; never edited, the newest holds.

    It has no circle of its own: whoever sees every child that the pattern is about sees it, and nobody else
    (migration 0003). A pattern is no row: it is found anew at each reading, among what the reader may see.
    """

    reference = models.CharField(max_length=12, unique=True)
    pattern = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Pattern])
    about = models.CharField(max_length=60, blank=True, help_text="Which thing, person, day or hours; else blank.")
    people = ArrayField(models.BigIntegerField(), help_text="The children's records, the lowest number first.")
    facts = ArrayField(models.CharField(max_length=40), help_text="Each time missing that the pattern was made of.")
    rule = models.JSONField(help_text="The partnership's numbers by which it was raised.")
    verdict = models.CharField(max_length=10, choices=[(one.value, one.name) for one in Verdict])
    reason = models.TextField()
    look_again_on = models.DateField(null=True)
    judged_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    judged_at = models.DateTimeField()

    class Meta:
        """It has children, facts and a reason; who keeps watching says until when."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(people=[]) & ~Q(facts=[]), name="verdict_is_about_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_says_why"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.WATCH.value, look_again_on__isnull=False)
                | ~Q(verdict=Verdict.WATCH.value) & Q(look_again_on__isnull=True),
                name="verdict_watches_until",
            ),
        ]
