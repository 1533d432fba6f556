"""Return interviews as their service sees them: what is due, what stands written, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet

from erle.foundation.agencies.models import Agency, Post
from erle.foundation.agencies.queries import open_agencies
from erle.foundation.agencies.rules import Ability
from erle.practice.missing.models import (
    Briefing,
    Covered,
    Interview,
    InterviewHandOver,
    InterviewService,
    InterviewTurn,
    Override,
    PlanOffer,
    Withheld,
)
from erle.practice.missing.rules import InterviewStatus
from erle.practice.missing.rules.interviewing import Group, Step

AFTER_THE_TALK = (Step.WHY, Step.ACCOUNT, Step.LEARNED, Step.HELP, Step.TOLD)
"""What comes next once the talk was held, one after the other."""
ASKED_FOR_LATENESS = timedelta(days=90)


@dataclass
class State:
    """An interview with its turns, the oldest first, and the episodes that it answers for."""

    interview: Interview
    turns: list[InterviewTurn] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)

    def newest(self, *steps: Step) -> InterviewTurn | None:
        """Return the newest turn of the steps."""
        return next((turn for turn in reversed(self.turns) if turn.what in steps), None)

    def all_of(self, step: Step) -> list[InterviewTurn]:
        """Return every turn of the step, the oldest first."""
        return [turn for turn in self.turns if turn.what == step]

    @cached_property
    def open_ones(self) -> list[Covered]:
        """The episodes for which an interview is still owed, the one due first before the others."""
        return sorted((one for one in self.covered if one.ended_at is None), key=lambda one: one.due_at)

    @cached_property
    def places(self) -> dict[str, Covered]:
        """Each episode by its place among those that ever were covered, which stays the same whatever comes or ends."""
        return {str(place): one for place, one in enumerate(sorted(self.covered, key=lambda one: one.pk), 1)}

    @cached_property
    def of_the_child(self) -> list[Covered]:
        """What it covers, or covered, of the child; not what a tie led here that was undone."""
        return [one for one in self.covered if one.parted_at is None]

    @property
    def is_apart(self) -> bool:
        """Whether the talk was about what was found to be another child's alone: whose words they are is not known."""
        return self.held is not None and not any(_asked(one) for one in self.of_the_child)

    @property
    def is_mixed(self) -> bool:
        """Whether the talk answered for the child and for what was found to be another's: who said what is unknown."""
        parted = any(one.parted_at is not None and one.outcome == InterviewStatus.COMPLETED for one in self.covered)
        return self.held is not None and parted and not self.is_apart

    @property
    def version(self) -> int:
        """The version that was read: that of the newest turn."""
        return self.turns[-1].version if self.turns else 0

    @property
    def due_at(self) -> datetime | None:
        """When the first of the hours are over, where any still run."""
        return self.open_ones[0].due_at if self.open_ones else None

    @cached_property
    def held(self) -> InterviewTurn | None:
        """The talk."""
        return self.newest(Step.HELD)

    @cached_property
    def answer(self) -> str:
        """What the child answered last."""
        offered = self.newest(Step.OFFER)
        return offered.codes[0] if offered and offered.codes else ""

    @property
    def next_step(self) -> Step:
        """What the interviewer does next."""
        if self.held is None and self.open_ones:
            if self.answer != InterviewStatus.ACCEPTED:
                return Step.OFFER
            return Step.HELD if self.newest(Step.CHOICE) else Step.CHOICE
        written = {turn.what for turn in self.turns}
        left = [step for step in AFTER_THE_TALK if step not in written] if self.held else []
        return left[0] if left else Step.FINISHED

    def is_late(self, at: datetime) -> bool:
        """Say whether an episode's hours were over before the talk, and nobody has said why yet."""
        asked = [one for one in self.of_the_child if _asked(one)]
        late = any(self._answered_at(one, one.ended_at or at) > one.due_at for one in asked)
        return late and self.newest(Step.LATE) is None

    def _answered_at(self, one: Covered, ended: datetime) -> datetime:
        """Return when the child talked, or declined; until then, when it was ended, or the moment."""
        said = {InterviewStatus.COMPLETED: self.held, InterviewStatus.DECLINED: self.newest(Step.OFFER)}
        turn = said[InterviewStatus(one.outcome)] if one.outcome in said else None
        return turn.happened_at if turn is not None and turn.happened_at is not None else ended

    @cached_property
    def measures(self) -> list[tuple[str, datetime | None]]:
        """The three measures: when the first offer, the first attempt to meet and the talk were."""
        offers = [turn.happened_at for turn in self.all_of(Step.OFFER) if turn.happened_at]
        tries = [turn.happened_at for turn in self.turns if turn.what in (Step.ATTEMPT, Step.HELD) and turn.happened_at]
        held = self.held.happened_at if self.held else None
        return [("Offered", min(offers, default=None)), ("First tried", min(tries, default=None)), ("Held", held)]


def _asked(one: Covered) -> bool:
    return one.outcome in ("", InterviewStatus.COMPLETED, InterviewStatus.DECLINED)


