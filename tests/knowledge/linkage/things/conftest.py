"""A copy of the run's database, in which things can be compared by the process that does."""

from collections.abc import Iterator

import pytest

from tests.knowledge.linkage.questions.asking import on_a_clone
from tests.partnership import Partnership


@pytest.fixture
def copy(django_db_setup: None, django_db_blocker: object) -> Iterator[Partnership]:
    """The partnership in a copy of its own, in which everything is kept."""
    with django_db_blocker.unblock(), on_a_clone() as partnership:  # type: ignore[attr-defined]
        yield partnership
