"""Kinds and limits of access, as data."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of what has no end set."""

BREAK_GLASS_LASTS = timedelta(hours=1)
REVIEW_WITHIN_WORKING_DAYS = 2
LONGEST_SHARE = timedelta(days=366)
"""An act of sharing lapses by itself; it may be renewed, never left open."""


class CircleKind(StrEnum):
    """What a circle is about."""

    CHILD = "child"
    OPERATION = "operation"
    AGENCY = "agency"
    NAMED_LIST = "named_list"
    REPORT = "report"
    """What one person handed in: she, who holds her agency's records, and the MASH desk."""
    DESK = "desk"
    """What the MASH desk writes about one report."""
    CHECK = "check"
    """What the MASH desk asks one agency."""
    INTERVIEW = "interview"
    """One return interview: those of the service that holds it."""
    WITHHELD = "withheld"
    """What a child asked not to be shared: who heard it, and whom a decision lets in. Always sealed."""


class ShareKind(StrEnum):
    """How a worker or a role came into a circle."""

    OPENED = "opened"
    LEAD = "lead"
    SHARED = "shared"
    BREAK_GLASS = "break_glass"
    EVERYTHING = "everything"


class Decision(StrEnum):
    """What was decided about a request to share."""

    SHARE = "share"
    NOT_SHARE = "not_share"


@dataclass(frozen=True)
class EmergencyReason:
    """Why an opening cannot wait."""

    key: str
    words: str


EMERGENCY_REASONS = (
    EmergencyReason("missing_now", "The child is missing now"),
    EmergencyReason("not_safe_to_go_home", "The child is with me and not safe to go home"),
    EmergencyReason("danger_to_life", "Danger to life"),
)
