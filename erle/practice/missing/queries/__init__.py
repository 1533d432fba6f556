"""Reading episodes and the steps towards a return interview."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet

from erle.foundation.database.prepared import Prepared
from erle.knowledge.records.models import Person
from erle.practice.missing.models import Episode, ReturnInterview


def episode_called(reference: str) -> Episode:
    """Return the episode, or raise `Episode.DoesNotExist`."""
    return Episode.objects.select_related("person__circle", "circle", "agency").get(
        reference=reference, withdrawn_at__isnull=True
    )


def episodes_called(references: Sequence[str]) -> QuerySet[Episode]:
    """Return the episodes of the references that the worker may see."""
    found = Episode.objects.filter(reference__in=references, withdrawn_at__isnull=True)
    return found.select_related("person", "agency").order_by("id")


def recent_episodes(person: Person, *, since: datetime) -> list[Episode]:
    """Return the episodes that stand in the time since then, and the last one whenever it was: by one query.

    The first is the one from which the child has not returned, or else the one from which the child returned last.
    """
    standing = Episode.objects.filter(person=person, withdrawn_at__isnull=True).order_by(
        F("returned_at").desc(nulls_first=True), "-left_at"
    )
    late = Q(returned_at__isnull=True) | Q(returned_at__gte=since) | Q(pk__in=standing[:1].values("pk"))
    return list(standing.filter(late))


def episodes_of(person: Person) -> QuerySet[Episode]:
    """Return every episode that stands, newest first, with the steps towards its return interview."""
    told = ReturnInterview.objects.select_related("recorded_by").order_by("-happened_at")
    standing = Episode.objects.filter(person=person, withdrawn_at__isnull=True).select_related("agency")
    return standing.prefetch_related(Prefetch("interviews", queryset=told)).order_by("-left_at")


def steps(episode: Episode) -> QuerySet[ReturnInterview]:
    """Return the steps towards the return interview, newest first."""
    return ReturnInterview.objects.filter(episode=episode).select_related("recorded_by").order_by("-happened_at")


def missing_now() -> QuerySet[Episode]:
    """Return the episodes from which no child has returned, of the circles the worker is in, the longest first."""
    open_ones = Episode.objects.filter(returned_at__isnull=True, withdrawn_at__isnull=True)
    return open_ones.select_related("person").order_by("left_at")


_MISSING_NOW = Prepared(missing_now)


def first_missing_now(most: int) -> list[Episode]:
    """Return so many of the open episodes, the longest first."""
    return _MISSING_NOW.objects(most=most)
