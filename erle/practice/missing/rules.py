"""Kinds of episode, the answers to a return interview, and the moment from which its 72 hours run."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from erle.knowledge.records.rules import Precision


class EpisodeKind(StrEnum):
    """Whether anybody knew where the child was (SSDA903 return, item MISSING)."""

    MISSING = "M"
    AWAY = "A"


class InterviewStatus(StrEnum):
    """How a return interview stands; source: docs/glossary.md, return interview."""

    OFFERED = "offered"
    BOOKED = "booked"
    COMPLETED = "completed"
    DECLINED = "declined"
    NO_CONTACT = "no_contact"


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
