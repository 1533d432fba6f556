"""The way to an issuer and back, over the wire as far as the issuer's answers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from erle.doors.staff.signing_in.openid import Accounts
from erle.doors.staff.signing_in.openid_settings import WayIn, providers
from tests.doors.staff.signing_in.conftest import Clock, is_signed_in
from tests.partnership import Partnership

OURS = WayIn("childrens-services", "Children's Services", "https://login.example", "erle", "s", amr=frozenset({"mfa"}))
THEIRS = WayIn("northmere-police", "Police", "https://id.example", "erle", "s", amr=frozenset({"mfa"}))


class Issuer:
    """Answers as an issuer does, with the claims that it is given."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.sent: dict[str, Any] = {}

    def __enter__(self) -> Issuer:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def get(self, url: str, **kwargs: Any) -> Any:
        base = f"https://{urlsplit(url).netloc}"
        ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return self._answer({"issuer": base, **{key: base + path for key, path in ends.items()}})

    def request(self, method: str, url: str, **kwargs: Any) -> Any:
        self.sent = kwargs["data"]
        told = {"aud": "erle", "exp": 4_000_000_000, **self.claims}
        return self._answer({"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(told, "k" * 32)})

    def _answer(self, told: dict[str, Any]) -> Any:
        headers = {"content-type": "application/json"}
        return SimpleNamespace(
            status_code=200, headers=headers, json=lambda: told, raise_for_status=lambda: None, text=""
        )


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Issuer:
    settings.OPENID_WAYS = (OURS, THEIRS)
    settings.SOCIALACCOUNT_PROVIDERS = providers((OURS, THEIRS))
    issuer = Issuer()
    monkeypatch.setattr(Accounts, "get_requests_session", lambda self: issuer)
    return issuer


def go_there(browser: Client, way: WayIn) -> dict[str, list[str]]:
    sent = browser.get(f"/sign-in/{way.key}/").headers["Location"]
    assert sent.startswith(f"{way.issuer}/authorize?")
    return parse_qs(urlsplit(sent).query)


def come_back(browser: Client, way: WayIn, state: str) -> Any:
    return browser.get(f"/sign-in/{way.key}/answer/", {"code": "c", "state": state})


def test_a_worker_goes_to_her_agency_and_comes_back_signed_in(
    partnership: Partnership, browser: Client, issuer: Issuer, clock: Clock
) -> None:
    SocialAccount.objects.create(user=partnership.lead, provider=OURS.key, uid="u1")
    issuer.claims = {"iss": OURS.issuer, "sub": "u1", "amr": ["mfa"]}

    asked = go_there(browser, OURS)
    answer = come_back(browser, OURS, asked["state"][0])

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver/sign-in/{OURS.key}/answer/"]
    assert issuer.sent["code_verifier"]
    assert answer.headers["Location"] == "/"
    assert is_signed_in(browser)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": THEIRS.issuer, "sub": "u1"},
        {"iss": OURS.issuer, "sub": "u1", "aud": "another"},
        {"iss": OURS.issuer, "sub": "u1", "exp": 1},
        {"iss": OURS.issuer, "sub": "u2", "email": "joanna.pryce@childrens-services.invalid", "email_verified": True},
    ],
)
def test_what_is_not_the_issuers_own_word_for_her_is_turned_away(
    partnership: Partnership, browser: Client, issuer: Issuer, clock: Clock, claims: dict[str, Any]
) -> None:
    SocialAccount.objects.create(user=partnership.lead, provider=OURS.key, uid="u1")
    issuer.claims = {"amr": ["mfa"], **claims}

    answer = come_back(browser, OURS, go_there(browser, OURS)["state"][0])

    assert answer.status_code == 403
    assert not is_signed_in(browser)


def test_an_answer_that_nobody_asked_for_is_turned_away(
    partnership: Partnership, browser: Client, issuer: Issuer, clock: Clock
) -> None:
    SocialAccount.objects.create(user=partnership.lead, provider=OURS.key, uid="u1")
    issuer.claims = {"iss": OURS.issuer, "sub": "u1", "amr": ["mfa"]}
    state = go_there(browser, OURS)["state"][0]

    assert come_back(Client(), OURS, state).status_code == 403
    assert come_back(browser, THEIRS, state).status_code == 403
    assert browser.get(f"/sign-in/{OURS.key}/answer/", {"error": "access_denied", "state": state}).status_code == 403
    assert not is_signed_in(browser)


def test_the_sign_in_page_offers_each_agencys_own_way(browser: Client, issuer: Issuer, db: None) -> None:
    page = browser.get("/sign-in/").content.decode()

    assert f'href="/sign-in/{OURS.key}/"' in page
    assert browser.get("/sign-in/unknown/").status_code == 404
