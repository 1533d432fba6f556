"""What was shared, on the page of each who may read it; said to be read, taken back, and on My work."""

from datetime import timedelta

import pytest
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from tests.doors.staff.onward.steps import share_by_pages
from tests.house.test_routes import browser
from tests.knowledge.records.disclosing.acts import add_line, share
from tests.partnership import NOW, Partnership


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_it_is_written_that_it_was_opened_and_how_much_of_it(partnership: Partnership) -> None:
    add_line(partnership)
    made = share(partnership, partnership.never)

    _page(browser(partnership.never), f"/shared/{made.reference}/")

    with acting_as(partnership.lead):
        line = Line.objects.get(act="opened", about=made.reference)
    assert (line.worker_id, line.circle_id, line.detail) == (partnership.never.pk, made.circle_id, {"lines": 2})


def test_the_sharer_reads_who_opened_it_and_the_recipient_does_not(partnership: Partnership) -> None:
    made = share(partnership, partnership.never, partnership.future)
    path = f"/shared/{made.reference}/"
    lead = browser(partnership.lead)
    assert "Nobody with whom it was shared has opened it." in _page(lead, path)

    shown = _page(browser(partnership.never), path)

    assert "Who read it" not in shown
    assert "Beth Lindqvist" not in shown
    assert "Take it back" not in shown
    to_sharer = _page(lead, path)
    assert "Dana Fields, Northmere Police" in to_sharer
    assert "Saw 1 line. Opened 1 time." in to_sharer
    assert "Take it back" in to_sharer


def test_whoever_it_is_not_shared_with_is_answered_as_if_it_were_not_there(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    for who in ("member", "conflicted", "future", "lapsed"):
        client = browser(partnership.workers[who])
        for path in (f"/shared/{made.reference}/", f"/shared/{made.reference}/take-back/"):
            absent = path.replace(made.reference, "D-NNNNNNNN")
            statuses = {client.get(path).status_code, client.get(absent).status_code}
            assert len(statuses) == 1
            assert statuses <= {403, 404}


def test_urgent_is_said_to_be_read_once(partnership: Partnership) -> None:
    made = share_by_pages(partnership, partnership.never, urgent="yes")
    path, client = f"/shared/{made.reference}/", browser(partnership.never)
    assert "I have read this" in _page(client, path)

    assert client.post(path, {}).status_code == 302

    shown = _page(client, path)
    assert "You said that you read this" in shown
    assert "I have read this" not in shown
    assert client.post(path, {}).status_code == 422
    to_sharer = _page(browser(partnership.lead), path)
    assert "Said that they read it" in to_sharer
    assert "Dana Fields" in to_sharer


def test_what_is_not_urgent_asks_for_nothing(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    assert "I have read this" not in _page(browser(partnership.never), f"/shared/{made.reference}/")


def test_my_work_shows_what_waits_to_be_read_and_then_no_more(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    client = browser(partnership.never)
    assert f"/shared/{made.reference}/" in _page(client, "/")

    _page(client, f"/shared/{made.reference}/")

    assert "Shared with you, to read" not in _page(client, "/")
    assert f"/shared/{made.reference}/" in _page(client, "/shared/")


def test_an_urgent_share_not_read_in_time_stands_on_the_sharers_my_work(partnership: Partnership) -> None:
    early = share(partnership, partnership.never, urgent=True, at=NOW - timedelta(hours=5))
    share(partnership, partnership.never, urgent=True)
    client = browser(partnership.lead)

    shown = _page(client, "/")

    assert shown.count("You shared this. Ring those with whom you shared it.") == 1
    assert f"/shared/{early.reference}/" in shown
    browser(partnership.never).post(f"/shared/{early.reference}/", {})
    assert "Urgent, and not read" not in _page(client, "/")


@pytest.mark.parametrize("step", ["", "take-back/"])
def test_taken_back_while_the_page_is_open_the_next_click_finds_nothing(partnership: Partnership, step: str) -> None:
    made = share_by_pages(partnership, partnership.never, urgent="yes")
    path = f"/shared/{made.reference}/"
    reader, lead = browser(partnership.never), browser(partnership.lead)
    _page(reader, path)

    assert lead.post(f"{path}take-back/", {"reason": ""}).status_code == 422
    assert lead.post(f"{path}take-back/", {"reason": "It was not needed."}).status_code == 302

    absent = f"/shared/D-NNNNNNNN/{step}"
    assert [reader.get(path + step).status_code, reader.get(absent).status_code] == [404, 404]
    assert reader.post(path, {}).status_code == 404
    to_sharer = _page(lead, path)
    assert "Taken back" in to_sharer
    assert "It was not needed." in to_sharer
    assert "Saw 1 line. Opened 1 time." in to_sharer
    assert "Seen near the station after school." in to_sharer
    assert lead.post(f"{path}take-back/", {"reason": "x"}).status_code == 422


def test_before_it_is_taken_back_it_is_said_what_was_seen(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    path = f"/shared/{made.reference}/take-back/"
    lead = browser(partnership.lead)
    assert "Nobody has opened it." in _page(lead, path)

    _page(browser(partnership.never), f"/shared/{made.reference}/")

    assert "Dana Fields, Northmere Police" in _page(lead, path)


def test_a_recipient_who_may_share_takes_nothing_back(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)

    answer = browser(partnership.never).post(f"/shared/{made.reference}/take-back/", {"reason": "x"})

    assert answer.status_code == 422
    assert "in the child’s circle, takes it back" in answer.content.decode()


def test_both_lists_say_how_each_stands(partnership: Partnership) -> None:
    taken = share(partnership, partnership.never)
    browser(partnership.lead).post(f"/shared/{taken.reference}/take-back/", {"reason": "x"})
    share(partnership, partnership.never, urgent=True)

    given, received = (_page(browser(worker), "/shared/") for worker in (partnership.lead, partnership.never))

    assert "Taken back" in given
    assert "Until" in given
    assert "Say that you read it" in received
    assert taken.reference not in received


def test_what_was_shared_is_on_the_childs_page_of_sharing(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    path = f"/onwards/{partnership.leah.reference}/"

    assert made.reference in _page(browser(partnership.manager), path)
    assert made.reference not in _page(browser(partnership.member), path)


def test_who_tried_to_open_it_stands_where_its_circle_reads_it(partnership: Partnership) -> None:
    made = share(partnership, partnership.never)
    browser(partnership.member).get(f"/shared/{made.reference}/")

    with acting_as(partnership.lead):
        line = Line.objects.get(act="refused", about=made.reference)
    assert (line.worker_id, line.circle_id) == (partnership.member.pk, made.circle_id)
