"""Without a mouse: sign in, open a child and share, by Tab, Enter and letters alone; and the pages that say no."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SitDown, results
from tests.journeys.desk import Desk
from tests.journeys.pages import LEAD, LICENSING

MOST_STOPS = 120
NAMED = """() => {
    const one = document.activeElement
    const label = one.labels?.length ? one.labels[0] : one
    return label.innerText.replace(/\\s+/g, ' ').trim()
}"""
Child = Callable[[str], str]


def _tab_to(desk: Desk, name: str, *, whole: bool = False) -> None:
    for _ in range(MOST_STOPS):
        desk.page.keyboard.press("Tab")
        found = desk.page.evaluate(NAMED)
        if found == name or (found.startswith(name) and not whole):
            return
    raise AssertionError(f"The Tab key never reached {name!r}.")


def test_sign_in_open_a_child_and_share_by_the_keyboard(desk: SitDown, scripts: bool) -> None:
    colleague = "Kwame Antwi" if scripts else "Agnieszka Wrona"
    lead = desk()
    keys = lead.page.keyboard
    lead.open("/sign-in/")

    _tab_to(lead, f"Sign in as {LEAD}")
    keys.press("Enter")
    lead.sees("Overdue")
    _tab_to(lead, "Assessment to your manager for sign-off")
    keys.press("Enter")
    lead.sees("What matters now")
    _tab_to(lead, "Who needs to know")
    keys.press("Enter")
    lead.sees("Share with someone")
    _tab_to(lead, "Who", whole=True)
    keys.type(colleague)
    _tab_to(lead, "What do they need to know it for?")
    keys.type("Cover while I am on leave")
    _tab_to(lead, "Lawful basis")
    keys.type("Protecting")
    _tab_to(lead, "Does the child know")
    keys.type("Amara was told")
    _tab_to(lead, "Share", whole=True)
    keys.press("Enter")

    lead.sees(f"Shared with {colleague}.")


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/no-such-page/", 404, "There is no such page here"),
        ("/reviews/", 403, "This is not part of your role"),
    ],
)
def test_a_page_that_says_no_says_what_to_do(desk: SitDown, path: str, status: int, heading: str) -> None:
    worker = desk(LICENSING)

    assert worker.open(path) == status
    assert worker.heading == heading
    worker.sees("Ring 999.")
    worker.click("Go to My work")
    assert worker.heading == "My work"


def test_a_form_from_elsewhere_is_refused_with_what_to_do(desk: SitDown) -> None:
    worker = desk(LICENSING, then="/ask/")
    worker.context.clear_cookies(name="erle-csrf")

    worker.press("Ask")

    assert worker.status == 403
    worker.sees("This form is too old to be sent")
    worker.page.screenshot(path=results("form-too-old.png"))


def test_the_filters_and_earlier_lines_of_a_chronology_are_addresses(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Maisie')}/")

    lead.page.get_by_role("list", name="Filters of the chronology").get_by_role("link", name="Strength").click()

    lead.sees("4 of 38 lines you may see")
    lead.page.get_by_role("link", name="Remove filter: Strength").click()
    expect(lead.page.locator("main")).to_contain_text("38 of 38 lines you may see")
