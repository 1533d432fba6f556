"""Recording that a child was missing or away, that the child returned, and the return interview that is owed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef

from erle.foundation.agencies.models import Agency, Worker
from erle.foundation.agencies.references import new_reference, new_references
from erle.foundation.clocks.actions import Beginning, Owed, start, start_each, stop_each
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions import importing
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.models import Entry, ImportBatch, Person, Report
from erle.knowledge.records.rules import EntryKind
from erle.practice.missing.actions.routing import end_interviews, hold_interviews, open_interviews
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, Moment, clock_note

RETURN_INTERVIEW = "return_interview"
OWED_BY = "return-interview-coordinator"
OWING = "Return interview not yet held"
CHUNK = 1_000
"""Episodes of a file that are held at once."""
TITLES = {
    EpisodeKind.MISSING: (EntryKind.MISSING, "Missing: nobody knew where the child was"),
    EpisodeKind.AWAY: (EntryKind.AWAY, "Away from placement without permission"),
}
RETURNED = Line(EntryKind.RETURNED, "Returned")
UNDONE = "The file that told of it was undone"


class ReturnedAlready(Refused):
    """The child has returned from this episode."""


class ReturnBeforeLeaving(Refused):
    """The return lies before the child left."""


class NotReturnedYet(Refused):
    """The child is still missing or away."""


@dataclass(frozen=True)
class Told:
    """An episode as one row of a file tells it."""

    person: Person
    report: Report
    kind: EpisodeKind
    left: Moment
    returned: Moment | None
    text: str = ""


@dataclass(frozen=True)
class Origin:
    """Where an episode was told: the report and the file it came by."""

    report: Report | None = None
    batch: ImportBatch | None = None


def record_episode(
    *,
    person: Person,
    agency: Agency,
    kind: EpisodeKind,
    left: Moment,
    origin: Origin | None = None,
    by: Worker,
    at: datetime,
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


def record_return(
    *, episode: Episode, returned: Moment, origin: Origin | None = None, by: Worker, at: datetime
) -> Episode:
    """Record that the child returned, and start the 72 hours until an independent person has talked with the child."""
    if episode.returned_at is not None:
        raise ReturnedAlready("A return has been recorded for this episode already.")
    _require_order(episode, returned)
    episode.returned_at, episode.returned_precision = returned.at, returned.precision
    episode.save(update_fields=["returned_at", "returned_precision"])
    start(
        RETURN_INTERVIEW,
        about=episode.reference,
        circle=episode.circle,
        started_at=returned.at,
        title=OWING,
        owed_by=Owed(agency=episode.agency, role=OWED_BY),
        note=clock_note(returned),
        by=by,
        at=at,
    )
    open_interviews([episode.pk])
    _tell(episode, RETURNED, returned, origin or Origin(), by=by, at=at)
    return episode


def take_told(*, told: Iterable[Told], batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Record the episodes that a file tells, and the returns from those that stand already; return how many are new.

    They come in file order, each told by a report of the batch, and are taken a chunk at a time: a chunk costs as many
    statements as one of them would.
    """
    source, new = iter(told), 0
    while chunk := [*islice(source, CHUNK)]:
        taking = _sorted(chunk, batch, by=by, at=at)
        _keep(taking, batch, by=by, at=at)
        new += len(taking.new)
    return new


def withdraw_told(*, batch: ImportBatch, by: Worker, at: datetime) -> int:
    """Withdraw the episodes that a batch brought and stop their clocks; return how many they were.

    An episode that another batch brought, and whose return this one tells, is open again.
    """
    source, withdrawn = _of_batch(batch), 0
    while chunk := [*islice(source, CHUNK)]:
        abouts = [episode.reference for episode in chunk]
        hold_interviews([episode.pk for episode in chunk])
        stop_each(RETURN_INTERVIEW, about=abouts, outcome=UNDONE, by=by, at=at)
        brought = [episode.pk for episode in chunk if episode.batch_id == batch.pk]
        withdrawn += Episode.objects.filter(pk__in=brought).update(withdrawn_at=at)
        returned = [episode.pk for episode in chunk if episode.batch_id != batch.pk]
        Episode.objects.filter(pk__in=returned).update(returned_at=None, returned_precision="")
        end_interviews([episode.pk for episode in chunk], "withdrawn", UNDONE)
    return withdrawn


