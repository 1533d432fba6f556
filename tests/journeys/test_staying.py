"""Kind time-outs: warned before, typed words kept, the form filled when she is back; and nothing left when she goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk, path_of
from tests.journeys.served import Served
from tests.journeys.shown import LEAD
from tests.journeys.signing import grow_old

WORDS = "A quiet room, because the canteen is loud"
FIELD = "What do they need to know it for?"
ALMOST, TOO_LONG = 12, 20
needs_scripts = pytest.mark.parametrize("scripts", [True], indirect=True, ids=["scripts"])
"""For what only a script can do: a page without one has nothing to show of it."""
Child = Callable[[str], str]


def _share_page(desk: SitDown, child: Child) -> Desk:
    return desk(LEAD, then=f"/children/{child('Amara')}/access/share/")


@needs_scripts
def test_what_is_typed_saves_itself_and_says_when(desk: SitDown, child: Child) -> None:
    lead = _share_page(desk, child)

    lead.fill(FIELD, WORDS)

    expect(lead.page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    lead.open("/")
    lead.sees("Drafts kept")
    lead.click("Carry on: share a record", exact=False)
    expect(lead.page.get_by_label(FIELD)).to_have_value(WORDS)
    lead.sees("not yet sent")


def test_every_page_says_until_when_she_is_signed_in(desk: SitDown) -> None:
    lead = desk(LEAD)

    expect(lead.page.locator("footer")).to_contain_text("Signed in until")


@needs_scripts
def test_she_is_warned_before_the_end_and_can_stay(desk: SitDown, child: Child, served: Served) -> None:
    lead = desk()
    lead.page.clock.install()
    lead.sign_in(LEAD, then=f"/children/{child('Amara')}/access/share/")
    lead.fill(FIELD, WORDS)
    note = lead.page.get_by_role("region", name="Signed in")

    lead.page.clock.fast_forward("11:00")
    expect(note).to_contain_text("unless you go on. What you typed is kept.")
    grow_old(served, lead, minutes=ALMOST)
    with lead.page.expect_response("**/session/extend/") as answer:
        note.get_by_role("button", name="Stay signed in").click()

    ends_at = datetime.fromisoformat(answer.value.json()["ends_at"])
    assert answer.value.status == 200
    assert ends_at - datetime.now(UTC) > timedelta(minutes=ALMOST)


@needs_scripts
def test_at_the_end_the_page_says_so_and_keeps_what_was_typed(desk: SitDown, child: Child) -> None:
    lead = desk()
    lead.page.clock.install()
    lead.sign_in(LEAD, then=f"/children/{child('Amara')}/access/share/")
    lead.fill(FIELD, WORDS)
    note = lead.page.get_by_role("region", name="Signed in")

    lead.page.clock.fast_forward("16:00")

    expect(note).to_contain_text("You are signed out. What you typed is kept.")
    expect(note.get_by_role("link", name="Sign in again")).to_be_visible()
    expect(lead.page.get_by_label(FIELD)).to_have_value(WORDS)


@needs_scripts
def test_what_is_typed_after_the_end_is_kept_without_a_word_from_her(
    desk: SitDown, child: Child, served: Served
) -> None:
    lead = _share_page(desk, child)
    grow_old(served, lead, minutes=TOO_LONG)

    lead.fill(FIELD, WORDS)

    expect(lead.page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    lead.sign_in(LEAD, then=path_of(lead.page.url))
    expect(lead.page.get_by_label(FIELD)).to_have_value(WORDS)


def test_after_the_end_the_form_is_kept_and_filled_again(desk: SitDown, child: Child, served: Served) -> None:
    lead = _share_page(desk, child)
    page = path_of(lead.page.url)
    lead.fill(FIELD, WORDS)
    grow_old(served, lead, minutes=TOO_LONG)

    lead.press("Share")

    lead.sees("You were signed out at")
    lead.sees("What you typed is kept")
    lead.page.get_by_role("button", name=f"Sign in as {LEAD}").click()
    lead.page.wait_for_url(f"**{page}")
    expect(lead.page.get_by_label(FIELD)).to_have_value(WORDS)
    lead.sees("not yet sent")


def test_another_worker_at_the_same_desk_is_not_shown_what_was_typed(
    desk: SitDown, child: Child, served: Served
) -> None:
    lead = _share_page(desk, child)
    lead.fill(FIELD, WORDS)
    grow_old(served, lead, minutes=TOO_LONG)
    lead.press("Share")
    lead.sees("What you typed is kept")

    lead.sign_in("Gareth Pemberley", then=f"/children/{child('Amara')}/access/share/")

    expect(lead.page.get_by_label(FIELD)).to_have_value("")


def test_after_signing_out_the_back_button_shows_no_record(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Maisie')}/")
    lead.sees("In Maisie’s own words")

    lead.click("Sign out", role="button")
    lead.page.wait_for_url("**/sign-in/**")
    lead.page.go_back()
    lead.page.wait_for_load_state()

    assert "Maisie" not in lead.page.content()
    assert path_of(lead.page.url) == "/sign-in/"
