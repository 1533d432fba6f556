"""Looking at one page as everybody may meet it, on a desk and on a phone: by axe, for what overflows, as a picture."""

from __future__ import annotations

import os
from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.journeys.conftest import results
from tests.journeys.desk import NARROW, WIDE, Desk, sit_down
from tests.journeys.pages import address_of
from tests.journeys.served import Served
from tests.journeys.shown import NOBODY, Shown

FEWEST_WORDS = 5
"""Words below which a page shows nothing."""
DRAWS = os.environ.get("CI") != "true"
"""Whether a picture of each page is kept for whoever ran the tests; nobody looks at those of the integration."""
WIDTHS: dict[str, tuple[ViewportSize, dict[str, Any]]] = {
    "wide": (WIDE, {}),
    "narrow": (NARROW, {"color-contrast": {"enabled": False}}),  # what was seen wide, in the same colours
}
"""The sizes at which a page is looked at, each with what axe leaves out there."""
RUN = """rules => axe.run({resultTypes: ['violations'], preload: false, rules})
    .then(found => ({violations: found.violations}))"""
DESCRIBED = """() => ({
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    h1: [...document.querySelectorAll('h1')].map(one => one.innerText.trim()),
    ids: [...document.querySelectorAll('[id]')].map(one => one.id),
    words: document.body.innerText.split(/\\s+/).filter(one => one).length,
    inline: document.querySelectorAll('[style]:not([style=""])').length,
})"""
READY = f"window.bringAxe = () => {{ {Axe().axe_script} }}"
"""What a desk's browser keeps, so that axe is not sent to it anew for each page; it runs where it is called for."""
BRING = "() => 'bringAxe' in window && (window.bringAxe(), true)"
Desks = dict[tuple[str, str], Desk]


def go_to(shown: Shown, desks: Desks, browser: Browser, served: Served) -> Desk:
    """Open the page at a desk of its worker, and do what comes before looking."""
    desk = desk_of(shown, desks, browser, served)
    _resize(desk.page, WIDE)
    desk.open(address_of(shown, served))
    if shown.then:
        shown.then(desk)
        desk.page.wait_for_load_state()
    assert desk.status == shown.status
    return desk


def desk_of(shown: Shown, desks: Desks, browser: Browser, served: Served) -> Desk:
    """Return the desk of the page's worker, who sits down and signs in at her first page."""
    key = (shown.worker, shown.mode)
    if key not in desks:
        desk = sit_down(browser, served.url(shown.mode))
        desk.context.add_init_script(READY)
        desks[key] = desk if shown.worker == NOBODY else desk.sign_in(shown.worker)
    return desks[key]


def assert_holds(desk: Desk, name: str) -> None:
    """Take the page's pictures on a desk and on a phone, and fail where the page has a fault on either."""
    if not desk.page.evaluate(BRING):
        desk.page.evaluate(Axe().axe_script)
    for width, (size, left_out) in WIDTHS.items():
        _resize(desk.page, size)
        _assert_holds_as_it_is(desk.page, f"{name}-{width}", left_out)
    _resize(desk.page, WIDE)
    assert desk.said == [], desk.said
    assert desk.elsewhere == [], desk.elsewhere


def _assert_holds_as_it_is(page: Page, name: str, left_out: dict[str, Any]) -> None:
    found = AxeResults(page.evaluate(RUN, left_out))
    described = page.evaluate(DESCRIBED)
    if DRAWS:
        page.screenshot(path=results(f"{name}.jpg"), full_page=True, type="jpeg", quality=80)
    assert found.violations_count == 0, found.generate_report()
    assert described["sideways"] <= 0
    assert len(described["h1"]) == 1
    assert described["h1"][0]
    assert len(described["ids"]) == len(set(described["ids"]))
    assert described["inline"] == 0
    assert described["words"] > FEWEST_WORDS


def _resize(page: Page, size: ViewportSize) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)
