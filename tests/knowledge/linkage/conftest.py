"""Somebody at the MASH desk."""

import pytest

from erle.foundation.agencies.models import Worker
from tests.knowledge.linkage.handing import at_desk
from tests.partnership import Partnership


@pytest.fixture
def desk(partnership: Partnership) -> Worker:
    """Somebody at the MASH desk."""
    return at_desk(partnership)
