"""Fixtures of every test: the database, made once a run, and the small partnership that stands in it."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from tests import standing, templates
from tests.hands import rows_of
from tests.partnership import NOW, Partnership, found


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove what the processes of the run copied their databases from, once they have ended."""
    if not hasattr(session.config, "workerinput"):
        templates.forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journeys, which take longest: a run on several cores ends when its last file does."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """Make the run's database anew and found the partnership in it; the tests connect as the worker's role."""
    from django.conf import settings
    from django.db import connections

    from erle.foundation.database import addresses, bootstrap
    from erle.foundation.database.roles import DatabaseRole

    def reach(name: str) -> None:
        for alias, role in (("default", DatabaseRole.WORKER), ("owner", DatabaseRole.OWNER)):
            made = addresses.settings_for(role, home=standing.HOME, socket_dir=standing.SOCKET_DIR)
            connections[alias].settings_dict |= {"PASSWORD": made["PASSWORD"], "NAME": name}

    def migrated(template: str) -> None:
        bootstrap.make_database(home=standing.HOME, socket_dir=standing.SOCKET_DIR, name=template)
        reach(template)
        bootstrap.migrate(key_file=settings.CONTEXT_KEY_FILE)
        connections.close_all()

    name = os.environ["ERLE_DATABASE"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        templates.copy_of("migrated", name, migrated)
        reach(name)
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
