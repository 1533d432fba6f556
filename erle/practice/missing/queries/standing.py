"""How an episode stands: of each kind of turn the newest, what is still to be done, who was told and who was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from erle.foundation.agencies.rules import AgencyKind
from erle.knowledge.records.models import Person
from erle.practice.missing.models import Episode, TriggerPlan, Turn
from erle.practice.missing.rules.codes import What, to_be_told
from erle.practice.missing.rules.scale import ORDER, scale_called


@dataclass
class State:
    """An episode with its turns, the oldest first."""

    episode: Episode
    turns: list[Turn] = field(default_factory=list)

    def newest(self, *kinds: What) -> Turn | None:
        """Return the newest turn of the kinds."""
        return next((turn for turn in reversed(self.turns) if turn.what in kinds), None)

    def all_of(self, what: What) -> list[Turn]:
        """Return every turn of the kind, the oldest first."""
        return [turn for turn in self.turns if turn.what == what]

    @property
    def version(self) -> int:
        """The version as it is read now."""
        return self.turns[-1].version if self.turns else 0

    @cached_property
    def risk(self) -> Turn | None:
        """The level that holds."""
        return self.newest(What.RISK)

    @cached_property
    def risk_words(self) -> str:
        """The level's name by the scale under which it was given, or nothing."""
        return scale_called(self.risk.scale).level(self.risk.code).words if self.risk else ""

    @cached_property
    def care(self) -> Turn | None:
        """Care status and authorities as they stand."""
        return self.newest(What.CARE)

    def care_at(self, moment: datetime) -> Turn | None:
        """Return care status and authorities as they were known at the moment."""
        return next((turn for turn in reversed(self.all_of(What.CARE)) if turn.changed_at <= moment), None)

    @cached_property
    def holder(self) -> Turn | None:
        """Who took it on last."""
        return self.newest(What.TAKEN)

    @cached_property
    def located(self) -> Turn | None:
        """Where the child is known to be, where no return was taken back since."""
        newest = self.newest(What.LOCATED, What.REOPENED)
        return newest if newest is not None and newest.what == What.LOCATED else None

    @cached_property
    def seen(self) -> Turn | None:
        """Where the child was seen or heard of last, by the time that was said, not by when it was written."""
        sightings = [turn for turn in self.turns if turn.what in (What.SEEN, What.LOCATED) and turn.happened_at]
        return max(sightings, key=lambda turn: (turn.happened_at, turn.version), default=None)

    @cached_property
    def told(self) -> dict[str, Turn]:
        """Who was told, by the list's keys: of each the newest."""
        return {turn.code: turn for turn in self.turns if turn.what == What.TOLD}

    @cached_property
    def not_told(self) -> list[str]:
        """Return the keys of those who are to be told and were not; who reported or wrote knows already."""
        known = {turn.code for turn in self.all_of(What.REPORTED)} | self.told.keys()
        known |= {"family"} if "parent" in known else set()
        known |= {"police"} if any(turn.agency.kind == AgencyKind.POLICE for turn in self.turns) else set()
        owed = to_be_told(self.care.codes if self.care else ())
        return [key for key in owed if key not in known]

    @cached_property
    def ended(self) -> dict[int, Turn]:
        """What ended which turn, by the number of the turn that is ended."""
        return {turn.answers_id: turn for turn in self.turns if turn.answers_id is not None}

    @cached_property
    def to_do(self) -> list[Turn]:
        """The actions without an outcome, the one due first before the others."""
        waiting = [turn for turn in self.all_of(What.ACTION) if turn.pk not in self.ended]
        return sorted(waiting, key=lambda turn: (turn.due_at or turn.changed_at, turn.version))

    @cached_property
    def handed(self) -> list[Turn]:
        """The notes of a hand-over that nobody has acknowledged."""
        return [turn for turn in self.all_of(What.HANDED) if turn.pk not in self.ended]

    @property
    def order(self) -> tuple[int, datetime]:
        """How the board sorts: the highest risk first, then the longest missing."""
        return ORDER[self.risk.code if self.risk else ""], self.episode.left_at


def states(episodes: Iterable[Episode]) -> list[State]:
    """Return how each episode stands, in the order given; one query however many they are."""
    found = {episode.pk: State(episode) for episode in episodes}
    turns = Turn.objects.filter(episode__in=found).select_related("changed_by__agency", "worker__agency", "agency")
    for turn in turns.order_by("episode_id", "version"):
        found[turn.episode_id].turns.append(turn)
    return list(found.values())


def state_of(episode: Episode) -> State:
    """Return how the episode stands."""
    [state] = states([episode])
    return state


def turn_of(episode: Episode, version: int) -> Turn:
    """Return a turn of the episode, or raise `Turn.DoesNotExist`."""
    return Turn.objects.select_related("episode", "changed_by").get(episode=episode, version=version)


def turns_since(episode: Episode, version: int) -> Sequence[Turn]:
    """Return what was recorded since the version was read, the newest first."""
    newer = Turn.objects.filter(episode=episode, version__gt=version).select_related("changed_by__agency")
    return list(newer.order_by("-version"))


def plans_of(person: Person) -> QuerySet[TriggerPlan]:
    """Return every version of the child's plan, the newest first."""
    return TriggerPlan.objects.filter(person=person).select_related("made_by__agency").order_by("-version")
