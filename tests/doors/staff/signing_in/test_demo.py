"""The demo's click works on the demo alone, and neither mode starts over the other's database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

from erle.doors.staff import fitness
from erle.doors.staff import urls as staff
from erle.doors.staff.fitness import NotFit, refuse_unless_fit
from erle.doors.staff.signing_in import urls
from erle.doors.staff.tour import urls as tour
from erle.foundation.agencies.actions import register_worker
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, is_signed_in
from tests.partnership import Partnership, as_administrator


@pytest.fixture
def demo(settings: Any) -> Iterator[None]:
    settings.DEMO, settings.ROOT_URLCONF = (
        True,
        (*staff.urlpatterns[:-2], *tour.addresses(demo=True), *urls.addresses(demo=True)),
    )
    clear_url_caches()
    yield
    clear_url_caches()


def test_one_click_signs_in_on_the_demo(demo: None, partnership: Partnership, browser: Client) -> None:
    page = browser.get("/sign-in/").content.decode()

    answer = browser.post("/sign-in/", {"worker": str(partnership.lead.pk), "next": "/help/"})

    assert "Joanna Pryce" in page
    assert answer.headers["Location"] == "/help/"
    assert is_signed_in(browser)


def test_another_click_takes_another_desk(demo: None, partnership: Partnership, browser: Client) -> None:
    browser.post("/sign-in/", {"worker": str(partnership.lead.pk)})
    browser.post("/sign-in/", {"worker": str(partnership.member.pk)})

    assert "Imran Hale" in browser.get("/account/").content.decode()


def test_a_click_on_ones_own_name_leads_on(demo: None, partnership: Partnership, browser: Client) -> None:
    for place in ("/help/", "/account/"):
        answer = browser.post("/sign-in/", {"worker": str(partnership.lead.pk), "next": place})

        assert answer.headers["Location"] == place
    assert is_signed_in(browser)


def test_a_page_left_open_can_still_take_another_desk(demo: None, partnership: Partnership) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    for worker in (partnership.lead, partnership.member):
        answer = browser.post("/sign-in/", {"worker": str(worker.pk), "csrfmiddlewaretoken": token})

        assert answer.status_code == 302


def test_a_worker_with_a_password_is_never_signed_in_by_a_click(demo: None, joanna: Enrolled, browser: Client) -> None:
    assert browser.post("/sign-in/", {"worker": str(joanna.worker.pk)}).status_code == 404
    assert browser.post("/sign-in/", {"worker": "x"}).status_code == 404
    assert not is_signed_in(browser)


def test_a_worker_with_a_password_is_not_offered(demo: None, joanna: Enrolled, browser: Client) -> None:
    offered = browser.get("/sign-in/").content.decode()

    assert joanna.worker.name not in offered


def test_clicks_are_no_guesses_however_many_they_are(demo: None, partnership: Partnership, browser: Client) -> None:
    for _ in range(60):
        assert browser.post("/sign-in/", {"worker": "0"}).status_code == 404

    assert browser.post("/sign-in/", {"worker": str(partnership.lead.pk)}).status_code == 302


def test_a_click_is_nothing_in_production(partnership: Partnership, browser: Client) -> None:
    assert browser.post("/sign-in/", {"worker": str(partnership.lead.pk)}).status_code == 422
    assert not is_signed_in(browser)


def test_a_stay_begun_on_the_demo_is_over_in_production(
    demo: None, partnership: Partnership, browser: Client, settings: Any
) -> None:
    browser.post("/sign-in/", {"worker": str(partnership.lead.pk)})
    settings.DEMO = False

    assert not is_signed_in(browser)


def test_production_does_not_start_with_demo_workers(partnership: Partnership, clock: Clock) -> None:
    refuse_unless_fit(host="0.0.0.0")
    agency = partnership.agencies["police"]
    with as_administrator(partnership):
        register_worker(agency=agency, name="Demo Person", email=f"demo{fitness.DEMO_MARK}", at=clock.now)

    with pytest.raises(NotFit, match="invented workers"):
        refuse_unless_fit(host="127.0.0.1")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "erle.example", "::"])
def test_the_demo_is_served_to_nobody_else(db: None, settings: Any, host: str) -> None:
    settings.DEMO = True

    with pytest.raises(NotFit, match=r"127\.0\.0\.1 only"):
        refuse_unless_fit(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_the_demo_is_served_on_loopback(db: None, settings: Any, host: str) -> None:
    settings.DEMO = True

    refuse_unless_fit(host=host)


def test_the_demo_does_not_start_over_real_workers(joanna: Enrolled, settings: Any) -> None:
    settings.DEMO = True

    with pytest.raises(NotFit, match="password of their own"):
        refuse_unless_fit(host="127.0.0.1")


def test_the_door_is_not_served_by_a_role_that_sees_everything(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitness, "ROLE_IS_TOO_STRONG", "SELECT true")

    with pytest.raises(NotFit, match="erle_worker"):
        refuse_unless_fit(host="127.0.0.1")
