"""The search box: what it shows, what it keeps to itself, and what it offers where nothing is found."""

import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.staff.searching.search import SEARCHES
from erle.foundation.access import queries
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import appoint, register_worker
from erle.foundation.agencies.models import Role, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.handing_in import Handed, Named, Piece, hand_in
from erle.knowledge.records.rules import MentionKind, Nature, Precision, Urgency
from erle.practice.desk.actions.arriving import share_information
from erle.practice.missing.actions import record_episode
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.house.test_routes import browser
from tests.house.things import NEUTRAL
from tests.partnership import BASIS, CANARY, NOW, Partnership, as_administrator
from tests.practice.desk.conftest import LEAH, decision_maker, handed

NASTY = [
    "\0",
    "'",
    "%",
    "{{ 7*7 }}",
    "<script>",
    "\u202e",
    "E-",
    "-" * 200,
    "9" * 200,
    "x" * 5_000,
    "é" * 300,
    "🧒" * 60,
]


def _search(client: Client, words: str) -> HttpResponse:
    return client.post("/search/", {"q": words}, follow=True)  # type: ignore[return-value]


def _page(client: Client, words: str) -> BeautifulSoup:
    answer = _search(client, words)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def _found(page: BeautifulSoup, what: str = "children") -> list[str]:
    rows = page.select(f"table[aria-labelledby=found-{what}] tbody th")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def test_a_child_is_found_and_why_is_said_beside_the_name(partnership: Partnership) -> None:
    page = _page(browser(partnership.member), "ardin leah")

    assert _found(page) == ["Leah Arden Spelled Arden"]
    assert page.select_one(f'a[href="/children/{partnership.leah.reference}/"]')
    assert "1 child, among what you may see" in page.get_text()
    assert "Children's Services" in page.select_one("table").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize("words", ["3/3/2012", "3 Mar 2012", "March 2012", "reference"])
def test_a_date_and_a_reference_alone_find_the_child(partnership: Partnership, words: str) -> None:
    asked = partnership.leah.reference.lower() if words == "reference" else words

    assert _found(_page(browser(partnership.member), asked)) == ["Leah Arden"]


def test_no_word_stands_in_an_address_and_going_back_shows_the_answer_again(partnership: Partnership) -> None:
    client = browser(partnership.member)

    sent = client.post("/search/", {"q": "Leah Arden"})
    address = sent.headers["Location"]

    assert sent.status_code == 302
    assert urlsplit(address).path == "/search/"
    assert not re.search("leah|arden", address, re.IGNORECASE)
    assert b"Leah Arden" in client.get(address).content


def test_an_address_is_of_one_stay_alone(partnership: Partnership) -> None:
    address = browser(partnership.member).post("/search/", {"q": "Leah Arden"}).headers["Location"]

    for other in (browser(partnership.member), browser(partnership.never)):
        page = other.get(address)
        assert b"Arden" not in page.content
        assert b"Found for" not in page.content


@pytest.mark.parametrize("token", ["", "x", "é", "gAAAAA==", "A" * 5_000, "%00", "Leah"])
def test_an_address_that_was_made_up_shows_the_empty_search(partnership: Partnership, token: str) -> None:
    answer = browser(partnership.member).get("/search/", {"for": token})

    assert answer.status_code == 200
    assert b"Found for" not in answer.content


def test_the_ledger_has_counts_and_references_and_none_of_the_words(partnership: Partnership) -> None:
    _search(browser(partnership.member), "Leah Ardin 3/3/2012")

    with acting_as(partnership.member):
        searched = Line.objects.get(act="searched")
        listed = Line.objects.get(act="listed", purpose="Search")
        lines = str(list(Line.objects.values()))
    assert searched.detail == {"children": 1, "things": 0, "records": 0}
    assert (listed.about, listed.circle_id) == (partnership.leah.reference, partnership.leah.circle_id)
    assert "Ardin" not in lines
    assert "2012" not in lines


