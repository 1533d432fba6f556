"""A line to the server that is silent is used unasked; one that the server has let go of is found out and made anew."""

from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.db.backends.postgresql import base

from tests.hands import superuser


@pytest.fixture
def line() -> Any:
    """A connection of its own, as a request finds it: open, and to be looked at before it is used."""
    copied: Any = connections["default"].copy()
    copied.ensure_connection()
    copied.health_check_enabled, copied.health_check_done = True, False
    return copied


def _number(line: Any) -> int:
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_silent_line_is_used_as_it_is(line: Any) -> None:
    before = line.connection.info.backend_pid
    with patch.object(base.DatabaseWrapper, "is_usable", side_effect=AssertionError("it was asked")):
        assert line.is_usable()
        assert _number(line) == before
    line.close()


@pytest.mark.django_db
def test_a_line_that_the_server_has_let_go_of_is_made_anew_before_it_is_used(line: Any) -> None:
    before = line.connection.info.backend_pid
    with superuser(autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])

    assert not line.is_usable()
    assert _number(line) != before
    line.close()


@pytest.mark.django_db
def test_a_line_on_which_something_has_come_is_asked_and_used(line: Any) -> None:
    before = line.connection.info.backend_pid
    with line.cursor() as cursor:
        cursor.execute("LISTEN something")
    with superuser(autocommit=True) as other:
        other.execute("NOTIFY something")
    line.health_check_done = False

    assert line.is_usable()
    assert _number(line) == before
    line.close()
