"""Routing the demo's return interviews to two services, and what their interviewers wrote down."""

from datetime import timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.statute.moments import local_day
from erle.practice.missing.actions.interviewing import Offered, record_offer
from erle.practice.missing.actions.routing import set_service
from erle.practice.missing.models import Covered, Episode
from erle.practice.missing.queries.interviewing import interview_called
from erle.practice.missing.rules.interviewing import Group
from rehearsal.stage import Stage
from rehearsal.story import Step

ROUTED_FOR = timedelta(days=30)
"""Children who came back before were asked as it was done then: by who was let into the record."""
HOLDS = {Group.HOME: "returns", Group.NOT_KNOWN: "returns", Group.CARE: "advocates", Group.PLACED_HERE: "advocates"}
AGREED = "Agreed by the partnership: somebody independent of the child's care"
ADMINISTRATOR = "postlethwaite"


def route_interviews(stage: Stage) -> None:
    """Have one service hold the interviews of children at home, and one those of children in care."""
    by, since = stage.workers[ADMINISTRATOR], stage.now - ROUTED_FOR
    with acting_as(by):
        for group, key in HOLDS.items():
            service, day = stage.agencies[key], local_day(since)
            set_service(care=group, agency=service, in_force_from=day, reason=AGREED, by=by, at=since)


def take_interview_step(step: Step, episode: Episode, stage: Stage) -> None:
    """Write down an offer and its answer, as the service's interviewer."""
    by, when = stage.workers[step.by], stage.at(step.days, step.time)
    answer = step.status.value if step.status.value in ("accepted", "declined") else "no_answer"
    with acting_as(by):
        covered = Covered.objects.select_related("interview").get(episode_id=episode.pk, ended_at__isnull=True)
        offered = Offered(how="message", whom="", answer=answer, words=step.note)
        interview = interview_called(covered.interview.reference)
        record_offer(interview=interview, offered=offered, when=when, by=by, at=stage.soon_after(when))
