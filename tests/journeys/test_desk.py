"""At the MASH desk, with scripts and without: claim, ask, be answered, decide, tell; hand over; two at one report."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk
from tests.journeys.served import Served
from tests.journeys.shown import DECIDES, SECOND
from tests.journeys.test_keyboard import _tab_to

NURSE = "Joel Penhale"
ACCOUNT = "An account asks for pictures"
REASONS, UNKNOWN = "Two agencies say the same.", "Who writes from the account."


@pytest.fixture
def report(served: Served) -> Callable[[str], str]:
    """Return the address of a report on the desk, by its title."""
    return lambda title: "/desk/" + served.one("SELECT reference FROM desk_arrival WHERE title = %s", title) + "/"


def _decide(desk: Desk, response: str) -> None:
    desk.tick(response)
    desk.fill("Why this decision", REASONS)
    desk.fill("What we do not know", UNKNOWN)
    desk.choose("Who answers for the next step", "Naomi Castell, Children's Services")


def test_a_report_goes_from_the_queue_to_an_outcome(desk: SitDown, scripts: bool) -> None:
    title, agency = (
        ("Asked to pass on a parcel at the gate", "Copperbeck School")
        if scripts
        else ("A grey car outside Tern House at night", "Northmere Police")
    )
    decider = desk(DECIDES, then="/desk/")
    decider.click(title)
    decider.sees("Nobody holds it.")
    decider.sees("Known to children’s services. Ring")
    decider.press("Claim it")
    decider.sees("You hold this report.")
    decider.sees("What is already known")

    decider.click("Ask agencies")
    decider.tick("Community Health Service")
    decider.press("Ask")
    decider.sees("Asked: Community Health Service.")
    nurse = desk(NURSE, then="/checks/")
    nurse.page.locator("main").get_by_role("link", name="Answer").last.click()
    nurse.fill("What does your agency know?", "Seen in May, well. Ring Joel before a visit.")
    nurse.press("Send the answer")
    nurse.sees("Your answer is with the MASH desk.")

    decider.page.reload()
    decider.sees("Seen in May, well. Ring Joel before a visit.")
    _decide(decider, "Section 17 assessment")
    decider.press("Record decision")
    decider.sees("Decided: Section 17 assessment. Tell the referrer next.")
    decider.click("Tell the referrer")
    decider.press("Tell them")
    decider.sees("The referrer is told, and the clock has stopped.")
    decider.sees(f"As {agency} said it")


def test_the_second_at_a_report_is_told_and_what_was_typed_is_not_lost(
    desk: SitDown, report: Callable[[str], str]
) -> None:
    page = report(ACCOUNT)
    first, second = desk(DECIDES, then=page), desk(SECOND, then=page)
    _decide(first, "Early help")
    second.click("Take it over")
    second.fill("Why?", "Naomi is in court.")
    second.press("Take it over")
    second.sees("You hold this report.")

    first.press("Record decision")

    first.sees("Changed by Imogen Verity")
    first.sees("Imogen Verity took it over: Naomi is in court.")
    expect(first.page.get_by_label("Why this decision", exact=True)).to_have_value(REASONS)
    first.click("Take it over")
    first.fill("Why?", "Back from court.")
    first.press("Take it over")
    first.sees("You hold this report.")


def test_a_hand_over_is_taken_from_my_work(desk: SitDown, report: Callable[[str], str]) -> None:
    title = "Brought to school in a van staff did not know"
    page = report(title)
    giver, taker = desk(DECIDES, then=page), desk(SECOND)
    giver.click("Hand to someone else")
    giver.choose("To whom?", "Imogen Verity, Children's Services")
    giver.fill("What should they know?", "Health has not answered.")
    giver.press("Offer it")
    giver.sees("Offered to Imogen Verity. You hold it until they take it.")

    taker.page.reload()
    taker.sees("Hand-overs to take")
    taker.click(title)
    taker.press("Take it")
    taker.sees("You took it from Naomi Castell, and hold it now.")

    taker.click("Hand to someone else")
    taker.choose("To whom?", "Naomi Castell, Children's Services")
    taker.fill("What should they know?", "It is yours again.")
    taker.press("Offer it")
    taker.sees("Offered to Naomi Castell.")
    giver.open(page)
    giver.press("Take it")
    giver.sees("You took it from Imogen Verity, and hold it now.")


def test_by_the_keyboard_alone_from_the_queue_to_a_claim_and_back(desk: SitDown) -> None:
    decider = desk(DECIDES, then="/desk/")
    keys = decider.page.keyboard

    _tab_to(decider, "A pupil is written to by somebody who will not meet in daylight")
    keys.press("Enter")
    decider.sees("Nobody holds it.")
    _tab_to(decider, "Claim it", whole=True)
    keys.press("Enter")
    decider.sees("You hold this report.")
    _tab_to(decider, "Put it back", whole=True)
    keys.press("Enter")

    decider.sees("Nobody holds this report now.")


def test_several_are_claimed_and_the_act_undone(desk: SitDown, scripts: bool) -> None:
    decider = desk(SECOND, then="/desk/?held=nobody")
    if scripts:
        decider.press("Choose all on this page")
        decider.sees("Choose none")
    else:
        for box in decider.page.locator("main").get_by_role("checkbox").all():
            box.check()
    decider.press("Claim those chosen")
    decider.sees("claimed.")
    decider.press("Undo")

    decider.sees("Undone for")


def test_a_decision_typed_is_kept_while_she_looks_elsewhere(
    desk: SitDown, report: Callable[[str], str], scripts: bool
) -> None:
    page = report("Mother worried about a new phone and gifts")
    decider = desk(DECIDES, then=page)
    decider.fill("Why this decision", REASONS)
    if not scripts:
        decider.press("Record decision")  # without scripts nothing is saved while she types, and nothing is lost
        decider.sees("There is a problem")
    else:
        decider.sees("Saved at")
        decider.open("/")
        decider.sees("Carry on: decision on report")
        decider.open(page)
    expect(decider.page.get_by_label("Why this decision", exact=True)).to_have_value(REASONS)
