"""Time-outs are kind: nothing typed is lost, nothing is done late, and nobody else sees it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from erle.doors.staff import drafts
from erle.doors.staff.signing_in.stays import timeouts
from erle.doors.staff.words import clock_time
from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Share
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, is_signed_in, sign_in
from tests.partnership import Partnership

JSON = {"accept": "application/json"}


@pytest.fixture
def share_page(partnership: Partnership) -> str:
    return f"/children/{partnership.leah.reference}/access/share/"


def typed(partnership: Partnership) -> dict[str, str]:
    return {
        "purpose": "She asked me to.",
        "ends_on-day": "3",
        "ends_on-month": "4",
        "csrfmiddlewaretoken": "x",
        "no_field": "y",
    }


def test_without_a_sign_of_life_the_stay_ends(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=14)
    assert is_signed_in(browser)
    clock.go(minutes=14)
    assert is_signed_in(browser)
    clock.go(minutes=15)

    assert not is_signed_in(browser)


def test_nobody_stays_longer_than_the_limit(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    for _ in range(62):
        clock.go(minutes=9.5)
        assert is_signed_in(browser)
    clock.go(minutes=12)

    assert not is_signed_in(browser)


def test_what_a_page_fetches_by_itself_is_no_sign_of_life(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    for _ in range(3):
        clock.go(minutes=4)
        browser.get("/help/", HTTP_ERLE_UNATTENDED="1")
    clock.go(minutes=3)

    assert not is_signed_in(browser)


def test_staying_on_is_one_request(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=14)

    told = browser.post("/session/extend/", headers=JSON).json()

    assert datetime.fromisoformat(told["ends_at"]) == timeouts.Stay(clock.now, clock.now).ends_at
    clock.go(minutes=16)
    assert browser.post("/session/extend/", headers=JSON).status_code == 401


def test_the_layout_is_told_when_the_stay_ends(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)

    page = browser.get("/account/").content.decode()

    assert f'data-session-now="{clock.now.isoformat()}"' in page
    assert 'data-extend-url="/session/extend/"' in page


def test_a_form_that_arrives_after_the_end_is_kept_and_not_acted_on(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    with acting_as(joanna.worker):
        shares = Share.objects.count()
    clock.go(minutes=20)

    answer = browser.post(share_page, typed(partnership))

    assert answer.headers["Location"].startswith("/sign-in/?next=%2Fchildren%2F")
    with acting_as(joanna.worker):
        assert Share.objects.count() == shares
        kept = drafts.drafts_of(joanna.worker).get()
    assert kept.form == "child_share"
    assert kept.fields["purpose"] == "She asked me to."
    assert not {"csrfmiddlewaretoken", "no_field"} & set(kept.fields)
    assert "What you typed is kept" in browser.get(answer.headers["Location"]).content.decode()


def test_after_signing_in_again_she_lands_on_the_page_with_what_she_typed(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    browser.post(share_page, typed(partnership))
    kept_at = clock_time(clock.now)

    landed = sign_in(browser, joanna, then=share_page).headers["Location"]
    page = browser.get(landed).content.decode()

    assert landed == share_page
    assert "She asked me to." in page
    assert f"Saved at {kept_at}" in page


def test_a_form_is_kept_even_when_another_tab_noticed_the_end_first(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    browser.get("/")

    browser.post(share_page, typed(partnership))

    with acting_as(joanna.worker):
        assert drafts.drafts_of(joanna.worker).count() == 1


def test_another_worker_on_the_same_browser_never_sees_it(
    partnership: Partnership, joanna: Enrolled, imran: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    browser.post(share_page, typed(partnership))

    sign_in(browser, imran, then=share_page)

    assert "She asked me to." not in browser.get(share_page).content.decode()
    assert "She asked me to." not in browser.get("/").content.decode()
    with acting_as(imran.worker):
        assert not drafts.drafts_of(joanna.worker).exists()


def test_a_form_after_signing_out_or_from_a_stranger_is_not_kept(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    browser.post("/sign-out/")

    browser.post(share_page, typed(partnership))
    Client().post(share_page, typed(partnership))

    with acting_as(joanna.worker):
        assert not drafts.drafts_of(joanna.worker).exists()


def test_nothing_is_kept_for_one_who_has_left_or_after_half_a_day(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock, share_page: str
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    browser.get("/")
    clock.go(hours=13)

    browser.post(share_page, typed(partnership))

    with acting_as(joanna.worker):
        assert not drafts.drafts_of(joanna.worker).exists()


def test_the_page_left_open_can_be_sent_after_signing_in_in_another_tab(
    partnership: Partnership, joanna: Enrolled, clock: Clock
) -> None:
    browser = Client(enforce_csrf_checks=True)

    def send(path: str, **fields: str) -> int:
        token = browser.cookies["erle-csrf"].value
        return browser.post(path, {**fields, "csrfmiddlewaretoken": token}).status_code

    browser.get("/sign-in/")
    assert send("/sign-in/", email=joanna.worker.email, password="mallow tram quiet lantern") == 302
    browser.get("/second-factor/")
    assert send("/second-factor/", code=joanna.code()) == 302
    browser.get("/account/")
    open_page = browser.cookies["erle-csrf"].value
    clock.go(minutes=20)
    browser.get("/sign-in/")
    send("/sign-in/", email=joanna.worker.email, password="mallow tram quiet lantern")
    send("/second-factor/", code=joanna.code())

    answer = browser.post("/session/extend/", {"csrfmiddlewaretoken": open_page})

    assert answer.status_code == 200


def test_she_ends_a_session_elsewhere_and_it_is_dead_at_the_next_request(joanna: Enrolled, browser: Client) -> None:
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(elsewhere, joanna)
    sign_in(browser, joanna)
    page = browser.get("/account/").content.decode()
    number = page.split("/account/sessions/")[1].split("/")[0]

    browser.post(f"/account/sessions/{number}/end/")

    assert "Firefox on Windows" in page
    assert not is_signed_in(elsewhere)
    assert is_signed_in(browser)


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)

    answer = browser.get("/children/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/children/?q=1")

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Fchildren%2F"


def test_nobody_ends_a_colleagues_session(joanna: Enrolled, imran: Enrolled, browser: Client) -> None:
    from allauth.usersessions.models import UserSession

    hers = Client()
    sign_in(hers, joanna)
    sign_in(browser, imran)
    number = UserSession.objects.get(user=joanna.worker).pk

    assert browser.post(f"/account/sessions/{number}/end/").status_code == 404
    assert is_signed_in(hers)
