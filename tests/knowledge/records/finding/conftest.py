"""What the tests of the search look for."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.telling import Particulars, record_person
from erle.knowledge.records.finding.children import Found, children_found
from erle.knowledge.records.finding.question import question
from erle.knowledge.records.models import Person
from tests.partnership import BASIS, NOW, Partnership

Record = Callable[..., Person]
Search = Callable[..., list[Found]]


@pytest.fixture
def record(partnership: Partnership) -> Record:
    """Record a child of the name for Children's Services."""

    def recorded(given: str, family: str, born: date | None = None, *, known_as: str = "") -> Person:
        manager = partnership.manager
        particulars = Particulars(given_names=given, family_name=family, known_as=known_as, born_on=born)
        with acting_as(manager):
            return record_person(
                agency=partnership.agencies["childrens_services"],
                particulars=particulars,
                basis=BASIS,
                purpose="Child in need",
                by=manager,
                at=NOW,
            )

    return recorded


@pytest.fixture
def search(partnership: Partnership) -> Search:
    """Search as a worker, the manager of Children's Services where none is named."""

    def searched(typed: str, *, by: Worker | None = None, most: int = 50) -> list[Found]:
        with acting_as(by or partnership.manager):
            return children_found(question(typed, today=datetime.now(UTC).date()), most=most)

    return searched
