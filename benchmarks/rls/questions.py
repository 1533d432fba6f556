"""The questions that are timed: the product's own queries where it has them as one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.rls.world import Asker

WORKLIST = """
SELECT clock.reference, clock.title, clock.due_at, person.reference, person.given_names, person.family_name
FROM clocks_runningclock clock JOIN records_person person ON person.circle_id = clock.circle_id
WHERE clock.owed_by_agency_id = %s AND clock.owed_by_role_id = %s AND clock.stopped_at IS NULL
ORDER BY clock.due_at, clock.id LIMIT 50
"""
CLOCK_COUNTS = """
SELECT count(*) FILTER (WHERE due_at < now()),
       count(*) FILTER (WHERE due_at >= now() AND due_at < now() + interval '1 day'), count(*)
FROM clocks_runningclock WHERE owed_by_agency_id = %s AND owed_by_role_id = %s AND stopped_at IS NULL
"""
CHILD_COUNTS = """
SELECT circle.agency_id, person.sex, count(*)
FROM records_person person JOIN access_circle circle ON circle.id = person.circle_id
WHERE person.withdrawn_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Question:
    """A query's text, the values that it is asked with in turn, and the bar that its ratio must keep to."""

    name: str
    text: str
    values: tuple[Sequence[Any], ...]
    bar: float
    turns: int
    most_more: float | None = None
    """How many milliseconds it may take more than its peer, whatever the ratio."""


def questions(asker: Asker, children: Sequence[int]) -> tuple[Question, ...]:
    """Return what is asked by one worker, who sees the children named."""
    owed = (asker.agency_id, asker.role)
    text, values = _chronology(children)
    return (
        Question("a child's chronology page", text, values, bar=2.0, turns=100, most_more=0.3),
        Question("worklist of 50 clocks", WORKLIST, (owed,), bar=1.5, turns=40),
        Question("counts of clocks owed", CLOCK_COUNTS, (owed,), bar=1.5, turns=40),
        Question("counts of children", CHILD_COUNTS, ((),), bar=1.5, turns=8),
    )


def _chronology(children: Sequence[int]) -> tuple[str, tuple[Sequence[Any], ...]]:
    """Return the text that the child's page sends, with each child in turn."""
    from erle.knowledge.records.models import Person
    from erle.knowledge.records.queries import PAGE, chronology

    made = [chronology(Person(pk=child))[:PAGE].query.sql_with_params() for child in children]
    return made[0][0], tuple(values for _, values in made)
