"""Looking at one page as everybody may meet it: by axe, for what overflows, for what is said, and as a picture."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.conftest import results
from tests.journeys.desk import Desk, sit_down
from tests.journeys.pages import address_of
from tests.journeys.served import Served
from tests.journeys.shown import NOBODY, Shown

SMALLEST = 5_000
"""Bytes below which a picture shows nothing."""
DESCRIBED = """() => ({
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    h1: [...document.querySelectorAll('h1')].map(one => one.innerText.trim()),
    ids: [...document.querySelectorAll('[id]')].map(one => one.id),
    inline: document.querySelectorAll('[style]').length,
})"""
Desks = dict[tuple[str, str, bool], Desk]


def go_to(shown: Shown, desks: Desks, browser: Browser, served: Served, *, narrow: bool = False) -> Desk:
    """Open the page at a desk of its worker, and do what comes before looking."""
    key = (shown.worker, shown.mode, narrow)
    if key not in desks:
        desk = sit_down(browser, served.url(shown.mode), narrow=narrow)
        desks[key] = desk if shown.worker == NOBODY else desk.sign_in(shown.worker)
    desk = desks[key]
    desk.open(address_of(shown, served))
    if shown.then:
        shown.then(desk)
        desk.page.wait_for_load_state()
    assert desk.status == shown.status
    return desk


def assert_holds(desk: Desk, name: str) -> None:
    """Take the page's picture, and fail where the page has a fault."""
    found = Axe().run(desk.page)
    described = desk.page.evaluate(DESCRIBED)
    picture = results(f"{name}.png")
    desk.page.screenshot(path=picture, full_page=True)
    assert found.violations_count == 0, found.generate_report()
    assert described["sideways"] <= 0
    assert len(described["h1"]) == 1
    assert described["h1"][0]
    assert len(described["ids"]) == len(set(described["ids"]))
    assert described["inline"] == 0
    assert desk.said == [], desk.said
    assert desk.elsewhere == [], desk.elsewhere
    assert picture.stat().st_size > SMALLEST
