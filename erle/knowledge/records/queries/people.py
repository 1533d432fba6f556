"""Reading who the children are."""

from collections.abc import Iterable

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


_CHILDREN = Prepared(children)


def children_from(start: int, most: int) -> list[Person]:
    """Return some of the children whose circle the worker is in, in order of name."""
    return _CHILDREN.objects(start=start, most=most)


def children_count() -> int:
    """Count the children whose circle the worker is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_person WHERE withdrawn_at IS NULL")
        return int(cursor.fetchone()[0])


def words_of(person: Person) -> QuerySet[Words]:
    """Return what the child said and asked for, newest first."""
    return Words.objects.filter(person=person, withdrawn_at__isnull=True).select_related("said_to", "agency")
