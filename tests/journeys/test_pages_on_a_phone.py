"""Every page on a phone, 360 points wide: nothing scrolls sideways, and it holds in every way that a desk does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.looking import Desks, assert_holds, go_to
from tests.journeys.pages import SHOWN
from tests.journeys.served import Served
from tests.journeys.shown import Shown


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.name)
def test_the_page_holds_on_a_phone(shown: Shown, desks: Desks, browser: Browser, served: Served) -> None:
    desk = go_to(shown, desks, browser, served, narrow=True)

    assert_holds(desk, f"{shown.name}-narrow")


def test_the_menu_opens_on_a_phone(desks: Desks, browser: Browser, served: Served) -> None:
    desk = go_to(SHOWN[0], desks, browser, served, narrow=True)
    children = desk.page.get_by_role("navigation", name="Menu").get_by_role("link", name="Children")
    assert not children.is_visible()

    desk.page.get_by_role("button", name="Menu").click()

    assert children.is_visible()
