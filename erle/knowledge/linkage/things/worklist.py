"""The pairs of near things that a worker may judge: among what she sees, the most useful first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

from erle.knowledge.linkage.things.alike import reasons
from erle.knowledge.linkage.things.queries import judgements_around
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.linkage.things.together import Groups
from erle.knowledge.records.models import Mention
from erle.knowledge.records.queries import concerned
from erle.knowledge.records.rules import MentionKind

LOOKED_THROUGH = 200
"""Pairs that are ordered by use, those near by the strongest reasons; weaker ones come when these are judged."""
TO_JUDGE = "SELECT rank, one, other FROM erle.things_to_judge(%s, %s, %s, %s)"


@dataclass(frozen=True)
class Side:
    """One of the two: how it was said last, and how many of the reader's children and reports name it."""

    reference: str
    words: str
    children: frozenset[int]
    reports: int


@dataclass(frozen=True)
class ToJudge:
    """Two things of a kind that may be the same, and why."""

    kind: MentionKind
    sides: tuple[Side, Side]
    reasons: tuple[Reason, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """Both references."""
        one, other = self.sides
        return one.reference, other.reference

    @property
    def joins(self) -> int:
        """How many children would stand beside each other who do not today; none where one side has no child more."""
        one, other = (side.children for side in self.sides)
        return len(one | other) if one - other and other - one else 0

    @property
    def same_address(self) -> bool:
        """Whether the two are one address by the rules, written otherwise."""
        return self.reasons[0] is Reason.SAME_ADDRESS


def to_judge() -> list[ToJudge]:
    """Return at most `LOOKED_THROUGH` pairs of which no judgement stands that the acting worker sees: the useful first.

    One address written in two ways stands first; then what would join children who are apart today, the more of them
    the sooner; then what is near by a stronger rule. Which she could not tell stands there again when something new was
    said of one of the two. Five queries, whatever there is, but where judgements leave out more than two hundred pairs.
    """
    pairs = _waiting(LOOKED_THROUGH)
    things = {thing for pair in pairs for thing in pair}
    newest = _newest(things)
    named = concerned(things)
    found = [_to_judge(pair, newest, named) for pair in pairs if newest.keys() >= set(pair)]
    told = [one for one in found if one.reasons]
    return sorted(told, key=lambda one: (not one.same_address, -one.joins))


def _waiting(most: int) -> list[tuple[str, str]]:
    """Return the first pairs that may be asked; what judgements leave out takes nobody's place."""
    found: list[tuple[str, str]] = []
    last: tuple[int | None, str | None, str | None] = (None, None, None)
    while len(found) < most:
        with connection.cursor() as cursor:
            cursor.execute(TO_JUDGE, [most, *last])
            rows = cursor.fetchall()
        found += _askable([(one, other) for _, one, other in rows])
        if len(rows) < most:
            break
        last = rows[-1]
    return found[:most]


def _askable(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out what is held the same by way of others, and what would join two that are held different."""
    said = [(row.one, row.other, row.choice) for row in judgements_around({end for pair in pairs for end in pair})]
    groups = Groups(said)
    return [pair for pair in pairs if groups.may_be_asked(*pair)]


def _newest(things: Collection[str]) -> dict[str, Mention]:
    newest = Mention.objects.filter(thing__in=things).exclude(thing="").order_by("thing", "-id").distinct("thing")
    return {mention.thing: mention for mention in newest}


def _to_judge(
    pair: tuple[str, str], newest: Mapping[str, Mention], named: Mapping[str, tuple[frozenset[int], int]]
) -> ToJudge:
    one, other = (newest[thing] for thing in pair)
    kind = MentionKind(one.kind)
    nothing: tuple[frozenset[int], int] = (frozenset(), 0)
    sides = [Side(mention.thing, mention.words, *named.get(mention.thing, nothing)) for mention in (one, other)]
    return ToJudge(kind, (sides[0], sides[1]), reasons(kind, one.key, other.key))
