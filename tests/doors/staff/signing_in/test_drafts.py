"""What is typed is kept as it is typed, for the one who typed it."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client

from erle.doors.staff import drafts
from erle.doors.staff.words import clock_time
from erle.foundation.access.acting import acting_as
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, sign_in
from tests.partnership import Partnership


@pytest.fixture
def about(partnership: Partnership) -> str:
    return str(partnership.leah.reference)


def test_typing_is_kept_and_is_a_sign_of_life(joanna: Enrolled, browser: Client, clock: Clock, about: str) -> None:
    sign_in(browser, joanna)
    clock.go(minutes=10)

    told = browser.post(f"/drafts/child_share/{about}/", {"purpose": "She asked"}).json()

    assert told["saved_at"] == clock_time(clock.now)
    clock.go(minutes=10)
    browser.post(f"/drafts/child_share/{about}/", {"purpose": "She asked me to"})
    with acting_as(joanna.worker):
        assert drafts.draft_of(joanna.worker, "child_share", about).fields == {"purpose": "She asked me to"}  # type: ignore[union-attr]


def test_a_draft_leads_back_to_its_page(joanna: Enrolled, clock: Clock, about: str) -> None:
    with acting_as(joanna.worker):
        draft = drafts.keep(joanna.worker, "child_share", about, QueryDict("purpose=a"), clock.now)

        assert drafts.page_url(draft) == f"/children/{about}/access/share/"
        drafts.discard(joanna.worker, "child_share", about)
        assert not drafts.drafts_of(joanna.worker).exists()


def test_the_boxes_of_a_date_and_several_choices_fill_a_form_again(joanna: Enrolled, clock: Clock, about: str) -> None:
    sent = QueryDict("until-day=3&until-month=&until-year=2027&purpose=a&purpose=b")
    with acting_as(joanna.worker):
        kept = drafts.keep(joanna.worker, "child_share", about, sent, clock.now)

    assert kept.fields == {"until": ["3", "", "2027"], "purpose": ["a", "b"]}


def test_only_forms_that_the_door_has_are_kept(joanna: Enrolled, browser: Client, about: str) -> None:
    sign_in(browser, joanna)

    for form in ("my_work", "no_such_form", "sign_in", "account_password", "child"):
        assert browser.post(f"/drafts/{form}/{about}/", {"password": "x"}).status_code == 413
    assert drafts.url("my_work", "") == ""
    assert drafts.url("child_share", about) == f"/drafts/child_share/{about}/"


def test_a_draft_has_a_size_and_a_worker_has_so_many(
    joanna: Enrolled, browser: Client, about: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, joanna)
    path = f"/drafts/child_share/{about}/"

    assert browser.post(path, {"purpose": "x" * 100_001}).status_code == 413
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 0)
    assert browser.post(path, {"purpose": "x"}).status_code == 413


def test_nobody_else_reads_writes_or_throws_away_a_draft(
    joanna: Enrolled, imran: Enrolled, clock: Clock, about: str
) -> None:
    with acting_as(joanna.worker):
        drafts.keep(joanna.worker, "child_share", about, QueryDict("purpose=hers"), clock.now)
    with acting_as(imran.worker):
        drafts.discard(joanna.worker, "child_share", about)
        drafts.keep(imran.worker, "child_share", about, QueryDict("purpose=his"), clock.now)

    with acting_as(joanna.worker):
        assert [draft.fields for draft in drafts.drafts_of(joanna.worker)] == [{"purpose": "hers"}]


def test_a_stranger_keeps_nothing(db: None, about: str) -> None:
    assert Client().post(f"/drafts/child_share/{about}/", {"purpose": "x"}).status_code == 401
