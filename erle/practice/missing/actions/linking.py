"""Linking to an episode a person, place, vehicle, phone or account, as it was said and under its grade."""

from dataclasses import dataclass
from datetime import datetime

from erle.foundation.access import gate
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.actions.naming import name_in_line
from erle.knowledge.records.actions.telling import Line, take_report
from erle.knowledge.records.actions.telling import Said as Told
from erle.knowledge.records.rules import EntryKind, MentionKind, Precision
from erle.practice.missing.actions.turns import Read, Said, locked, take_turn
from erle.practice.missing.models import Turn
from erle.practice.missing.rules.codes import What

REPORT_KIND = "missing episode"


class NothingNamed(Refused):
    """A link to nothing."""


@dataclass(frozen=True)
class Link:
    """What is linked: of which kind, in which words, how it comes in, who says so, and how that is graded."""

    kind: MentionKind
    named: str
    words: str
    source: str
    grade: str


def link(*, read: Read, link: Link, by: Worker, at: datetime) -> Turn:
    """Keep what was said as a report with its grade, name in it what is linked, and take the turn that shows it.

    An adult is named as said, never as a suspect: the report is graded, the person is not.
    """
    gate.require(Ability.HAND_IN, by=by)
    if not link.named.strip():
        raise NothingNamed("Say whom or what you link, as far as it is known.")
    episode = locked(read.episode)
    gate.require_let_into(episode.circle_id)
    told = Told(
        kind=REPORT_KIND,
        text=link.words,
        source=link.source or by.name,
        happened_at=at,
        precision=Precision.MINUTE,
        grade=link.grade,
    )
    title = f"Named while missing: {link.named.strip()}"
    line = Line(EntryKind.CONCERN, title[:200])
    entry = take_report(person=episode.person, agency=by.agency, said=told, line=line, by=by, at=at)
    name_in_line(entry=entry, named=[Named(link.kind, link.named.strip())], at=at)
    said = Said(
        What.LINKED, code=link.kind.value, place=link.named, words=link.words, whom=link.source, report=entry.report
    )
    return take_turn(read=read, said=said, by=by, at=at)
