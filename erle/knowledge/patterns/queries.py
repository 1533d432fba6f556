"""Reading the background layer of street crime; it tells of places and months, never of a person."""

from datetime import date

from django.db.models import Count

from erle.knowledge.patterns.models import StreetCrime


def street_crime_by_kind(month_on: date, lsoa: str = "") -> dict[str, int]:
    """Return how many crimes of each kind were published for a month, in the whole layer or one small area."""
    found = StreetCrime.objects.filter(month_on=month_on)
    counted = (found.filter(lsoa=lsoa) if lsoa else found).values_list("kind").annotate(Count("id")).order_by("kind")
    return dict(counted)
