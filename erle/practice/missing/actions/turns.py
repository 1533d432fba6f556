"""Taking a turn: one row of an episode, after everything that stands; who read what no longer holds is told first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.models import Report
from erle.practice.missing.models import Episode, Turn
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.codes import AFTERWARDS, CONTESTED, What


class ChangedMeanwhile(Refused):
    """Somebody said the same otherwise while it was read; nothing was recorded, and what was typed is kept."""


class EpisodeOver(Refused):
    """The child is back, or the episode was withdrawn."""


class DoneAlready(Refused):
    """Somebody else ended it."""


@dataclass(frozen=True)
class Read:
    """An episode as a worker has it before her: which, and at which version."""

    episode: int
    version: int


@dataclass(frozen=True)
class Said:
    """A turn before it is kept."""

    what: What
    code: str = ""
    codes: Sequence[str] = ()
    words: str = ""
    whom: str = ""
    place: str = ""
    responsible: str = ""
    host: str = ""
    scale: str = ""
    moment: Moment | None = None
    due_at: datetime | None = None
    answers: Turn | None = None
    worker: Worker | None = None
    report: Report | None = None


def take_turn(*, read: Read, said: Said, by: Worker, at: datetime) -> Turn:
    """Keep the turn after those that stand; whoever comes at once waits, and a judgement on an old page is refused."""
    gate.require(Ability.HAND_IN, by=by)
    episode = locked(read.episode)
    gate.require_let_into(episode.circle_id)
    _require_open(episode, said.what)
    if said.what in CONTESTED:
        _require_newest(read, said.what)
    if said.answers is not None:
        _require_not_ended(said.answers)
    return keep_turn(episode, said, by=by, at=at)


def locked(number: int) -> Episode:
    """Return the episode, held until the transaction ends."""
    return (
        Episode.objects.select_for_update(of=("self",))
        .select_related("circle", "person__circle", "agency")
        .get(pk=number)
    )


def keep_turn(episode: Episode, said: Said, *, by: Worker, at: datetime) -> Turn:
    """Keep a turn of a locked episode."""
    newest = Turn.objects.filter(episode=episode).aggregate(newest=Max("version"))["newest"] or 0
    return Turn.objects.create(
        circle=episode.circle,
        episode=episode,
        version=newest + 1,
        what=said.what,
        code=said.code,
        codes=list(said.codes),
        words=said.words.strip(),
        whom=said.whom.strip(),
        place=said.place.strip(),
        responsible=said.responsible.strip(),
        host=said.host.strip(),
        scale=said.scale,
        happened_at=said.moment.at if said.moment else None,
        precision=said.moment.precision if said.moment else "",
        due_at=said.due_at,
        answers=said.answers,
        worker=said.worker,
        agency=by.agency,
        report=said.report,
        changed_by=by,
        changed_at=at,
    )


def _require_open(episode: Episode, what: What) -> None:
    if episode.withdrawn_at is not None:
        raise EpisodeOver("The file that told of this episode was taken back.")
    if episode.returned_at is not None and what not in AFTERWARDS:
        raise EpisodeOver("A return is recorded: the child is back. If that is wrong, take the return back first.")


def _require_newest(read: Read, what: What) -> None:
    kinds = [what] if what not in (What.LOCATED, What.RETURNED) else [What.LOCATED, What.RETURNED]
    newer = Turn.objects.filter(episode=read.episode, version__gt=read.version, what__in=kinds)
    newest = newer.select_related("changed_by", "changed_by__agency").order_by("-version").first()
    if newest is not None:
        who = f"{newest.changed_by.name}, {newest.changed_by.agency.name},"
        raise ChangedMeanwhile(
            f"{who} recorded the same while you were reading. Compare the two; record yours again if it still holds."
        )


def _require_not_ended(ended: Turn) -> None:
    done = Turn.objects.filter(answers=ended).select_related("changed_by").first()
    if done is not None:
        raise DoneAlready(f"{done.changed_by.name} did this already. Read the episode again.")
