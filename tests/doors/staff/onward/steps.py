"""Sharing onwards as a browser does it, step by step."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from erle.doors.staff.onward.basket import Basket, basket_of
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.disclosing.queries import shared_by
from erle.knowledge.records.models import Disclosure
from tests.house.test_routes import browser
from tests.knowledge.records.disclosing.acts import keys_of
from tests.partnership import BASIS, Partnership


def choose(
    client: Client, reference: str, keys: list[str], *, act: str = "share", shown: list[str] | None = None
) -> Any:
    """Choose the lines of the keys, of those shown."""
    return client.post(f"/onwards/{reference}/", {"chosen": keys, "shown": shown or keys, "act": act})


def said(worker: Worker | None, **more: Any) -> dict[str, Any]:
    """Return what is typed into the second page."""
    ends = timezone.localdate() + timedelta(days=7)
    return {
        "who": worker.reference if worker else "",
        "purpose": "So that training stays a safe place",
        "basis": BASIS,
        "necessity": "Only the line about the place",
        "told": "She said: he can know",
        "until-day": ends.day,
        "until-month": ends.month,
        "until-year": ends.year,
        **more,
    }


def version(worker: Worker, reference: str) -> str:
    """Return the version of what the worker has chosen."""
    return basket(worker, reference).version


def basket(worker: Worker, reference: str) -> Basket:
    """Return what the worker has chosen so far."""
    with acting_as(worker):
        return basket_of(worker, reference)


def share_by_pages(partnership: Partnership, worker: Worker, *, by: Worker | None = None, **more: Any) -> Disclosure:
    """Share all of Leah's lines with the worker, page by page, and return what was shared."""
    sharer = by or partnership.lead
    client, leah = browser(sharer), partnership.leah
    choose(client, leah.reference, keys_of(sharer, leah))
    answer = client.post(f"/onwards/{leah.reference}/details/", said(worker, **more))
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(f"/onwards/{leah.reference}/check/", {"version": version(sharer, leah.reference)})
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(sharer):
        made = shared_by(sharer).first()
    assert made is not None
    return made
