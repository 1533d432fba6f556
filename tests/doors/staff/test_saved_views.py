"""Every worklist whose filters stand in its address takes them as a view, which stands on it again and on no other."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from erle.foundation.agencies.models import Worker
from tests.doors.staff.children.test_pages import page, words
from tests.house.test_routes import browser
from tests.partnership import Partnership
from tests.practice.desk.conftest import decision_maker

LISTS = (
    ("my_work", "/?all=overdue", "My work"),
    ("desk", "/desk/?held=nobody&order=urgency", "MASH desk"),
    ("desk_times", "/desk/times/?days=91&online=1", "How long reports wait"),
    ("imports", "/imports/?state=undone", "Files"),
    ("notices", "/told/?view=read", "Told to you"),
)
CHIPS = 'ul[aria-label="Your views"] a.erle-chip'


def somebody(partnership: Partnership, route: str) -> Worker:
    """Return somebody whose role has the list."""
    return partnership.lapsed if route == "imports" else decision_maker(partnership, "Priya Menon")


def saved(client: Client, address: str, name: str) -> str:
    """Save a view by the form that the page shows; return where that leads."""
    form = page(client, address).select_one('form[action="/views/save/"]')
    assert form is not None, address
    given = {field["name"]: field.get("value", "") for field in form.select("input")}
    return str(client.post("/views/save/", {**given, "name": name}).headers["Location"])


@pytest.mark.parametrize(("route", "address", "called"), LISTS)
def test_a_list_takes_a_view_and_shows_it(partnership: Partnership, route: str, address: str, called: str) -> None:
    client, place = browser(somebody(partnership, route)), urlsplit(address).path
    assert not page(client, place).select(f'{CHIPS}, form[action="/views/save/"]')

    assert saved(client, f"{address}&page=2&after=x&done=x", "Each evening") == address

    [chip] = page(client, address).select(CHIPS)
    [elsewhere] = page(client, place).select(CHIPS)
    assert (words(chip), chip["href"], chip["aria-current"]) == ("Each evening", address, "true")
    assert not elsewhere.get("aria-current")
    [row] = page(client, "/views/").select("tbody tr")
    assert words(row).startswith(f"Each evening {called} ")
    assert [link["href"] for link in row.select("a")] == [address]


def test_a_view_of_one_list_stands_on_no_other_and_nobody_else_sees_it(partnership: Partnership) -> None:
    client, other = browser(partnership.lead), browser(partnership.member)
    saved(client, "/?all=overdue", "Each evening")

    assert not page(client, "/told/?view=read").select(CHIPS)
    assert not page(other, "/?all=overdue").select(CHIPS)
