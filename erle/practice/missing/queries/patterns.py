"""Patterns of being missing, found anew at each reading among what the acting worker may see, and nothing else.

What she may not see takes no part: not in a pattern, nor in how many were looked at, nor in what is usual.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q

from erle.foundation.clocks.queries import local_values
from erle.foundation.database.prepared import each_of
from erle.foundation.statute.moments import local_day
from erle.knowledge.linkage.models import Tie
from erle.knowledge.patterns.models import PatternVerdict
from erle.knowledge.patterns.queries import OF_WHOEVER, verdicts_about, verdicts_on, waits
from erle.knowledge.patterns.rules import Away, Found, Pattern, Rule
from erle.knowledge.patterns.rules.alone import hours, longer, repeated
from erle.knowledge.patterns.rules.several import Named, contained, groups, named_about, pairs
from erle.knowledge.records.actions.handing_in import things_key
from erle.knowledge.records.models import Entry, Mention, Person
from erle.knowledge.records.rules import EntryKind, MentionKind, Precision
from erle.practice.missing.models import Episode, Turn
from erle.practice.missing.rules import Moment, Spell, spells
from erle.practice.missing.rules.codes import What

TOLD_BEFORE, TOLD_AFTER = timedelta(hours=12), timedelta(hours=72)
"""A line so long before leaving, or after coming back, is about it: 72 hours are the return interview's."""
NOT_THE_CHILD = Q(details__role__isnull=True) | ~Q(details__role="subject")

SAY_WHERE = (What.REPORTED, What.SEEN, What.LOCATED, What.RETURNED)
EXACT = frozenset({Precision.MINUTE, Precision.ABOUT})


@dataclass(frozen=True)
class Item:
    """A pattern with what was decided about it, the newest first, and whether somebody has to look."""

    found: Found
    verdicts: Sequence[PatternVerdict]
    waits: bool


@dataclass(frozen=True)
class Patterns:
    """Every pattern that the worker's circles hold, by the rule of the day; and the children that were looked at."""

    rule: Rule
    items: list[Item]
    people: Mapping[int, Person]
    times: Mapping[int, Sequence[Away]]
    ties: Mapping[int, int]

    def child(self, person: Person) -> int:
        """Return the number under which a child is looked at: that of the picture its record is tied to."""
        return self.ties.get(person.pk, person.pk)

    def of(self, person: Person) -> list[Item]:
        """Return those of one child, what somebody has to look at first."""
        mine = self.of_number(self.child(person))
        return sorted(mine, key=lambda item: (not item.waits, not item.found.raised))

    def of_number(self, child: int) -> list[Item]:
        """Return those of the child with the number."""
        return [item for item in self.items if child in item.found.children]

    def called(self, person: Person, key: str) -> Item:
        """Return the pattern of the child that an address names, or raise `PatternVerdict.DoesNotExist`."""
        for item in self.of(person):
            if self.key(item, self.child(person)) == key:
                return item
        raise PatternVerdict.DoesNotExist

    def key(self, item: Item, child: int) -> str:
        """Return what an address calls a pattern beside one of its children: never by a name."""
        found = item.found
        if found.pattern is Pattern.TOGETHER:
            return "with-" + ".".join(sorted(self.people[one].reference for one in found.children if one != child))
        return f"{found.pattern.value}-{found.about}" if found.about else found.pattern.value

    def others(self, item: Item, child: int) -> list[Person]:
        """Return the other children of a pattern."""
        return [self.people[one] for one in item.found.children if one != child]

    @property
    def waiting(self) -> list[Item]:
        """Those at which somebody has to look: missing together first, what was named last; the newest first."""
        mine = [item for item in self.items if item.waits]
        return sorted(mine, key=lambda item: (_rank(item.found), -_newest(item.found).timestamp()))


def patterns(at: datetime) -> Patterns:
    """Return every pattern as the acting worker may see it at the moment."""
    rule = Rule.of(local_values(local_day(at)))
    ties = dict(Tie.objects.filter(undone_at__isnull=True).values_list("other_id", "picture_id"))
    times = times_missing(at - timedelta(days=rule.days), at, ties)
    people = {one.pk: one for one in Person.objects.filter(pk__in=times).select_related("circle")}
    times = {child: away for child, away in times.items() if child in people}
    found = _found(times, rule, at, ties)
    verdicts = verdicts_about([*times]) if found else []
    return Patterns(rule, [_item(one, verdicts, at) for one in found], people, times, ties)


