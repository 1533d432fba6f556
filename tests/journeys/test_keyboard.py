"""Without a mouse: sign in, open a child and share, by Tab, Enter and letters alone; and the pages that say no."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SitDown, results
from tests.journeys.desk import Desk
from tests.journeys.shown import LEAD, LICENSING

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


def test_the_filters_of_a_chronology_are_addresses_and_open_without_a_script(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Maisie')}/")
    chips = lead.page.get_by_role("list", name="Filters of the chronology")

    chips.locator("summary", has_text="Kind: all").click()
    chips.get_by_role("link", name="Strength 4").click()

    lead.sees("4 of ")
    assert "kind=strength" in lead.page.url
    lead.page.get_by_role("link", name="Remove filter: Strength").first.click()
    assert "kind=" not in lead.page.url


def test_a_view_is_saved_under_a_name_and_found_on_the_page(desk: SitDown, child: Child, scripts: bool) -> None:
    name = "Marked" if scripts else "Marked too"
    lead = desk(LEAD, then=f"/children/{child('Maisie')}/chronology/?starred=1&gap=14")

    lead.page.locator("summary", has_text="Save this view").click()
    lead.fill("What shall this view be called?", name)
    lead.press("Save view")

    lead.sees(f"View saved: {name}.")
    view = lead.page.get_by_role("list", name="Your views").get_by_role("link", name=name, exact=True)
    expect(view).to_have_attribute("aria-current", "true")


def test_a_line_is_starred_noted_and_taken_out_as_a_copy(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Maisie')}/chronology/")
    lead.page.get_by_role("link", name="A new phone").click()
    lead.fill("What do you make of this line?", "The first of two telephones.")
    lead.press("Write note")
    lead.sees("Note written.")

    lead.click("Print")
    lead.fill("What is this copy for, and who will hold it?", "For the core group; held by the chair.")
    with lead.page.expect_download() as given:
        lead.press("Make the copy")

    assert re.fullmatch(rf"{child('Maisie')}-copy-[0-9]+\.pdf", given.value.suggested_filename)
    assert given.value.path().read_bytes().startswith(b"%PDF-1.7")
