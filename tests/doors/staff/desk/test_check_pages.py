"""The pages of what the desk asks: the agency sees the question, answers once, and learns nothing of the report."""

import re

import pytest
from django.test import Client

from erle.practice.desk.actions.arriving import Shared
from tests.doors.staff.desk.conftest import body, sent
from tests.house.test_routes import browser
from tests.partnership import BASIS, Partnership

VERSION = re.compile(r'name="version" value="(\d+)"')
CHECK = re.compile(r"/checks/(Q-[A-Z0-9]+)/")
ASKED = {"about": "Leah Arden, born 3 March 2012", "question": "What do you know of a silver car?", "basis": BASIS}


@pytest.fixture
def asked(desk: Client, police: Client, held_by_priya: Shared) -> str:
    """The address of what the police are asked."""
    page = f"/desk/{held_by_priya.reference}/ask/"
    form = body(desk, page)
    assert "Leah Arden, born 3 March 2012" in form
    shown = sent(desk, page, agencies=["northmere-police"], version=VERSION.findall(form)[0], **ASKED)
    assert "Asked: Northmere Police." in shown
    assert "Agency checks: 0 of 1 answered" in shown
    return f"/checks/{CHECK.findall(body(police, '/checks/'))[0]}/"


def test_the_asked_agency_finds_the_check_in_its_work_and_sees_the_question_alone(
    police: Client, asked: str, held_by_priya: Shared
) -> None:
    work, page = body(police, "/"), body(police, asked)

    assert "The MASH desk asks" in work
    assert "What do you know of a silver car?" in page
    for word in (
        held_by_priya.reference,
        held_by_priya.report.reference,
        "very tired",
        "Brought to school",
        "Alder Court",
    ):
        assert word not in page
        assert word not in work


def test_silence_is_shown_with_the_number_to_ring_and_the_answer_when_it_comes(
    desk: Client, police: Client, asked: str, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    assert re.search(r"Ring <bdi>01632 960150</bdi>.*No answer, 0 min", body(desk, page), re.DOTALL)

    answered = sent(police, asked, answer="One stop on 3 May. Ring me before a visit.")
    assert "Your answer is with the MASH desk." in answered

    shown = body(desk, page)
    assert "One stop on 3 May. Ring me before a visit." in shown
    assert "Agency checks: 1 of 1 answered" in shown
    assert "An agency answered what you asked" in body(desk, "/told/")
    assert "An answer stands as it was given" in body(police, asked)
    late = police.post(asked, {"answer": "Another."})
    assert late.status_code == 422
    assert "This was answered already" in late.content.decode()


@pytest.mark.parametrize(("answer", "nothing"), [("", ""), ("Something", "on")])
def test_an_answer_is_words_or_that_nothing_is_held(police: Client, asked: str, answer: str, nothing: str) -> None:
    given = {"answer": answer, **({"nothing_held": nothing} if nothing else {})}

    assert "or tick that it holds nothing, not both" in police.post(asked, given).content.decode()
    assert "Your answer is with the MASH desk." in sent(police, asked, nothing_held="on")


def test_no_other_agency_and_nobody_kept_out_finds_the_check(partnership: Partnership, asked: str) -> None:
    for key in ("conflicted", "lapsed", "withdrawn", "lead"):
        client = browser(partnership.workers[key])

        assert client.get(asked).status_code == client.get("/checks/Q-NNNNNN22/").status_code == 404, key
        assert "Leah" not in body(client, "/checks/")


def test_not_asking_and_not_needing_an_answer_are_recorded(desk: Client, asked: str, held_by_priya: Shared) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    shown = body(desk, page)
    [url] = re.findall(r'href="([^"]+/not-needed/)"', shown)

    sent(desk, url, because="The officer rang.", version=VERSION.findall(shown)[0])
    done = sent(
        desk,
        f"{page}not-ask/",
        agency="childrens-health",
        because="No health question.",
        version=VERSION.findall(body(desk, page))[0],
    )

    assert "The officer rang." in done
    assert "No health question." in done
    assert done.count("Reason given") == 2
    assert desk.get(f"{page}checks/Q-NNNNNN22/not-needed/").status_code == 404
