"""Reading the episodes of a year for those who count them: of the circles that the acting worker is in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from erle.foundation.agencies.models import Agency
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.models import Person
from erle.practice.missing.models import Episode, ReturnInterview
from erle.practice.missing.queries.standing import states
from erle.practice.missing.rules import EpisodeKind, InterviewStatus
from erle.practice.missing.rules.collection import Stretch, stretches
from erle.practice.missing.rules.times import eighteen_on


@dataclass(frozen=True)
class Collected:
    """An episode as it is counted: whose it is, its stretches in days, what is known of care, what told of it."""

    episode: Episode
    stretches: list[Stretch]
    care: frozenset[str]
    told_by: str
    """The format of the file that told of it; blank where it was recorded on a page."""

    @property
    def person(self) -> Person:
        """The child."""
        return self.episode.person


def episodes_collected(agency: Agency, *, begins_at: datetime, ends_at: datetime) -> Iterator[Collected]:
    """Yield the episodes on the agency's own records that lie in the time, wholly or in part, by child and start."""
    within = Q(returned_at__isnull=True) | Q(returned_at__gte=begins_at)
    found = Episode.objects.filter(within, left_at__lt=ends_at, withdrawn_at__isnull=True, circle__agency=agency)
    found = found.filter(person__withdrawn_at__isnull=True).annotate(told_by=F("batch__format"))
    for state in states(found.select_related("person__circle", "agency").order_by("person_id", "left_at", "pk")):
        episode = state.episode
        located = state.located.happened_at if state.located else None
        born = episode.person.born_on
        yield Collected(
            episode,
            stretches(
                EpisodeKind(episode.kind),
                left=local_day(episode.left_at),
                found=_day(located),
                back=_day(episode.returned_at),
                eighteen=eighteen_on(born) if born else None,
            ),
            frozenset(state.care.codes if state.care else ()),
            episode.told_by or "",  # type: ignore[attr-defined]
        )


OFFERED = frozenset(InterviewStatus) - {InterviewStatus.NO_CONTACT, InterviewStatus.LATE}
ACCEPTED = frozenset({InterviewStatus.ACCEPTED, InterviewStatus.BOOKED, InterviewStatus.COMPLETED})


@dataclass(frozen=True)
class Answered:
    """Whether a return interview was offered for an episode, and whether the child accepted; None: no answer yet."""

    offered: bool = False
    accepted: bool | None = None


def interviews_answered(episodes: Collection[Episode]) -> dict[int, Answered]:
    """Return, by the number of each episode with a step towards an interview, what was offered and answered.

    `interviewed.py` says when each was; in SQL it is `erle.interview_facts`.
    """
    steps: dict[int, set[str]] = {}
    for number, status in ReturnInterview.objects.filter(episode__in=episodes).values_list("episode_id", "status"):
        steps.setdefault(number, set()).add(status)
    return {number: _answered(said) for number, said in steps.items()}


def _answered(said: set[str]) -> Answered:
    accepted = True if said & ACCEPTED else False if InterviewStatus.DECLINED in said else None
    return Answered(bool(said & OFFERED), accepted)


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
