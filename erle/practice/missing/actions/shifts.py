"""Handing over between shifts: a note for each child, in the child's circle, until somebody has read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.practice.missing.actions.turns import Said, keep_turn, locked
from erle.practice.missing.models import Turn
from erle.practice.missing.rules.codes import What


class NothingToHandOver(Refused):
    """No note was written, or no hand-over waits."""


class NotForOneself(Refused):
    """Who hands over does not take over from herself."""


def hand_over_shift(*, notes: Mapping[int, str], by: Worker, at: datetime) -> list[Turn]:
    """Hand over each episode that has a note: who handed over answers for it until somebody else has read it."""
    gate.require(Ability.HOLD_MISSING, by=by)
    said = {number: note for number, note in sorted(notes.items()) if note.strip()}
    if not said:
        raise NothingToHandOver("Write for at least one child what the next shift must know.")
    made = []
    for number, note in said.items():
        episode = locked(number)
        gate.require_let_into(episode.circle_id)
        if episode.returned_at is None and episode.withdrawn_at is None:
            made.append(keep_turn(episode, Said(What.HANDED, words=note), by=by, at=at))
    return made


def acknowledge(*, handed: Sequence[int], by: Worker, at: datetime) -> list[Turn]:
    """Say that one has read the notes and takes over: the episodes are hers, and whoever comes second is told.

    Only the notes that she had before her count: one that was written since waits for its own acknowledgement.
    """
    gate.require(Ability.HOLD_MISSING, by=by)
    notes = list(Turn.objects.filter(pk__in=handed, what=What.HANDED).order_by("episode_id", "version"))
    if any(note.changed_by_id == by.pk for note in notes):
        raise NotForOneself("You handed this over. Somebody of the next shift reads it and takes over.")
    taken = []
    for note in notes:
        episode = locked(note.episode_id)
        gate.require_let_into(episode.circle_id)
        if Turn.objects.filter(answers=note).exists():
            continue
        keep_turn(episode, Said(What.ACKNOWLEDGED, answers=note, worker=by), by=by, at=at)
        if episode.returned_at is None:
            taken.append(keep_turn(episode, Said(What.TAKEN, worker=by), by=by, at=at))
    if not taken:
        raise NothingToHandOver("Somebody has acknowledged this hand-over already, or the children are back.")
    return taken
