"""Every address as every worker and every relation: allowed, or the same bytes as for what is not there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponseBase
from django.test import Client

from erle.doors.staff.routes import routes
from erle.doors.staff.signing_in.stays import timeouts
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Post, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import break_glass
from tests.house.things import Things
from tests.partnership import BASIS, CANARY, NOW, WORKERS, Partnership

ROUTES = routes()
SIGNING_IN = "erle.doors.staff.signing_in"
BEFORE_SIGN_IN = {
    "sign_in",
    "second_factor",
    "second_factor_setup",
    "second_factor_picture",
    "invitation",
    "invitation_link",
    "openid_connect_login",
    "openid_connect_callback",
    "sign_out",
}
"""Addresses that somebody reaches who is not signed in; none tells of a child."""
INSIDE = {"leah": {"lead", "manager", "coordinator", "member"}, "sealed": {"lead", "manager"}}


def browser(worker: Worker) -> Client:
    """Return a browser in which the worker is signed in by two factors, and which is a place of hers."""
    made = Client(headers={"user-agent": "test"})
    with acting_as(worker):
        made.force_login(Worker.objects.get(pk=worker.pk))
    session = made.session
    timeouts.begin(session, methods=["password", "totp"], at=datetime.now(UTC))
    session.save()
    UserSession.objects.get_or_create(session_key=session.session_key, defaults={"user": worker, "ip": "127.0.0.1"})
    return made


def answers(client: Client, path: str) -> Iterator[HttpResponseBase]:
    """Ask by each way that a page can be asked."""
    yield client.get(path)
    yield client.get(path, headers={"HX-Request": "true"})
    yield client.post(path, {})
    yield client.post(path, {"reason": "x", "name": "x", "purpose": "x", "fields": "x"})


def shape(response: HttpResponseBase, things: Things) -> tuple[int, bytes, dict[str, str]]:
    """Return what an asker can tell of an answer."""
    headers = {
        name: things.neutral(value.encode()).decode()
        for name, value in response.headers.items()
        if name not in ("Set-Cookie", "Date", "Expires", "Content-Length")
    }
    return response.status_code, things.neutral(response.content), headers  # type: ignore[attr-defined]


ABOUT_A_CHILD = [
    route
    for route in ROUTES
    if route.path.startswith(
        ("/children/<", "/episodes/<", "/reviews/<", "/lines/<", "/things/<", "/onwards/<", "/shared/<")
    )
    or (route.name == "draft" and "about" in route.path)
]


@pytest.mark.parametrize("key", WORKERS)
@pytest.mark.parametrize("child", INSIDE)
def test_outside_the_circle_the_answer_is_that_of_no_such_child(
    partnership: Partnership, children: dict[str, Things], absent: Things, key: str, child: str
) -> None:
    if key in INSIDE[child]:
        return
    worker, things = partnership.workers[key], children[child]
    client = browser(worker)

    for route in ABOUT_A_CHILD:
        hidden = [shape(answer, things) for answer in answers(client, things.path(route, worker))]
        nothing = [shape(answer, absent) for answer in answers(client, absent.path(route, worker))]

        assert hidden == nothing, route.path
        if route.name != "draft":
            assert {status for status, *_ in hidden} <= {403, 404, 405}, route.path


@pytest.mark.parametrize("key", WORKERS)
def test_no_page_shows_a_worker_the_name_of_a_child_she_may_not_see(
    partnership: Partnership, children: dict[str, Things], key: str
) -> None:
    worker = partnership.workers[key]
    hidden = [word for child, word in (("leah", b"Leah"), ("sealed", CANARY.encode())) if key not in INSIDE[child]]
    client = browser(worker)

    for route in ROUTES:
        if route.view.startswith(SIGNING_IN) and route.name not in ("account", "administration_invite"):
            continue
        for path in dict.fromkeys(things.path(route, worker) for things in children.values()):
            bodies = [client.get(path).content, client.post(path, {"words": "Arden", "q": "a"}).content]

            assert not [word for word in hidden for body in bodies if word in body], route.path
    assert SESSION_KEY in client.session


@pytest.mark.parametrize("key", sorted(INSIDE["leah"]))
def test_inside_the_circle_the_child_is_shown_and_the_opening_written(
    partnership: Partnership, children: dict[str, Things], key: str
) -> None:
    worker, things = partnership.workers[key], children["leah"]

    answer = browser(worker).get(f"/children/{things.child}/")

    assert answer.status_code == 200
    assert b"Leah" in answer.content
    with acting_as(worker):
        assert Line.objects.filter(act="opened", about=things.child, worker_id=worker.pk).exists()


def test_the_search_shows_each_worker_her_own_children_alone(partnership: Partnership) -> None:
    for key, worker in partnership.workers.items():
        for child, word in (("leah", "Leah"), ("sealed", CANARY)):
            client = browser(worker)
            shown = [client.post("/search/", {"q": word}, follow=True).content]

            links = any(f"/children/{getattr(partnership, child).reference}/".encode() in body for body in shown)
            assert links == (key in INSIDE[child]), (key, child)


def test_a_stranger_is_turned_to_the_sign_in_page(partnership: Partnership, children: dict[str, Things]) -> None:
    client = Client()

    for route in ROUTES:
        path = children["leah"].path(route, partnership.lead)
        for answer in (client.get(path), client.post(path, {})):
            assert b"Leah" not in answer.content, path
            assert CANARY.encode() not in answer.content, path
            if route.name not in BEFORE_SIGN_IN:
                assert answer.status_code in (302, 401, 403, 405), path
                if answer.status_code == 302:
                    assert answer.headers["Location"].startswith("/sign-in/"), path


@pytest.mark.parametrize("key", WORKERS)
def test_pages_for_a_role_are_refused_to_every_other_role(partnership: Partnership, key: str) -> None:
    worker = partnership.workers[key]
    client = browser(worker)
    held = {
        ability for post in Post.objects.filter(worker=worker).select_related("role") for ability in post.role.abilities
    }

    for path, ability in (
        ("/administration/agencies/new/", "manage_agencies"),
        ("/administration/agencies/northmere-police/workers/new/", "manage_workers"),
        (f"/administration/workers/{partnership.never.reference}/", "manage_workers"),
        (f"/administration/workers/{partnership.never.reference}/appoint/", "manage_workers"),
        ("/ask/", "ask_whether_known"),
        ("/emergency/", "break_glass"),
        ("/reviews/", "review_break_glass"),
        ("/figures/", "see_figures"),
        ("/figures/episodes/", "read_records"),
        ("/figures/episodes/download/", "read_records"),
    ):
        assert client.get(path).status_code == (200 if ability in held else 403), path
        assert (
            client.post(path, {}).status_code != 403 if ability in held else client.post(path, {}).status_code == 403
        ), path


def test_one_who_opened_in_an_emergency_reads_and_does_nothing_else(
    partnership: Partnership, children: dict[str, Things]
) -> None:
    never, things = partnership.never, children["leah"]
    with acting_as(never):
        break_glass(
            name="Leah Arden",
            born_on=date(2012, 3, 3),
            reason="missing_now",
            happening="x",
            basis=BASIS,
            review_due_at=NOW,
            by=never,
            at=datetime.now(UTC),
        )
    client = browser(never)

    assert client.get(f"/children/{things.child}/").status_code == 200
    for path, said in (
        (f"/children/{things.child}/access/withdraw/{things.share}/", {"reason": "x"}),
        (f"/children/{things.child}/copy/", {"purpose": "x"}),
        (f"/things/{things.thing}/copy/", {"purpose": "x"}),
        (f"/things/{things.thing}.{things.other_thing}/same/", {"choice": "same", "reason": "x"}),
        (f"/lines/{things.line}/", {"mark": "star"}),
        (f"/lines/{things.line}/", {"text": "x"}),
    ):
        answer = client.post(path, said)
        assert answer.status_code == 422, path
        assert b"opened this record in an emergency" in answer.content


@pytest.mark.parametrize("key", ["lead", "never"])
@pytest.mark.parametrize("path", ["/", "/children/", "/told/", "/account/", "/nowhere/", "/children/x/"])
def test_every_answer_keeps_out_of_caches_and_frames(partnership: Partnership, key: str, path: str) -> None:
    headers = browser(partnership.workers[key]).get(path).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
