"""What a worker did to many things at once: kept for some minutes, shown with a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from erle.doors.staff.models import Undo
from erle.doors.staff.words import clock_time
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

UNDO_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)
JUST_NOW = timedelta(seconds=10)
"""A banner of an act younger than this is announced; an older one is only there to be found."""
LONGEST_PLACE = 300


class TooLateToUndo(Refused):
    """The minutes are over, or it was taken back already."""


@dataclass(frozen=True)
class Done:
    """What an act did: in words, and what taking it back needs; `undoes` is a key of `undoers.UNDOERS`, or nothing."""

    words: str
    undoes: str = ""
    things: Sequence[Any] = ()


Undoer = Callable[..., str]
"""Takes back `things`, `by` a worker, `at` a moment; returns what it did in words."""


def keep(done: Done, *, place: str, by: Worker, at: datetime) -> Undo:
    """Keep what was done, so that it can be taken back; what nobody can take back any more is thrown away."""
    Undo.objects.filter(worker=by, ends_at__lt=at - KEPT_FOR).delete()
    return Undo.objects.create(
        worker=by,
        kind=done.undoes,
        place=place if len(place) <= LONGEST_PLACE else place.partition("?")[0][:LONGEST_PLACE],
        words=done.words,
        things=list(done.things),
        done_at=at,
        ends_at=at + UNDO_FOR,
    )


def banner(worker: Worker, *, place: str, at: datetime) -> dict[str, Any] | None:
    """Return what the page at the place says of the last act there, while it can be taken back."""
    path = place.partition("?")[0]
    last = Undo.objects.filter(worker=worker, place__startswith=path).order_by("-pk").first()
    if last is None or last.undone_at is not None or last.ends_at <= at or last.place.partition("?")[0] != path:
        return None
    return {
        "words": last.words,
        "url": reverse("undo", args=[last.pk]),
        "until": clock_time(last.ends_at),
        "announced": at - last.done_at < JUST_NOW,
    }


def take_back(undo: Undo, *, undoers: Mapping[str, Undoer], by: Worker, at: datetime) -> str:
    """Take back what was done, once and in time; return what became of it in words."""
    standing = Undo.objects.filter(pk=undo.pk, worker=by, undone_at__isnull=True, ends_at__gt=at)
    if not standing.update(undone_at=at):
        raise TooLateToUndo(
            "That cannot be undone any more. It was taken back already, or more than ten minutes have passed."
        )
    words = undoers[undo.kind](things=undo.things, by=by, at=at)
    ledger.write(Act.UNDID, purpose=undo.kind, detail={"things": len(undo.things)})
    return words


def undo_numbered(number: int) -> Undo:
    """Return what can be taken back, or raise `Undo.DoesNotExist`; another worker's is not there."""
    return Undo.objects.get(pk=number)
