"""Episodes of being missing or away, the plan for when, and the return interviews that follow."""

from erle.practice.missing.models.episodes import Episode, ReturnInterview, TriggerPlan, Turn
from erle.practice.missing.models.interviews import (
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

__all__ = [
    "Briefing", "Covered", "Episode", "Interview", "InterviewHandOver", "InterviewService", "InterviewTurn", "Override",
    "PlanOffer", "ReturnInterview", "TriggerPlan", "Turn", "Withheld",
]  # fmt: skip
