"""Ties: another agency's record is of the child whose picture children's services hold."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.knowledge.linkage.rules import How
from erle.knowledge.records.models import Person

WORKER = settings.AUTH_USER_MODEL


class Tie(Protected):
    """The other record is of this child: its lines stand in the picture, and in its circle, until the tie is undone."""

    reference = models.CharField(max_length=12, unique=True)
    picture = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=20, choices=[(how.value, how.name) for how in How])
    reason = models.TextField(blank=True)
    tied_by = models.ForeignKey(
        WORKER,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who judged, or at whose act the rule was applied.",
    )
    tied_at = models.DateTimeField()
    undone_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        """A record is of one child at a time, and nobody's own."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["other"], condition=Q(undone_at__isnull=True), name="tie_to_one_picture"),
            models.CheckConstraint(condition=~Q(picture=F("other")), name="tie_of_two_records"),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="tie_undone_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["picture"], name="tie_picture"),
            models.Index(fields=["other"], name="tie_other"),
        ]
