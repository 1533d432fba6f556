"""Which children that the acting worker may see a description may be of: certain, possible or none.

What is weighed is her own circles' alone: the database takes her bits before it puts anything in order or cuts it off,
and the model that weighs is kept, so that the answer hangs on no record that she may not see.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from erle.knowledge.linkage.entering.kept_model import looking_by
from erle.knowledge.linkage.matching.near.weighing import Values, Weigher
from erle.knowledge.linkage.nearby import Beside, beside, values_of
from erle.knowledge.linkage.proposing import Standing
from erle.knowledge.linkage.rules import UNKNOWN
from erle.knowledge.records.finding.births import born_on
from erle.knowledge.records.finding.names import other_names, plain, telling

LOOK = """
SELECT looked.version, looked.frequencies, ARRAY(
    SELECT json_build_array(
        p.id, p.circle_id, p.reference, p.given_names, p.family_name, p.known_as, p.born_on, p.sex, p.pronouns,
        p.school, p.lives, a.name)
    FROM unnest(looked.people, looked.agencies) AS near (person_id, agency_id)
    JOIN records_person p ON p.id = near.person_id JOIN agencies_agency a ON a.id = near.agency_id
    WHERE p.withdrawn_at IS NULL
) AS people
FROM erle.look_among_own(
    string_to_array(%(given)s, ' '), string_to_array(%(called)s, ' '), string_to_array(%(family)s, ' '),
    string_to_array(%(days)s, ' ')::date[], string_to_array(%(fields)s, ' '),
    ARRAY(SELECT json_array_elements_text(%(texts)s::json)), %(most)s) AS looked
"""
"""Whom the keeper's function finds by number, read under the policies by the same statement; whose record each is, it
says itself. It is asked `AS_ONE`, and lists go there as one text as well: to make values of so many parts, one by one,
takes longer than to look."""
AS_ONE = "SELECT row_to_json(one)::text FROM ({}) AS one"
MOST_WEIGHED, MOST_SHOWN = 60, 6
MOST_OTHERS = 80
Compared = Sequence[dict[str, str | float]]
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


class Row(NamedTuple):
    """A record that stands near, as it is read: who the child is, and whose record it is."""

    id: int
    circle_id: int
    reference: str
    given_names: str
    family_name: str
    known_as: str
    born_on: date | None
    sex: str
    pronouns: str
    school: str
    lives: str
    agency: str


BORN_ON = Row._fields.index("born_on")


@dataclass(frozen=True)
class MayBe:
    """A child whom the description may be of, and how the two were compared: by field, its level and its bits."""

    person: Row
    certain: bool
    compared: Compared


class Look:
    """A description made ready to be looked for: what `LOOK` is given, and how the rows that it finds are weighed."""

    def __init__(self, described: Described, *, today: date) -> None:
        """Work out what is looked for."""
        self._described, self._mine = described, values_of(_standing(described))
        self.given = _given(described, self._mine, today)

    def weighed(self, looked: Mapping[str, Any]) -> list[MayBe]:
        """Return whom it may be of what `LOOK` found, the likeliest first; no more than fit a page."""
        people = {one.id: one for one in map(_read, looked["people"])}
        looking, mine = looking_by(looked["version"]), self._mine
        looking.learn(mine, looked["frequencies"] or ())
        others = {number: values_of(_standing(one, number)) for number, one in people.items()}
        whole = self._described.whole
        told = [(one, *_compared(one, looking.weighs, whole=whole)) for one in beside(mine, others, looking.weighs)]
        shown = sorted(told, key=lambda one: not one[1])[:MOST_SHOWN]
        return [MayBe(people[one.number], certain, compared) for one, certain, compared in shown]


def may_be(described: Described, *, today: date) -> list[MayBe]:
    """Return the children among those whom the acting worker may see, the likeliest first; no more than fit a page."""
    if not described.tells:
        return []
    look = Look(described, today=today)
    return look.weighed(asked_as_one(AS_ONE.format(LOOK), look.given))


def asked_as_one(statement: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a statement `AS_ONE` by its columns' names, as JSON tells it: moments and days as texts."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return row


def _read(row: Sequence[Any]) -> Row:
    one = Row(*row)
    return one._replace(born_on=date.fromisoformat(row[BORN_ON])) if row[BORN_ON] else one


def _given(described: Described, mine: Values, today: date) -> dict[str, str | int]:
    given, family = (
        telling(plain(words.replace("-", " ")))
        for words in (f"{described.given_names} {described.known_as}", described.family_name)
    )
    called = list(dict.fromkeys(chain.from_iterable(other_names(word) for word in given)))[:MOST_OTHERS]
    born = born_on(described.born_on, today=today) if described.born_on else None
    days = [born.first, *born.near] if born else []
    lines = {
        "given": given,
        "called": called,
        "family": family,
        "days": [day.isoformat() for day in days],
        "fields": mine,
    }
    return {
        **{name: " ".join(line) for name, line in lines.items()},
        "texts": json.dumps(list(mine.values())),
        "most": MOST_WEIGHED,
    }


def _compared(one: Beside, weighs: Weigher, *, whole: bool) -> tuple[bool, Compared]:
    compared = weighs.compared(one.weighed)
    birth = next((each["level"] for each in compared if each["field"] == "born"), UNKNOWN)
    certain = whole and one.bits >= CERTAIN and not one.held and birth not in NOT_TELLING
    return certain, compared


def _standing(said: Described | Row, number: int = 0) -> Standing:
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
