"""A return interview: from My work of whoever owes it, until it is held and the clock stops."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.shown import COORDINATOR


def test_a_return_interview_that_was_held_stops_the_clock_and_leaves_my_work(desk: SitDown, scripts: bool) -> None:
    name = "Maisie Thornbury" if scripts else "Tilly Marchmont"
    coordinator = desk(COORDINATOR)
    assert _owed(coordinator, name) == 1

    coordinator.page.get_by_role("link", name=re.compile(f"^Record offer or interview.*{name}")).first.click()
    coordinator.tick("The interview was held")
    coordinator.fill("Who offered it or held it?", "Moses Adair")
    coordinator.fill(
        "What should those who work with the child know?", "The walk home is by the canal; a lift was agreed."
    )
    coordinator.press("Record")

    coordinator.sees("Return interview held: recorded.")
    coordinator.sees("The walk home is by the canal; a lift was agreed.")
    now = coordinator.page.get_by_role("region", name="What matters now")
    expect(now).not_to_contain_text("Return interview not yet held")
    assert _owed(coordinator, name) == 0


def _owed(desk: Desk, name: str) -> int:
    desk.open("/?all=overdue")
    rows = desk.page.locator(".erle-work > li").filter(has_text=name)
    return rows.filter(has_text="Return interview not yet held").count()


def test_a_child_who_declined_is_asked_what_would_help_instead(desk: SitDown) -> None:
    coordinator = desk(COORDINATOR)

    coordinator.page.get_by_role("link", name=re.compile("^Record offer or interview.*Zofia Malecka")).first.click()
    coordinator.tick("The child declined")
    coordinator.press("Record")

    coordinator.sees("Say what the child would like instead, or that the child did not say.")
    assert coordinator.status == 422
