"""What the desk asks of agencies, and what it decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from erle.foundation.access.models import Protected
from erle.foundation.agencies.models import Agency
from erle.practice.desk.models.arrivals import Arrival
from erle.practice.desk.models.pairs import together
from erle.practice.desk.rules import Response

WORKER = settings.AUTH_USER_MODEL


class Check(Protected):
    """What the desk asks one agency about an arrival, in a circle of the two; or why that agency is not asked."""

    reference = models.CharField(max_length=12, unique=True)
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="checks", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Whom the desk asks.")
    about = models.TextField(blank=True, help_text="Whom it is about, in the words the agency needs to find the child.")
    question = models.TextField(blank=True)
    asked_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    asked_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    nothing_held = models.BooleanField(default=False)
    answered_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    answered_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    waived_at = models.DateTimeField(null=True)
    waived_because = models.TextField(blank=True, help_text="Why the agency is not asked, or its answer not needed.")

    class Meta:
        """Asked or not asked for a reason; answered only where asked."""

        constraints: ClassVar = [
            together("asked", name="check_asked_by_somebody"),
            together("answered", name="check_answered_by_somebody"),
            together("waived", name="check_waived_by_somebody"),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(waived_at__isnull=False), name="check_asked_or_not_needed"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(asked_at__isnull=False), name="check_answered_where_asked"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["arrival"], name="check_arrival"),
            models.Index(
                fields=["agency", "asked_at"],
                name="check_waits",
                condition=Q(answered_at__isnull=True, waived_at__isnull=True),
            ),
        ]


class Decision(Protected):
    """What is done about an arrival, why, what is not known, and who answers for the next step; never edited."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    response = models.CharField(max_length=20, choices=[(response.value, response.name) for response in Response])
    reasons = models.TextField()
    not_known = models.TextField(help_text="What the desk does not know; asked every time.")
    named = models.ForeignKey(
        WORKER, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who answers for the next step."
    )
    decided_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()
    read_by = models.ForeignKey(WORKER, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    read_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True, help_text="What the second person said, where one must read it.")
    read_words = models.TextField(blank=True)

    class Meta:
        """Read by another than who decided."""

        constraints: ClassVar = [
            together("read", name="decision_read_by_somebody"),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("decided_by")), name="decision_read_by_another"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, agreed__isnull=True) | Q(read_at__isnull=False, agreed__isnull=False),
                name="decision_read_wholly",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["arrival"], name="decision_arrival"),
            models.Index(fields=["response", "arrival"], name="decision_not_read", condition=Q(read_at__isnull=True)),
        ]
