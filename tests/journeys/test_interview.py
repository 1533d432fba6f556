"""A return interview on a phone in a café: from the offer to the end, in two sittings, with and without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import NARROW, Desk, path_of
from tests.journeys.interview_pages import IN_CARE, INTERVIEWER, offer_it
from tests.journeys.shown import LEAD

THEIRS = "Kwame Antwi"
"""Leads for Bilal and for Inês."""


def _to(desk: Desk, name: str) -> str:
    """Open the child's interview from the list, and return its address."""
    desk.page.set_viewport_size(NARROW)
    desk.open("/interviews/")
    desk.page.locator(".erle-work__what").filter(has_text=name).first.click()
    return path_of(desk.page.url)


def test_safety_overrides_what_a_child_asked_and_those_who_answer_are_let_in(desk: SitDown) -> None:
    phone = desk(IN_CARE)
    _to(phone, "Inês")
    phone.click("Keep something apart")
    phone.page.locator("main textarea").first.fill("Somebody waits for her on Friday.")
    phone.press("Keep it apart")
    phone.page.get_by_role("link", name=re.compile("^Kept apart")).last.click()
    kept = path_of(phone.page.url)
    phone.click("Decide that safety overrides it")
    phone.fill("Why does safety override what the child asked?", "She is to be taken away on Friday.")
    phone.fill("What did you tell the child, or why not yet?", "I told her on the phone.")
    phone.press("Decide, and let them read it")
    phone.sees("Told, and let in by name: Kwame Antwi")

    lead = desk(THEIRS)
    lead.open(kept)
    lead.sees("Somebody waits for her on Friday.")
    lead.sees("Decided by Silas Wetherby")
    other = desk(LEAD)
    assert other.open(kept) == 404


def test_an_interview_goes_from_the_offer_to_the_end_in_two_sittings(desk: SitDown, scripts: bool) -> None:
    name, interviewer = ("Bilal", INTERVIEWER) if scripts else ("Inês", IN_CARE)
    phone = desk(interviewer)
    _to(phone, name)
    _meets(phone)
    if scripts:
        _said(phone).press_sequentially("I just wanted somebody")
        expect(phone.page.locator("[data-draft-status]")).to_contain_text("Saved at")

    phone = desk(interviewer)
    at = _to(phone, name)
    phone.click("In the child’s own words", exact=False)
    if scripts:
        expect(_said(phone)).to_have_value("I just wanted somebody")
    _said(phone).fill("I just wanted somebody to ask me.")
    phone.press("Save and continue")
    _names_a_place(phone)
    _helps(phone, at)
    phone.click("Keep something apart")
    phone.page.locator("main textarea").first.fill("Her friend is hiding too.")
    phone.press("Keep it apart")
    phone.sees("Only you see it.")

    phone.click("Check and finish")
    phone.sees("I just wanted somebody to ask me.")
    assert "hiding too" not in phone.text
    phone.tick("Today")
    phone.press("Finish")
    phone.sees("The interview is finished.")

    _read_by_the_lead(desk(THEIRS), name)


def test_an_interview_that_is_offered_on_a_phone_stays_until_the_other_service_takes_it(desk: SitDown) -> None:
    phone = desk(INTERVIEWER)
    at = _to(phone, "Maisie")
    phone.click("Hand it over to another service")
    phone.tick("Another reason")
    phone.page.get_by_role("group", name="To which service?").get_by_role("radio").first.check()
    phone.fill("What must they know to decide?", "She asked for somebody else.")
    phone.press("Offer it")
    phone.sees("not taken yet: it is yours")

    other = desk(IN_CARE)
    other.page.set_viewport_size(NARROW)
    other.open("/interviews/")
    other.page.get_by_role("link", name=re.compile("^Answer")).first.click()
    other.sees("She asked for somebody else.")
    other.press("Send the answer")
    other.sees("Choose whether your service takes it")
    other.tick("We cannot take it")
    other.fill("If you cannot, why?", "Nobody is free.")
    other.press("Send the answer")
    other.sees("Declined. Who offered it holds it, and is told.")
    assert other.open(at) == 404

    phone.open(at)
    phone.sees("did not take it: Nobody is free.")


def _said(phone: Desk) -> Locator:
    return phone.page.get_by_label(re.compile("^What did .* say\\?$"))


def _meets(phone: Desk) -> None:
    """Offer the talk, ask where, and hold it; the page after it asks why the child left."""
    phone.click("Offer the talk")
    offer_it(phone)
    phone.click("Ask with whom and where")
    phone.fill("Where?", "The café by the library")
    phone.press("Save and continue")
    phone.click("Write down the talk")
    phone.press("Save and continue")
    assert phone.heading.startswith("Why ")
    phone.tick("Pressure from peers")
    phone.press("Save and continue")
    assert "own words" in phone.heading


def _names_a_place(phone: Desk) -> None:
    phone.tick("A place")
    phone.fill("Name, number, place or address", "Osier Lane lock-ups")
    phone.fill("How does it come in?", "Where the others wait")
    phone.choose("The source", "Untested source")
    phone.choose("What is said", "Known indirectly")
    phone.press("Add")
    phone.sees("A place: Osier Lane lock-ups")
    phone.click("Nothing more: go on")


def _helps(phone: Desk, at: str) -> None:
    phone.page.locator("main textarea").first.fill("A bus pass, and a text first.")
    phone.press("Save and continue")
    phone.fill("Who was told?", "Nobody yet")
    phone.press("Add")
    phone.open(at + "plan/")
    phone.tick("Where to look")
    phone.fill("The line", "The lock-ups on Osier Lane")
    phone.press("Add")


def _read_by_the_lead(lead: Desk, name: str) -> None:
    lead.open("/?all=later")
    lead.page.locator(".erle-work > li").filter(has_text=name).get_by_role(
        "link", name=re.compile("^Look at risk and plan")
    ).first.click()
    lead.click("Read what was said, in the chronology")
    lead.sees("I just wanted somebody to ask me.")
    assert "hiding too" not in lead.text
    lead.page.go_back()
    lead.page.get_by_role("button", name=re.compile("^Put it into the plan")).first.click()
    expect(lead.page.get_by_label("Where to look")).to_have_value(re.compile("The lock-ups on Osier Lane$"))
    lead.press("Keep the plan")
    lead.sees("The plan is kept.")
