"""Shares that end soon: renewed or ended, many at once; undone; and of others' nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from erle.doors.staff.models import Undo
from erle.foundation.access import queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.renewing import renew_share, share_again
from erle.foundation.access.actions.sharing import CannotBeWithdrawn, share_with_worker
from erle.foundation.access.models import Share
from erle.knowledge.records.models import Person
from tests.house.test_routes import browser
from tests.knowledge.records.disclosing.acts import GROUNDS, sees, share
from tests.partnership import NOW, Partnership

SOON, WITHIN = timedelta(days=3), timedelta(days=14)
PATH = "/shared/ending/"


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    return browser(partnership.lead)


@pytest.fixture
def ending(partnership: Partnership) -> Share:
    """A share of Leah's record that ends in three days."""
    with acting_as(partnership.lead):
        return share_with_worker(
            circle=partnership.leah.circle,
            worker=partnership.never,
            grounds=GROUNDS,
            ends_at=NOW + SOON,
            by=partnership.lead,
            at=NOW,
        )


def _listed(partnership: Partnership, who: str = "lead") -> list[str]:
    worker, at = partnership.workers[who], datetime.now(UTC) + timedelta(minutes=5)
    with acting_as(worker):
        return [one.reference for one in queries.shares_ending(worker, at, within=WITHIN)]


def _undo(partnership: Partnership, client: Client) -> str:
    with acting_as(partnership.lead):
        number = Undo.objects.latest("pk").pk
    return client.post(f"/undo/{number}/", {}, follow=True).content.decode()


def _sees_leah(partnership: Partnership) -> bool:
    with acting_as(partnership.never):
        return Person.objects.filter(pk=partnership.leah.pk).exists()


def test_what_one_made_or_leads_is_listed_and_nothing_else(partnership: Partnership, ending: Share) -> None:
    onwards = share(partnership, partnership.future, by=partnership.manager, ends_at=NOW + SOON)
    with acting_as(partnership.manager):
        mine = Share.objects.get(circle=onwards.circle_id, kind="shared").reference

    assert _listed(partnership) == [ending.reference]
    assert _listed(partnership, "manager") == [mine]
    assert _listed(partnership, "member") == []


def test_one_that_another_outlasts_is_not_listed(partnership: Partnership, ending: Share) -> None:
    with acting_as(partnership.lead):
        renew_share(share=ending, ends_at=NOW + timedelta(days=90), by=partnership.lead, at=NOW)

    assert _listed(partnership) == []


def test_renewed_on_the_page_and_undone(partnership: Partnership, lead: Client, ending: Share) -> None:
    assert "Dana Fields, Northmere Police" in lead.get(PATH).content.decode()

    shown = lead.post(PATH, {"act": "renew", "chosen": [ending.reference]}, follow=True).content.decode()

    assert "1 share is renewed." in shown
    assert _listed(partnership) == []
    assert "1 share is taken back." in _undo(partnership, lead)
    assert _listed(partnership) == [ending.reference]


def test_ended_on_the_page_and_undone(partnership: Partnership, lead: Client, ending: Share) -> None:
    lead.post(PATH, {"only": f"end:{ending.reference}"})
    assert not _sees_leah(partnership)

    assert "1 share is shared again." in _undo(partnership, lead)

    assert _sees_leah(partnership)
    with acting_as(partnership.lead):
        again = Share.objects.filter(worker=partnership.never, withdrawn_at__isnull=True).get()
    assert (again.ends_at, again.purpose, again.told) == (ending.ends_at, ending.purpose, ending.told)


def test_what_was_shared_onwards_is_renewed_by_the_same_page(partnership: Partnership, lead: Client) -> None:
    made = share(partnership, partnership.never, ends_at=NOW + SOON)
    [reference] = _listed(partnership)
    assert "Lines of Leah Arden" in lead.get(PATH).content.decode()

    lead.post(PATH, {"act": "end", "chosen": [reference]})

    assert not sees(partnership.never, made)
    assert "1 share is shared again." in _undo(partnership, lead)
    assert sees(partnership.never, made)


def test_what_is_not_on_the_list_is_left_as_it_was(partnership: Partnership, lead: Client, ending: Share) -> None:
    with acting_as(partnership.manager):
        other = Share.objects.get(worker=partnership.member).reference

    shown = lead.post(PATH, {"act": "end", "chosen": [other, "S-NNNNNN22", ending.reference]}, follow=True)

    assert "1 share is ended. 2 left as before: It is not on the list any more." in shown.content.decode()


def test_what_cannot_be_undone_says_why(partnership: Partnership, lead: Client, ending: Share) -> None:
    lead.post(PATH, {"act": "renew", "chosen": [ending.reference]})
    with acting_as(partnership.manager):
        Share.objects.filter(worker=partnership.never, withdrawn_at__isnull=True).update(
            withdrawn_by=partnership.manager, withdrawn_at=NOW, withdrawn_because="x"
        )

    assert "0 shares are taken back. 1 could not be: That share has ended already." in _undo(partnership, lead)


def test_a_renewal_is_longer_and_of_what_stands(partnership: Partnership, ending: Share) -> None:
    lead = partnership.lead
    with acting_as(lead):
        with pytest.raises(CannotBeWithdrawn):
            renew_share(share=ending, ends_at=ending.ends_at, by=lead, at=NOW)
        with pytest.raises(CannotBeWithdrawn):
            share_again(share=ending, by=lead, at=NOW)
        ending.withdrawn_at = NOW
        with pytest.raises(CannotBeWithdrawn):
            share_again(share=ending, by=lead, at=ending.ends_at)
