"""Which children that the acting worker may see a description may be of: certain, possible or none.

What is weighed is her own circles' alone: the database takes her bits before it puts anything in order or cuts it off,
and the model that weighs is kept, so that the answer hangs on no record that she may not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection

from erle.knowledge.linkage.entering.kept_model import NONE_KEPT, looking_by
from erle.knowledge.linkage.matching.near.weighing import Values, Weigher
from erle.knowledge.linkage.nearby import Beside, beside, values_of
from erle.knowledge.linkage.proposing import Standing
from erle.knowledge.linkage.rules import UNKNOWN
from erle.knowledge.records.finding.births import born_on
from erle.knowledge.records.finding.children import people_numbered
from erle.knowledge.records.finding.names import other_names, plain, telling
from erle.knowledge.records.models import Person

LOOK = (
    "SELECT version, frequencies, people"
    " FROM erle.look_among_own(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::text[], %s)"
)
MOST_WEIGHED, MOST_SHOWN = 60, 6
MOST_OTHERS = 80
CERTAIN = 6.6
"""Bits from which she is told that it is almost certainly this child: a hundred to one."""
NOT_TELLING = frozenset({UNKNOWN, "different"})
"""Of the birth: names alone, however rare, make nobody certain."""


@dataclass(frozen=True)
class Described:
    """Who a child is, as far as she who describes the child knows."""

    given_names: str = ""
    family_name: str = ""
    known_as: str = ""
    born_on: date | None = None
    sex: str = ""
    lives: str = ""

    @property
    def tells(self) -> bool:
        """Whether two of three are known by which a child is looked for: a given name, the family name, the birth."""
        return self._known > 1

    @property
    def whole(self) -> bool:
        """Whether all three are known; of two alone nobody is certain."""
        return self._known == 3

    @property
    def _known(self) -> int:
        return sum(map(bool, (self.given_names or self.known_as, self.family_name, self.born_on)))


@dataclass(frozen=True)
class MayBe:
    """A child whom the description may be of, and how the two were compared: by field, its level and its bits."""

    person: Person
    certain: bool
    compared: Sequence[dict[str, str | float]]


def may_be(described: Described, *, today: date) -> list[MayBe]:
    """Return the children among those whom the acting worker may see, the likeliest first; no more than fit a page."""
    if not described.tells:
        return []
    mine = values_of(_standing(described))
    version, frequencies, numbers = _looked(described, mine, today)
    looking = looking_by(version)
    looking.learn(mine, frequencies or ())
    people = people_numbered(list(numbers or ()))
    others = {number: values_of(_standing(one, number)) for number, one in people.items()}
    found = beside(mine, others, looking.weighs)
    told = [_may_be(people[one.number], one, looking.weighs, whole=described.whole) for one in found]
    return sorted(told, key=lambda one: not one.certain)[:MOST_SHOWN]


def _looked(described: Described, mine: Values, today: date) -> Sequence[Any]:
    given, family = (
        telling(plain(words.replace("-", " ")))
        for words in (f"{described.given_names} {described.known_as}", described.family_name)
    )
    called = list(dict.fromkeys(chain.from_iterable(other_names(word) for word in given)))[:MOST_OTHERS]
    born = born_on(described.born_on, today=today) if described.born_on else None
    days = [born.first, *born.near] if born else []
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [given, called, family, days, list(mine), list(mine.values()), MOST_WEIGHED])
        row: Sequence[Any] = cursor.fetchone() or (NONE_KEPT, (), ())
    return row


def _may_be(person: Person, one: Beside, weighs: Weigher, *, whole: bool) -> MayBe:
    compared = weighs.compared(one.weighed)
    birth = next((each["level"] for each in compared if each["field"] == "born"), UNKNOWN)
    certain = whole and one.bits >= CERTAIN and not one.held and birth not in NOT_TELLING
    return MayBe(person, certain, compared)


def _standing(said: Described | Person, number: int = 0) -> Standing:
    """Return either as matching takes it; numbers are not asked of who describes."""
    return Standing(
        id=number,
        agency_id=0,
        gathers=False,
        by_file=False,
        given_names=said.given_names,
        family_name=said.family_name,
        known_as=said.known_as,
        born_on=said.born_on,
        sex=said.sex,
        identifiers={},
        lives=said.lives,
    )
