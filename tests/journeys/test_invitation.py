"""By a link from nothing to a password, a second factor and the account's own pages; no click signs in there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.looking import assert_holds
from tests.journeys.served import Served
from tests.journeys.signing import links_for

PASSWORD = "mallow tram quiet lantern"
WHO = {True: "hamish.trevelyan@demo.invalid", False: "rupert.eastwick@demo.invalid"}
AGAIN = "joel.penhale@demo.invalid"
"""Who is invited twice: the second link ends the first."""


def _code(secret: str) -> str:
    counter = list(yield_hotp_counters_from_time())[-1]
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), counter)))


@pytest.fixture(scope="module")
def links(served: Served) -> dict[str, str]:
    """The first link for each who is invited; the program that makes them takes longer to start than to make all."""
    emails = [*WHO.values(), AGAIN, AGAIN]
    made = links_for(served, *emails)
    assert len(set(made)) == len(emails)
    return dict(zip(emails[:-1], made[:-1], strict=True))


@pytest.fixture
def look(scripts: bool) -> Callable[[Desk, str], None]:
    """Look at a page, once: the pages are the same without scripts."""
    return assert_holds if scripts else lambda desk, name: None


def test_an_invited_worker_chooses_a_password_sets_up_a_factor_and_signs_in_with_both(
    desk: SitDown, links: dict[str, str], scripts: bool, look: Callable[[Desk, str], None]
) -> None:
    email = WHO[scripts]
    link, worker = links[email], desk(mode="test")
    worker.open(link)
    look(worker, "invitation")

    worker.fill("Choose a password", PASSWORD)
    worker.press("Continue")
    worker.sees("authenticator")
    look(worker, "second-factor-setup")
    secret = worker.page.locator(".erle-key").inner_text()
    worker.fill("Code", _code(secret))
    worker.page.locator("main form button").first.click()
    worker.sees("recovery code")
    look(worker, "recovery-codes")
    recovery = [one.strip() for one in worker.page.locator("main li bdi").all_inner_texts()]

    assert worker.open("/") == 200
    worker.open("/account/")
    look(worker, "account-with-password")
    worker.open("/account/password/")
    look(worker, "account-password")
    worker.open("/account/recovery-codes/")
    look(worker, "account-codes")
    worker.click("Sign out", role="button")
    worker.sees("Work e-mail address")
    assert link not in worker.page.content()

    worker.fill("Work e-mail address", email)
    worker.fill("Password", PASSWORD)
    worker.press("Sign in")
    look(worker, "second-factor")
    worker.fill("Code", recovery[0])
    worker.page.locator("main form button").first.click()
    worker.sees("My work")
    assert worker.status == 200


def test_a_link_that_was_used_says_so(desk: SitDown, links: dict[str, str]) -> None:
    worker = desk(mode="test")

    worker.open(links[AGAIN])

    assert worker.status == 410
    assert worker.heading == "This link has been used or is too old"


def test_a_wrong_password_is_told_in_words_that_tell_nothing(desk: SitDown) -> None:
    worker = desk(mode="test")
    worker.open("/sign-in/")

    said = []
    for email in ("joel.penhale@demo.invalid", "nobody.there@demo.invalid"):
        worker.fill("Work e-mail address", email)
        worker.fill("Password", "not the password at all")
        worker.press("Sign in")
        worker.sees("There is a problem")
        said.append(worker.page.locator(".govuk-error-summary").inner_text())

    assert said[0] == said[1]
    assert worker.page.get_by_label("Password", exact=True).input_value() == ""
