"""Which records are tied to a picture, as the acting worker may see."""

from django.db.models import QuerySet

from erle.knowledge.linkage.models import Tie
from erle.knowledge.records.models import Person


def ties_of(picture: Person) -> QuerySet[Tie]:
    """Return the ties that stand of the picture, the oldest first."""
    return Tie.objects.filter(picture=picture, undone_at__isnull=True).select_related("tied_by__agency").order_by("id")


def tie_called(reference: str) -> Tie:
    """Return the tie, or raise `Tie.DoesNotExist`."""
    return Tie.objects.select_related("picture__circle").get(reference=reference)
