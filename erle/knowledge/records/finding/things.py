"""The things and places that a question finds in what reports name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from erle.knowledge.records.actions.handing_in import SUBJECT
from erle.knowledge.records.finding.question import Question
from erle.knowledge.records.models import Mention
from erle.knowledge.records.rules import MentionKind

FIND = "SELECT mention_id FROM erle.find_mentions(%s, %s, %s, %s, %s)"
MOST_MENTIONS = 500


@dataclass(frozen=True)
class Thing:
    """A thing, a place or somebody whom reports name: in which words last, and by which reports.

    `reference` is blank of a person, who is no thing; `mention` is the newest, and stands in `circle_id`.
    """

    kind: MentionKind
    reference: str
    words: str
    named_in: frozenset[int]
    mention: str
    circle_id: int

    @property
    def reports(self) -> int:
        """How many reports name it."""
        return len(self.named_in)


def things_found(asked: Question, *, most: int) -> list[Thing]:
    """Return the things, the places and the people whom reports name, among what the acting worker may see."""
    if not any((asked.plate, asked.phone, asked.account, asked.named)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(FIND, [asked.plate, asked.phone, asked.account, asked.named, MOST_MENTIONS])
        order = [pk for (pk,) in cursor.fetchall()]
    mentions = Mention.objects.in_bulk(order)
    return _as_things(mentions[pk] for pk in order if pk in mentions)[:most]


def _as_things(mentions: Iterable[Mention]) -> list[Thing]:
    by_thing: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        if mention.details.get("role") != SUBJECT:
            by_thing.setdefault((mention.kind, mention.thing or mention.key), []).append(mention)
    return [_as_thing(same) for same in by_thing.values()]


def _as_thing(same: list[Mention]) -> Thing:
    newest = max(same, key=lambda mention: mention.recorded_at)
    return Thing(
        kind=MentionKind(newest.kind),
        reference=newest.thing,
        words=newest.words,
        named_in=frozenset(mention.report_id for mention in same),
        mention=newest.reference,
        circle_id=newest.circle_id,
    )
