"""A copy of the run's database for each file, in which one record may be of Leah and is asked about."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.models import Question
from erle.knowledge.linkage.queries import question_called
from erle.knowledge.records.models import Person
from tests.knowledge.linkage.questions.asking import ask, on_a_clone, typed
from tests.partnership import Partnership


@dataclass(frozen=True)
class Place:
    """The partnership, the record that may be of Leah, and the question whether it is."""

    partnership: Partnership
    other: Person
    reference: str

    @property
    def officer(self) -> Worker:
        """Who stands in both circles."""
        return self.partnership.member

    def question(self) -> Question:
        """Return the question, as the acting worker sees it."""
        return question_called(self.reference)


@pytest.fixture(scope="module")
def standing_place(django_db_setup: None, django_db_blocker: object) -> Iterator[Place]:
    """The question, kept in the copy."""
    with django_db_blocker.unblock(), on_a_clone() as partnership:  # type: ignore[attr-defined]
        other = typed(partnership.member)
        ask()
        with acting_as(partnership.member):
            reference = Question.objects.get().reference
        yield Place(partnership, other, reference)


@pytest.fixture
def place(standing_place: Place, db: None) -> Place:
    """The question, in a transaction that is rolled back."""
    return standing_place


@pytest.fixture
def copy(django_db_setup: None, django_db_blocker: object) -> Iterator[Partnership]:
    """The partnership in a copy of its own, in which everything is kept."""
    with django_db_blocker.unblock(), on_a_clone() as partnership:  # type: ignore[attr-defined]
        yield partnership
