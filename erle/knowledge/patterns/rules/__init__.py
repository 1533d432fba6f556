"""Patterns of being missing: what is looked for, by which of the partnership's numbers, and what somebody decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST_REASON = 1000


class Pattern(StrEnum):
    """What repeats."""

    REPEATED = "repeated"
    LONGER = "longer"
    HOURS = "hours"
    TOGETHER = "together"
    THING = "thing"
    PERSON = "person"


class Verdict(StrEnum):
    """What a person decides about a pattern; each with reasons, and none for good."""

    MEETING = "meeting"
    ACTING = "acting"
    WATCH = "watch"
    EXPLAINED = "explained"
    AGAIN = "again"


STILL_RAISED = frozenset({Verdict.AGAIN})
"""What was decided, and yet the pattern stands on the list."""


@dataclass(frozen=True)
class Rule:
    """The partnership's numbers as they stand on a day."""

    days: int
    repeat_episodes: int
    repeat_days: int
    longer_episodes: int
    together_minutes: int
    together_times: int
    chance_percent: int
    thing_children: int

    @classmethod
    def of(cls, values: Mapping[str, int]) -> "Rule":
        """Take them from the partnership's settings."""
        return cls(
            days=values["pattern_days"],
            repeat_episodes=values["repeat_missing_episodes"],
            repeat_days=values["repeat_missing_days"],
            longer_episodes=values["longer_missing_episodes"],
            together_minutes=values["together_minutes"],
            together_times=values["together_times"],
            chance_percent=values["chance_percent"],
            thing_children=values["same_thing_children"],
        )

    @property
    def share(self) -> float:
        """Of what is raised, how much may be chance."""
        return self.chance_percent / 100


@dataclass(frozen=True)
class Away:
    """One time missing of one child: when the child left, and was back where that is told of.

    `until`: until when the child was away at the most. `exact`: whether the hour of leaving is known.
    """

    child: int
    left: datetime
    back: datetime | None
    until: datetime
    exact: bool = True

    @property
    def key(self) -> str:
        """What this time is called where somebody decides about it: the child's number and the minute."""
        return f"{self.child}@{self.left:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True)
class Chance:
    """How often so much comes by chance: for one, and among all that were looked at."""

    likely: float
    looked_at: int

    @property
    def expected(self) -> float:
        """How many as striking as this are expected by chance among all that were looked at."""
        return self.likely * self.looked_at


@dataclass(frozen=True)
class Found:
    """A pattern: of which children, about what, made of which times missing, and how it stands to chance."""

    pattern: Pattern
    children: tuple[int, ...]
    about: str
    times: tuple[tuple[Away, ...], ...]
    """Each occasion: one time missing, or those of several children."""
    raised: bool
    chance: Chance | None = None
    words: str = ""
    """The thing or person as it was said; the day or hours."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """What else its sentence counts."""

    @property
    def facts(self) -> frozenset[str]:
        """What the pattern is made of: where it holds one that nobody has judged, it is raised again."""
        return frozenset(away.key for occasion in self.times for away in occasion)
