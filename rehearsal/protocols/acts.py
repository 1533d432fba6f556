"""Proposing and signing the demo's protocols, by the same actions as anyone's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from erle.foundation.access.acting import acting_as
from erle.foundation.protocols.actions import (
    Written,
    answer_version,
    propose_protocol,
    propose_version,
    withdraw_version,
)
from erle.foundation.protocols.models import Section, Version
from erle.foundation.protocols.rules.differences import Passage
from erle.foundation.protocols.rules.kinds import Kind
from erle.foundation.statute.moments import local_day
from rehearsal.protocols.words import FIRST, NEWS, PURPOSE, second
from rehearsal.stage import Stage

WRITER = "thackray"
SIGNS = {"care": "kilbride", "police": "lathbury", "health": "mossop"}
"""Who signs for each agency that owns the demo's protocols."""
TITLE = "Children who are missing from home or care"
LANGUAGE = (
    Passage(
        "",
        "Words we use",
        "Say what was done to the child, and by whom. A child is never described as the cause of it.",
    ),
    Passage(
        "",
        "Words we do not use",
        "Words that make a child answerable for harm that others did are not used in records, at meetings or on"
        " the phone. Where they are quoted, they stand in quotation marks with the name of who said them.",
    ),
)
NIGHT = (
    Passage(
        "", "Asking for an interpreter at night", "Ring the line that your agency uses by day: it answers at night too."
    ),
    Passage("", "Who does not interpret", "No child, and no relative, interprets for a child or about a child."),
)


@dataclass(frozen=True)
class Told:
    """When a version was proposed, from when it was to hold, and for how long until it is looked at again; in days."""

    proposed: int
    begins: int
    review_after: int


def agree(stage: Stage) -> None:
    """Have the protocols proposed, and signed by those who have signed."""
    first = _proposed(stage, Told(430, 400, 366), Kind.PROTOCOL, TITLE, FIRST)
    _signed(first, stage, (420, 415, 409))
    _signed(_next(first, stage), stage, (44, 41, 33))
    night = _proposed(stage, Told(410, 380, 366), Kind.PROCEDURE, "Interpreters out of hours", NIGHT)
    _signed(night, stage, (404, 398, 395))
    language = _proposed(stage, Told(9, -21, 366), Kind.POLICY, "How we write about children", LANGUAGE)
    _answered(language, stage, "care", days=6)
    words = "Our forms still have a box with one of these words. Give us until they are reprinted."
    _answered(language, stage, "police", days=2, words=words)


def _written(stage: Stage, told: Told, title: str, sections: Sequence[Passage], news: str = "") -> Written:
    begins = local_day(stage.now) - timedelta(days=told.begins)
    purpose = PURPOSE if title == TITLE else "For everybody who works with children in this partnership."
    owners = [stage.agencies[key] for key in SIGNS]
    return Written(title, purpose, sections, owners, begins, begins + timedelta(days=told.review_after), news)


def _proposed(stage: Stage, told: Told, kind: Kind, title: str, sections: Sequence[Passage]) -> Version:
    by = stage.workers[WRITER]
    with acting_as(by):
        written = _written(stage, told, title, sections)
        return propose_protocol(kind=kind, written=written, by=by, at=_ago(stage, told.proposed))


def _next(first: Version, stage: Stage) -> Version:
    """Propose the second version, after one that was withdrawn."""
    by = stage.workers[WRITER]
    with acting_as(by):
        keys = dict(Section.objects.filter(version=first).values_list("heading", "key"))
        early = _written(stage, Told(60, 30, 366), TITLE, second(keys), NEWS)
        withdrawn = propose_version(protocol=first.protocol, by=by, read=1, written=early, at=_ago(stage, 60))
        withdraw_version(
            version=withdrawn, reason="The day was too soon for the police’s training.", by=by, at=_ago(stage, 55)
        )
        written = _written(stage, Told(50, 21, 366), TITLE, second(keys), NEWS)
        return propose_version(protocol=first.protocol, by=by, read=2, written=written, at=_ago(stage, 50))


def _signed(version: Version, stage: Stage, days: Sequence[int]) -> None:
    for agency, ago in zip(SIGNS, days, strict=True):
        _answered(version, stage, agency, days=ago)


def _answered(version: Version, stage: Stage, agency: str, *, days: int, words: str = "") -> None:
    by = stage.workers[SIGNS[agency]]
    with acting_as(by):
        answer_version(
            version=version,
            agency=stage.agencies[agency],
            signed=not words,
            words=words,
            by=by,
            at=_ago(stage, days),
        )


def _ago(stage: Stage, days: int) -> datetime:
    return stage.at(days, "10:20")
