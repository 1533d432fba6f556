"""The less usual ways through the pages of signing in."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils import timezone

from erle.doors.staff import drafts
from erle.doors.staff.signing_in import steps
from erle.doors.staff.signing_in.assurance import Method
from erle.doors.staff.signing_in.invitation import NotInvited, make_link
from erle.doors.staff.signing_in.openid import Accounts
from erle.doors.staff.signing_in.stays.timeouts import session_context
from erle.doors.staff.signing_in.steps import OneFactorOnly
from erle.foundation.access.acting import acting_as
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, enrol, is_signed_in, password_step, sign_in
from tests.partnership import Partnership

JSON = {"accept": "application/json"}


@pytest.fixture
def administrator(partnership: Partnership, clock: Clock) -> Enrolled:
    return enrol(partnership.administrator, clock)


def link(partnership: Partnership, administrator: Enrolled) -> str:
    with acting_as(administrator.worker):
        return make_link(worker=partnership.coordinator, by=administrator.worker, at=timezone.now())


def test_no_password_and_no_file_is_ever_kept() -> None:
    class Sent(forms.Form):
        words = forms.CharField()
        secret = forms.CharField(widget=forms.PasswordInput)
        paper = forms.FileField()

    assert drafts.typed_in(Sent, QueryDict("words=a&secret=b&paper=c")) == {"words": "a"}


def test_typing_that_arrives_after_the_end_is_kept_once_more(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    path = f"/drafts/child_share/{partnership.leah.reference}/"

    kept = browser.post(path, {"purpose": "Her aunt rang"}, headers=JSON)
    too_long = browser.post(path, {"purpose": "x" * 100_001}, headers=JSON)

    assert "saved_at" in kept.json()
    assert too_long.status_code == 401
    with acting_as(joanna.worker):
        assert drafts.drafts_of(joanna.worker).get().fields == {"purpose": "Her aunt rang"}


def test_what_is_no_form_is_not_kept_after_the_end(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)

    browser.post("/search/", {"q": "Leah"})

    assert drafts.sent_to("/no/such/page/") is None
    with acting_as(joanna.worker):
        assert not drafts.drafts_of(joanna.worker).exists()


def test_nothing_more_is_kept_once_a_new_link_was_made(
    partnership: Partnership, joanna: Enrolled, administrator: Enrolled, browser: Client, clock: Clock
) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=20)
    browser.get("/")
    with acting_as(administrator.worker):
        make_link(worker=joanna.worker, by=administrator.worker, at=clock.now)

    browser.post(f"/children/{partnership.leah.reference}/access/share/", {"purpose": "a"})

    with acting_as(joanna.worker):
        assert not drafts.drafts_of(joanna.worker).exists()


def test_nobody_is_signed_in_by_one_factor(partnership: Partnership) -> None:
    request = RequestFactory().get("/")

    with pytest.raises(OneFactorOnly):
        steps.enter(request, worker=partnership.lead, methods=[Method.PASSWORD], at=timezone.now())


def test_whoever_signs_in_anew_leaves_first(joanna: Enrolled, imran: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)

    password_step(browser, imran.worker.email)

    assert not is_signed_in(browser)


def test_the_sign_in_page_sends_on_whoever_is_signed_in(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)

    assert browser.get("/sign-in/?next=/help/").headers["Location"] == "/help/"


def test_the_page_of_the_code_asks_for_one(joanna: Enrolled, browser: Client) -> None:
    password_step(browser, joanna.worker.email)

    assert "authenticator app" in browser.get("/second-factor/").content.decode()
    assert "Enter the code" in browser.post("/second-factor/", {"code": ""}).content.decode()


def test_a_factor_is_set_up_with_the_key_that_was_shown(
    partnership: Partnership, administrator: Enrolled, browser: Client
) -> None:
    browser.get(link(partnership, administrator))
    browser.post("/invitation/", {"password": "violet ladder ninety owl"})

    assert browser.get("/second-factor/").headers["Location"] == "/second-factor/new/"
    assert browser.get("/second-factor/picture/").status_code == 404
    assert browser.post("/second-factor/new/", {"code": "1"}).headers["Location"] == "/second-factor/new/"
    browser.get("/second-factor/new/")
    assert browser.post("/second-factor/new/", {"code": ""}).status_code == 422


def test_opening_an_invitation_signs_out_whoever_sits_there(
    partnership: Partnership, administrator: Enrolled, joanna: Enrolled, browser: Client
) -> None:
    sign_in(browser, joanna)

    browser.get(link(partnership, administrator))

    assert not is_signed_in(browser)


def test_an_administrator_is_told_why_there_is_no_link(administrator: Enrolled, browser: Client, settings: Any) -> None:
    sign_in(browser, administrator)

    page = browser.post(f"/administration/workers/{administrator.worker.reference}/invite/")

    assert page.status_code == 422
    assert "Ask another administrator" in page.content.decode()
    settings.DEMO = True
    with pytest.raises(NotInvited, match="one click"):
        make_link(worker=administrator.worker, by=administrator.worker, at=timezone.now())


def test_the_account_asks_for_a_code_and_says_what_is_wrong(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)

    assert "Change your password" in browser.get("/account/password/").content.decode()
    assert browser.post("/account/password/", {"password": "short", "code": ""}).status_code == 422


def test_a_stranger_signs_out_without_harm(db: None, browser: Client) -> None:
    assert browser.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert browser.post("/no-such-page/").status_code == 404


def test_without_a_stay_the_layout_is_told_nothing(db: None) -> None:
    request = RequestFactory().get("/")
    request.session = Client().session

    assert session_context(request) == {}


def test_nobody_signs_herself_up() -> None:
    adapter: Any = Accounts()

    assert not adapter.is_open_for_signup(RequestFactory().get("/"), None)


@pytest.mark.django_db
def test_a_filtered_list_is_asked_for_again_as_it_was_after_signing_in() -> None:
    stranger = Client()

    asked = stranger.get("/desk/?held=mine&order=urgency").headers["Location"]

    assert asked == "/sign-in/?next=/desk/%3Fheld%3Dmine%26order%3Durgency"
    assert stranger.get(asked).context["next"] == "/desk/?held=mine&order=urgency"
