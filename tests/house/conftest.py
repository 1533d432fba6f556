"""Fixtures of the house tests: two children of whom everything is told, kept in a copy for each file."""

from collections.abc import Iterator
from copy import copy

import pytest
from pytest_django import DjangoDbBlocker

from tests.house.things import Things, tell_of_children
from tests.knowledge.linkage.questions.asking import on_a_clone
from tests.partnership import Partnership


@pytest.fixture(scope="module")
def kept_children(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Things]]:
    """Both children, as `children` has them, kept in a copy of the database for the whole file."""
    with django_db_blocker.unblock(), on_a_clone() as partnership:
        yield tell_of_children(partnership)


@pytest.fixture
def children(kept_children: dict[str, Things], partnership: Partnership) -> dict[str, Things]:
    """Both children with an episode, a share and a bar, so that every address has something to find."""
    return {key: copy(things) for key, things in kept_children.items()}


@pytest.fixture
def absent() -> Things:
    """References of nothing."""
    return Things(
        "E-NNNNNN22", "M-NNNNNN22", "S-NNNNNN22", 99_999_999, "L-NNNNNNNN22", ["T-NNNNNNNN22", "T-NNNNNNNN23"]
    )
