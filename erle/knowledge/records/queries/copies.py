"""Reading which copies were taken out."""

from django.db.models import QuerySet

from erle.foundation.access.models import Circle
from erle.knowledge.records.models import Copy


def copies_of(circle: Circle) -> QuerySet[Copy]:
    """Return the copies that hold lines of the circle, newest first."""
    return Copy.objects.filter(circle=circle).select_related("made_by__agency").order_by("-number")
