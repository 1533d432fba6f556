"""What the desk asks an agency, as that agency's workers see it."""

from datetime import datetime

from django.db.models import QuerySet

from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import posts_of
from erle.foundation.database.prepared import Prepared
from erle.practice.desk.models import Check

MOST_ANSWERED = 20


def checks_asked(worker: Worker, at: datetime) -> QuerySet[Check]:
    """Return the checks that wait for an agency at which the worker holds a post, the longest waiting first."""
    waiting = _of(worker, at).filter(answered_at__isnull=True, waived_at__isnull=True)
    return waiting.order_by("asked_at")


def _checks_asked(worker: int, at: datetime) -> QuerySet[Check]:
    return checks_asked(Worker(pk=worker), at)


_CHECKS_ASKED = Prepared(_checks_asked, int, datetime)


def first_checks_asked(worker: Worker, at: datetime, *, most: int) -> list[Check]:
    """Return so many of the checks that wait, the longest waiting first."""
    return _CHECKS_ASKED.objects(worker.pk, at, most=most)


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
