"""The keys: they go, search, move along lists and open; never while somebody types, nor when they are switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import SitDown
from tests.journeys.desk import NARROW, Desk, path_of
from tests.journeys.shown import DETECTIVE, JUDGE, LEAD, LICENSING

NAMED = "document.activeElement.textContent"
Child = Callable[[str], str]


@pytest.fixture
def scripts() -> bool:
    """The keys are made of a script; without one there is the help page, which has its test below."""
    return True


def _at(desk: Desk, path: str) -> None:
    desk.page.wait_for_url(f"**{path}")


def test_question_mark_opens_the_help_on_the_keyboard(desk: SitDown) -> None:
    lead = desk(LEAD)

    lead.keys("?")

    _at(lead, "/help/#keyboard")
    lead.sees("Go to the search box")
    lead.sees("They are on in this browser.")


def test_g_and_a_letter_go_where_her_role_goes(desk: SitDown) -> None:
    lead = desk(LEAD, then="/help/")
    for letter, path in (("t", "/told/"), ("c", "/children/"), ("m", "/")):
        lead.keys("g", letter)
        _at(lead, path)

    worker = desk(LICENSING)
    worker.keys("g", "r")
    assert path_of(worker.page.url) == "/"


def test_slash_goes_to_the_search_box_and_keys_typed_there_are_letters(desk: SitDown) -> None:
    lead = desk(LEAD)

    lead.keys("/")
    lead.page.keyboard.type("gm?/jo")

    assert lead.page.evaluate("document.activeElement.value") == "gm?/jo"
    assert path_of(lead.page.url) == "/"


def test_j_and_k_move_along_the_work_and_o_opens(desk: SitDown) -> None:
    lead = desk(LEAD)
    lead.keys("j")
    first = lead.page.evaluate(NAMED)
    lead.keys("j")
    second = lead.page.evaluate(NAMED)

    assert first != second
    lead.keys("k")
    assert lead.page.evaluate(NAMED) == first
    lead.keys("k")
    assert lead.page.evaluate(NAMED) == first
    lead.keys("o")
    lead.sees("What matters now")


def test_x_chooses_the_line_and_leaves_it(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/onwards/{child('Maisie')}/")
    boxes = lead.page.locator('input[name="chosen"]:checked')
    before = boxes.count()
    lead.page.locator('input[name="chosen"]').first.focus()

    lead.keys("x")
    assert boxes.count() == before + 1
    lead.keys("x")
    assert boxes.count() == before


def test_a_question_is_answered_by_one_key_and_only_with_its_reason(desk: SitDown) -> None:
    judge = desk(JUDGE, then="/same/")
    judge.click("Maisie Thornbury", exact=False)
    judge.sees("They are on in this browser.")

    judge.keys("d")
    judge.sees("Write your reason")
    judge.sees("They are on in this browser.")
    judge.page.locator("h1").click()
    judge.keys("a")

    judge.sees("Ask the agency: that is written down, and the question stays open.")


def test_what_may_be_the_same_is_judged_by_keys_one_after_another_and_on_a_phone(desk: SitDown) -> None:
    lead = desk(LEAD)
    lead.click("Which of them may be the same")
    lead.sees("A person answers; nothing is put together before.")
    lead.keys("j", "o")
    lead.sees("They are on in this browser.")
    lead.sees("Pair 1 of")
    first = lead.page.url

    lead.keys("d")
    lead.sees("Write your reason")
    lead.page.locator("h1").click()
    lead.keys("n")
    lead.sees("Pair 2 of")
    second = lead.page.url
    assert second != first
    lead.page.set_viewport_size(NARROW)
    lead.keys("c")

    lead.sees("Cannot tell yet: that is written down, and the two stay as they are.")
    assert lead.page.url not in (second, f"{lead.url}/things/near/")
    lead.open("/things/near/")
    assert lead.page.locator(f'main a[href="{path_of(second)}"]').count() == 0
    assert lead.page.locator(f'main a[href="{path_of(first)}"]').count() == 1


def test_several_addresses_are_held_the_same_for_one_reason_and_one_is_taken_back(desk: SitDown) -> None:
    officer = desk(DETECTIVE, then="/things/near/")
    officer.click("confirm several at once", exact=False)
    boxes = officer.page.locator('input[name="chosen"]')
    for box in boxes.all():
        box.focus()
        officer.keys("x")
    number = boxes.count()
    officer.fill("Your reason, for all that you chose", "The flat stands first once and last once.")
    officer.press("Hold these the same")

    officer.sees(f"{number} pairs held to be the same, each by itself")
    officer.click("Search", role="button")
    officer.fill("Name, number, place or reference", "9 Kestrel Ct")
    officer.press("Search")
    officer.click("9 Kestrel C", exact=False)
    officer.sees("held to be the same by")
    officer.click("Take it back", exact=False)
    officer.fill("Why?", "Two courts of one name.")
    officer.press("Take it back")
    officer.sees("Taken back: the two stand apart, and may be judged again.")


def test_with_another_key_held_down_they_belong_to_the_browser(desk: SitDown) -> None:
    lead = desk(LEAD)

    lead.page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '?', ctrlKey: true}))")

    assert path_of(lead.page.url) == "/"


def test_switched_off_they_do_nothing_until_they_are_switched_on(desk: SitDown) -> None:
    lead = desk(LEAD, then="/help/")
    lead.click("Switch these keys off", role="button")
    lead.sees("They are off in this browser.")

    lead.open("/")
    lead.keys("?", "j")
    assert path_of(lead.page.url) == "/"
    assert lead.page.evaluate("document.activeElement.tagName") == "BODY"

    lead.open("/help/")
    lead.click("Switch these keys on", role="button")
    lead.open("/")
    lead.keys("?")
    _at(lead, "/help/#keyboard")


@pytest.mark.parametrize("scripts", [False])
def test_without_a_script_the_help_says_so_and_offers_no_switch(desk: SitDown, scripts: bool) -> None:
    lead = desk(LEAD, then="/help/")

    lead.sees("They need a script, which does not run here.")
    assert lead.page.get_by_role("button", name="Switch these keys").count() == 0
