"""Nobody reaches a page without two factors, whichever way she comes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, reverse

from erle.doors.staff.routes import routes
from erle.doors.staff.signing_in import factors, steps
from erle.doors.staff.signing_in.assurance import FIRST, SECOND, Method, enough
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import leave
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.models import Line
from erle.foundation.ledger.rules import Act
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, code_of, is_signed_in, password_step, sign_in
from tests.partnership import Partnership, as_administrator

OPEN_TO_STRANGERS = {
    "sign_in", "openid_connect_login", "openid_connect_callback", "second_factor", "second_factor_setup",
    "second_factor_picture", "invitation", "invitation_link", "sign_out", "session_extend", "draft",
}  # fmt: skip
WITHOUT_ALLAUTH = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_email",
    "mfa_index",
    "socialaccount_signup",
)


def paths(partnership: Partnership) -> list[tuple[str, str]]:
    found = []
    for route in routes():
        parts = [part.strip("<>").split(":") for part in route.path.split("/") if part.startswith("<")]
        given = {part[-1]: 1 if part[0] == "int" else partnership.leah.reference for part in parts}
        if route.name not in OPEN_TO_STRANGERS:
            found.append((route.name, reverse(route.name, kwargs=given)))
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_no_page(
    partnership: Partnership, joanna: Enrolled, browser: Client, method: str
) -> None:
    password_step(browser, joanna.worker.email)

    for name, path in paths(partnership):
        answer = getattr(browser, method)(path)
        assert answer.status_code in {302, 405}, name
        assert answer.headers.get("Location", "/sign-in/").startswith("/sign-in/"), name
        assert b"Leah" not in answer.content, name


def test_password_and_code_open_the_page_that_was_asked_for(joanna: Enrolled, browser: Client) -> None:
    answer = sign_in(browser, joanna, then="/help/")

    assert answer.headers["Location"] == "/help/"
    assert is_signed_in(browser)


def test_a_page_of_another_site_is_never_gone_on_to(joanna: Enrolled, browser: Client) -> None:
    answer = sign_in(browser, joanna, then="//evil.example/")

    assert answer.headers["Location"] == "/"


def test_a_code_is_taken_once(joanna: Enrolled, browser: Client) -> None:
    code = joanna.code()
    password_step(browser, joanna.worker.email)
    browser.post("/second-factor/", {"code": code})
    again = Client()
    password_step(again, joanna.worker.email)

    answer = again.post("/second-factor/", {"code": code})

    assert is_signed_in(browser)
    assert answer.status_code == 422
    assert not is_signed_in(again)


def test_an_older_code_than_the_last_is_not_taken(joanna: Enrolled) -> None:
    assert factors.use_code(code=joanna.code(), by=joanna.worker, at=joanna.clock.now) == Method.TOTP

    assert factors.use_code(code=joanna.code(steps=-1), by=joanna.worker, at=joanna.clock.now) is None
    assert factors.use_code(code=joanna.code(steps=1), by=joanna.worker, at=joanna.clock.now) == Method.TOTP


def test_a_recovery_code_is_taken_once(joanna: Enrolled) -> None:
    codes = factors.make_recovery_codes(by=joanna.worker)

    assert factors.use_code(code=codes[3], by=joanna.worker, at=joanna.clock.now) == Method.RECOVERY_CODE
    assert factors.use_code(code=codes[3], by=joanna.worker, at=joanna.clock.now) is None
    assert factors.recovery_codes_left(joanna.worker) == len(codes) - 1


def test_after_six_wrong_codes_one_starts_again(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    password_step(browser, joanna.worker.email)
    for _ in range(steps.TRIES):
        browser.post("/second-factor/", {"code": "000000"})
        clock.go(minutes=1)

    answer = browser.post("/second-factor/", {"code": joanna.code()})

    assert answer.headers["Location"] == "/sign-in/"
    assert not is_signed_in(browser)


def test_half_way_does_not_last(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    password_step(browser, joanna.worker.email)
    clock.go(minutes=16)

    assert browser.post("/second-factor/", {"code": joanna.code()}).headers["Location"] == "/sign-in/"


def test_a_session_that_two_factors_did_not_begin_ends_at_once(joanna: Enrolled, browser: Client) -> None:
    with acting_as(joanna.worker):
        browser.force_login(joanna.worker)

    assert not is_signed_in(browser)


def test_a_password_without_a_factor_sets_none_up(joanna: Enrolled, browser: Client) -> None:
    Authenticator.objects.filter(user=joanna.worker).delete()
    password_step(browser, joanna.worker.email)

    assert browser.get("/second-factor/").status_code == 403
    assert browser.get("/second-factor/new/").headers["Location"] == "/second-factor/"
    assert browser.post("/second-factor/new/", {"code": "123456"}).headers["Location"] == "/second-factor/"


def test_no_page_of_allauth_stands_but_those_we_name() -> None:
    for name in WITHOUT_ALLAUTH:
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize(
    "methods", [*[[one] for one in Method], *[[a, b] for a in FIRST for b in FIRST], ["invitation", "totp"]]
)
def test_one_factor_is_not_enough(methods: list[str]) -> None:
    assert not enough(methods, demo=False)


@pytest.mark.parametrize("first", sorted(FIRST))
@pytest.mark.parametrize("second", sorted(SECOND))
def test_one_of_each_is_enough(first: str, second: str) -> None:
    assert enough([first, second], demo=False)


def test_the_ledger_tells_of_sign_ins_and_refusals_and_never_of_an_address(
    joanna: Enrolled, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, str]] = []
    write = ledger.write

    def noted(act: Act, **told: Any) -> None:
        written.append((act, told["about"]))
        write(act, **told)

    monkeypatch.setattr(ledger, "write", noted)

    password_step(browser, joanna.worker.email, "wrong wrong wrong")
    password_step(browser, "nobody@else.invalid", "wrong wrong wrong")
    sign_in(browser, joanna)
    browser.post("/sign-out/")

    who = joanna.worker.reference
    refused = [(Act.SIGN_IN_REFUSED, who), (Act.SIGN_IN_REFUSED, "")]
    assert written == [*refused, (Act.SIGNED_IN, who), (Act.SIGNED_OUT, who)]
    with acting_as(joanna.worker):
        lines = Line.objects.filter(worker_id=joanna.worker.pk, act__startswith="signed").order_by("id")
        assert [line.act for line in lines] == [Act.SIGNED_IN, Act.SIGNED_OUT]


def test_signing_out_empties_the_browser(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)

    answer = browser.post("/sign-out/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/sign-out/").status_code == 405
    assert not is_signed_in(browser)


def test_a_worker_who_leaves_is_out_at_her_next_request(
    partnership: Partnership, joanna: Enrolled, browser: Client, clock: Clock
) -> None:
    sign_in(browser, joanna)
    with as_administrator(partnership):
        leave(worker=joanna.worker, at=clock.now)

    assert not is_signed_in(browser)


def at_once(*acts: Callable[[], object]) -> None:
    """Run each act on a connection of its own, outside the test's transaction."""

    def run(act: Callable[[], object]) -> None:
        act()
        connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_one_code_sent_twice_at_once_is_taken_once(partnership: Partnership) -> None:
    worker, taken, start = partnership.conflicted, [], threading.Barrier(2)
    seed, at = factors.new_seed(), datetime.now(UTC)

    def use() -> None:
        start.wait()
        taken.append(factors.use_code(code=code_of(seed, at), by=worker, at=at))

    at_once(lambda: factors.set_up_app(seed=seed, code=code_of(seed, at, steps=-1), by=worker, at=at))
    at_once(use, use)
    at_once(lambda: Authenticator.objects.filter(user=worker).delete())

    assert sorted(taken, key=str) == [None, Method.TOTP]
