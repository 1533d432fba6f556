"""The children whom a question finds, best first, each with how it was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection
from django.db.models import QuerySet

from erle.foundation.database.prepared import Prepared, each_of
from erle.knowledge.records.finding.births import Born
from erle.knowledge.records.finding.names import other_names
from erle.knowledge.records.finding.question import Question
from erle.knowledge.records.models import Person, Relation

FIND = "SELECT person_id, birth, how FROM erle.find_children(%s::text[], %s::text[], %s::daterange, %s::date[], %s)"
AROUND = "SELECT relation_id FROM erle.find_relations(%s::text[], %s::text[], %s)"
BY_NUMBER = "SELECT person_id, value FROM records_identifier WHERE value_key = ANY (%s) ORDER BY id LIMIT %s"


class Fit(IntEnum):
    """How a word that was typed fits a name."""

    NOT = 0
    LOOKS = 1
    SOUNDS = 2
    CALLED = 3
    BEGINS = 4
    WRITTEN = 5


class Birth(IntEnum):
    """How a date of birth fits that was asked for."""

    OTHER = 0
    NOT_KNOWN = 1
    NEAR = 2
    FITS = 3


@dataclass(frozen=True)
class Found:
    """A child, how each word fits, how the birth fits where one was asked for, and the number that was asked for.

    `around` is somebody around the child whose name fits instead.
    """

    person: Person
    words: tuple[tuple[str, Fit], ...] = ()
    birth: Birth | None = None
    number: str = ""
    around: str = ""

    @property
    def exactly(self) -> bool:
        """Whether every word is written so and the birth fits: nobody need ask whether this child is known."""
        return self.birth is Birth.FITS and all(fit is Fit.WRITTEN for _, fit in self.words)


def children_found(asked: Question, *, most: int) -> list[Found]:
    """Return the children, among those whom the acting worker may see: by number, name, birth or who is around."""
    by_number = _by_number(asked.numbers, most) if asked.numbers else []
    by_name = _by_name(asked, most) if asked.words or (asked.born and not asked.numbers) else []
    found = [*_by_reference(asked.references), *by_number, *by_name]
    if asked.words and not asked.born and len(found) < most:
        found += _by_relation(asked.words, most)
    first = {one.person.pk: one for one in reversed(found)}
    return [one for one in found if first[one.person.pk] is one][:most]


def _by_reference(references: Sequence[str]) -> list[Found]:
    if not references:
        return []
    people = Person.objects.filter(reference__in=references, withdrawn_at__isnull=True).select_related("circle__agency")
    return [Found(person, number=person.reference) for person in people.order_by("id")]


def _by_number(numbers: Sequence[str], most: int) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(BY_NUMBER, [list(numbers), most])
        values: dict[int, str] = dict(cursor.fetchall())
    people = people_numbered(values)
    return [Found(people[pk], number=value) for pk, value in values.items() if pk in people]


def _by_name(asked: Question, most: int) -> list[Found]:
    for words in (list(asked.words), *_joined(asked.words)):
        rows = _rows(words, asked.born, most)
        if rows:
            break
    people = people_numbered([pk for pk, _, _ in rows])
    return [
        Found(
            people[pk],
            words=tuple((word, Fit(fit)) for word, fit in zip(words, how, strict=True)),
            birth=Birth(birth) if asked.born else None,
        )
        for pk, birth, how in rows
        if pk in people
    ]


def _by_relation(words: Sequence[str], most: int) -> list[Found]:
    """Return the children around whom somebody of the name is: a mother, an uncle, a friend."""
    others = [" ".join(other_names(word)) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(AROUND, [list(words), others, most])
        order = [pk for (pk,) in cursor.fetchall()]
    relations = Relation.objects.in_bulk(order)
    people = people_numbered([relation.person_id for relation in relations.values()])
    return [
        Found(people[relation.person_id], around=f"{relation.relation} {relation.name}".strip())
        for relation in (relations[pk] for pk in order if pk in relations)
        if relation.person_id in people
    ]


def _joined(words: Sequence[str]) -> list[list[str]]:
    """Return the words with two neighbours written as one: `mary jane` may be on record as Maryjane."""
    return [[*words[:n], words[n] + words[n + 1], *words[n + 2 :]] for n in range(len(words) - 1)]


def _rows(words: Sequence[str], born: Born | None, most: int) -> list[tuple[int, int, list[int]]]:
    others = [" ".join(other_names(word)) for word in words]
    days = f"[{born.first},{born.last}]" if born else None
    with connection.cursor() as cursor:
        cursor.execute(FIND, [list(words), others, days, list(born.near) if born else [], most])
        return [(pk, birth, how or []) for pk, birth, how in cursor.fetchall()]


def people_numbered(numbers: Sequence[int] | dict[int, str]) -> dict[int, Person]:
    """Return the people by number, read under the policies: what a function finds is shown only where they let it."""
    return {person.pk: person for person in _PEOPLE.objects(list(numbers))} if numbers else {}


def _numbered(numbers: list[int]) -> QuerySet[Person]:
    found = Person.objects.filter(pk__in=each_of(numbers), withdrawn_at__isnull=True)
    return found.select_related("circle__agency")


_PEOPLE = Prepared(_numbered, list)