@pytest.mark.parametrize("key", ["never", "conflicted", "lapsed", "withdrawn", "future"])
@pytest.mark.parametrize("words", ["Leah Arden", f"Wren {CANARY}", "Leah Arden 3/3/2012", "leah", "3/3/2012"])
def test_a_hidden_child_is_answered_as_one_who_is_not_known(partnership: Partnership, key: str, words: str) -> None:
    client = browser(partnership.workers[key])
    nobody = re.sub("[A-Za-z]", "x", words).replace("3/3/2012", "4/4/1950")

    def bare(typed: str) -> tuple[int, bytes]:
        answer = _search(client, typed)
        body = answer.content
        for pattern, instead in NEUTRAL:
            body = pattern.sub(instead, body)
        page = BeautifulSoup(body, "html.parser")
        for box in page.select("input"):
            box["value"] = ""
        return answer.status_code, re.sub(r"\d\d:\d\d", "CLOCK", str(page).replace(typed, "TYPED")).encode()

    assert bare(words) == bare(nobody)
    with acting_as(partnership.workers[key]):
        counted = [line.detail for line in Line.objects.filter(act="searched")]
    assert counted == [{"children": 0, "things": 0, "records": 0}] * 2


def test_where_nothing_is_found_it_says_what_to_do_next(partnership: Partnership) -> None:
    page = _page(browser(partnership.never), "Leah Arden")

    said = page.get_text(" ")
    assert "Nothing that you may see fits these words." in said
    assert "What you can do next" in said
    assert page.select_one('main a[href="/ask/"]')


def test_a_full_name_and_birth_that_find_nobody_lead_to_the_ask(partnership: Partnership) -> None:
    client = browser(partnership.never)
    page = _page(client, "Arden, Leah 3 Mar 2012")
    form = page.select_one('main form[action="/ask/"]')
    assert form is not None
    typed = {str(box["name"]): str(box.get("value", "")) for box in form.select("input[name]")}

    answer = client.post("/ask/", {**typed, "why": "Seen alone at the station"})

    assert {typed["name"], typed["born_on-day"], typed["born_on-month"]} == {"Arden Leah", "3"}
    assert b"Yes, this child is known" in answer.content
    with acting_as(partnership.lead):
        assert [notice.words for notice in queries.notices(partnership.lead)] == ["Seen alone at the station"]


def test_a_child_who_is_found_as_written_is_not_asked_for(partnership: Partnership) -> None:
    client = browser(partnership.member)

    assert not _page(client, "Leah Arden 3/3/2012").select('main form[action="/ask/"]')
    assert _page(client, "Leah Ardin 3/3/2012").select('main form[action="/ask/"]')
    assert _page(client, "Is Leah Arden 3/3/2012 known?").select('main form[action="/ask/"]')


@pytest.mark.parametrize("words", ["is this child known?", "Is that child known"])
def test_the_question_itself_leads_to_the_ask(partnership: Partnership, words: str) -> None:
    assert browser(partnership.never).post("/search/", {"q": words}).headers["Location"] == "/ask/"


@pytest.fixture
def interviewer(partnership: Partnership) -> Worker:
    """A worker who reads records and may not ask."""
    agency = partnership.agencies["health"]
    with as_administrator(partnership):
        worker = register_worker(agency=agency, name="Ada Lyle", email="ada@example.invalid", at=NOW)
        appoint(worker=worker, agency=agency, role=Role.objects.get(slug="return-interviewer"), starts_at=NOW)
    return worker


@pytest.mark.parametrize("words", ["is this child known?", "Leah Arden 3/3/2012"])
def test_who_may_not_ask_is_not_led_there(interviewer: Worker, words: str) -> None:
    page = _page(browser(interviewer), words)

    assert not page.select('main form[action="/ask/"], main a[href="/ask/"]')


def _hand_in(worker: Worker, partnership: Partnership) -> str:
    with acting_as(worker):
        handed = Handed(
            title="Seen at the arcade",
            pieces=[Piece(Nature.FACT, "Seen with an adult.")],
            urgency=Urgency.SOON,
            basis=BASIS,
            purpose="Concern",
            named=[Named(MentionKind.VEHICLE, "PX17 KFD"), Named(MentionKind.PLACE, "Bridge Street")],
        )
        made = hand_in(about=partnership.leah, agency=worker.agency, handed=handed, by=worker, at=NOW)
    return made.report.reference


