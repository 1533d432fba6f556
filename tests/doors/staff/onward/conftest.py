"""Pages act at the database's moment, which stands still while a test's transaction lasts."""

import pytest
from django.db import connection
from django.utils import timezone

from tests.partnership import Partnership


@pytest.fixture(autouse=True)
def moment(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shared on a page holds at once, and what is taken back ends at once, as between two transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
    monkeypatch.setattr(timezone, "now", lambda: now)
