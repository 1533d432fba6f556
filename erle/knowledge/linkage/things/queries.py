"""What was judged of things, which are shown as one, and which are near; all under the policies."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import SETTLING, Choice
from erle.knowledge.linkage.things.alike import looked_for, reasons
from erle.knowledge.linkage.things.reasons import STRENGTH, Reason
from erle.knowledge.linkage.things.together import Together, contradicted, in_order, joined, together
from erle.knowledge.records.models import Mention
from erle.knowledge.records.queries import Thing, thing_called
from erle.knowledge.records.rules import MentionKind

CANDIDATES, MOST_COMPARED, MOST_NEAR = 200, 50, 12
"""Things that are compared one by one; of those the near ones whose judgements are looked up; and those shown."""
REACHED = """WITH RECURSIVE reached (thing) AS (
    {things} UNION
    SELECT found.thing FROM reached JOIN LATERAL (
        SELECT j.other AS thing FROM linkage_judgement j
        WHERE j.one = reached.thing AND j.choice = 'same' AND j.taken_back_at IS NULL
        UNION ALL
        SELECT j.one FROM linkage_judgement j
        WHERE j.other = reached.thing AND j.choice = 'same' AND j.taken_back_at IS NULL
    ) found ON true
), settled AS (
    SELECT j.id, j.one, j.other, j.choice FROM reached JOIN linkage_judgement j ON j.one = reached.thing
    WHERE j.choice IN ('same', 'different') AND j.taken_back_at IS NULL
    UNION
    SELECT j.id, j.one, j.other, j.choice FROM reached JOIN linkage_judgement j ON j.other = reached.thing
    WHERE j.choice IN ('same', 'different') AND j.taken_back_at IS NULL
)"""
"""The things and whatever is held the same as one of them, by whatever way; and what was judged of any of these. It is
asked under the policies, and by the indexes: who asks for the judgements of either end at once has all of them read."""
SETTLED_AROUND = f"{REACHED.format(things='SELECT unnest(%s::text[])')} SELECT id FROM settled"
NEAR = "SELECT mention_id FROM erle.near_mentions(%s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Judged:
    """Judgements that stand of a thing, and what is shown as one with it."""

    together: Together
    judgements: tuple[Judgement, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """The things that are shown as one."""
        return self.together.things

    @property
    def same(self) -> list[Judgement]:
        """The judgements by which things are one with it, or would be but for another that says different."""
        return [one for one in self.judgements if one.choice == Choice.SAME]

    @property
    def different(self) -> list[Judgement]:
        """The judgements by which others are not it."""
        return [one for one in self.judgements if one.choice == Choice.DIFFERENT]


@dataclass(frozen=True)
class Near:
    """A thing that may be the same: how it was said last, and the reasons."""

    reference: str
    words: str
    reasons: tuple[Reason, ...]


def standing() -> QuerySet[Judgement]:
    """Return the judgements that stand, of things both of which the acting worker sees; the newest first."""
    found = Judgement.objects.filter(taken_back_at__isnull=True).select_related("judged_by__agency")
    return found.order_by("-judged_at", "-pk")


def judged(thing: str) -> Judged:
    """Return what was judged of a thing, and of those that are held to be the same."""
    return judged_of([thing])[thing]


def judged_of(things: Collection[str]) -> dict[str, Judged]:
    """Return what was judged of each of the things, looked up for all at once."""
    rows = judgements_around(things)
    said = [(row.one, row.other, row.choice) for row in rows]
    found = {}
    for thing in things:
        shown = together(thing, said)
        found[thing] = Judged(shown, tuple(row for row in rows if {row.one, row.other} & {*shown.joined}))
    return found


def judgements_around(things: Collection[str]) -> list[Judgement]:
    """Return the judgements that settle of the things, and of whatever is held the same as one of them: one query."""
    if not things:
        return []
    found = RawSQL(SETTLED_AROUND, (list(things),))
    return list(standing().filter(pk__in=found))


def shown_as_one(thing: str) -> Thing:
    """Return the thing with what is shown as one with it, or raise `Mention.DoesNotExist`."""
    return thing_called(thing, also=judged(thing).things[1:])


def pair_called(thing: str, other: str) -> tuple[Thing, Thing]:
    """Return two things of one kind, each alone, or raise `Mention.DoesNotExist`."""
    left, right = thing_called(thing), thing_called(other)
    if thing == other or left.kind != right.kind:
        raise Mention.DoesNotExist
    return left, right


def judgements_of(one: str, other: str) -> list[Judgement]:
    """Return the judgements of a pair that stand, the one that settles it first."""
    left, right = in_order(one, other)
    return sorted(standing().filter(one=left, other=right), key=lambda row: row.choice not in SETTLING)


def why_near(one: Thing, other: Thing) -> tuple[Reason, ...]:
    """Return why two things of a kind are near, the strongest reason first; nothing where by the rules they are not."""
    return _reasons(one, other.keys)


def _reasons(found: Thing, keys: Iterable[str]) -> tuple[Reason, ...]:
    kind = MentionKind(found.kind)
    said = {why for own in found.keys for key in keys for why in reasons(kind, own, key)}
    return tuple(sorted(said, key=STRENGTH.index))


def near_things(found: Thing, known: Judged) -> list[Near]:
    """Return the things of its kind that are near by the rules of that kind, among those that the worker sees.

    What is held different from it, or from what is one with it, is not among them; the strongest reasons stand first.
    """
    held = {end for row in known.judgements for end in (row.one, row.other)}
    own = [*found.things, *(held - set(found.things))]
    keys, pieces = looked_for(MentionKind(found.kind), found.keys)
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [found.kind, keys, pieces, own, CANDIDATES])
        order = [pk for (pk,) in cursor.fetchall()]
    mentions = Mention.objects.in_bulk(order)
    near = []
    for mention in (mentions[pk] for pk in order if pk in mentions):
        if said := _reasons(found, [mention.key]):
            near.append(Near(mention.thing, mention.words, said))
    near.sort(key=lambda one: STRENGTH.index(one.reasons[0]))
    return _askable(found, near[:MOST_COMPARED])[:MOST_NEAR]


def _askable(found: Thing, near: list[Near]) -> list[Near]:
    """Return those that may be held the same as a thing, and of those that are held the same the first alone."""
    if not near:
        return []
    said = [
        (row.one, row.other, row.choice)
        for row in judgements_around([found.reference, *(one.reference for one in near)])
    ]
    listed: set[str] = set()
    askable = []
    for one in near:
        if one.reference not in listed and contradicted(found.reference, one.reference, said) is None:
            askable.append(one)
            listed |= joined(one.reference, said)
    return askable