def test_things_reports_and_lines_stand_in_groups_of_their_own(partnership: Partnership) -> None:
    reference = _hand_in(partnership.member, partnership)
    client = browser(partnership.member)

    page = _page(client, "7 kfd")
    assert _found(page, "things") == ["PX17 KFD"]
    [link] = page.select("table[aria-labelledby=found-things] a")
    assert client.get(str(link["href"])).status_code == 200
    assert _found(_page(client, "bridge street"), "things") == ["Bridge Street"]
    page = _page(client, reference)
    assert _found(page, "records") == [reference]
    assert "Report: Seen at the arcade" in page.get_text()
    with acting_as(partnership.member):
        assert Line.objects.filter(act="listed", about=reference, purpose="Search").exists()


def test_who_works_at_the_desk_is_led_there_by_a_reports_reference(partnership: Partnership) -> None:
    teacher, decides = partnership.lapsed, decision_maker(partnership, "Priya Menon")
    with acting_as(teacher):
        shared = share_information(about=LEAH, agency=teacher.agency, handed=handed(), by=teacher, at=NOW)
    client = browser(decides)

    page = _page(client, shared.report.reference)

    assert len(_found(page, "records")) == 2
    [link] = page.select('table[aria-labelledby=found-records] a[href^="/desk/"]')
    assert client.get(str(link["href"])).status_code == 200
    assert not _page(browser(teacher), shared.report.reference).select('a[href^="/desk/D"]')


def test_an_episode_is_found_by_its_reference(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        left = Moment(NOW, Precision.MINUTE)
        made = record_episode(
            person=partnership.leah, agency=partnership.lead.agency, kind=EpisodeKind.MISSING, left=left,
            by=partnership.lead, at=NOW,
        )  # fmt: skip

    page = _page(browser(partnership.lead), made.reference)

    assert _found(page, "records") == [made.reference]
    assert "Leah Arden" in page.get_text()
    assert not _found(_page(browser(partnership.never), made.reference), "records")


def test_things_and_reports_that_are_hidden_are_answered_as_none(partnership: Partnership) -> None:
    reference = _hand_in(partnership.member, partnership)
    client = browser(partnership.never)

    for words in ("7 kfd", "bridge street", reference):
        page = _page(client, words)
        assert not page.select("main table"), words
        assert "Nothing that you may see fits these words." in page.get_text()


def test_too_many_searches_are_refused_with_the_words_kept(partnership: Partnership) -> None:
    client = browser(partnership.member)
    SEARCHES.take(partnership.member.reference, cost=SEARCHES.size - 1, at=datetime.now(UTC))

    first, second = _search(client, "Leah Arden"), _search(client, "Leah Arden")

    assert (first.status_code, second.status_code) == (200, 429)
    assert b"Wait a minute" in second.content
    assert b'value="Leah Arden"' in second.content
    assert b"/children/E-" not in second.content
    assert _search(browser(partnership.lead), "Leah Arden").status_code == 200


@pytest.mark.parametrize("words", ["", " ", "x", "?", "\0"])
def test_nothing_to_look_for_is_said(partnership: Partnership, words: str) -> None:
    page = _page(browser(partnership.member), words)

    assert not page.select("main table")


def test_whatever_is_typed_is_answered(partnership: Partnership) -> None:
    client = browser(partnership.manager)
    client.raise_request_exception = False

    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(words=st.sampled_from(NASTY) | st.text(max_size=60) | st.text(alphabet="ELR-0123/. @+kmw", max_size=40))
    def answered(words: str) -> None:
        SEARCHES.give_back(partnership.manager.reference, cost=SEARCHES.size)
        answer = _search(client, words.encode("utf-8", "replace").decode())

        assert answer.status_code == 200, words

    answered()


def test_the_date_of_the_ask_is_the_one_that_was_typed(partnership: Partnership) -> None:
    page = _page(browser(partnership.never), f"Ann Other {date(2011, 5, 30):%d/%m/%Y}")

    boxes = page.select('main form[action="/ask/"] input[name^=born_on]')
    assert [box["value"] for box in boxes] == ["30", "5", "2011"]
