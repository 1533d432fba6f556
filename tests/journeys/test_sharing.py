"""From My work to a child, to who needs to know, to a colleague who sees exactly that child; and back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import SitDown
from tests.journeys.desk import Desk, path_of
from tests.journeys.shown import LEAD, LICENSING

COLLEAGUE, HER_AGENCY = "Tariq Lowther", "Copperbeck School"
NOT_THERE = "/children/E-NOSUCH/"
Child = Callable[[str], str]


def _to_who_needs_to_know(desk: Desk, title: str) -> None:
    desk.click(title)
    desk.click("Who needs to know")
    desk.sees("Who needs to know about")


def _share(desk: Desk, *, with_whom: str) -> None:
    desk.choose("Who", with_whom)
    desk.fill("What do they need to know it for?", "A quiet room at school")
    desk.choose("Lawful basis", "Protecting a child from harm, as part of our public duty")
    desk.fill("Does the child know, and what does the child say?", "Amara asked for it.")
    desk.press("Share")
    desk.sees(f"Shared with {with_whom.partition(',')[0]}.")


def _refused_like_what_is_not_there(desk: Desk, path: str) -> None:
    status, heading, text = desk.open(path), desk.heading, desk.text

    assert (status, desk.open(NOT_THERE)) == (404, 404)
    assert (heading, text) == (desk.heading, desk.text)


def test_share_one_child_with_a_colleague_who_sees_that_child_and_no_other(desk: SitDown, child: Child) -> None:
    amara, dawid = f"/children/{child('Amara')}/", f"/children/{child('Dawid')}/"
    lead, colleague = desk(LEAD), desk(COLLEAGUE)
    colleague.open("/children/")
    before = colleague.page.locator("tbody tr").count()
    _refused_like_what_is_not_there(colleague, amara)

    _to_who_needs_to_know(lead, "Assessment to your manager for sign-off")
    assert path_of(lead.page.url) == f"{amara}access/"
    _share(lead, with_whom=f"{COLLEAGUE}, {HER_AGENCY}")

    colleague.open("/children/")
    assert colleague.page.locator("tbody tr").count() == before + 1
    colleague.click("Amara Okonjo-Bright")
    colleague.sees("What matters now")
    colleague.sees("Hannah Brookfield shared it with you: A quiet room at school")
    assert colleague.open(dawid) == 200  # shared with him before
    _refused_like_what_is_not_there(colleague, f"/children/{child('Corey')}/")

    lead.page.get_by_role("link", name=f"End the share with {COLLEAGUE}").click()
    lead.fill("Why?", "The room was arranged.")
    lead.press("End it now")
    lead.sees("The share has ended.")
    _refused_like_what_is_not_there(colleague, amara)
    _refused_like_what_is_not_there(colleague, f"{amara}access/")


def test_keep_somebody_out_and_let_them_back(desk: SitDown, child: Child) -> None:
    page = f"/children/{child('Bilal')}/"
    keeper, officer = desk("Kwame Antwi"), desk("PC Craig Dunmore")
    assert officer.open(page) == 200

    keeper.open(f"{page}access/")
    keeper.click("Keep somebody out")
    keeper.choose("Who is to be kept out?", "PC Craig Dunmore, Northmere Police")
    keeper.fill("Why?", "He trains with Bilal’s cousin.")
    keeper.press("Keep out")
    keeper.sees("PC Craig Dunmore is kept out from now.")
    keeper.sees("He trains with Bilal’s cousin.")

    _refused_like_what_is_not_there(officer, page)
    keeper.click("Lift the bar on PC Craig Dunmore", exact=False)
    keeper.fill("Why?", "It was another cousin.")
    keeper.press("Lift the bar")
    keeper.sees("The bar on PC Craig Dunmore is lifted.")
    assert officer.open(page) == 200


def test_decide_not_to_share_is_an_act_with_a_reason(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Amara')}/access/")

    lead.click("Decide not to share")
    lead.fill("Who asked?", "A youth club in Northmere")
    lead.fill("What do they need to know it for?", "To send a leaflet.")
    lead.fill("Why is it not shared?", "The leaflet needs no address.")
    lead.fill("Does the child know, and what does the child say?", "Amara would rather not.")
    lead.press("Record the decision")

    lead.sees("The decision not to share is recorded.")
    lead.sees("A youth club in Northmere")
    lead.sees("The leaflet needs no address.")


def test_a_form_that_cannot_be_sent_says_why_and_keeps_what_was_typed(desk: SitDown, child: Child) -> None:
    lead = desk(LEAD, then=f"/children/{child('Amara')}/access/share/")

    lead.fill("What do they need to know it for?", "A quiet room at school")
    lead.press("Share")

    lead.sees("There is a problem")
    assert lead.status == 422
    assert lead.page.title().startswith("Error: ")
    expect(lead.page.get_by_label("What do they need to know it for?")).to_have_value("A quiet room at school")
    lead.click("Choose a person, or an agency and a role.")
    assert lead.page.evaluate("document.activeElement.name") == "worker"


def test_a_search_finds_only_her_own_and_puts_no_name_into_an_address(desk: SitDown) -> None:
    lead, outsider = desk(LEAD), desk(LICENSING)

    lead.page.get_by_role("searchbox").first.fill("Thornbury")
    lead.page.get_by_role("search").get_by_role("button").click()
    lead.sees("Found for “Thornbury”")
    lead.click("Maisie Thornbury")
    lead.sees("In Maisie’s own words")

    assert outsider.page.get_by_role("search").count() == 0
    assert not [url for url in lead.visited if "thornbury" in url.lower() or "maisie" in url.lower()]
