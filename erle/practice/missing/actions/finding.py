"""Finding the child: located, back, asked about harm; and taking back a return that was recorded in error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.actions import stop
from erle.foundation.clocks.queries import running_about
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.models import Entry
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.actions import RETURN_INTERVIEW, NotReturnedYet, record_return
from erle.practice.missing.actions.routing import end_interviews, hold_interviews
from erle.practice.missing.actions.searching import NotYetHappened
from erle.practice.missing.actions.turns import Read, Said, locked, take_turn
from erle.practice.missing.models import ReturnInterview, Turn
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.codes import What


class InterviewBegun(Refused):
    """Steps towards the return interview stand: the return cannot be taken back."""


@dataclass(frozen=True)
class Found:
    """By whom the child was found, where, what is known of harm, and in which words."""

    by_whom: str
    name: str
    place: str
    harm: Sequence[str]
    words: str


def record_located(*, read: Read, found: Found, located: Moment, by: Worker, at: datetime) -> Turn:
    """Write down that it is known where the child is; the episode stays open until the child is back."""
    return take_turn(read=read, said=_said(What.LOCATED, found, located, at), by=by, at=at)


def record_found(*, read: Read, found: Found, returned: Moment, by: Worker, at: datetime) -> Turn:
    """Write down that the child is back, by whom found, and what is known of harm; the interview's clock starts."""
    turn = take_turn(read=read, said=_said(What.RETURNED, found, returned, at), by=by, at=at)
    record_return(episode=locked(read.episode), returned=returned, by=by, at=at)
    return turn


def take_return_back(*, read: Read, because: str, by: Worker, at: datetime) -> Turn:
    """Take back a return recorded in error: the child is still missing, and the interview's clock stops."""
    turn = take_turn(read=read, said=Said(What.REOPENED, words=because), by=by, at=at)
    episode = locked(read.episode)
    if episode.returned_at is None:
        raise NotReturnedYet("No return is recorded for this episode.")
    if ReturnInterview.objects.filter(episode=episode).exists():
        raise InterviewBegun(
            "Steps towards the return interview are on record. Report the child missing again instead."
        )
    hold_interviews([episode.pk])
    lines = Entry.objects.filter(person=episode.person, kind=EntryKind.RETURNED, happened_at=episode.returned_at)
    lines.filter(withdrawn_at__isnull=True, origin__isnull=True).update(withdrawn_at=at)
    running = running_about(episode.reference, key=RETURN_INTERVIEW)
    if running is not None:
        stop(running, outcome="The return was recorded in error", by=by, at=at)
    episode.returned_at, episode.returned_precision = None, ""
    episode.save(update_fields=["returned_at", "returned_precision"])
    end_interviews([episode.pk], "withdrawn", "The return was recorded in error: the child is not back.")
    return turn


def record_prevention(*, read: Read, held: Moment, harm: Sequence[str], words: str, by: Worker, at: datetime) -> Turn:
    """Write down the police's talk with the child soon after the return; it is not the return interview."""
    gate.require(Ability.HOLD_MISSING, by=by)
    if locked(read.episode).returned_at is None:
        raise NotReturnedYet("No return is recorded for this episode. Record when the child came back first.")
    _require_past(held, at)
    said = Said(What.PREVENTION, codes=sorted(harm), words=words, moment=held)
    turn = take_turn(read=read, said=said, by=by, at=at)
    write_line(
        person=turn.episode.person,
        agency=by.agency,
        line=Line(EntryKind.CONTACT, "Prevention interview by police"),
        happened_at=held.at,
        precision=Precision(held.precision),
        text=words,
        by=by,
        at=at,
    )
    return turn


def _said(what: What, found: Found, moment: Moment, at: datetime) -> Said:
    _require_past(moment, at)
    return Said(
        what,
        code=found.by_whom,
        codes=sorted(found.harm),
        whom=found.name,
        place=found.place,
        words=found.words,
        moment=moment,
    )


def _require_past(moment: Moment, at: datetime) -> None:
    if moment.at > at:
        raise NotYetHappened("That time lies in the future. Check the day and the time.")
