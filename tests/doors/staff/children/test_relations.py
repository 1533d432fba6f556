"""Who is around a child is written down by a worker in the circle, and taken off without being forgotten."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records.models import Relation
from tests.doors.staff.children.test_pages import page, words
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership

NAN = {"name": "Maureen Arden", "relation": "nan", "trusted": "on", "note": "Stays over on Fridays."}


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in."""
    return browser(partnership.lead)


@pytest.fixture
def url(partnership: Partnership) -> str:
    """Where Leah's family and network stand."""
    return f"/children/{partnership.leah.reference}/network/"


def test_somebody_is_written_down_with_the_agency_that_says_so(
    partnership: Partnership, lead: Client, url: str
) -> None:
    assert lead.post(f"{url}new/", NAN).headers["Location"] == url

    row = words(page(lead, url).select_one("tbody tr"))
    assert "Maureen Arden nan, Leah trusts them Stays over on Fridays. Children's Services" in row
    with acting_as(partnership.lead):
        assert LedgerLine.objects.filter(purpose="relation", about=partnership.leah.reference).count() == 1


def test_name_and_relation_are_asked_for_and_nobody_is_born_tomorrow(lead: Client, url: str) -> None:
    empty = lead.post(f"{url}new/", {})
    tomorrow = (NOW + timedelta(days=2)).date()
    born = {"born_on-day": tomorrow.day, "born_on-month": tomorrow.month, "born_on-year": tomorrow.year}
    unborn = lead.post(f"{url}new/", {**NAN, **born})

    assert (empty.status_code, unborn.status_code) == (422, 422)
    assert "in the future" in words(BeautifulSoup(unborn.content, "html.parser").select_one(".govuk-error-summary"))


def test_somebody_is_taken_off_and_stays_in_the_records(partnership: Partnership, lead: Client, url: str) -> None:
    lead.post(f"{url}new/", NAN)
    [button] = page(lead, url).select("button[name=take_off]")

    done = lead.post(f"{url}new/", {"take_off": button["value"]}, follow=True)
    again = lead.post(f"{url}new/", {"take_off": button["value"]})

    found = BeautifulSoup(done.content, "html.parser")
    assert "No agency has written down who is around" in words(found.select_one("main"))
    assert again.status_code == 422
    assert "taken off already" in words(BeautifulSoup(again.content, "html.parser").select_one(".govuk-error-summary"))
    with acting_as(partnership.lead):
        kept = Relation.objects.get()
        assert (kept.name, kept.ended_by) == ("Maureen Arden", partnership.lead)


def test_of_another_child_nobody_is_taken_off(partnership: Partnership, lead: Client, url: str) -> None:
    lead.post(f"{url}new/", NAN)
    with acting_as(partnership.lead):
        number = Relation.objects.get().pk

    other = lead.post(f"/children/{partnership.sealed.reference}/network/new/", {"take_off": number})

    assert other.status_code == 422
    with acting_as(partnership.lead):
        assert Relation.objects.get().ended_at is None
