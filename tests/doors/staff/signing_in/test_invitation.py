"""An invitation lets one worker in, once, and never around a second factor that stands."""

from __future__ import annotations

import pytest
from django.test import Client

from erle.doors.staff.signing_in.invitation import NotInvited, invited_by, make_link
from erle.foundation.access.acting import acting_as
from erle.foundation.access.gate import NotAble
from erle.foundation.agencies.actions import leave
from erle.foundation.agencies.models import Worker
from tests.doors.staff.signing_in.conftest import (
    PASSWORD,
    Clock,
    Enrolled,
    code_of,
    enrol,
    is_signed_in,
    password_step,
    sign_in,
)
from tests.partnership import Partnership, as_administrator

NEW = "violet ladder ninety owl"


@pytest.fixture
def administrator(partnership: Partnership, clock: Clock) -> Enrolled:
    return enrol(partnership.administrator, clock)


def link_for(worker: Worker, administrator: Enrolled) -> str:
    with acting_as(administrator.worker):
        return make_link(worker=Worker.objects.get(pk=worker.pk), by=administrator.worker, at=administrator.clock.now)


def seed_on(browser: Client) -> str:
    page = browser.get("/second-factor/new/").content.decode()
    return page.split("<bdi>")[1].split("</bdi>")[0].replace(" ", "")


def test_a_new_worker_chooses_a_password_and_sets_up_a_factor(
    partnership: Partnership, administrator: Enrolled, browser: Client, clock: Clock
) -> None:
    path = link_for(partnership.coordinator, administrator)

    assert browser.get(path).headers["Location"] == "/invitation/"
    assert "Welcome, Rita Osborne" in browser.get("/invitation/").content.decode()
    assert browser.post("/invitation/", {"password": NEW}).headers["Location"] == "/second-factor/new/"
    seed = seed_on(browser)
    picture = browser.get("/second-factor/picture/")
    shown = browser.post("/second-factor/new/", {"code": code_of(seed, clock.now)})

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert shown.content.decode().count("<li><bdi>") == 10
    assert is_signed_in(browser)
    assert Client().get(path, follow=True).status_code == 410


def test_nothing_is_kept_until_the_second_factor_stands(
    partnership: Partnership, administrator: Enrolled, browser: Client, clock: Clock
) -> None:
    path = link_for(partnership.coordinator, administrator)
    browser.get(path)
    browser.post("/invitation/", {"password": NEW})
    seed_on(browser)

    wrong = browser.post("/second-factor/new/", {"code": "000000"})

    assert wrong.status_code == 422
    assert not Worker.objects.get(pk=partnership.coordinator.pk).has_usable_password()
    assert Client().get(path, follow=True).status_code == 200


def test_a_link_mends_a_password_and_the_second_factor_is_asked_for(
    joanna: Enrolled, administrator: Enrolled, browser: Client, clock: Clock
) -> None:
    signed_in = Client()
    sign_in(signed_in, joanna)
    path = link_for(joanna.worker, administrator)
    browser.get(path)

    answer = browser.post("/invitation/", {"password": NEW})

    assert not is_signed_in(signed_in)
    assert password_step(Client(), joanna.worker.email, PASSWORD).status_code == 422
    assert answer.headers["Location"] == "/second-factor/"
    assert browser.get("/second-factor/new/").headers["Location"] == "/second-factor/"
    assert not is_signed_in(browser)
    browser.post("/second-factor/", {"code": joanna.code()})
    assert is_signed_in(browser)
    assert password_step(Client(), joanna.worker.email, NEW).status_code == 302


def test_a_newer_link_stops_the_older(partnership: Partnership, administrator: Enrolled) -> None:
    first = link_for(partnership.coordinator, administrator)
    second = link_for(partnership.coordinator, administrator)

    assert Client().get(first, follow=True).status_code == 410
    assert Client().get(second, follow=True).status_code == 200


def test_a_link_ends_after_three_days(partnership: Partnership, administrator: Enrolled, clock: Clock) -> None:
    path = link_for(partnership.coordinator, administrator)
    clock.go(hours=73)

    assert Client().get(path, follow=True).status_code == 410


def test_a_changed_link_invites_nobody(partnership: Partnership, administrator: Enrolled, clock: Clock) -> None:
    token = link_for(partnership.coordinator, administrator).split("/")[2]

    assert invited_by(token, at=clock.now) is not None
    assert all(
        invited_by(token[:place] + "A" + token[place + 1 :], at=clock.now) is None
        for place in range(20)
        if token[place] != "A"
    )
    assert invited_by("", at=clock.now) is None


def test_whoever_has_left_is_not_invited(partnership: Partnership, administrator: Enrolled, clock: Clock) -> None:
    path = link_for(partnership.coordinator, administrator)
    with as_administrator(partnership):
        leave(worker=partnership.coordinator, at=clock.now)

    assert Client().get(path, follow=True).status_code == 410
    with pytest.raises(NotInvited):
        link_for(partnership.coordinator, administrator)
    partnership.coordinator.left_on = None


def test_an_easy_password_is_refused(partnership: Partnership, administrator: Enrolled, browser: Client) -> None:
    browser.get(link_for(partnership.coordinator, administrator))

    for easy in ("short", "password1234", "rita.osborne@childrens"):
        assert browser.post("/invitation/", {"password": easy}).status_code == 422


def test_only_who_manages_workers_makes_links_and_never_her_own(
    partnership: Partnership, administrator: Enrolled, joanna: Enrolled
) -> None:
    with pytest.raises(NotAble):
        link_for(partnership.coordinator, joanna)
    with pytest.raises(NotInvited):
        link_for(administrator.worker, administrator)


def test_the_administrator_is_shown_the_link_once(
    partnership: Partnership, administrator: Enrolled, browser: Client
) -> None:
    sign_in(browser, administrator)

    page = browser.post(f"/administration/workers/{partnership.coordinator.reference}/invite/")

    assert "http://testserver/invitation/" in page.content.decode()
    assert browser.get(f"/administration/workers/{partnership.coordinator.reference}/invite/").status_code == 405


def test_a_worker_changes_her_password_with_a_code_and_is_out_elsewhere(joanna: Enrolled, browser: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, joanna)
    sign_in(browser, joanna)

    wrong = browser.post("/account/password/", {"password": NEW, "code": "000000"})
    right = browser.post("/account/password/", {"password": NEW, "code": joanna.code()})

    assert wrong.status_code == 422
    assert right.headers["Location"] == "/account/"
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)


def test_new_recovery_codes_are_shown_once_and_ask_for_a_code(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)

    assert browser.post("/account/recovery-codes/", {"code": "000000"}).status_code == 422
    shown = browser.post("/account/recovery-codes/", {"code": joanna.code()})

    assert shown.content.decode().count("<li><bdi>") == 10
    assert "10 left" in browser.get("/account/").content.decode()
