"""A thing's page: made of what the worker may see, and not there for who sees nothing of it."""

import pytest
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records.rules import EntryKind, MentionKind
from tests.doors.staff.children.test_pages import links, page, titles, words
from tests.house.test_routes import browser
from tests.knowledge.records.test_chronology import _narrow, named, told
from tests.knowledge.records.test_things import PLATE, THING, car
from tests.partnership import Partnership

HERE = f"/things/{THING}/"


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in, once the police have told of a car."""
    with acting_as(partnership.member):
        seen = told(partnership, 3, title="At the gate")
        car(seen, colour="silver")
        car(told(partnership, 5, title="By the shops", kind=EntryKind.CONTACT), "ab12cde")
        car(told(partnership, 4, title="Covert", circle=_narrow(partnership)), "AB 12 CDE covert")
        named(seen, MentionKind.PLACE, "Canal Walk", "T-7K3QF2MXAB")
    return browser(partnership.lead)


def test_it_says_what_it_is_who_told_of_it_and_which_children_it_concerns(
    partnership: Partnership, lead: Client
) -> None:
    found = page(lead, HERE)

    assert words(found.select_one("h1")) in {PLATE, "ab12cde"}
    assert titles(found) == ["At the gate", "By the shops"]
    assert words(found.select_one("#chronology .erle-meta")) == "2 of 2 lines you may see"
    aside = words(found.select_one("aside"))
    assert "Colour silver" in aside
    assert "Leah Arden, 14 2 lines" in aside
    assert "Northmere Police 2 lines" in aside
    assert "Canal Walk place, 1 report" in aside
    assert "covert" not in aside
    assert found.select_one(f'.erle-chrono a[href="/children/{partnership.leah.reference}/"]')
    assert found.select_one('aside a[href="/things/T-7K3QF2MXAB/"]')


def test_it_is_filtered_by_its_address(lead: Client) -> None:
    whole = page(lead, HERE)

    kind = next(links(whole, "Contact"))

    assert titles(page(lead, str(kind["href"]))) == ["By the shops"]
    assert "No line that you may see fits these filters." in words(
        page(lead, f"{HERE}?kind=missing").select_one("main")
    )


def test_it_is_not_there_for_who_sees_no_mention_and_the_ledger_knows(partnership: Partnership, lead: Client) -> None:
    never = browser(partnership.never)

    assert never.get(HERE).content.replace(THING.encode(), b"") == never.get("/things/T-NNNNNNNN22/").content.replace(
        b"T-NNNNNNNN22", b""
    )
    with acting_as(partnership.never):
        refused = LedgerLine.objects.filter(act="refused", worker_id=partnership.never.pk).order_by("id")
        assert [line.about for line in refused] == [THING, "T-NNNNNNNN22"]


def test_who_opened_it_is_in_the_ledger_with_the_children_it_showed(partnership: Partnership, lead: Client) -> None:
    lead.get(HERE)

    with acting_as(partnership.lead):
        lines = LedgerLine.objects.filter(worker_id=partnership.lead.pk, purpose="Opened a thing").order_by("id")
        assert [(line.act, line.about) for line in lines] == [
            ("opened", THING),
            ("listed", partnership.leah.reference),
        ]


def test_the_ledger_has_no_name_of_a_thing(partnership: Partnership, lead: Client) -> None:
    lead.get(HERE)

    with acting_as(partnership.lead):
        assert not [line for line in LedgerLine.objects.all() if PLATE in f"{line.about}{line.purpose}{line.detail}"]