def times_missing(since: datetime, until: datetime, ties: Mapping[int, int]) -> dict[int, list[Away]]:
    """Return by child each time missing that began in the period, as lines of all agencies tell, the oldest first.

    Lines of a record that is held to be of one child with another are told of that child, as far as both are seen.
    """
    told: dict[int, list[tuple[bool, Moment]]] = defaultdict(list)
    lines = Entry.objects.filter(
        kind__in=[EntryKind.MISSING, EntryKind.RETURNED],
        happened_at__gte=since,
        happened_at__lte=until,
        withdrawn_at__isnull=True,
        person__withdrawn_at__isnull=True,
    )
    for person, kind, moment, precision in lines.values_list("person_id", "kind", "happened_at", "precision"):
        told[ties.get(person, person)].append((kind == EntryKind.MISSING, Moment(moment, Precision(precision))))
    found = {child: [*_away(child, spells(lines_of), until)] for child, lines_of in told.items()}
    return {child: away for child, away in found.items() if away}


def _away(child: int, gone: Sequence[Spell], until: datetime) -> Iterable[Away]:
    """Yield the times; where nobody tells of a return the child was away until the next leaving, or is now."""
    for place, one in enumerate(gone):
        next_left = gone[place + 1].left.at if place + 1 < len(gone) else until
        back = one.returned.at if one.returned else None
        yield Away(child, one.left.at, back, back or next_left, exact=one.left.precision in EXACT)


def _found(times: Mapping[int, Sequence[Away]], rule: Rule, at: datetime, ties: Mapping[int, int]) -> list[Found]:
    alone = [one for away in times.values() for one in (repeated(away, rule, at=at), longer(away, rule)) if one]
    two = pairs(times, rule, at=at)
    several = groups(times, [one for one in two if one.raised], rule, at=at)
    said_by_groups = contained(several)
    two = [one for one in two if one.children not in said_by_groups]
    return [*alone, *hours(times, rule), *several, *two, *named_about(_named(times, ties), rule)]


def _named(times: Mapping[int, Sequence[Away]], ties: Mapping[int, int]) -> Iterable[Named]:
    """Yield what lines about times missing name: things by their one reference, people by how they are called."""
    away_of = _lines_about(times, ties)
    told = Mention.objects.filter(NOT_THE_CHILD, report__in=each_of([*away_of])).order_by("id")
    for report, kind, thing, key, words in told.values_list("report_id", "kind", "thing", "key", "words"):
        person = kind == MentionKind.PERSON
        about = _called(key) if person else thing
        for away in away_of[report] if about and key else ():
            yield Named(away, Pattern.PERSON if person else Pattern.THING, about, words)


def _called(key: str) -> str:
    """Return an opaque word for how somebody is called: the same everywhere, and no name comes out of it."""
    return hmac.new(things_key(), f"called\0{key}".encode(), sha256).hexdigest()[:16] if key else ""


def _lines_about(times: Mapping[int, Sequence[Away]], ties: Mapping[int, int]) -> dict[int, list[Away]]:
    """Return by report the times missing that its lines are about, by when they happened."""
    records = [*times, *(other for other, picture in ties.items() if picture in times)]
    first = min((away[0].left for away in times.values()), default=None)
    if first is None:
        return {}
    lines = Entry.objects.filter(
        person__in=each_of(records),
        happened_at__gte=first - TOLD_BEFORE,
        report__isnull=False,
        withdrawn_at__isnull=True,
    )
    found: dict[int, list[Away]] = defaultdict(list)
    for person, report, moment in lines.values_list("person_id", "report_id", "happened_at"):
        for away in times.get(ties.get(person, person), ()):
            if away.left - TOLD_BEFORE <= moment <= (away.back or away.left) + TOLD_AFTER:
                found[report].append(away)
    return found


def _item(found: Found, verdicts: Sequence[PatternVerdict], at: datetime) -> Item:
    mine = verdicts_on(found, verdicts)
    return Item(found, mine, waits(found, mine, on=local_day(at)))


def places_of(person: Person, since: datetime) -> list[tuple[Episode, list[Turn]]]:
    """Return the child's episodes since then, the newest first, with the turns that say where: last seen, and found."""
    episodes = list(
        Episode.objects.filter(person=person, withdrawn_at__isnull=True, left_at__gte=since).order_by("-left_at")
    )
    turns: dict[int, list[Turn]] = defaultdict(list)
    for turn in Turn.objects.filter(episode__in=episodes, what__in=SAY_WHERE).exclude(place="").order_by("version"):
        turns[turn.episode_id].append(turn)
    return [(episode, turns[episode.pk]) for episode in episodes if turns[episode.pk]]


def _rank(found: Found) -> int:
    return 0 if found.pattern is Pattern.TOGETHER else 2 if found.pattern in OF_WHOEVER else 1


def _newest(found: Found) -> datetime:
    return max(away.left for occasion in found.times for away in occasion)
