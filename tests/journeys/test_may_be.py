"""Who describes a child of hers is told so, as she types and as she goes on: she takes the record, or it is another."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.looking import assert_holds
from tests.journeys.pages import born_on

WORKER, CHILD = "Tariq Lowther", "Zofia Malecka"


def _describe(desk: Desk) -> None:
    given, family = CHILD.split()
    desk.click("Share information")
    desk.page.locator("main").get_by_role("button", name=re.compile("^Start")).click()
    desk.press("Describe the child")
    desk.fill("First names", given)
    desk.fill("Last name", f"{family}s")
    desk.date(born_on(CHILD))


def test_she_takes_the_record_without_a_mouse(desk: SitDown, scripts: bool) -> None:
    teacher = desk(WORKER)
    _describe(teacher)
    teacher.page.keyboard.press("Tab")
    if scripts:
        teacher.sees("This may be a child whose record you may see")
        teacher.sees(f"Almost certainly: {CHILD}")
        teacher.sees("Not the same: family name")
        assert_holds(teacher, "telling-may-be")
    else:
        teacher.press("Continue")
        assert teacher.heading == "Is it this child?"
        teacher.sees(f"Almost certainly: {CHILD}")
    it_is = teacher.page.get_by_role("button", name="It is this child")
    it_is.focus()
    teacher.page.keyboard.press("Enter")

    teacher.sees("What did you see or hear?")
    teacher.sees(f"About {CHILD}")


def test_she_says_that_it_is_another_and_is_asked_no_more(desk: SitDown, scripts: bool) -> None:
    teacher = desk(WORKER)
    _describe(teacher)
    teacher.press("Continue")
    teacher.sees("Is it this child?")
    if scripts:
        assert_holds(teacher, "telling-is-it")
    teacher.press("No, this is another child")

    teacher.sees("What did you see or hear?")
    teacher.click("Back")
    expect(teacher.page.get_by_label("Last name")).to_have_value(f"{CHILD.split()[1]}s")
    teacher.press("Continue")
    teacher.sees("What did you see or hear?")


def test_of_nobody_whom_she_may_see_she_is_told_that_it_says_nothing_of_others(desk: SitDown, scripts: bool) -> None:
    teacher = desk(WORKER)
    _describe(teacher)
    teacher.fill("First names", "Maximilian")
    teacher.fill("Last name", "Quarrendale")
    teacher.page.keyboard.press("Tab")
    if scripts:
        teacher.sees("That says nothing of whether others know the child.")
    teacher.press("Continue")

    teacher.sees("What did you see or hear?")
