"""What is done while a child is missing: graded, told, seen, to be done and done, taken on, and care as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.actions.telling import Line, write_line
from erle.knowledge.records.rules import EntryKind, Precision
from erle.practice.missing.actions.turns import Read, Said, take_turn
from erle.practice.missing.models import Turn
from erle.practice.missing.rules import Moment
from erle.practice.missing.rules.codes import What
from erle.practice.missing.rules.scale import scale_in_force


class NotYetHappened(Refused):
    """The time lies in the future."""


@dataclass(frozen=True)
class Care:
    """Care status, from where the child is missing, and whose the child is, at that time."""

    statuses: Sequence[str]
    missing_from: str = ""
    placement: str = ""
    responsible: str = ""
    host: str = ""


def grade_risk(*, read: Read, level: str, reasons: str, informed_by: str, by: Worker, at: datetime) -> Turn:
    """Say how great the risk is, by the scale of the day and with reasons: the judgement of a named officer."""
    gate.require(Ability.GRADE_MISSING, by=by)
    scale = scale_in_force(local_day(at))
    words = scale.level(level).words
    said = Said(What.RISK, code=level, words=reasons, whom=informed_by, scale=scale.key)
    turn = take_turn(read=read, said=said, by=by, at=at)
    _write(turn, Line(EntryKind.DECISION, f"Risk while missing: {words}"), text=reasons, by=by, at=at)
    return turn


def record_care(*, read: Read, care: Care, by: Worker, at: datetime) -> Turn:
    """Say what the child's care status is, and which authorities answer; what held before stays on record."""
    said = Said(
        What.CARE,
        code=care.missing_from,
        codes=sorted(care.statuses),
        place=care.placement,
        responsible=care.responsible,
        host=care.host,
    )
    return take_turn(read=read, said=said, by=by, at=at)


def record_told(*, read: Read, whom: str, name: str, told: Moment, words: str, by: Worker, at: datetime) -> Turn:
    """Write down who was told that the child is missing, when, and what they said."""
    _require_past(told, at)
    said = Said(What.TOLD, code=whom, whom=name, moment=told, words=words)
    return take_turn(read=read, said=said, by=by, at=at)


def record_seen(*, read: Read, place: str, seen: Moment, by_whom: str, words: str, by: Worker, at: datetime) -> Turn:
    """Write down where and when the child was seen or heard of, and who says so."""
    _require_past(seen, at)
    said = Said(What.SEEN, place=place, moment=seen, whom=by_whom, words=words)
    return take_turn(read=read, said=said, by=by, at=at)


def plan_action(*, read: Read, words: str, whom: str, due_at: datetime, by: Worker, at: datetime) -> Turn:
    """Say what is to be done next, by whom, and by when."""
    return take_turn(read=read, said=Said(What.ACTION, words=words, whom=whom, due_at=due_at), by=by, at=at)


def record_done(*, read: Read, action: Turn, outcome: str, done: Moment, by: Worker, at: datetime) -> Turn:
    """Say what came of an action, which ends it."""
    _require_past(done, at)
    said = Said(What.DONE, words=outcome, moment=done, answers=action)
    return take_turn(read=read, said=said, by=by, at=at)


def take_on(*, read: Read, by: Worker, at: datetime) -> Turn:
    """Hold the episode: one person answers for what is done next."""
    gate.require(Ability.HOLD_MISSING, by=by)
    return take_turn(read=read, said=Said(What.TAKEN, worker=by), by=by, at=at)


def _require_past(moment: Moment, at: datetime) -> None:
    if moment.at > at:
        raise NotYetHappened("That time lies in the future. Check the day and the time.")


def _write(turn: Turn, line: Line, *, text: str, by: Worker, at: datetime) -> None:
    write_line(
        person=turn.episode.person,
        agency=by.agency,
        line=line,
        happened_at=at,
        precision=Precision.MINUTE,
        text=text,
        by=by,
        at=at,
    )
