"""Browsers at the desk, at the school that reports, and at an agency that is asked."""

import pytest
from django.test import Client

from erle.foundation.agencies.models import Worker
from tests.house.test_routes import browser
from tests.partnership import Partnership
from tests.practice.desk.conftest import held_by_priya, priya, school_shares, tom

__all__ = ["held_by_priya", "priya", "school_shares", "tom"]


@pytest.fixture
def desk(priya: Worker) -> Client:
    """Priya's browser."""
    return browser(priya)


@pytest.fixture
def other_desk(tom: Worker) -> Client:
    """Tom's browser."""
    return browser(tom)


@pytest.fixture
def police(partnership: Partnership) -> Client:
    """The browser of an officer who answers for the police."""
    return browser(partnership.never)


@pytest.fixture
def school(partnership: Partnership) -> Client:
    """The browser of the reporter."""
    return browser(partnership.lapsed)


def body(client: Client, path: str, status: int = 200) -> str:
    """Return the page as the browser has it."""
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def sent(client: Client, path: str, **fields: object) -> str:
    """Send the form, follow where it leads, and return the page."""
    answer = client.post(path, fields, follow=True)
    assert answer.status_code == 200, (path, answer.status_code, answer.content.decode()[-3000:])
    return answer.content.decode()
