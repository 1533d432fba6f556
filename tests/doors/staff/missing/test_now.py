"""Missing now: who stands there, what a look for news answers and writes, and what an outsider cannot tell."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records import queries as records
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import finding, searching
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.shifts import hand_over_shift
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import Moment
from tests.house.test_routes import browser
from tests.partnership import CANARY, NOW, Partnership
from tests.practice.missing.conftest import missing, night, reads, reported
from tests.practice.missing.test_turns import FOUND

assert missing, night  # the fixtures, by their names
LOOK = re.compile(r'hx-get="([^"]+)"')


def _page(client: Client) -> str:
    answer = client.get("/missing/")
    assert answer.status_code == 200
    return answer.content.decode()


def _look(client: Client, page: str) -> HttpResponse:
    """Look for news as the page does."""
    address = unescape(LOOK.findall(page)[0])
    return client.get(address, headers={"Erle-Unattended": "1", "HX-Request": "true"})  # type: ignore[return-value]


def _lines(worker: Worker) -> int:
    with acting_as(worker):
        return Line.objects.filter(worker_id=worker.pk, act="listed").count()


def _grade(episode: Episode, by: Worker, level: str = "high") -> None:
    with acting_as(by):
        searching.grade_risk(
            read=reads(episode), level=level, reasons="Asthma", informed_by="", by=by, at=datetime.now(UTC)
        )


def test_the_board_shows_risk_clock_last_known_and_who_is_not_told(partnership: Partnership, missing: Episode) -> None:
    _grade(missing, partnership.member)

    shown = _page(browser(partnership.member))

    for words in ("Leah Arden", "High", "3 h", "Bus station", "Nobody yet", "1 open episode, 1 that nobody holds"):
        assert words in shown, words


def test_an_unchanged_board_answers_304_without_a_body_and_the_ledger_has_no_line_of_it(
    partnership: Partnership, missing: Episode
) -> None:
    client = browser(partnership.member)
    shown = _page(client)
    before = _lines(partnership.member)

    looks = [_look(client, shown) for _ in range(3)]

    assert [(look.status_code, look.content) for look in looks] == [(304, b"")] * 3
    assert _lines(partnership.member) == before
    again = client.get("/missing/changes/", headers={"If-None-Match": looks[0].headers["ETag"]})
    assert again.status_code == 304


def test_what_changed_is_shown_in_its_row_and_named_and_the_ledger_says_that_it_was_shown(
    partnership: Partnership, missing: Episode
) -> None:
    client = browser(partnership.member)
    shown = _page(client)
    before = _lines(partnership.member)
    _grade(missing, partnership.member)

    look = _look(client, shown)
    told = look.content.decode()

    assert look.status_code == 200
    assert "Leah Arden: " in unescape(told)
    assert "risk graded" in told
    assert "Show the board anew" in told
    assert f'<tr id="row-{missing.reference}" hx-swap-oob="true">' in told
    assert _lines(partnership.member) == before + 1
    assert _look(client, told).status_code == 304


def test_a_child_who_is_found_is_told_of_and_a_new_one_waits_to_be_shown(
    partnership: Partnership, missing: Episode
) -> None:
    client = browser(partnership.lead)
    shown = _page(client)
    with acting_as(partnership.lead):
        back = Moment(NOW - timedelta(minutes=5), Precision.MINUTE)
        at = datetime.now(UTC)
        finding.record_found(read=reads(missing), found=FOUND, returned=back, by=partnership.lead, at=at)
        sealed = records.child_called(partnership.sealed.reference)
        report_missing(person=sealed, reported=reported(), by=partnership.lead, at=at + timedelta(minutes=1))

    told = unescape(_look(client, shown).content.decode())

    assert "Leah Arden: back" in told
    assert f"Wren {CANARY}: new" in told
    assert "Show 1 new" in told
    assert "<tr" not in told


@pytest.mark.parametrize("key", ["never", "lapsed", "withdrawn", "future", "conflicted"])
def test_outside_the_circle_nothing_that_happens_to_the_child_changes_an_answer(
    partnership: Partnership, key: str
) -> None:
    worker, lead = partnership.workers[key], partnership.lead
    client = browser(worker)
    shown = _page(client)
    tags = {_look(client, shown).headers["ETag"]}
    with acting_as(lead):
        leah = records.child_called(partnership.leah.reference)
        episode = report_missing(person=leah, reported=reported(), by=lead, at=NOW).episode
        seen = Moment(NOW, Precision.MINUTE)
        searching.record_seen(
            read=reads(episode), place="Market", seen=seen, by_whom="", words="", by=lead, at=datetime.now(UTC)
        )
    look = _look(client, shown)
    tags.add(look.headers["ETag"])

    assert look.status_code == 304
    assert len(tags) == 1
    assert "Leah" not in _page(client)


def test_two_workers_who_see_the_same_have_tags_that_say_nothing_of_each_other(
    partnership: Partnership, missing: Episode
) -> None:
    tags = {
        _look(client, _page(client)).headers["ETag"]
        for client in (browser(partnership.member), browser(partnership.lead), browser(partnership.manager))
    }

    assert len(tags) == 3


@pytest.mark.parametrize("since", ["", "x", "2026-13-01", "2026-01-01T00:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_look_with_an_address_that_says_nothing_usable_is_answered(
    partnership: Partnership, missing: Episode, since: str
) -> None:
    answer = browser(partnership.member).get("/missing/changes/", {"since": since, "tag": "x"})

    assert answer.status_code == 200


def test_a_hand_over_stands_above_the_board_until_another_takes_over(
    partnership: Partnership, missing: Episode, night: Worker
) -> None:
    officer = partnership.member
    with acting_as(officer):
        searching.take_on(read=reads(missing), by=officer, at=NOW)
        hand_over_shift(notes={missing.pk: "Aunt has the spare inhaler."}, by=officer, at=NOW)
    assert "I have read it and take over" not in _page(browser(officer))
    client = browser(night)
    shown = _page(client)
    assert "Aunt has the spare inhaler." in shown
    key = re.findall(r'name="note" value="([^"]+)"', shown)

    answer = client.post("/missing/take-over/", {"note": key}, follow=True).content.decode()

    assert "You have taken over: you hold 1 episode now." in answer
    assert "Aunt has the spare inhaler." not in answer
    second = client.post("/missing/take-over/", {"note": key}, follow=True).content.decode()
    assert "acknowledged this hand-over already" in second


def test_an_empty_board_says_that_it_says_nothing_of_other_children(partnership: Partnership) -> None:
    assert "That says nothing of other children." in _page(browser(partnership.never))
