"""Every page, on a desk and 360 points wide: no fault of accessibility, nothing sideways, no word on the console."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser

from erle.doors.staff.routes import routes
from tests.journeys.conftest import results
from tests.journeys.desk import NARROW, sit_down
from tests.journeys.looking import Desks, assert_holds, desk_of, go_to
from tests.journeys.pages import NO_PAGE, SHOWN, address_of
from tests.journeys.served import Served
from tests.journeys.shown import Shown

SAME_ROW = 20
"""Points by which what stands beside each other may differ in height."""
FOCUSED = """() => {
    const one = document.activeElement
    const box = one.getBoundingClientRect()
    return [one.textContent.trim(), box.top + window.scrollY, box.width > 0 && box.height > 0]
}"""


def test_every_address_is_looked_at_or_has_its_reason() -> None:
    looked_at = {shown.route for shown in SHOWN} | set(NO_PAGE)

    missing = sorted({route.name for route in routes()} - looked_at)

    assert missing == []


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_the_page_holds_on_a_desk_and_on_a_phone(shown: Shown, desks: Desks, browser: Browser, served: Served) -> None:
    desk = go_to(shown, desks, browser, served)

    assert_holds(desk, shown.name)


def test_the_menu_opens_on_a_phone(desks: Desks, browser: Browser, served: Served) -> None:
    desk = go_to(SHOWN[0], desks, browser, served)
    desk.page.set_viewport_size(NARROW)
    children = desk.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Children")
    assert not children.is_visible()

    desk.page.get_by_role("button", name="Menu").click()

    assert children.is_visible()


def test_titles_say_the_page_and_differ(desks: Desks, browser: Browser, served: Served) -> None:
    titles: dict[str, str] = {}

    for shown in SHOWN:
        if shown.status == 200 and shown.then is None and "-" not in shown.name:
            titles[shown.name] = desk_of(shown, desks, browser, served).title_at(address_of(shown, served))

    assert all(title.endswith(" - Erle") and len(title) > len(" - Erle") for title in titles.values())
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("name", ["my-work", "child", "access", "emergency", "administration", "demo-sign-in"])
def test_the_keyboard_goes_through_the_page_from_the_skip_link_on(
    name: str, desks: Desks, browser: Browser, served: Served
) -> None:
    [shown] = [one for one in SHOWN if one.name == name]
    desk = go_to(shown, desks, browser, served)

    stops = []
    for _ in range(6):
        desk.page.keyboard.press("Tab")
        stops.append(desk.page.evaluate(FOCUSED))

    assert stops[0][0] == "Skip to main content"
    assert all(seen for _, _, seen in stops)
    tops = [top for _, top, _ in stops[1:]]
    assert all(later > earlier - SAME_ROW for earlier, later in pairwise(tops)), stops


def test_the_skip_link_leads_to_the_main_part(desks: Desks, browser: Browser, served: Served) -> None:
    desk = go_to(SHOWN[0], desks, browser, served)

    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")

    assert desk.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["my-work", "child", "access"])
def test_paper_shows_who_printed_it_and_when_and_no_navigation(
    name: str, desks: Desks, browser: Browser, served: Served
) -> None:
    [shown] = [one for one in SHOWN if one.name == name]
    desk = go_to(shown, desks, browser, served)

    desk.page.emulate_media(media="print")
    desk.page.screenshot(path=results(f"{name}-print.png"), full_page=True)
    printed = desk.page.locator(".erle-printed")
    hidden = [desk.page.locator(one).first.is_visible() for one in ("nav", "[role=search]", "main form", ".erle-demo")]
    text, shown_there = printed.inner_text(), printed.is_visible()
    desk.page.emulate_media(media="screen")

    assert shown_there
    assert text.startswith(f"Printed by {shown.worker}, ")
    assert "from a page made at" in text
    assert hidden == [False] * 4


def test_a_page_that_asks_another_host_reaches_none_and_is_found_out(browser: Browser, served: Served) -> None:
    desk = sit_down(browser, served.url())

    desk.page.set_content('<img src="http://localhost:8123/a.png" alt="">')

    assert desk.elsewhere == ["http://localhost:8123/a.png"]
    assert ["ERR_NAME_NOT_RESOLVED" in said for said in desk.said] == [True]
    with pytest.raises(AssertionError):
        desk.close()
