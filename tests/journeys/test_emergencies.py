"""Asking whether a child is known, and opening a record in an emergency until a review ends it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.pages import ask, born_on
from tests.journeys.shown import DETECTIVE, LEAD, LICENSING, MANAGER

HAPPENING = "Her phone is off and the last tram has gone."
Child = Callable[[str], str]


def test_an_ask_says_whom_to_ring_and_nothing_else_and_the_lead_worker_is_told(desk: SitDown, child: Child) -> None:
    asker, lead = desk(LICENSING, then="/ask/"), desk("Agnieszka Wrona")

    ask("Haroon Siddal")(asker)

    asker.sees("Yes, this child is known")
    asker.sees("Ring Agnieszka Wrona, Children")
    asker.sees("01632 960205")
    assert child("Haroon") not in asker.page.content()
    assert asker.page.get_by_label("Full name").input_value() == ""
    lead.open("/told/")
    lead.sees("Somebody outside asked whether a child is known")
    lead.sees(child("Haroon"))


def test_an_ask_about_a_child_nobody_knows_says_that_it_is_no_sign_of_safety(desk: SitDown) -> None:
    asker = desk(LICENSING, then="/ask/")

    ask("Perpetua Winterbourne")(asker)

    asker.sees("No child of this name and date of birth is known")
    asker.sees("is no sign of safety")
    assert asker.page.get_by_label("Full name").input_value() == "Perpetua Winterbourne"
    assert not [url for url in asker.visited if "Winterbourne" in url]


def test_a_sealed_child_is_answered_as_one_whom_nobody_knows(desk: SitDown) -> None:
    asker = desk(LICENSING, then="/ask/")

    ask("Ottilie Farnham-Rai")(asker)

    asker.sees("No child of this name and date of birth is known")


def _open_in_an_emergency(desk: Desk, name: str) -> None:
    desk.click("open a record in an emergency")
    desk.fill("Full name of the child", name)
    desk.date(born_on(name))
    desk.tick("The child is missing now")
    desk.fill("What is happening?", HAPPENING)
    desk.press("Open for one hour")


def test_an_emergency_opens_for_an_hour_the_owner_is_told_and_a_review_ends_it(
    desk: SitDown, child: Child, scripts: bool
) -> None:
    given, family = ("Amara", "Okonjo-Bright") if scripts else ("Corey", "Blakeholme")
    owner = LEAD if scripts else "Agnieszka Wrona"
    page = f"/children/{child(given)}/"
    officer, lead, manager = desk(DETECTIVE, then="/ask/"), desk(owner), desk(MANAGER)
    assert officer.open(page) == 404
    officer.open("/ask/")

    _open_in_an_emergency(officer, f"{given} {family}")

    officer.sees("Open until")
    assert officer.heading == f"{given} {family}"
    officer.sees("You opened this in an emergency. It closes by itself")
    lead.open("/told/")
    lead.sees("A record was opened in an emergency")
    lead.sees(child(given))

    manager.open("/reviews/")
    manager.page.locator(".erle-work > li").filter(has_text=f"{given} {family}").get_by_role(
        "link", name=re.compile("^Review")
    ).click()
    manager.sees(HAPPENING)
    manager.tick("No; it ends now if it still lasts")
    manager.fill("Why?", "The lead worker was at her desk; ring first.")
    manager.press("Record the review")
    manager.sees("The review is recorded.")
    assert officer.open(page) == 404


def test_a_sealed_child_is_not_opened_in_an_emergency(desk: SitDown) -> None:
    officer = desk(DETECTIVE, then="/ask/")

    _open_in_an_emergency(officer, "Ottilie Farnham-Rai")

    officer.sees("There is a problem")
    assert "Ottilie" not in officer.page.title()
