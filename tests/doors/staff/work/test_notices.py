"""What a worker was told: in words that name nobody, one kind about one thing as one row, put away and taken back."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.staff.models import Undo
from erle.doors.staff.work import told
from erle.foundation.access import queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.notices import mark_unread, read_every_notice, read_notices
from erle.foundation.access.models import Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.asking import ask_whether_known
from tests.house.test_routes import browser
from tests.partnership import Partnership

BORN = date(2012, 3, 3)


def tell(partnership: Partnership, *whys: str) -> list[int]:
    """Have the lead worker told of an ask for each reason; return the numbers of her notices, newest first."""
    for why in whys:
        with acting_as(partnership.never):
            ask_whether_known(name="Leah Arden", born_on=BORN, why=why, by=partnership.never)
    with acting_as(partnership.lead):
        return list(queries.notices(partnership.lead).values_list("pk", flat=True))


def unread(worker: Worker) -> int:
    """Count what the worker has not put away."""
    with acting_as(worker):
        return queries.notices(worker).count()


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    return browser(partnership.lead)


def test_notices_are_read_once_and_by_their_own_worker(partnership: Partnership, at: datetime) -> None:
    numbers = tell(partnership, "A lift home", "A lift home again")

    with acting_as(partnership.manager):
        assert read_notices(numbers=numbers, by=partnership.manager, at=at) == 0
        assert Notice.objects.filter(pk__in=numbers).count() == 0
    with acting_as(partnership.lead):
        assert read_notices(numbers=numbers[:1], by=partnership.lead, at=at) == 1
        assert read_notices(numbers=numbers, by=partnership.lead, at=at + timedelta(1)) == 1
        assert Notice.objects.get(pk=numbers[0]).read_at == at


def test_everything_up_to_a_notice_is_read_and_what_came_later_is_not(partnership: Partnership, at: datetime) -> None:
    newest, middle, _ = tell(partnership, "One", "Two", "Three")

    with acting_as(partnership.lead):
        assert read_every_notice(up_to=middle, by=partnership.lead, at=at) == 2
        assert [notice.pk for notice in queries.notices(partnership.lead)] == [newest]


def test_what_was_put_away_at_one_moment_is_unread_again(partnership: Partnership, at: datetime) -> None:
    first, second = tell(partnership, "One", "Two")

    with acting_as(partnership.lead):
        read_notices(numbers=[first], by=partnership.lead, at=at)
        read_notices(numbers=[second], by=partnership.lead, at=at + timedelta(seconds=1))
        assert mark_unread(read_at=at, by=partnership.lead) == 1
        assert [notice.pk for notice in queries.notices(partnership.lead)] == [first]


def test_one_kind_about_one_thing_is_one_row_where_its_newest_stands(partnership: Partnership) -> None:
    tell(partnership, "One", "Two", "Three")
    with acting_as(partnership.lead):
        [group] = told.grouped(queries.notices(partnership.lead))

    assert group.newest.words == "Three"
    assert [notice.words for notice in group.earlier] == ["Two", "One"]
    assert group.title == "Somebody outside asked whether a child is known (3 times)"
    assert len(told.numbers_in([group.key])) == 3


def test_two_kinds_or_two_things_are_two_rows() -> None:
    rows = [
        Notice(pk=number, kind=kind, about=about)
        for number, kind, about in ((3, "a", "E-1"), (2, "b", "E-1"), (1, "a", "E-2"))
    ]

    assert [group.newest.pk for group in told.grouped(rows)] == [3, 2, 1]


@pytest.mark.parametrize(("kind", "words"), [("asked", "Somebody outside"), ("something_new", "Something new")])
def test_a_kind_has_words_or_its_own_name(kind: str, words: str) -> None:
    assert told.words_of(kind).startswith(words)


@pytest.mark.parametrize(("about", "place"), [("E-22222222", "/children/E-22222222/"), ("?", ""), ("", "")])
def test_a_notice_leads_to_what_it_is_about_where_a_page_shows_it(about: str, place: str) -> None:
    assert told.place_of(about) == place


@given(st.lists(st.text(max_size=30)))
def test_whatever_the_checkboxes_send_numbers_come_out(keys: list[str]) -> None:
    assert all(0 <= number < 10**18 for number in told.numbers_in(keys))


def test_the_page_names_nobody(partnership: Partnership, lead: Client) -> None:
    tell(partnership, "A lift home")

    shown = lead.get("/told/").content.decode()

    assert "A lift home" in shown
    assert f"/children/{partnership.leah.reference}/" in shown
    assert "Leah" not in shown


def test_put_away_by_one_button_and_undone_by_the_next(partnership: Partnership, lead: Client) -> None:
    numbers = tell(partnership, "One", "Two")
    key = "-".join(map(str, numbers))

    answer = lead.post("/told/", {"only": f"read:{key}"})
    shown = lead.get(answer.headers["Location"]).content.decode()

    assert "2 notices are put away." in shown
    assert unread(partnership.lead) == 0
    with acting_as(partnership.lead):
        number = Undo.objects.get(worker=partnership.lead).pk
    assert f'action="/undo/{number}/"' in shown
    answer = lead.post(f"/undo/{number}/", {})
    assert answer.headers["Location"] == "/told/"
    assert "2 notices are unread again." in lead.get("/told/").content.decode()
    assert unread(partnership.lead) == 2
    with acting_as(partnership.lead):
        assert Line.objects.get(act="undid", worker_id=partnership.lead.pk).detail == {"things": 1}


def test_everything_is_put_away_without_a_choice_and_what_came_since_stays(
    partnership: Partnership, lead: Client
) -> None:
    newest, _ = tell(partnership, "One", "Two")
    tell(partnership, "Three")

    lead.post("/told/", {"act": "read_all", "up_to": str(newest)})

    assert unread(partnership.lead) == 1
    assert "Three" in lead.get("/told/").content.decode()
    assert "One" in lead.get("/told/?view=read").content.decode()


def test_nothing_chosen_says_so_and_changes_nothing(partnership: Partnership, lead: Client) -> None:
    tell(partnership, "One")

    answer = lead.post("/told/", {"act": "read"})

    assert answer.status_code == 422
    assert "Choose at least one line" in answer.content.decode()
    assert unread(partnership.lead) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=st.text(max_size=12), chosen=st.lists(st.text(max_size=20), max_size=4), up_to=st.text(max_size=25))
def test_whatever_is_sent_the_page_answers(lead: Client, act: str, chosen: list[str], up_to: str) -> None:
    sent = {
        "act": _sendable(act),
        "chosen": [*map(_sendable, chosen)],
        "only": _sendable(act),
        "up_to": _sendable(up_to),
    }
    answer = lead.post("/told/", sent)

    assert answer.status_code in (302, 422)


def _sendable(words: str) -> str:
    return words.encode("utf-8", "replace").decode()
