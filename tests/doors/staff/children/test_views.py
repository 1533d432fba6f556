"""Saved views: a worker's own, on the page they are of, without the place on it, and nobody else's."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.doors.staff.models import SavedView
from erle.doors.staff.views import saving
from erle.foundation.access.acting import acting_as
from erle.knowledge.records.rules import EntryKind
from tests.doors.staff.children.test_pages import page, words
from tests.house.test_routes import browser
from tests.partnership import Partnership


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in."""
    return browser(partnership.lead)


@pytest.fixture
def here(partnership: Partnership) -> str:
    """Leah's chronology."""
    return f"/children/{partnership.leah.reference}/chronology/"


def save(client: Client, name: str, address: str) -> int:
    """Save a view, and return how that was answered."""
    return client.post("/views/save/", {"name": name, "here": address}).status_code


def test_a_view_is_saved_from_the_page_and_stands_on_it(lead: Client, here: str) -> None:
    address = f"{here}?starred=1&gap=14&before=2026-01-01T00:00:00%2B00:00~4"
    form = page(lead, address).select_one('form[action="/views/save/"]')
    assert form is not None
    given = {field["name"]: field.get("value", "") for field in form.select("input")}

    answer = lead.post("/views/save/", {**given, "name": "Marked, two weeks"})

    assert answer.headers["Location"] == f"{here}?starred=1&gap=14"
    found = page(lead, answer.headers["Location"])
    [chip] = found.select('ul[aria-label="Your views"] a.erle-chip')
    assert (words(chip), chip["href"], chip["aria-current"]) == (
        "Marked, two weeks",
        f"{here}?starred=1&gap=14",
        "true",
    )
    [other] = page(lead, here).select('ul[aria-label="Your views"] a.erle-chip')
    assert not other.get("aria-current")


def test_a_view_of_one_childs_chronology_holds_for_every_child(
    partnership: Partnership, lead: Client, here: str
) -> None:
    save(lead, "Strengths", f"{here}?kind={EntryKind.STRENGTH}")

    sealed = f"/children/{partnership.sealed.reference}/chronology/"
    [chip] = page(lead, sealed).select('ul[aria-label="Your views"] a.erle-chip')

    assert chip["href"] == f"{sealed}?kind=strength"


def test_nobody_sees_the_views_of_another(partnership: Partnership, lead: Client, here: str) -> None:
    save(lead, "Marked", f"{here}?starred=1")

    member = browser(partnership.member)
    assert not page(member, here).select('ul[aria-label="Your views"] a.erle-chip')
    assert "You have saved no view." in words(page(member, "/views/").select_one("main"))
    with acting_as(partnership.lead):
        number = SavedView.objects.get().pk
    assert member.post(f"/views/{number}/delete/").status_code == 404
    with acting_as(partnership.lead):
        assert SavedView.objects.count() == 1


def test_all_views_are_listed_and_one_is_thrown_away(lead: Client, here: str) -> None:
    save(lead, "Marked", f"{here}?starred=1")
    save(lead, "Some children", "/children/?page=2&x=1")

    found = page(lead, "/views/")

    rows = [words(row) for row in found.select("tbody tr")]
    assert [row.split(" Today")[0] for row in rows] == ["Marked Chronology of any child", "Some children Children"]
    assert [link["href"] for link in found.select("tbody a")] == ["/children/?x=1"]
    lead.post(str(found.select("tbody form")[0]["action"]))
    assert len(page(lead, "/views/").select("tbody tr")) == 1


def test_the_same_name_on_the_same_page_is_the_view_changed(partnership: Partnership, lead: Client, here: str) -> None:
    save(lead, "Mine", f"{here}?starred=1")
    save(lead, "Mine", f"{here}?voiced=1")

    with acting_as(partnership.lead):
        assert [view.query for view in SavedView.objects.all()] == ["voiced=1"]


@pytest.mark.parametrize(
    "address", ["", "https://elsewhere.invalid/children/", "//elsewhere.invalid/", "/nowhere/", "children/", "\\\\x"]
)
def test_only_a_page_of_this_door_is_saved_and_led_back_to(lead: Client, address: str) -> None:
    answer = lead.post("/views/save/", {"name": "x", "here": address})

    assert answer.status_code == 422
    found = BeautifulSoup(answer.content, "html.parser")
    assert "Open the page that you want to keep" in words(found.select_one(".govuk-error-summary"))
    assert found.select_one(f'a[href="{address}"]') is None or address == ""


def test_a_view_needs_a_name(lead: Client, here: str) -> None:
    assert save(lead, " ", f"{here}?starred=1") == 422
    assert "Save this view" in words(page(lead, f"/views/save/?here={here}").select_one("h1"))


def test_there_is_an_end_to_views_and_to_filters(lead: Client, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_VIEWS", 1)
    monkeypatch.setattr(saving, "LONGEST_QUERY", 40)

    assert save(lead, "One", f"{here}?starred=1") == 302
    assert save(lead, "Two", f"{here}?starred=1") == 422
    assert save(lead, "One", f"{here}?starred=1&voiced=1&strengths=1&gap=14&weeks=6") == 422
