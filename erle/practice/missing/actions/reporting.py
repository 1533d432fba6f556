"""Reporting a child missing or away: a first report opens the episode, and every further one joins it."""

from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.models import Person
from erle.practice.missing.actions import record_episode
from erle.practice.missing.actions.searching import NotYetHappened
from erle.practice.missing.actions.turns import Said, keep_turn, locked
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, Moment
from erle.practice.missing.rules.codes import What


class NothingKnown(Refused):
    """A report that says nothing of what happened."""


@dataclass(frozen=True)
class Reported:
    """What somebody reports: since when, whether it is known where the child is, where last seen, and what happened."""

    kind: EpisodeKind
    left: Moment
    reported_by: str
    name: str
    last_seen: str
    words: str
    missing_from: str = ""


@dataclass(frozen=True)
class Joined:
    """The episode, and whether it stood already."""

    episode: Episode
    stood: bool


def report_missing(*, person: Person, reported: Reported, by: Worker, at: datetime) -> Joined:
    """Report a child missing or away; a child has one open episode, and who reports while it is open joins it.

    Two who report at once wait for each other at the child's record, so that the second joins the first.
    """
    gate.require(Ability.HAND_IN, by=by)
    gate.require_let_into(person.circle_id)
    if not reported.words.strip():
        raise NothingKnown("Say what happened, as far as it is known.")
    if reported.left.at > at:
        raise NotYetHappened("That time lies in the future. Check the day and the time.")
    child = Person.objects.select_for_update(of=("self",)).select_related("circle__agency").get(pk=person.pk)
    open_one = Episode.objects.filter(person=child, returned_at__isnull=True, withdrawn_at__isnull=True)
    standing = open_one.order_by("-left_at").first()
    episode = standing or record_episode(
        person=child, agency=child.circle.agency, kind=reported.kind, left=reported.left, by=by, at=at
    )
    held = locked(episode.pk)
    for said in _turns(reported):
        keep_turn(held, said, by=by, at=at)
    return Joined(held, standing is not None)


def _turns(reported: Reported) -> list[Said]:
    told = Said(
        What.REPORTED,
        code=reported.reported_by,
        codes=[reported.kind.value],
        whom=reported.name,
        words=reported.words,
        moment=reported.left,
    )
    if not reported.last_seen.strip():
        return [told]
    seen = Said(What.SEEN, place=reported.last_seen, moment=reported.left, whom=reported.name)
    return [told, seen]