def _tell(episode: Episode, line: Line, moment: Moment, origin: Origin, *, by: Worker, at: datetime) -> None:
    write_line(
        person=episode.person,
        agency=by.agency,
        line=line,
        happened_at=moment.at,
        precision=moment.precision,
        report=origin.report,
        batch=origin.batch,
        by=by,
        at=at,
    )


@dataclass
class _Taking:
    """What a chunk of a file's episodes comes to: new ones, returns from old ones, lines, and clocks to start."""

    new: list[Episode] = field(default_factory=list)
    returned: list[Episode] = field(default_factory=list)
    lines: list[importing.Told] = field(default_factory=list)
    owed: list[Beginning] = field(default_factory=list)


def _sorted(chunk: list[Told], batch: ImportBatch, *, by: Worker, at: datetime) -> _Taking:
    """Hold each telling against what stands, and against those before it."""
    people, left = {one.person.pk for one in chunk}, {one.left.at for one in chunk}
    held = Episode.objects.filter(person__in=people, left_at__in=left, withdrawn_at__isnull=True)
    held = held.select_related("circle", "agency")
    standing = {(episode.person_id, episode.kind, episode.left_at): episode for episode in held}
    taking = _Taking()
    for one, reference in zip(chunk, new_references("M", len(chunk)), strict=True):
        key = one.person.pk, one.kind, one.left.at
        if key not in standing:
            standing[key] = _new_episode(one, reference, batch, by=by, at=at)
            taking.new.append(standing[key])
            line = Line(*TITLES[one.kind])
            taking.lines.append(importing.Told(one.report, line, one.left.at, one.left.precision, one.text))
        episode = standing[key]
        if one.returned is not None and episode.returned_at is None:
            _require_order(episode, one.returned)
            episode.returned_at, episode.returned_precision = one.returned.at, one.returned.precision
            taking.lines.append(importing.Told(one.report, RETURNED, one.returned.at, one.returned.precision))
            taking.owed.append(_interview_owed(episode, one.returned))
            if episode.pk:
                taking.returned.append(episode)
    return taking


def _keep(taking: _Taking, batch: ImportBatch, *, by: Worker, at: datetime) -> None:
    Episode.objects.bulk_create(taking.new)
    Episode.objects.bulk_update(taking.returned, ["returned_at", "returned_precision"])
    start_each(RETURN_INTERVIEW, beginnings=taking.owed, by=by, at=at)
    back = [*taking.returned, *(episode for episode in taking.new if episode.returned_at is not None)]
    open_interviews([episode.pk for episode in back])
    importing.write_lines(lines=taking.lines, batch=batch, by=by, at=at)


def _new_episode(one: Told, reference: str, batch: ImportBatch, *, by: Worker, at: datetime) -> Episode:
    return Episode(
        circle=one.person.circle,
        sealed=one.person.circle.sealed,
        reference=reference,
        person=one.person,
        agency=batch.agency,
        report=one.report,
        batch=batch,
        kind=one.kind,
        left_at=one.left.at,
        left_precision=one.left.precision,
        recorded_by=by,
        recorded_at=at,
    )


def _interview_owed(episode: Episode, returned: Moment) -> Beginning:
    return Beginning(
        about=episode.reference,
        circle=episode.circle,
        started_at=returned.at,
        title=OWING,
        owed_by=Owed(agency=episode.agency, role=OWED_BY),
        note=clock_note(returned),
    )


def _of_batch(batch: ImportBatch) -> Iterator[Episode]:
    """Yield the episodes that a batch brought, and those of others whose return its lines tell."""
    standing = Episode.objects.filter(withdrawn_at__isnull=True).only("pk", "reference", "batch_id")
    told = Entry.objects.filter(batch=batch, kind=EntryKind.RETURNED, withdrawn_at__isnull=True)
    here = told.filter(person=OuterRef("person"), happened_at=OuterRef("returned_at"))
    yield from [*standing.filter(batch=batch)]
    yield from [*standing.filter(Exists(here), returned_at__isnull=False).exclude(batch=batch)]


def _require_order(episode: Episode, returned: Moment) -> None:
    if returned.at < episode.left_at:
        raise ReturnBeforeLeaving("The return lies before the child left. Check both times.")
