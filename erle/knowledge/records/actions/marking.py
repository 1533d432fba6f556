"""Marking lines of a chronology: a star, and apart from what was said, a note of what somebody makes of it."""

from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.models import Entry, Note


class MarkedAlready(Refused):
    """The line is starred already, or is not starred."""


class EmptyNote(Refused):
    """A note without words."""


class NotHers(Refused):
    """A note that somebody else wrote, or that was taken back."""


def star_line(*, entry: Entry, by: Worker, at: datetime) -> None:
    """Mark a line as one that matters."""
    _mark(entry, starred=True, by=by)


def unstar_line(*, entry: Entry, by: Worker, at: datetime) -> None:
    """Take the star off a line; the ledger keeps that it was there."""
    _mark(entry, starred=False, by=by)


def write_note(*, entry: Entry, text: str, by: Worker, at: datetime) -> Note:
    """Write what the worker makes of a line, in the line's circle."""
    _require(entry, by=by)
    if not text.strip():
        raise EmptyNote("Write what you make of this line.")
    note = Note.objects.create(circle=entry.circle, entry=entry, text=text.strip(), written_by=by, written_at=at)
    _tell(entry, "wrote_note")
    return note


def withdraw_note(*, note: Note, by: Worker, at: datetime) -> None:
    """Take a note of one's own back: it is shown no more beside the line, and stays on the line's own page."""
    _require(note.entry, by=by)
    standing = Note.objects.filter(pk=note.pk, written_by=by, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_by=by, withdrawn_at=at):
        raise NotHers("Only the one who wrote a note can take it back, and only once.")
    _tell(note.entry, "withdrew_note")


def _mark(entry: Entry, *, starred: bool, by: Worker) -> None:
    _require(entry, by=by)
    if not Entry.objects.filter(pk=entry.pk, significant=not starred).update(significant=starred):
        raise MarkedAlready(f"The line is {'starred already' if starred else 'not starred'}.")
    _tell(entry, "starred" if starred else "unstarred")


def _require(entry: Entry, *, by: Worker) -> None:
    gate.require(Ability.READ_RECORDS, by=by)
    gate.require_let_into(entry.circle_id)


def _tell(entry: Entry, what: str) -> None:
    ledger.write(Act.RECORDED, about=entry.person.reference, circle_id=entry.circle_id, purpose=what)
