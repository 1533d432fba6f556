"""Reading episodes and the steps towards a return interview."""

from django.db.models import F, QuerySet

from erle.knowledge.records.models import Person
from erle.practice.missing.models import Episode, ReturnInterview


def episode_called(reference: str) -> Episode:
    """Return the episode, or raise `Episode.DoesNotExist`."""
    return Episode.objects.select_related("person__circle", "circle", "agency").get(
        reference=reference, withdrawn_at__isnull=True
    )


def latest_episode(person: Person) -> Episode | None:
    """Return the episode from which the child has not returned, or else the one from which the child returned last."""
    standing = Episode.objects.filter(person=person, withdrawn_at__isnull=True)
    return standing.order_by(F("returned_at").desc(nulls_first=True), "-left_at").first()


def steps(episode: Episode) -> QuerySet[ReturnInterview]:
    """Return the steps towards the return interview, newest first."""
    return ReturnInterview.objects.filter(episode=episode).select_related("recorded_by").order_by("-happened_at")


def missing_now() -> QuerySet[Episode]:
    """Return the episodes from which no child has returned, of the circles the worker is in, the longest first."""
    open_ones = Episode.objects.filter(returned_at__isnull=True, withdrawn_at__isnull=True)
    return open_ones.select_related("person").order_by("left_at")
