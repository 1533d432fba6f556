"""Which open episodes are of one child, told by two agencies: by ties that stand, and apart once one is undone."""

from collections.abc import Sequence

from erle.knowledge.linkage.models import Tie
from erle.practice.missing.models import Episode


def same_child(episodes: Sequence[Episode]) -> dict[int, list[Episode]]:
    """Return of each episode the others of the same child that the worker may see; read anew, so never out of step.

    Two records of one child stay two records, each in its own circle: nothing is merged, so nothing is undone here.
    """
    people = {episode.person_id for episode in episodes}
    ties = Tie.objects.filter(other__in=people, undone_at__isnull=True).values_list("other_id", "picture_id")
    child = dict(ties)
    by_child: dict[int, list[Episode]] = {}
    for episode in episodes:
        by_child.setdefault(child.get(episode.person_id, episode.person_id), []).append(episode)
    return {
        episode.pk: [other for other in together if other.pk != episode.pk]
        for together in by_child.values()
        for episode in together
        if len(together) > 1
    }
