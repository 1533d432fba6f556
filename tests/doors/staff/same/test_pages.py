"""Pages that ask whether two records are of one child: who is shown them, answers without a script, taking back."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.access.models import Share
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Answer, Question, Tie
from erle.knowledge.linkage.rules import Choice
from tests.house.test_fuzz import LOOSE, TYPED, _sendable
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import open_in_emergency
from tests.knowledge.linkage.questions.asking import LEA, ask, lines, typed
from tests.knowledge.linkage.questions.conftest import Place
from tests.knowledge.linkage.questions.test_answering import let_in
from tests.partnership import CANARY, NOW, WORKERS, Partnership

ABSENT = "K-NNNNNNNN22"


def _url(place: Place, more: str = "") -> str:
    return f"/same/{place.reference}/{more}"


def _page(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def _answer(client: Client, place: Place, choice: str, reason: str = "Same coat.") -> Any:
    return client.post(_url(place), {"choice": choice, "reason": reason}, follow=True)


def _take_back(client: Client, place: Place) -> Any:
    """Press the button that stands on the page."""
    form = _page(client, _url(place)).find("form", action=_url(place, "take-back/"))
    answered = form.find("input", attrs={"name": "answered"})["value"]  # type: ignore[union-attr,index]
    return client.post(_url(place, "take-back/"), {"answered": answered}, follow=True)


def test_a_question_waits_on_my_work_and_in_the_list(place: Place, officer: Client) -> None:
    work = _page(officer, "/")
    listed = _page(officer, "/same/")

    assert work.find("a", href="/same/").text == "1 question waits"  # type: ignore[union-attr]
    assert "1 question waits" in listed.text
    assert listed.find("a", href=_url(place)).text == "Leah Arden, 14"  # type: ignore[union-attr]


@pytest.mark.parametrize("key", sorted(set(WORKERS) - {"member"}))
def test_to_whoever_stands_in_one_circle_at_most_there_is_no_question(place: Place, key: str) -> None:
    client = browser(place.partnership.workers[key])

    for path in ("{}", "{}take-back/"):
        for way in (client.get, client.post):
            hidden, absent = (way(f"/same/{path.format(one + '/')}") for one in (place.reference, ABSENT))
            assert hidden.status_code == absent.status_code
            assert hidden.status_code in (403, 404, 405)
            assert _neutral(hidden.content, place) == _neutral(absent.content, place)
    for path in ("/", "/same/"):
        shown = client.get(path).content.decode()
        assert place.reference not in shown
        assert "1 question waits" not in shown
        assert "Lea Arden" not in shown


def _neutral(body: bytes, place: Place) -> bytes:
    plain = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|\d{4}-\d\d-\d\dT[^"<]*', b"", body)
    return plain.replace(place.reference.encode(), ABSENT.encode())


def test_the_page_says_what_was_compared_in_words_beside_each_picture(place: Place, officer: Client) -> None:
    page = _page(officer, _url(place))
    rows = page.select(".erle-match tbody tr")

    assert page.h1.text == "Is this the same person?"  # type: ignore[union-attr]
    assert "Question 1 of 1." in page.text
    assert [row.th.text for row in rows][:1] == ["Given name"]  # type: ignore[union-attr]
    assert [cell.text for cell in rows[0].select("td[data-l]")] == ["Leah", "Lea"]
    for row in rows:
        assert row.select_one("svg.erle-weight")["aria-hidden"] == "true"  # type: ignore[index]
        assert re.match(
            r"(Strongly for|A little for|Hardly counts|A little against|Strongly against|Unknown)",
            row.select_one(".erle-wcell .erle-meta").text,  # type: ignore[union-attr]
        )
    assert not page.select("[style]")
    assert "Taken together: " in page.text
    with acting_as(place.officer):
        opened = Line.objects.filter(act="opened", purpose="Is this the same person?")
        assert {line.about for line in opened} == {place.partnership.leah.reference, place.other.reference}


def test_same_is_answered_without_a_script_and_taken_back(place: Place, officer: Client) -> None:
    lead, leah = place.partnership.lead, place.partnership.leah
    before = lines(lead, leah)

    answered = _answer(officer, place, "same")

    assert answered.redirect_chain == [("/same/", 302)]
    assert "Same person: the two records are tied" in answered.content.decode()
    assert len(lines(lead, leah)) == len(before) + 1
    shown = _page(officer, _url(place))
    assert "Answered: same person" in shown.text
    assert "Same coat." in shown.text
    assert not shown.select("button[value=same]")

    back = _take_back(officer, place).content.decode()

    assert "Taken back: same person." in back
    assert "Nobody is asked again; you can still answer" in back
    assert lines(lead, leah) == before
    assert "No question waits for you" in _page(officer, "/same/").text


@pytest.mark.parametrize(
    ("choice", "said"),
    [("different", "different people"), ("cannot_tell", "cannot tell yet"), ("ask_agency", "ask the agency")],
)
def test_the_other_answers_are_given_and_taken_back(place: Place, officer: Client, choice: str, said: str) -> None:
    _answer(officer, place, choice)

    assert f"Answered: {said}" in _page(officer, _url(place)).text
    assert ("question waits" in _page(officer, "/").text) == (choice != "different")
    _take_back(officer, place)
    assert "Answered" not in _page(officer, _url(place)).text
    assert "question waits" in _page(officer, "/").text
    with acting_as(place.officer):
        assert not Tie.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"choice": "same", "reason": " "}, "Write your reason"),
        ({}, "Choose an answer"),
        ({"choice": "perhaps"}, "Choose an answer"),
        ({"choice": "same", "reason": "x" * 1001}, "1000"),
    ],
)
def test_what_is_missing_is_said_at_the_top_and_nothing_is_done(
    place: Place, officer: Client, sent: dict[str, str], words: str
) -> None:
    answer = officer.post(_url(place), sent)

    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert words in page.select_one(".govuk-error-summary").text  # type: ignore[union-attr]
    with acting_as(place.officer):
        assert not Answer.objects.exists()


def test_a_share_that_ends_while_the_page_is_open_ends_the_question(place: Place, officer: Client) -> None:
    _page(officer, _url(place))
    manager = place.partnership.manager
    with acting_as(manager):
        share = Share.objects.get(circle=place.partnership.leah.circle, worker=place.officer, withdrawn_at=None)
        withdraw_share(share=share, because="Over", by=manager, at=NOW - timedelta(minutes=1))

    hidden = officer.post(_url(place), {"choice": "same", "reason": "x"})
    absent = officer.post(f"/same/{ABSENT}/", {"choice": "same", "reason": "x"})

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert _neutral(hidden.content, place) == _neutral(absent.content, place)
    with acting_as(manager):
        assert not Tie.objects.exists()


def test_one_who_opened_in_an_emergency_is_told_whom_to_ask(place: Place) -> None:
    never = place.partnership.never
    let_in(never, place.other, by=place.officer)
    open_in_emergency(never, "Leah Arden")
    client = browser(never)

    answer = client.post(_url(place), {"choice": "same", "reason": "x"})

    assert answer.status_code == 422
    assert b"opened this record in an emergency" in answer.content


def test_names_and_reasons_are_words_and_nothing_else(copy: Partnership) -> None:
    nasty = "<script>alert(1)</script>\"'&{{ 7 }}"
    other = typed(copy.member, replace(LEA, given_names=f"Lea {nasty}", lives=nasty))
    ask()
    with acting_as(copy.member):
        path = f"/same/{Question.objects.get(other=other.pk).reference}/"
    client = browser(copy.member)
    client.post(path, {"choice": "cannot_tell", "reason": nasty})

    for page in (path, "/same/", "/"):
        body = client.get(page).content.decode()
        assert "<script>alert" not in body
        assert page == "/" or "&lt;script&gt;alert(1)&lt;/script&gt;" in body


def test_every_key_has_a_button_that_says_the_same_and_a_switch(place: Place, officer: Client) -> None:
    page = _page(officer, _url(place))
    keyed = {each["data-key"]: each.get("value") or each.text for each in page.select("[data-key]")}

    assert keyed == {"s": "same", "d": "different", "c": "cannot_tell", "a": "ask_agency", "n": "Leave it, and go on"}
    assert page.select_one("[data-keys-switch]").has_attr("hidden")  # type: ignore[union-attr]
    assert {choice.value for choice in Choice} <= set(keyed.values())


def test_an_answer_that_does_not_stand_is_not_taken_back_and_no_other_is(place: Place, officer: Client) -> None:
    _answer(officer, place, "cannot_tell")
    _answer(officer, place, "different")

    for sent in ({}, {"answered": "x"}, {"answered": NOW.isoformat()}):
        said = officer.post(_url(place, "take-back/"), sent, follow=True).content.decode()
        assert "does not stand any more" in said
    assert officer.get(_url(place, "take-back/")).status_code == 405
    with acting_as(place.officer):
        assert not Answer.objects.filter(taken_back_at__isnull=False).exists()


def test_no_page_breaks_whatever_is_sent(place: Place, officer: Client) -> None:
    names = st.sampled_from(["choice", "reason", "csrfmiddlewaretoken", "x"])
    words = TYPED.map(_sendable) | st.sampled_from([choice.value for choice in Choice])

    @LOOSE
    @given(
        path=st.sampled_from(["", "take-back/"]),
        sent=st.dictionaries(names, words | st.lists(words, max_size=3), max_size=4),
    )
    def send(path: str, sent: dict[str, Any]) -> None:
        assert officer.post(_url(place, path), sent).status_code < 500
        assert officer.get(_url(place), sent).status_code == 200
        assert officer.get("/same/", sent).status_code == 200

    send()
    assert CANARY not in officer.get("/same/").content.decode()
