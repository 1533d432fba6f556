"""What the desk asks an agency, as that agency's workers see it."""

from datetime import datetime

from django.db.models import QuerySet

from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import posts_of
from erle.practice.desk.models import Check

MOST_ANSWERED = 20


def checks_asked(worker: Worker, at: datetime) -> QuerySet[Check]:
    """Return the checks that wait for an agency at which the worker holds a post, the longest waiting first."""
    waiting = _of(worker, at).filter(answered_at__isnull=True, waived_at__isnull=True)
    return waiting.order_by("asked_at")


def checks_answered(worker: Worker, at: datetime) -> QuerySet[Check]:
    """Return the checks that her agencies answered or that are not needed any more, the newest first."""
    over = _of(worker, at).exclude(answered_at__isnull=True, waived_at__isnull=True)
    return over.select_related("agency", "asked_by__agency", "answered_by").order_by("-asked_at")[:MOST_ANSWERED]


def check_called(reference: str) -> Check:
    """Return the check that was asked, or raise `Check.DoesNotExist`."""
    asked = Check.objects.filter(asked_at__isnull=False)
    return asked.select_related("agency", "asked_by__agency", "answered_by").get(reference=reference)


def _of(worker: Worker, at: datetime) -> QuerySet[Check]:
    agencies = posts_of(worker, at).values("agency")
    found = Check.objects.filter(agency__in=agencies, asked_at__isnull=False)
    return found.select_related("agency", "asked_by__agency")
