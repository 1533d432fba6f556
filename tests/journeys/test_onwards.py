"""One line shared onwards with a colleague of another agency, urgent: read, confirmed, seen to be read, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk, path_of
from tests.journeys.onward_pages import choose, say_why
from tests.journeys.shown import DECIDES, LEAD

COLLEAGUE, HER_AGENCY = "Bronwen Sallis", "Harrowfen Academy"
LINE = "Dance showcase"
NOT_THERE = "/shared/D-NNNNNN22/"


def _share(lead: Desk, child: str) -> str:
    """Share the line from the child's page; return where it stands."""
    lead.open(f"/children/{child}/")
    lead.click("Share onwards")
    choose(lead, LINE)
    lead.press("Share those chosen")
    say_why(lead, with_whom=f"{COLLEAGUE}, {HER_AGENCY}", urgent=True)
    lead.press("Check before sharing")
    lead.sees("Yes: they say that they have read it")
    lead.press("Share")
    lead.sees("Shared. They have been told that something waits for them.")
    lead.sees("Nobody with whom it was shared has opened it.")
    return path_of(lead.page.url)


def test_a_line_is_shared_read_confirmed_and_taken_back(desk: SitDown, child: Callable[[str], str]) -> None:
    lead, colleague = desk(LEAD), desk(COLLEAGUE)
    shared = _share(lead, child("Amara"))

    colleague.open("/")
    colleague.sees("Shared with you, to read")
    colleague.page.locator("main").get_by_role("link", name="Amara Okonjo-Bright").first.click()
    assert path_of(colleague.page.url) == shared
    colleague.sees(LINE)
    assert "A new account" not in colleague.text
    colleague.press("I have read this")
    colleague.sees("You said that you read this, today")

    lead.open(shared)
    lead.sees(f"{COLLEAGUE}, {HER_AGENCY}")
    lead.sees("Saw 1 line. Opened")
    assert "Nobody yet" not in lead.text

    lead.click("Take it back")
    lead.fill("Why?", "She has left the group.")
    lead.press("Take it back now")
    lead.sees("Taken back. Nobody with whom it was shared opens it any more.")

    gone = colleague.open(shared), colleague.heading, colleague.text
    assert gone == (colleague.open(NOT_THERE), colleague.heading, colleague.text)
    assert gone[0] == 404
    colleague.open("/shared/")
    colleague.sees("Nothing is shared with you now.")
    colleague.open("/")
    assert "Amara" not in colleague.text


@pytest.mark.parametrize("scripts", [True])
def test_from_a_report_on_the_desk_its_items_are_offered_one_by_one(desk: SitDown, scripts: bool) -> None:
    decider = desk(DECIDES, then="/desk/")
    decider.click("Mother worried about a new phone and gifts")

    decider.click("Share lines of it onwards")

    decider.sees("Mother found a phone that she did not buy")
    assert decider.page.locator("#chosen input[type=checkbox]").count() == 2
