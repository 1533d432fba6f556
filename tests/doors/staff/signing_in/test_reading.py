"""A stay and its worker are read at once; whose it is the stay says, and Django checks, whatever else is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from erle.doors.staff.signing_in.stays.reading import SessionStore, signed_in
from erle.foundation.access.acting import acting_as
from tests.house.test_routes import browser
from tests.partnership import Partnership


@pytest.fixture
def client(partnership: Partnership) -> Client:
    return browser(partnership.lead)


def request_of(client: Client) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return request


def test_the_stay_and_its_worker_come_by_one_statement(partnership: Partnership, client: Client) -> None:
    signed_in(request_of(client))  # compiles the statement

    with CaptureQueriesContext(connection) as statements:
        assert signed_in(request_of(client)) == partnership.lead
    assert len(statements) == 1


def test_whose_place_it_is_said_to_be_signs_nobody_in(partnership: Partnership, client: Client) -> None:
    UserSession.objects.update(user=partnership.never)

    assert signed_in(request_of(client)) == partnership.lead


def test_a_stay_without_a_place_is_a_stay(partnership: Partnership, client: Client) -> None:
    UserSession.objects.all().delete()

    assert signed_in(request_of(client)) == partnership.lead


def test_a_stay_that_is_over_or_gone_is_none(client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not signed_in(request_of(client)).is_authenticated

    Session.objects.all().delete()
    assert not signed_in(request_of(client)).is_authenticated


def test_after_another_password_the_stay_is_none(partnership: Partnership, client: Client) -> None:
    with acting_as(partnership.lead):
        partnership.lead.set_password("mallow tram quiet lantern")
        partnership.lead.save(update_fields=["password"])

    assert not signed_in(request_of(client)).is_authenticated


def test_who_has_left_is_signed_in_no_more(partnership: Partnership, client: Client) -> None:
    with acting_as(partnership.lead):
        partnership.lead.left_on = timezone.now().date()
        partnership.lead.save(update_fields=["left_on"])

    assert not signed_in(request_of(client)).is_authenticated
