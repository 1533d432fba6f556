"""What an authority's own yearly files said of children, for the files that go out: by its number for each child."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from erle.foundation.agencies.models import Agency
from erle.knowledge.records.models import Identifier, Person, Report
from erle.knowledge.records.rules import Scheme


@dataclass(frozen=True)
class RowSaid:
    """A row of a file as it was said: the table, the row's number in its file, the child, and when it came."""

    reference: str
    table: str
    line: int
    person: int
    said: Mapping[str, str]


def child_numbers(agency: Agency, people: Collection[int]) -> dict[int, str]:
    """Return the agency's own number for each of the people who has one; of several the first."""
    numbers = Identifier.objects.filter(agency=agency, scheme=Scheme.LOCAL_AUTHORITY_CHILD, person__in=people)
    return dict(numbers.order_by("person_id", "-pk").values_list("person_id", "value"))


def rows_said(agency: Agency, *, file_format: str, tables: Collection[str]) -> Iterator[RowSaid]:
    """Yield the rows of the tables that the agency's files of the format said and that stand, the oldest first."""
    found = Report.objects.filter(
        agency=agency, batch__format=file_format, kind__in=tables, withdrawn_at__isnull=True
    ).order_by("pk")
    rows = found.values_list("reference", "kind", "line", "person_id", "said")
    for reference, table, line, person, said in rows.iterator(chunk_size=2_000):
        yield RowSaid(reference, table, line or 0, person, said)


def people_of(numbers: Collection[int]) -> list[tuple[str, int]]:
    """Return the reference and the circle of each of the people, by their numbers in the database."""
    return list(Person.objects.filter(pk__in=numbers).order_by("pk").values_list("reference", "circle_id"))
