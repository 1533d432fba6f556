"""Reading the background layer of street crime, which tells of no person, and what was decided about patterns."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count

from erle.knowledge.patterns.models import PatternVerdict, StreetCrime
from erle.knowledge.patterns.rules import STILL_RAISED, Found, Pattern, Verdict

OF_WHOEVER = frozenset({Pattern.THING, Pattern.PERSON})
"""Patterns that stay the same when another child comes to them."""


def street_crime_by_kind(month_on: date, lsoa: str = "") -> dict[str, int]:
    """Return how many crimes of each kind were published for a month, in the whole layer or one small area."""
    found = StreetCrime.objects.filter(month_on=month_on)
    counted = (found.filter(lsoa=lsoa) if lsoa else found).values_list("kind").annotate(Count("id")).order_by("kind")
    return dict(counted)


def verdicts_about(people: Collection[int]) -> list[PatternVerdict]:
    """Return what was decided about patterns of any of the children, the newest first, as far as it is seen."""
    found = PatternVerdict.objects.filter(people__overlap=list(people)).select_related("judged_by__agency")
    return list(found.order_by("-judged_at", "-pk"))


def verdicts_on(found: Found, among: Sequence[PatternVerdict]) -> list[PatternVerdict]:
    """Return those that are about this pattern and any of its children, the newest first."""
    mine, children = key_of(found), {*found.children}
    return [
        one for one in among if _key(Pattern(one.pattern), one.about, one.people) == mine and children & {*one.people}
    ]


def key_of(found: Found) -> tuple[Pattern, str, tuple[int, ...]]:
    """Return by what a pattern is known again."""
    return _key(found.pattern, found.about, found.children)


def waits(found: Found, verdicts: Sequence[PatternVerdict], *, on: date) -> bool:
    """Say whether somebody has to look: nobody decided, it is to be looked at again, or there are new facts."""
    if not found.raised:
        return False
    if not verdicts:
        return True
    newest = verdicts[0]
    again = newest.look_again_on is not None and newest.look_again_on <= on
    return again or Verdict(newest.verdict) in STILL_RAISED or bool(new_facts(found, verdicts))


def new_facts(found: Found, verdicts: Sequence[PatternVerdict]) -> frozenset[str]:
    """Return which of its facts nobody who decided had before her."""
    return found.facts - {fact for one in verdicts for fact in one.facts}


def _key(pattern: Pattern, about: str, people: Sequence[int]) -> tuple[Pattern, str, tuple[int, ...]]:
    return pattern, about, () if pattern in OF_WHOEVER else tuple(people)
