"""Things that lines name, as reports have them."""

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.actions import judge_things
from erle.knowledge.records.actions.handing_in import things_key
from erle.knowledge.records.models import Entry, Mention
from erle.knowledge.records.rules import MentionKind, thing_key, thing_reference
from tests.knowledge.records.test_chronology import _narrow, told
from tests.partnership import NOW, Partnership

PLACE = MentionKind.PLACE
STAR, STAR_HOUSE, STAR_ROAD = "Star Kebabs, Lincoln Road", "Star Kebab House Lincoln Rd", "Star Kebab, Lincoln Road"
ELSEWHERE = "Gilded Heron Hotel"
REASON = "The same shop front."


def thing(words: str, kind: MentionKind = PLACE) -> str:
    """Return the reference of a thing."""
    return thing_reference(kind, thing_key(kind, words), secret=things_key())


def names(entry: Entry, words: str, kind: MentionKind = PLACE, **details: str) -> str:
    """Have the report of a line name a thing; return its reference."""
    assert entry.report is not None
    made = Mention.objects.create(
        circle=entry.circle,
        reference=new_reference("N"),
        report=entry.report,
        entry=entry,
        kind=kind,
        words=words,
        key=thing_key(kind, words),
        thing=thing(words, kind),
        details=details,
        recorded_at=NOW,
    )
    return made.thing


def in_leahs_circle(partnership: Partnership, *words: str, kind: MentionKind = PLACE) -> list[str]:
    """Have the police name things in lines of Leah; return their references."""
    with acting_as(partnership.member):
        return [names(told(partnership, days, title=said), said, kind) for days, said in enumerate(words, start=1)]


def in_a_narrow_circle(partnership: Partnership, words: str, kind: MentionKind = PLACE) -> str:
    """Have the police name a thing in a circle in which the officer stands alone; return its reference."""
    with acting_as(partnership.member):
        return names(told(partnership, circle=narrow(partnership), title=words), words, kind)


def narrow(partnership: Partnership) -> Circle:
    """Open a circle in which the acting officer stands alone."""
    return _narrow(partnership)


def say(worker: Worker, one: str, other: str, choice: Choice = Choice.SAME, reason: str = REASON) -> Judgement:
    """Judge of two things as the worker."""
    with acting_as(worker):
        return judge_things(one=one, other=other, choice=choice, reason=reason, by=worker, at=NOW)
