"""Per episode: was a return interview offered, accepted or declined, and when was it done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from erle.practice.missing.models import Briefing, Episode, ReturnInterview
from erle.practice.missing.rules import InterviewStatus

OFFERING = frozenset({InterviewStatus.OFFERED, InterviewStatus.ACCEPTED, InterviewStatus.BOOKED})
ACCEPTING = frozenset({InterviewStatus.ACCEPTED, InterviewStatus.BOOKED, InterviewStatus.COMPLETED})
TRYING = frozenset({InterviewStatus.NO_CONTACT, InterviewStatus.COMPLETED})


@dataclass(frozen=True)
class Interviewed:
    """What became of the interview that one episode's return asks for, as it is told in the child's circle."""

    returned_at: datetime | None
    offered_at: datetime | None = None
    attempted_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    done_at: datetime | None = None
    late_because: str = ""

    @property
    def offered(self) -> bool:
        """Whether it was offered."""
        return self.offered_at is not None

    @property
    def accepted(self) -> bool:
        """Whether the child accepts, as the newest answer has it."""
        return self.accepted_at is not None and (self.declined_at is None or self.accepted_at >= self.declined_at)

    @property
    def declined(self) -> bool:
        """Whether the child declined, and did not accept since."""
        return self.declined_at is not None and not self.accepted

    def took(self, moment: datetime | None) -> timedelta | None:
        """Return how long after the return it was, where both are known."""
        return moment - self.returned_at if moment is not None and self.returned_at is not None else None


def interviewed(episodes: Iterable[Episode]) -> dict[int, Interviewed]:
    """Return of each episode, by its number, what became of its interview: by one query, under the policies.

    A child who accepted, declined, or was talked with was offered it; that moment counts where no offer is before it.
    """
    found = {episode.pk: episode for episode in episodes}
    steps: dict[int, list[ReturnInterview]] = {number: [] for number in found}
    for step in ReturnInterview.objects.filter(episode__in=found).order_by("happened_at", "pk"):
        steps[step.episode_id].append(step)
    return {number: _came_to(episode.returned_at, steps[number]) for number, episode in found.items()}


def _came_to(returned_at: datetime | None, steps: list[ReturnInterview]) -> Interviewed:
    def first(*statuses: InterviewStatus) -> datetime | None:
        return next((step.happened_at for step in steps if step.status in statuses), None)

    def last(*statuses: InterviewStatus) -> datetime | None:
        return next((step.happened_at for step in reversed(steps) if step.status in statuses), None)

    answered = first(*OFFERING, *ACCEPTING, InterviewStatus.DECLINED)
    late = [step.code for step in steps if step.status == InterviewStatus.LATE]
    return Interviewed(
        returned_at=returned_at,
        offered_at=answered,
        attempted_at=first(*TRYING),
        accepted_at=last(*ACCEPTING),
        declined_at=last(InterviewStatus.DECLINED),
        done_at=first(InterviewStatus.COMPLETED),
        late_because=late[-1] if late else "",
    )


def briefed(episode: Episode) -> Briefing | None:
    """Return what the interviewer of the child was told last, as the child's circle sees it, with her service."""
    found = Briefing.objects.filter(circle=episode.circle_id).select_related("service", "written_by__agency")
    return found.order_by("-pk").first()
