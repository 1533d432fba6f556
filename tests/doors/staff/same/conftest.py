"""The question of the tests of linkage, and the browser of who may answer it."""

import pytest
from django.test import Client

from tests.house.test_routes import browser
from tests.knowledge.linkage.questions.conftest import Place, copy, place, standing_place

__all__ = ["copy", "place", "standing_place"]


@pytest.fixture
def officer(place: Place) -> Client:
    """The officer's browser."""
    return browser(place.officer)
