"""A worker loses her post while a page is open: what she asks then is answered as to one who never had it."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from erle.doors.staff.models import Draft
from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Share
from erle.foundation.agencies.actions import appoint, end_post
from erle.foundation.agencies.models import Post, Worker
from erle.knowledge.records.models import Copy, Report
from tests.doors.staff.onward.steps import choose, said
from tests.doors.staff.sharing_information.teller import Teller, teller, words
from tests.house.conftest import absent
from tests.house.test_routes import ABOUT_A_CHILD, answers, browser, shape
from tests.house.things import Things, tell_of_children
from tests.knowledge.records.disclosing.acts import hand_in_about_leah, keys_of, with_a_file
from tests.partnership import BASIS, Partnership, as_administrator

assert absent  # the fixture, by its name

TYPED = {"purpose": "A quiet room at school", "basis": BASIS, "told": "Leah asked for it."}


def lose(partnership: Partnership, worker: Worker) -> None:
    """End the worker's only post, at the database's moment, which stands still while a test lasts."""
    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=worker), at=timezone.now())


def regain(partnership: Partnership, worker: Worker) -> None:
    """Appoint her to it again."""
    with as_administrator(partnership):
        old = Post.objects.get(worker=worker)
        appoint(worker=worker, agency=old.agency, role=old.role, starts_at=timezone.now())


@pytest.fixture
def children(partnership: Partnership) -> dict[str, Things]:
    """Both children, of whom everything is told at the moment of the test."""
    return tell_of_children(partnership)


@pytest.fixture(autouse=True)
def moment(partnership: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages act at the database's moment, which stands still while a test's transaction lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """The browser of Leah's lead worker, her pages open in it."""
    client = browser(partnership.lead)
    for path in ("/", f"/children/{partnership.leah.reference}/"):
        assert client.get(path).status_code == 200
    return client


def test_every_page_of_the_child_is_answered_as_one_that_is_not_there(
    partnership: Partnership, children: dict[str, Things], absent: Things, lead: Client
) -> None:
    things = children["leah"]
    lose(partnership, partnership.lead)

    for route in ABOUT_A_CHILD:
        hers = [shape(answer, things) for answer in answers(lead, things.path(route, partnership.lead))]
        nothing = [shape(answer, absent) for answer in answers(lead, absent.path(route, partnership.lead))]

        assert hers == nothing, route.path
        if route.name != "draft":
            assert {status for status, *_ in hers} <= {403, 404, 405}, route.path
    body = lead.get("/").content.decode()
    assert "Leah" not in body, [body[max(0, i - 200) : i + 60] for i in range(len(body)) if body.startswith("Leah", i)]


def test_of_the_form_that_was_open_nothing_is_taken_and_nothing_lost(partnership: Partnership, lead: Client) -> None:
    path = f"/children/{partnership.leah.reference}/access/share/"
    lead.post(f"/drafts/child_share/{partnership.leah.reference}/", {"purpose": "A quiet"})
    lose(partnership, partnership.lead)

    answer = lead.post(path, {**TYPED, "worker": partnership.never.reference})

    assert answer.status_code == 403
    assert "What you typed is kept as your draft" in answer.content.decode()
    with acting_as(partnership.manager):
        assert not Share.objects.filter(worker=partnership.never).exists()
    regain(partnership, partnership.lead)
    assert TYPED["purpose"] in lead.get(path).content.decode()


def test_one_who_never_kept_a_draft_there_gets_none(partnership: Partnership) -> None:
    client = browser(partnership.governance)

    answer = client.post(f"/children/{partnership.leah.reference}/access/share/", TYPED)

    assert answer.status_code == 403
    assert "your draft" not in answer.content.decode()
    with acting_as(partnership.governance):
        assert not Draft.objects.exists()


@pytest.fixture
def told(partnership: Partnership) -> Teller:
    """A teacher whose draft is answered up to its check."""
    return teller(partnership.lapsed).start().answer_all()


def test_what_she_shares_with_the_desk_is_not_sent_and_stays_her_draft(partnership: Partnership, told: Teller) -> None:
    seen, checked = told.seen("items/1/"), told.seen("check/")
    lose(partnership, partnership.lapsed)

    typed = told.answer("items/1/", {"text": "He waited at the gate until five.", "nature": "fact"}, seen=seen)
    sent = told.send(seen=checked)

    assert (typed.status_code, sent.status_code) == (403, 403)
    assert "What you typed is kept as your draft" in typed.content.decode()
    with acting_as(partnership.lapsed):
        assert not Report.objects.exists()
    regain(partnership, partnership.lapsed)
    assert "He waited at the gate until five." in words(told.look("items/1/"))


def test_what_was_chosen_to_share_onwards_is_not_shared(partnership: Partnership, lead: Client) -> None:
    leah = partnership.leah.reference
    choose(lead, leah, keys_of(partnership.lead, partnership.leah))
    lead.post(f"/onwards/{leah}/details/", said(partnership.never))
    version = lead.get(f"/onwards/{leah}/check/").context["version"]
    lose(partnership, partnership.lead)

    answer = lead.post(f"/onwards/{leah}/check/", {"version": version})

    assert answer.status_code == 403
    assert b"Nothing" in browser(partnership.never).get("/shared/").content
    regain(partnership, partnership.lead)
    assert lead.get(f"/onwards/{leah}/check/").context["version"] == version


def test_what_she_could_download_is_not_there_and_no_copy_is_made(partnership: Partnership) -> None:
    teacher = partnership.lapsed
    file = with_a_file(partnership, hand_in_about_leah(partnership))
    client, copy = browser(teacher), f"/children/{partnership.leah.reference}/copy/"
    assert client.get(f"/attachments/{file}/").status_code == 200
    lose(partnership, teacher)

    hers, nothing = client.get(f"/attachments/{file}/"), client.get("/attachments/A-NNNNNN22/")

    assert hers.status_code == nothing.status_code == 404
    assert hers.content.replace(file.encode(), b"") == nothing.content.replace(b"A-NNNNNN22", b"")
    assert client.post(copy, {"purpose": "For the file"}).status_code == 403
    with acting_as(partnership.manager):
        assert not Copy.objects.exists()
