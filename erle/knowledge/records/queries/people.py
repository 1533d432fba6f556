"""Reading who the children are."""

from collections.abc import Iterable

from django.db.models import QuerySet

from erle.knowledge.records.models import Person, Words


def child_called(reference: str) -> Person:
    """Return the child, or raise `Person.DoesNotExist`; outside the circle there is no such child."""
    return Person.objects.select_related("circle__agency").get(reference=reference, withdrawn_at__isnull=True)


def children_in(circles: Iterable[int]) -> dict[int, Person]:
    """Return the child of each circle, by the circle's number."""
    found = Person.objects.filter(circle_id__in=set(circles), withdrawn_at__isnull=True)
    return {person.circle_id: person for person in found}


def children() -> QuerySet[Person]:
    """Return the children whose circle the worker is in, in order of name."""
    return Person.objects.filter(withdrawn_at__isnull=True).order_by("family_name", "given_names", "reference")


def words_of(person: Person) -> QuerySet[Words]:
    """Return what the child said and asked for, newest first."""
    return Words.objects.filter(person=person, withdrawn_at__isnull=True).select_related("said_to", "agency")
