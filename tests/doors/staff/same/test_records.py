"""Whose records stand in a picture: who reads it, what it says of each, and that undoing takes the record out."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.actions import answer_question
from erle.knowledge.linkage.judging import judged_one
from erle.knowledge.linkage.models import Tie
from erle.knowledge.linkage.queries import records_of
from erle.knowledge.linkage.rules import Choice
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import employed, open_in_emergency
from tests.knowledge.linkage.questions.asking import TEXT, lines
from tests.knowledge.linkage.questions.conftest import Place
from tests.partnership import NOW, WORKERS

INSIDE = {"lead", "manager", "coordinator", "member"}


@pytest.fixture
def tied(place: Place) -> Place:
    """The question, answered by a judge: one child."""
    judge = employed(place.partnership, "Beatrix Underhill", "childrens_services", "mash-information-officer")
    with acting_as(judge):
        question = judged_one(place.reference, judge).question
        answer_question(question=question, choice=Choice.SAME, reason="One letter apart.", by=judge)
    return place


def _path(place: Place) -> str:
    return f"/children/{place.partnership.leah.reference}/records/"


def _page(place: Place, worker: Worker) -> BeautifulSoup:
    answer = browser(worker).get(_path(place))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def _undo(place: Place) -> str:
    with acting_as(place.partnership.lead):
        return f"{_path(place)}{Tie.objects.get().reference}/undo/"


def test_it_says_whose_each_is_how_the_child_is_written_there_and_who_said_so(tied: Place) -> None:
    [row] = _page(tied, tied.partnership.lead).select("main tbody tr")

    for words in ("Northmere Police", "Lea Arden", "born 3 Mar 2012", "Beatrix Underhill judged", "One letter apart."):
        assert words in row.text
    assert row.select_one('[data-l="Read here"]').text == "1 line"  # type: ignore[union-attr]


def test_before_anything_is_tied_it_says_so(place: Place) -> None:
    assert "No other agency’s record is held to be of this child." in _page(place, place.partnership.lead).text


@pytest.mark.parametrize("key", sorted(WORKERS))
def test_outside_the_circle_nobody_reads_it(tied: Place, key: str) -> None:
    worker = tied.partnership.workers[key]

    with acting_as(worker):
        found = records_of(tied.partnership.leah)
    answers = [browser(worker).get(path).status_code for path in (_path(tied), _undo(tied))]

    if key in INSIDE:
        assert (len(found), answers) == (1, [200, 200])
    else:
        assert found == []
        assert all(status in (403, 404) for status in answers)


def test_not_this_child_takes_it_out_and_says_by_whom_and_why_and_no_name(tied: Place) -> None:
    lead, leah = tied.partnership.lead, tied.partnership.leah
    client = browser(lead)
    assert TEXT in [line[0] for line in lines(lead, leah)]

    wrong = client.post(_undo(tied), {"reason": ""})
    done = client.post(_undo(tied), {"reason": "Leah’s cousin, her mum says."}, follow=True)

    assert wrong.status_code == 422
    shown = BeautifulSoup(done.content, "html.parser").select_one("main").text  # type: ignore[union-attr]
    assert "Taken out: the record stands in this picture no longer." in shown
    assert "Joanna Pryce: Leah’s cousin, her mum says." in shown
    assert "Lea Arden" not in shown
    assert TEXT not in [line[0] for line in lines(lead, leah)]
    assert client.get(_undo(tied)).status_code == 404


def test_whom_the_records_own_circle_keeps_out_is_told_nothing_of_it(tied: Place) -> None:
    head = employed(tied.partnership, "Gita Rao", "police", "social-work-manager")
    with acting_as(head):
        circle = Circle.objects.get(pk=tied.other.circle_id)
        keep_out(
            circle=circle, worker=tied.partnership.lead, reason="Her niece", by=head, at=NOW - timedelta(minutes=1)
        )

    assert "Lea Arden" not in _page(tied, tied.partnership.lead).text
    assert "Lea Arden" in _page(tied, tied.partnership.coordinator).text


def test_the_form_stands_under_the_tab_that_led_to_it(tied: Place) -> None:
    page = BeautifulSoup(browser(tied.partnership.lead).get(_undo(tied)).content, "html.parser")

    assert [tab.text.strip() for tab in page.select(".moj-sub-navigation a[aria-current]")] == ["Records"]


def test_one_who_opened_in_an_emergency_takes_nothing_out(tied: Place) -> None:
    never = tied.partnership.never
    open_in_emergency(never, "Leah Arden")

    answer = browser(never).post(_undo(tied), {"reason": "x"})

    assert answer.status_code in (403, 422)
    with acting_as(tied.partnership.lead):
        assert Tie.objects.get().undone_at is None
