"""Recording that a child was missing or away, that the child returned, and the return interview that is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import Owed, start, stop
from erle.foundation.clocks.queries import running_about
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.models import ImportBatch, Person, Report
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.models import Episode, ReturnInterview
from erle.practice.missing.rules import ENDS_THE_CLOCK, EpisodeKind, InterviewStatus, Moment, clock_note

RETURN_INTERVIEW = "return_interview"
OWED_BY = "return-interview-coordinator"
TITLES = {
    EpisodeKind.MISSING: (EntryKind.MISSING, "Missing: nobody knew where the child was"),
    EpisodeKind.AWAY: (EntryKind.AWAY, "Away from placement without permission"),
}
INTERVIEW_TITLES = {
    InterviewStatus.OFFERED: "Return interview offered",
    InterviewStatus.BOOKED: "Return interview booked",
    InterviewStatus.COMPLETED: "Return interview held",
    InterviewStatus.DECLINED: "Return interview declined",
    InterviewStatus.NO_CONTACT: "Return interview: no contact yet",
}


class ReturnedAlready(Refused):
    """The child has returned from this episode."""


class ReturnBeforeLeaving(Refused):
    """The return lies before the child left."""


class InterviewOver(Refused):
    """The return interview was held or declined already."""


@dataclass(frozen=True)
class Told:
    """An episode as one row of a file tells it."""

    person: Person
    report: Report
    kind: EpisodeKind
    left: Moment
    returned: Moment | None


@dataclass(frozen=True)
class Origin:
    """Where an episode was told: the report and the file it came by."""

    report: Report | None = None
    batch: ImportBatch | None = None


def record_episode(
    *, person: Person, agency: Agency, kind: EpisodeKind, left: Moment, origin: Origin | None = None, by: Worker, at: datetime
) -> Episode:
    """Record that a child is, or was, missing or away, and write it in the chronology."""
    origin = origin or Origin()
    episode = Episode.objects.create(
        circle=person.circle,
        reference=new_reference("M"),
        person=person,
        agency=agency,
        report=origin.report,
        batch=origin.batch,
        kind=kind,
        left_at=left.at,
        left_precision=left.precision,
        recorded_by=by,
        recorded_at=at,
    )
    entry_kind, title = TITLES[kind]
    _tell(episode, Line(entry_kind, title), left, origin, by=by, at=at)
    return episode


def record_return(*, episode: Episode, returned: Moment, origin: Origin | None = None, by: Worker, at: datetime) -> Episode:
    """Record that the child returned, and start the 72 hours within which an independent person talks with the child."""
    if episode.returned_at is not None:
        raise ReturnedAlready("A return has been recorded for this episode already.")
    if returned.at < episode.left_at:
        raise ReturnBeforeLeaving("The return lies before the child left. Check both times.")
    episode.returned_at, episode.returned_precision = returned.at, returned.precision
    episode.save(update_fields=["returned_at", "returned_precision"])
    start(
        RETURN_INTERVIEW,
        about=episode.reference,
        circle=episode.circle,
        started_at=returned.at,
        title="Return interview not yet held",
        owed_by=Owed(agency=episode.agency, role=OWED_BY),
        note=clock_note(returned),
        by=by,
        at=at,
    )
    _tell(episode, Line(EntryKind.RETURNED, "Returned"), returned, origin or Origin(), by=by, at=at)
    return episode


def take_told(*, told: Sequence[Told], batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Record the episodes that a file tells, and the returns from those that stand already; return how many are new."""
    standing = {
        (episode.person_id, episode.kind, episode.left_at): episode
        for episode in Episode.objects.filter(person__in={one.person.pk for one in told}, withdrawn_at__isnull=True).select_related("circle", "person", "agency")
    }
    new = 0
    for one in told:
        origin = Origin(report=one.report, batch=batch)
        episode = standing.get((one.person.pk, one.kind, one.left.at))
        if episode is None:
            episode = record_episode(person=one.person, agency=batch.agency, kind=one.kind, left=one.left, origin=origin, by=by, at=at)
            standing[one.person.pk, one.kind, one.left.at] = episode
            new += 1
        if one.returned is not None and episode.returned_at is None:
            record_return(episode=episode, returned=one.returned, origin=origin, by=by, at=at)
    return new


def withdraw_told(*, batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Withdraw the episodes that a batch brought, and stop their clocks; return how many they were."""
    episodes = list(Episode.objects.filter(batch=batch, withdrawn_at__isnull=True))
    for episode in episodes:
        running = running_about(episode.reference, key=RETURN_INTERVIEW)
        if running is not None:
            stop(running, outcome="The file that told of the episode was undone", by=by, at=at)
    Episode.objects.filter(pk__in=[episode.pk for episode in episodes]).update(withdrawn_at=at)
    return len(episodes)


def record_return_interview(
    *, episode: Episode, status: InterviewStatus, happened_at: datetime, interviewer: str, note: str, by: Worker, at: datetime
) -> ReturnInterview:
    """Record an offer, a booking, the interview, or that the child declined; the last two stop the clock."""
    gate.require(Ability.RECORD_RETURN_INTERVIEW, by=by)
    running = running_about(episode.reference, key=RETURN_INTERVIEW)
    if running is None:
        raise InterviewOver("The return interview for this episode was held or declined already.")
    step = ReturnInterview.objects.create(
        circle=episode.circle,
        episode=episode,
        status=status,
        happened_at=happened_at,
        interviewer=interviewer,
        note=note,
        recorded_by=by,
        recorded_at=at,
    )
    title = INTERVIEW_TITLES[status]
    write_line(
        person=episode.person,
        agency=by.agency,
        line=Line(EntryKind.RETURN_INTERVIEW, title),
        happened_at=happened_at,
        precision=Precision.MINUTE,
        text=note,
        by=by,
        at=at,
    )
    if status in ENDS_THE_CLOCK:
        stop(running, outcome=title, by=by, at=at)
    return step


def _tell(episode: Episode, line: Line, moment: Moment, origin: Origin, *, by: Worker, at: datetime) -> None:
    write_line(
        person=episode.person,
        agency=episode.agency,
        line=line,
        happened_at=moment.at,
        precision=moment.precision,
        report=origin.report,
        batch=origin.batch,
        by=by,
        at=at,
    )
