"""The background of the area's map: street crime as the police publish it, apart from everything that was reported."""

from typing import ClassVar

from django.db import models


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
