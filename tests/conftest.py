"""Fixtures of every test: the database, made once a run, and the small partnership that stands in it."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from erle.foundation.database import bootstrap
from tests import standing, templates
from tests.hands import rows_of
from tests.partnership import NOW, Partnership, found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove what the processes of the run copied their databases from, once they have ended."""
    if not hasattr(session.config, "workerinput"):
        templates.forget()


FIRST = ("test_pages.py", "test_post_faults.py", "test_import_faults.py")
"""One of the journeys, whose process makes the demo, and two that need none: no process waits for another's."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journeys, which take longest: a run on several cores ends when its last file does."""

    def place(item: pytest.Item) -> int:
        if "journeys" not in item.path.parts:
            return len(FIRST) + 1
        return FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST)

    items.sort(key=place)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords by little work; tests/foundation/agencies/test_passwords.py asks for the product's own."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["tests.hashing.Quick"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """Make the run's database anew and found the partnership in it; the tests connect as the worker's role."""
    from django.db import connections

    from erle.foundation.database import addresses
    from erle.foundation.database.roles import DatabaseRole

    name = os.environ["ERLE_DATABASE"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        templates.migrated(name)
        for alias, role in (("default", DatabaseRole.WORKER), ("owner", DatabaseRole.OWNER)):
            made = addresses.settings_for(role, home=standing.HOME, socket_dir=standing.SOCKET_DIR)
            connections[alias].settings_dict |= {"PASSWORD": made["PASSWORD"], "NAME": name}
        _Standing.partnership = found()
        connections["owner"].close()
        before = rows_of(name)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
        left = sorted(rows_of(name).items() ^ before.items())
    bootstrap.drop_database(socket_dir=standing.SOCKET_DIR, name=name)
    assert not left, f"a test kept rows in the database that all share, instead of in a copy: {left}"


class _Standing:
    partnership: Partnership


@pytest.fixture
def partnership(db: None) -> Partnership:
    """The partnership, in a transaction that is rolled back after the test."""
    return _Standing.partnership


@pytest.fixture
def at() -> datetime:
    """The moment of the test."""
    return NOW


@pytest.fixture
def acting(db: None) -> Callable[..., AbstractContextManager[None]]:
    """`acting_as`, for tests that read better with a short name."""
    from erle.foundation.access.acting import acting_as

    return acting_as
