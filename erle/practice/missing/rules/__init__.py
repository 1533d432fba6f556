"""Kinds of episode, the answers to a return interview, and the moment from which its 72 hours run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from erle.knowledge.records.rules import Precision


class EpisodeKind(StrEnum):
    """Whether anybody knew where the child was (SSDA903 return, item MISSING)."""

    MISSING = "M"
    AWAY = "A"


class InterviewStatus(StrEnum):
    """How a return interview stands; source: docs/glossary.md, return interview."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    COMPLETED = "completed"
    DECLINED = "declined"
    NO_CONTACT = "no_contact"
    LATE = "late"


INTERVIEW_TITLES = {
    InterviewStatus.OFFERED: "Return interview offered",
    InterviewStatus.ACCEPTED: "Return interview accepted",
    InterviewStatus.BOOKED: "Return interview booked",
    InterviewStatus.COMPLETED: "Return interview held",
    InterviewStatus.DECLINED: "Return interview declined",
    InterviewStatus.NO_CONTACT: "Return interview: no contact yet",
    InterviewStatus.LATE: "Return interview late",
}
ENDS_THE_CLOCK = frozenset({InterviewStatus.COMPLETED, InterviewStatus.DECLINED})


@dataclass(frozen=True)
class Moment:
    """A time, and how exactly it is known."""

    at: datetime
    precision: Precision


def clock_note(returned: Moment) -> str:
    """Say what was assumed of the time of return: an unknown hour counts from the start of the day, the earliest."""
    if returned.precision == Precision.MINUTE:
        return ""
    if returned.precision == Precision.DAY:
        return "The hour of return is not known: counted from the start of the day."
    return "The time of return is not exact: counted from the earliest it can have been."


TOLD_TOGETHER = timedelta(hours=36)
"""Two agencies that tell within this time of a child gone, or come back, tell of the same."""


@dataclass(frozen=True)
class Spell:
    """Time missing as the lines of a chronology tell it, whoever wrote them."""

    left: Moment
    returned: Moment | None


def spells(told: Iterable[tuple[bool, Moment]]) -> list[Spell]:
    """Return the times missing, the oldest first, of what was told: of leaving (true) and of coming back (false).

    A return that nobody told of is none: the spell stays open, and if it is the last the child is missing now.
    """
    found: list[Spell] = []
    gone: Moment | None = None
    for left, moment in sorted(told, key=lambda one: (one[1].at, not one[0])):
        if left and gone and moment.at - gone.at > TOLD_TOGETHER:
            found.append(Spell(gone, None))
            gone = moment
        elif left:
            gone = gone or moment
        elif gone:
            found.append(Spell(gone, moment))
            gone = None
    return [*found, Spell(gone, None)] if gone else found