def interview_called(reference: str) -> Interview:
    """Return the interview of the circles that the worker is in, or raise `Interview.DoesNotExist`."""
    return Interview.objects.select_related("service", "circle").get(reference=reference)


def states(interviews: Iterable[Interview]) -> list[State]:
    """Return how each interview stands, in the order given; two queries however many they are."""
    found = {interview.pk: State(interview) for interview in interviews}
    turns = InterviewTurn.objects.filter(interview__in=found).select_related("changed_by__agency")
    for turn in turns.order_by("interview_id", "version"):
        found[turn.interview_id].turns.append(turn)
    for one in Covered.objects.filter(interview__in=found).order_by("left_at", "pk"):
        found[one.interview_id].covered.append(one)
    return list(found.values())


def state_of_interview(interview: Interview) -> State:
    """Return how the interview stands."""
    [state] = states([interview])
    return state


def worklist() -> list[State]:
    """Return every open interview of the worker's service: what is due first, and then what is to be finished."""
    open_ones = Interview.objects.filter(ended_at__isnull=True).select_related("service")
    found = states(open_ones.order_by("opened_at", "pk"))
    return sorted(found, key=lambda state: (state.due_at is None, state.due_at or state.interview.opened_at))


def finished_lately(at: datetime, *, most: int) -> list[State]:
    """Return so many of the service's finished interviews of the last weeks, the newest first."""
    since = at - ASKED_FOR_LATENESS
    done = Interview.objects.filter(ended_at__gte=since).select_related("service").order_by("-ended_at")
    return states(done[:most])


def briefings_of(interview: Interview) -> QuerySet[Briefing]:
    """Return what the interviewer must know, in the interview's own circle, the newest first."""
    found = Briefing.objects.filter(interview=interview, circle=interview.circle, withdrawn_at__isnull=True)
    return found.select_related("written_by__agency").order_by("-pk")


def withheld_of(interview: Interview) -> QuerySet[Withheld]:
    """Return what the child asked not to be shared, as far as the worker heard it or was let in."""
    return Withheld.objects.filter(interview=interview).select_related("kept_by__agency").order_by("pk")


def withheld_called(reference: str) -> Withheld:
    """Return it, or raise `Withheld.DoesNotExist`."""
    return Withheld.objects.select_related("kept_by__agency", "circle").get(reference=reference)


def overrides_of(withheld: Withheld) -> QuerySet[Override]:
    """Return the decisions that safety overrides what was asked, the oldest first."""
    return Override.objects.filter(withheld=withheld).select_related("decided_by__agency").order_by("pk")


def services(at: datetime) -> dict[Group, list[InterviewService]]:
    """Return of each group the services that held, hold or will hold its interviews, the newest day first."""
    found = InterviewService.objects.select_related("agency", "set_by").order_by("-in_force_from", "-pk")
    by_group: dict[Group, list[InterviewService]] = {group: [] for group in Group}
    for one in found.filter(set_at__lte=at):
        by_group[Group(one.care)].append(one)
    return by_group


def offers_of(person: int) -> dict[str, PlanOffer]:
    """Return the lines that nobody answered of those that interviews offer for the plan of the child, by number.

    Each stands under its place among all that were ever offered, which stays the same whichever is answered.
    """
    offered = PlanOffer.objects.filter(person_id=person).select_related("offered_by__agency").order_by("pk")
    return {str(place): one for place, one in enumerate(offered, 1) if one.answered_at is None}


def services_besides(interview: Interview, at: datetime) -> QuerySet[Agency]:
    """Return the other agencies that take part at which somebody holds return interviews."""
    held = Post.objects.held(at).filter(role__abilities__contains=[Ability.HOLD_INTERVIEWS])
    besides = open_agencies().filter(pk__in=held.values("agency")).exclude(pk=interview.service_id)
    return besides.order_by("name")


def hand_over_called(reference: str) -> InterviewHandOver:
    """Return the hand-over as the worker's own side sees it, or raise `InterviewHandOver.DoesNotExist`."""
    found = _hand_overs().filter(reference=reference).order_by("outgoing").first()
    if found is None:
        raise InterviewHandOver.DoesNotExist
    return found


def offered_to_us() -> QuerySet[InterviewHandOver]:
    """Return what other services offer to the worker's, what is due first before the rest."""
    return _hand_overs().filter(outgoing=False, ended_at__isnull=True).order_by("due_at", "pk")


def offered_by_us() -> QuerySet[InterviewHandOver]:
    """Return what the worker's service offers to others, and holds until they take it."""
    return _hand_overs().filter(outgoing=True, ended_at__isnull=True).order_by("pk")


def handed_on(at: datetime, *, most: int) -> QuerySet[InterviewHandOver]:
    """Return so many of the interviews that others took from the worker's service in the last weeks, newest first."""
    since = at - ASKED_FOR_LATENESS
    return _hand_overs().filter(outgoing=True, outcome="taken", ended_at__gte=since).order_by("-ended_at")[:most]


def _hand_overs() -> QuerySet[InterviewHandOver]:
    return InterviewHandOver.objects.select_related("from_service", "to_service", "offered_by", "ended_by")
