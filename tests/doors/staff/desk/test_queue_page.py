"""The queue on its page: filters in the address, acts on several with undo, and as many queries for many as for few."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.rules import MentionKind, Urgency
from erle.practice.desk.actions.holding import claim
from erle.practice.desk.models import Arrival
from tests.doors.staff.desk.conftest import body, sent
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import NOBODY, WREN, By, read_now

HANDLE = Named(MentionKind.ACCOUNT, "@northmere.night")
CHOSEN = re.compile(r'name="chosen" value="([^"]+)"')
DONE = re.compile(r'name="done" value="([^"]+)"')


@pytest.fixture
def three(school_shares: By) -> list[str]:
    """Three reports about nobody known."""
    titles = ("First seen at the gate", "Second seen at the gate", "Third seen at the gate")
    return [school_shares(NOBODY, title=title).reference for title in titles]


def test_the_queue_shows_each_report_with_its_clock_holder_and_what_is_known(
    desk: Client, school_shares: By, three: list[str]
) -> None:
    shared = school_shares(urgency=Urgency.NOW, named=[HANDLE])

    shown = body(desk, "/desk/")

    assert "4 open" in shown
    assert shown.count("Nobody holds it") == 4
    assert f"/desk/{shared.reference}/" in shown
    assert shown.count("Child known to children’s services.") == 1
    assert "Cannot wait" in shown
    assert "On the desk: Priya Menon." in shown


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("held=mine", 1),
        ("held=nobody", 3),
        ("online=1", 1),
        ("urgent=1", 1),
        ("over=1", 0),
        ("agency=alder-court", 4),
        ("agency=nowhere", 0),
        ("stage=read", 0),
        ("stage=closed", 0),
        ("held=mine&online=1", 0),
        ("order=urgency", 4),
        ("held=nonsense&stage=%00&order=up&after=x~y~z&after=2026-01-01~1~1", 4),
        ("after=2026-01-01T00:00:00%2B00:00~99999999~1", 4),
    ],
)
def test_filters_stand_in_the_address_and_what_they_cannot_mean_is_left_out(
    desk: Client, priya: Worker, school_shares: By, three: list[str], query: str, number: int
) -> None:
    school_shares(NOBODY, urgency=Urgency.NOW, named=[HANDLE])
    with acting_as(priya):
        claim(read=read_now(three[0]), by=priya, at=NOW)

    assert len(CHOSEN.findall(body(desk, f"/desk/?{query}"))) == number


def test_a_chip_that_is_on_is_taken_off_by_its_address(desk: Client, three: list[str]) -> None:
    shown = body(desk, "/desk/?held=nobody&order=urgency")

    assert 'href="/desk/?order=urgency"><span class="govuk-visually-hidden">Remove filter: </span>Nobody’s' in shown
    assert f'href="/desk/{three[0]}/?held=nobody&amp;order=urgency"' in shown


def test_many_reports_cost_as_many_queries_as_few(desk: Client, school_shares: By, three: list[str]) -> None:
    desk.get("/desk/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        body(desk, "/desk/")
    for number in range(9):
        school_shares(NOBODY, title=f"More {number}", urgency=Urgency.NOW, named=[HANDLE])
    with CaptureQueriesContext(connection) as many:
        body(desk, "/desk/")

    assert len(many) == len(few)


def test_several_are_claimed_at_once_and_put_back_by_undo(desk: Client, priya: Worker, three: list[str]) -> None:
    chosen = CHOSEN.findall(body(desk, "/desk/"))

    shown = sent(desk, "/desk/several/?held=nobody", chosen=chosen, act="claim")
    assert "3 reports claimed." in shown
    assert "Claimed a moment ago: 3 reports." in shown
    with acting_as(priya):
        assert Arrival.objects.filter(held_by=priya).count() == 3

    again = sent(desk, "/desk/undo/", done=DONE.findall(shown)[0])
    assert "Undone for 3 reports." in again
    with acting_as(priya):
        assert not Arrival.objects.filter(held_by__isnull=False).exists()
    assert "There is nothing to undo" in sent(desk, "/desk/undo/", done=DONE.findall(shown)[0])


def test_what_a_colleague_changed_meanwhile_is_left_and_said(
    desk: Client, tom: Worker, priya: Worker, three: list[str]
) -> None:
    chosen = CHOSEN.findall(body(desk, "/desk/"))
    with acting_as(tom):
        claim(read=read_now(three[1]), by=tom, at=NOW)

    shown = sent(desk, "/desk/several/", chosen=chosen, act="claim")

    assert "2 reports claimed." in shown
    assert "1 report was left as they are: a colleague changed or holds them." in shown
    with acting_as(priya):
        assert Arrival.objects.get(reference=three[1]).held_by == tom


def test_several_are_offered_to_a_colleague_and_are_nobodys_again_by_undo(
    desk: Client, priya: Worker, tom: Worker, three: list[str]
) -> None:
    with acting_as(priya):
        claim(read=read_now(three[0]), by=priya, at=NOW - timedelta(minutes=5))
    chosen = CHOSEN.findall(body(desk, "/desk/"))

    assert "Choose the colleague" in sent(desk, "/desk/several/", chosen=chosen, act="offer", to="", reason="x")
    assert "Choose the colleague" in sent(desk, "/desk/several/", chosen=chosen, act="offer", to=tom.reference)
    shown = sent(desk, "/desk/several/", chosen=chosen, act="offer", to=tom.reference, reason="Night shift")
    assert "3 reports offered." in shown
    assert shown.count("Offered to Tom Ashby, not taken") == 3

    assert "Undone for 3 reports." in sent(desk, "/desk/undo/", done=DONE.findall(shown)[0])
    with acting_as(priya):
        assert [one.reference for one in Arrival.objects.filter(held_by=priya)] == [three[0]]


def test_choosing_nothing_says_so(desk: Client, three: list[str]) -> None:
    assert "Choose the reports first." in sent(desk, "/desk/several/", act="claim")
    assert "Choose the reports first." in sent(desk, "/desk/several/", act="claim", chosen=["x", "A-NNNNNN22~1", "~"])


def test_nobody_sees_a_sealed_report_in_the_queue_and_those_named_find_it_in_their_work(
    partnership: Partnership, desk: Client, school_shares: By
) -> None:
    from tests.house.test_routes import browser

    before = body(desk, "/desk/")
    shared = school_shares(WREN, title="Quillfeather at the gate")

    assert "Quillfeather" not in body(desk, "/desk/")
    assert "0 open" in before
    assert "0 open" in body(desk, "/desk/")
    work = body(browser(partnership.lead), "/")
    assert "Reports about sealed records" in work
    assert f"/desk/{shared.reference}/" in work


def test_my_work_shows_what_is_offered_what_to_read_and_names_the_report_of_each_clock(
    desk: Client, other_desk: Client, priya: Worker, tom: Worker, three: list[str]
) -> None:
    chosen = CHOSEN.findall(body(desk, "/desk/"))[:1]
    sent(desk, "/desk/several/", chosen=chosen, act="offer", to=tom.reference, reason="Night shift")

    work = body(other_desk, "/")

    assert "Hand-overs to take" in work
    assert "Priya Menon hands it to you" in work
    assert "Second seen at the gate" in work
    assert f"/desk/{three[1]}/" in work


def test_the_times_are_shown_for_a_stretch_and_for_online_reports(desk: Client, school_shares: By) -> None:
    shared = school_shares(NOBODY, named=[HANDLE], at=NOW - timedelta(hours=3))
    body(desk, f"/desk/{shared.reference}/")

    shown = body(desk, "/desk/times/?online=1&days=7")

    assert "Alder Court Academy" in shown
    assert re.search(r"<td data-l=\"To seen, half within\">3 h \d+ min</td>", shown)
    assert "No report came in that time." not in body(desk, "/desk/times/?days=1000000000000")
