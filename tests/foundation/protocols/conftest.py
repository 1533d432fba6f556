"""Fixtures of the protocols: a partnership in which somebody writes and three sign, here or on a copy."""

from collections.abc import Iterator

import pytest

from tests.foundation.protocols.agreeing import on_a_copy, posted
from tests.partnership import Partnership


@pytest.fixture
def agreeing(partnership: Partnership) -> Partnership:
    """The partnership, with the posts."""
    posted(partnership)
    return partnership


@pytest.fixture
def copied(django_db_setup: None, django_db_blocker: object) -> Iterator[Partnership]:
    """The same on a copy of the database, where what is done is kept."""
    with django_db_blocker.unblock(), on_a_copy() as partnership:  # type: ignore[attr-defined]
        posted(partnership)
        yield partnership
