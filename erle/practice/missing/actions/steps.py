"""Steps towards a return interview as somebody in the child's circle writes them down."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import stop
from erle.foundation.clocks.queries import running_about
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.actions import RETURN_INTERVIEW, NotReturnedYet
from erle.practice.missing.actions.routing import end_interviews, hold_interviews
from erle.practice.missing.models import Episode, ReturnInterview
from erle.practice.missing.rules import ENDS_THE_CLOCK, INTERVIEW_TITLES, InterviewStatus


class InterviewOver(Refused):
    """The return interview was held or declined already."""


def record_return_interview(
    *,
    episode: Episode,
    status: InterviewStatus,
    happened_at: datetime,
    interviewer: str,
    note: str,
    by: Worker,
    at: datetime,
) -> ReturnInterview:
    """Record an offer, a booking, the interview, or that the child declined; the last two stop the clock."""
    gate.require(Ability.RECORD_RETURN_INTERVIEW, by=by)
    gate.require_let_into(episode.circle_id)
    if episode.returned_at is None:
        raise NotReturnedYet("No return is recorded for this episode. Record when the child returned first.")
    hold_interviews([episode.pk])
    running = running_about(episode.reference, key=RETURN_INTERVIEW)
    if running is None:
        raise InterviewOver("The return interview for this episode was held or declined already.")
    told = {"status": status, "happened_at": happened_at, "interviewer": interviewer, "note": note}
    step = ReturnInterview.objects.create(
        circle=episode.circle, episode=episode, **told, recorded_by=by, recorded_at=at
    )
    write_line(
        person=episode.person,
        agency=by.agency,
        line=Line(EntryKind.RETURN_INTERVIEW, INTERVIEW_TITLES[status]),
        happened_at=happened_at,
        precision=Precision.MINUTE,
        text=note,
        by=by,
        at=at,
    )
    if status in ENDS_THE_CLOCK:
        stop(running, outcome=INTERVIEW_TITLES[status], by=by, at=at)
        end_interviews([episode.pk], status, f"{INTERVIEW_TITLES[status]}: {by.agency.name} recorded it.")
    return step
