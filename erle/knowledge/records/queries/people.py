"""Reading who the children are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from erle.foundation.database.prepared import Prepared, each_of
from erle.knowledge.records.models import Person, Words


def child_called(reference: str) -> Person:
    """Return the child, or raise `Person.DoesNotExist`; outside the circle there is no such child."""
    return Person.objects.select_related("circle__agency").get(reference=reference, withdrawn_at__isnull=True)


def children_in(circles: Iterable[int]) -> dict[int, Person]:
    """Return the child of each circle, by the circle's number."""
    wanted = sorted(set(circles))
    return {person.circle_id: person for person in _IN_CIRCLES.objects(wanted)} if wanted else {}


def _in_circles(circles: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(circle_id__in=each_of(circles), withdrawn_at__isnull=True)


_IN_CIRCLES = Prepared(_in_circles, list)


def children() -> QuerySet[Person]:
    """Return the children whose circle the worker is in, in order of name."""
    return Person.objects.filter(withdrawn_at__isnull=True).order_by("family_name", "given_names", "reference")


def _children_in(circles: list[int]) -> QuerySet[Person]:
    return children().filter(circle_id__in=each_of(circles))


_CHILDREN, _CHILDREN_IN = Prepared(children), Prepared(_children_in, list)
OWN = """
WITH own AS MATERIALIZED (SELECT erle.few_circles() AS few)
SELECT few, CASE WHEN few IS NULL THEN (SELECT count(*) FROM records_person WHERE withdrawn_at IS NULL)
                 ELSE (SELECT count(*) FROM records_person WHERE withdrawn_at IS NULL AND circle_id = ANY (few)) END
FROM own
"""


@dataclass(frozen=True)
class OwnChildren:
    """The children whose circle the worker is in: how many, and her circles where they are few."""

    count: int
    circles: list[int] | None

    def some(self, start: int, most: int) -> list[Person]:
        """Return some of them in order of name."""
        if self.circles is None:
            return _CHILDREN.objects(start=start, most=most)
        return _CHILDREN_IN.objects(self.circles, start=start, most=most) if self.circles else []


def own_children() -> OwnChildren:
    """Count the children whose circle the acting worker is in; in few circles it costs no more than these."""
    with connection.cursor() as cursor:
        cursor.execute(OWN)
        circles, count = cursor.fetchone()
    return OwnChildren(count, circles)


def words_of(person: Person) -> QuerySet[Words]:
    """Return what the child said and asked for, newest first."""
    return Words.objects.filter(person=person, withdrawn_at__isnull=True).select_related("said_to", "agency")
