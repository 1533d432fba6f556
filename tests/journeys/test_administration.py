"""Administration: an agency, a worker and a post, and a limit of the partnership; and no child."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import SitDown
from tests.journeys.shown import ADMINISTRATOR, GOVERNANCE


def test_open_an_agency_register_a_worker_give_a_post_and_end_it(desk: SitDown, scripts: bool) -> None:
    place = "Quarry House" if scripts else "Weir House"
    slug, person = place.lower().replace(" ", "-"), f"Sol {place.partition(' ')[0]}"
    administrator = desk(ADMINISTRATOR)

    administrator.click("Administration")
    administrator.click("Open an agency")
    administrator.fill("Name", place)
    administrator.fill("Short name", slug)
    administrator.choose("Kind", "Placement provider")
    administrator.fill("Number to ring about a child, by day", "01632 960299")
    administrator.press("Open")
    administrator.sees(f"{place} is open.")
    administrator.click("Register a worker")
    administrator.fill("Name", person)
    administrator.fill("Work e-mail address", f"sol@{slug}.invalid")
    administrator.press("Register")
    administrator.sees(f"{person} is registered.")
    administrator.click("Give a post")
    administrator.choose("Role", "Practitioner")
    administrator.press("Give the post")
    administrator.sees("Post given: Practitioner.")

    worker = desk(person)
    worker.sees("My work")
    assert worker.page.get_by_role("link", name="Is this child known?").first.is_visible()
    administrator.click("End the post as Practitioner", exact=False)
    administrator.press("End it now")
    administrator.sees("Post ended: Practitioner.")
    assert worker.open("/children/") == 403


def test_set_a_limit_of_the_partnership(desk: SitDown, scripts: bool) -> None:
    value = "60" if scripts else "80"
    governance = desk(GOVERNANCE)
    governance.click("Administration")

    governance.click("Change Days within which those episodes are counted", exact=False)
    governance.fill("How many?", value)
    governance.date((datetime.now(UTC) + timedelta(days=0 if scripts else 1)).date())
    governance.fill("Why, and who agreed it?", "Agreed by the partnership’s board.")
    governance.press("Set the limit")

    governance.sees("The limit is set.")
    governance.sees("Agreed by the partnership’s board.")


def test_a_limit_outside_its_range_is_refused_in_words(desk: SitDown) -> None:
    governance = desk(GOVERNANCE, then="/administration/limits/repeat_missing_days/")

    governance.fill("How many?", "100000")
    governance.fill("Why, and who agreed it?", "A slip of the finger.")
    governance.press("Set the limit")

    governance.sees("There is a problem")
    assert governance.page.get_by_label("How many?").input_value() == "100000"


def test_whoever_administers_sees_no_child(desk: SitDown) -> None:
    administrator = desk(ADMINISTRATOR)

    statuses = [administrator.open(path) for path in ("/children/", "/search/", "/ask/", "/reviews/")]

    assert statuses == [403] * 4
    assert administrator.heading == "This is not part of your role"


@pytest.mark.parametrize("path", ["/administration/", "/administration/agencies/new/"])
def test_whoever_works_with_children_administers_nothing(desk: SitDown, path: str) -> None:
    worker = desk("Kwame Antwi")

    assert worker.open(path) == 403
