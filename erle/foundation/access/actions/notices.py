"""Putting away what a worker was told, one thing or many, and taking that back."""

from collections.abc import Sequence
from datetime import datetime

from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Worker


def read_notices(*, numbers: Sequence[int], by: Worker, at: datetime) -> int:
    """Mark the worker's notices of these numbers as read; return how many were unread."""
    return Notice.objects.filter(worker=by, pk__in=numbers, read_at__isnull=True).update(read_at=at)


def read_every_notice(*, up_to: int, by: Worker, at: datetime) -> int:
    """Mark as read everything up to the notice of the number: what came since her page was made stays unread."""
    return Notice.objects.filter(worker=by, pk__lte=up_to, read_at__isnull=True).update(read_at=at)


def mark_unread(*, read_at: datetime, by: Worker) -> int:
    """Mark as unread again what the worker put away at that moment; return how much it was."""
    return Notice.objects.filter(worker=by, read_at=read_at).update(read_at=None)
