"""Shared by me: what she handed in, how far it has come, what the desk told her; and nothing that she may not know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from erle.doors.staff.own_reports import list as pages
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.access.models import Share
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.models import Person, Report
from erle.practice.desk.models import Outcome, Receipt
from tests.doors.staff.sharing_information.teller import Teller, page, teller, words
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import decision_maker


@pytest.fixture
def desk(partnership: Partnership) -> Worker:
    """Somebody who decides at the desk."""
    return decision_maker(partnership, "Asha Verma")


@pytest.fixture
def shared(partnership: Partnership, desk: Worker) -> Teller:
    one = teller(partnership.member).start()
    one.choose(partnership.leah.reference)
    one.answer_all(graded=True, why={"purpose": "To protect", "basis": "police_safeguarding"})
    one.send()
    return one


def report_of(one: Teller) -> Report:
    return Report.objects.get(said__draft=one.reference)


def test_the_list_shows_what_she_shared_and_how_it_stands(partnership: Partnership, shared: Teller) -> None:
    shown = words(shared.client.get("/handed-in/"))

    assert "A silver car brought her to the gate" in shown
    assert "Leah Arden" in shown
    assert "With the desk" in shown


@pytest.mark.parametrize("key", ["lead", "manager", "never", "lapsed"])
def test_what_another_shared_is_not_hers(partnership: Partnership, shared: Teller, key: str) -> None:
    with acting_as(partnership.member):
        reference = report_of(shared).reference
    client = browser(partnership.workers[key])

    hidden, absent = client.get(f"/handed-in/{reference}/"), client.get("/handed-in/R-NNNNNN22/")

    assert "silver car" not in words(client.get("/handed-in/"))
    assert hidden.status_code == absent.status_code == 404


def test_what_the_desk_tells_stands_there_later(desk: Worker, shared: Teller) -> None:
    with acting_as(desk):
        report = report_of(shared)
        Receipt.objects.create(circle=report.circle, report=report, seen_by=desk, seen_at=NOW)
    assert "Read by the desk today" in words(shared.client.get("/handed-in/"))
    with acting_as(desk):
        words_told = "An assessment is made. Keep listening to Leah."
        Outcome.objects.create(circle=report.circle, report=report, words=words_told, told_by=desk, told_at=NOW)

    shown = words(shared.client.get(f"/handed-in/{report.reference}/"))

    assert words_told in shown
    assert "Asha Verma, Children's Services" in shown
    assert "A person on the desk read it" in shown
    assert "Answered today" in words(shared.client.get("/handed-in/"))


def test_where_nothing_comes_it_says_whom_to_ring(
    partnership: Partnership, shared: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(partnership.member):
        reference = report_of(shared).reference
    for module in ("standing", "report"):
        monkeypatch.setattr(f"erle.doors.staff.own_reports.{module}.due_at", lambda report: NOW - timedelta(days=1))

    shown = words(shared.client.get(f"/handed-in/{reference}/"))

    assert "You have heard nothing, and the time is over" in shown
    assert "01632 960140" in shown
    assert "No answer yet: ring the desk" in words(shared.client.get("/handed-in/"))


def test_a_child_whose_record_she_lost_later_leaves_her_what_she_said(partnership: Partnership, shared: Teller) -> None:
    with acting_as(partnership.member):
        reference = report_of(shared).reference
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.member, circle=partnership.leah.circle, withdrawn_at__isnull=True)
        withdraw_share(share=share, because="No longer needed", by=partnership.manager, at=NOW)

    shown = shared.client.get(f"/handed-in/{reference}/")

    with acting_as(partnership.member):
        assert not Person.objects.filter(pk=partnership.leah.pk).exists()
    assert shown.status_code == 200
    assert "A silver car brought her to the gate" in words(shown)
    assert "Share something more about" not in words(shown)
    assert "silver car" in words(shared.client.get("/handed-in/"))


def test_she_shares_something_more_about_the_same_child(partnership: Partnership, shared: Teller) -> None:
    more = shared.client.post("/share/", {"about": partnership.leah.reference})

    assert more.headers["Location"].endswith("/items/1/")
    assert shared.client.post("/share/", {"about": partnership.sealed.reference}).status_code == 404


def test_a_long_list_has_pages(partnership: Partnership, shared: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    again = Teller(shared.client).start(partnership.leah.reference)
    again.answer_all(graded=True, why={"purpose": "To protect", "basis": "police_safeguarding"})
    again.send()

    first, second = shared.client.get("/handed-in/"), shared.client.get("/handed-in/?page=2")

    assert [len(page(one).select("tbody tr")) for one in (first, second)] == [1, 1]
    assert "Older" in words(first)
    assert "Newer" in words(second)
    assert shared.client.get("/handed-in/?page=nonsense").status_code == 200
