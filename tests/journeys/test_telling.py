"""Sharing information as a teacher does at the end of her day: from the first question to the receipt, both ways."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import SitDown, results
from tests.journeys.desk import Desk, path_of
from tests.journeys.looking import assert_holds
from tests.journeys.shown import TEACHER


def _begin(desk: Desk) -> None:
    desk.click("Share information")
    desk.page.locator("main").get_by_role("button", name=re.compile("^Start")).click()
    desk.press("Describe the child")
    desk.fill("First names", "Ivo")
    desk.press("Continue")


def _what_and_when(desk: Desk, text: str) -> None:
    desk.fill("What did you see or hear?", text)
    desk.tick("What happened: I saw it, heard it, or was told it")
    desk.press("Continue")
    desk.fill("When was it?", "yesterday at 08:50")
    desk.fill("Where was it?", "The school gate")
    desk.tick("I saw or heard it myself")
    desk.press("Continue")
    desk.sees("08:50")
    desk.tick("No")
    desk.press("Continue")


def _the_rest(desk: Desk) -> None:
    desk.fill("What did Ivo say?", "I just want to sleep.")
    desk.press("Continue")
    desk.press("Continue")
    desk.page.locator("#id_kind_1").select_option(label="Vehicle")
    desk.page.locator("#id_words_1").fill("AB12 CDE")
    desk.press("Continue")
    desk.tick("Today")
    desk.press("Continue")
    desk.page.locator("#id_child").check()
    desk.page.locator("#id_family").check()
    desk.press("Continue")
    desk.page.locator("#id_handling").check()
    desk.press("Continue")
    desk.press("Continue")


def test_a_teacher_shares_what_she_saw_and_has_a_receipt(desk: SitDown, scripts: bool) -> None:
    teacher = desk(TEACHER)
    _begin(teacher)
    _what_and_when(teacher, "A silver car brought Ivo to the gate. He absconded at noon.")
    _the_rest(teacher)

    assert path_of(teacher.page.url).endswith("/check/")
    teacher.sees("went missing")
    teacher.page.get_by_role("button", name=re.compile("^Use this")).first.click()
    teacher.sees("He went missing at noon.")
    teacher.press("Share now")

    teacher.sees("Shared with the MASH desk")
    teacher.sees("A named person decides what to do, with reasons.")
    if scripts:
        assert_holds(teacher, "shared-report")
    teacher.click("Shared by me")
    teacher.sees("A silver car brought Ivo to the gate")
    teacher.sees("With the desk")
    if scripts:
        assert_holds(teacher, "shared")
    assert not [url for url in teacher.visited if "ivo" in url.lower()]


def test_back_leads_through_the_questions_and_loses_nothing(desk: SitDown) -> None:
    teacher = desk(TEACHER)
    _begin(teacher)
    teacher.fill("What did you see or hear?", "A silver car waited.")
    teacher.tick("What I make of it: my worry, or how I read it")
    teacher.press("Continue")
    expect(teacher.page.get_by_label("What did you see or hear?")).to_be_hidden()

    teacher.page.go_back()

    expect(teacher.page.get_by_label("What did you see or hear?")).to_have_value("A silver car waited.")
    teacher.click("Back")
    expect(teacher.page.get_by_label("First names")).to_have_value("Ivo")


def test_what_is_typed_is_kept_and_a_suggestion_is_taken_or_passed_over(desk: SitDown, scripts: bool) -> None:
    if not scripts:
        return
    teacher = desk(TEACHER)
    _begin(teacher)
    box = teacher.page.get_by_label("What did you see or hear?")

    box.fill("She has been putting herself at risk. He absconded.")

    teacher.sees("Saved at")
    first = teacher.page.locator("[data-suggestions] section").first
    expect(first).to_contain_text("putting herself at risk")
    assert_holds(teacher, "telling-suggestion")
    first.get_by_role("button", name="Use this").click()
    expect(box).to_have_value("She has been at risk from others. He absconded.")
    left = teacher.page.locator("[data-suggestions] section")
    expect(left).to_have_count(1)
    left.get_by_role("button", name="Keep my words").click()
    expect(left).to_have_count(0)
    teacher.page.wait_for_timeout(3_000)
    expect(left).to_have_count(0)
    teacher.page.reload()
    expect(box).to_have_value("She has been at risk from others. He absconded.")


def test_two_windows_on_one_draft(desk: SitDown, scripts: bool) -> None:
    first = desk(TEACHER)
    _begin(first)
    here = path_of(first.page.url)
    second = desk(TEACHER, then=here)
    first.fill("What did you see or hear?", "From the first window.")
    first.tick("What happened: I saw it, heard it, or was told it")
    first.press("Continue")

    second.fill("What did you see or hear?", "From the second window.")
    if scripts:
        second.sees("Not saved. You changed this page in another window at")
    second.tick("What happened: I saw it, heard it, or was told it")
    second.press("Continue")

    assert second.status == 409
    second.sees("You changed this in another window at")
    second.sees("From the first window.")
    expect(second.page.get_by_label("What did you see or hear?")).to_have_value("From the second window.")
    if scripts:
        second.page.screenshot(path=results("telling-two-windows-wide.png"), full_page=True)
