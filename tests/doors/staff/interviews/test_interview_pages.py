"""Pages of return interviews, as a worker sends them: what is refused, and what is told to whom."""

import re
from typing import Any

import pytest
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.clocks.queries import running_about
from erle.practice.missing.actions import RETURN_INTERVIEW
from erle.practice.missing.actions.interviewing import Noted, keep_step
from erle.practice.missing.models import Episode, Interview, InterviewTurn, PlanOffer, TriggerPlan
from erle.practice.missing.queries.interviewing import briefings_of, services, worklist
from erle.practice.missing.rules.interviewing import Group, Step
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership, as_administrator
from tests.practice.missing.conftest import missing
from tests.practice.missing.services import (
    Services,
    comes_back,
    found_services,
    hold,
    interviewer,
    offer,
    the_one,
)

assert missing  # the fixture, by its name
LEARNED = {"kind": "place", "named": "Old Mill", "words": "They wait there", "relied": "2", "known": "C"}


@pytest.fixture
def held_by(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def interview(partnership: Partnership, held_by: Services, missing: Episode) -> Interview:
    """Leah is back, and her interview is the home service's."""
    comes_back(missing, partnership.member)
    return the_one(held_by.at_home)


def post(client: Client, interview: Interview, page: str, **said: object) -> Any:
    """Send a page of the interview."""
    return client.post(f"/interviews/{interview.reference}/{page}/", said, follow=True)


@pytest.mark.parametrize(
    ("page", "said", "words"),
    [
        ("offer", {}, "Choose how it was offered"),
        ("offer", {"how": "phone", "answer": "declined"}, "Say what the child would like instead"),
        ("attempt", {"how": "phone"}, "Choose what came of it"),
        (
            "choice",
            {"booked_on-day": "1", "booked_on-month": "1", "booked_on-year": "2030"},
            "the time that you agreed",
        ),
        ("talk", {"covered": []}, "Choose at least one time missing"),
        ("why", {}, "or write that it was not said"),
        ("learned", {"kind": "person"}, "Enter a name, a number, a place or an address"),
        ("learned", {**LEARNED, "known": ""}, "Grade both the source and what is said"),
        ("late", {}, "Choose why it is late"),
        ("not-shared", {}, "What does Leah ask you not to share?"),
        ("finish", {"urgency": "soon"}, "An interview is still owed"),
    ],
)
def test_what_is_missing_is_asked_for(
    held_by: Services, interview: Interview, page: str, said: dict[str, object], words: str
) -> None:
    when = {"on-day": NOW.day, "on-month": NOW.month, "on-year": NOW.year, "time": "00:00"}
    answer = post(browser(held_by.at_home), interview, page, **{**when, **said})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    with acting_as(held_by.at_home):
        assert not InterviewTurn.objects.exists()


def test_what_was_named_is_added_one_by_one_and_nothing_named_goes_on(held_by: Services, interview: Interview) -> None:
    hold(interview, held_by.at_home)
    client = browser(held_by.at_home)

    added = post(client, interview, "learned", **LEARNED)
    assert "A place: Old Mill" in added.content.decode()
    assert "Nothing more: go on" in added.content.decode()
    went_on = post(client, interview, "learned", kind="nothing")

    assert went_on.request["PATH_INFO"] == f"/interviews/{interview.reference}/why/"
    with acting_as(held_by.at_home):
        kept = InterviewTurn.objects.filter(what=Step.LEARNED).order_by("version")
        assert [(one.place, one.grade) for one in kept] == [("Old Mill", "2 C P"), ("", "")]


def test_who_writes_on_an_old_page_is_shown_what_a_colleague_wrote_and_sends_hers_again(
    partnership: Partnership, held_by: Services, interview: Interview
) -> None:
    client, at = browser(held_by.at_home), f"/interviews/{interview.reference}/account/"
    talk = client.get(f"/interviews/{interview.reference}/talk/").content.decode()
    assert re.findall(r'name="covered"[^>]* value="(\w+)"', talk) == ["1"]
    hold(interview, held_by.at_home)
    client.post(f"/drafts/interview_account/{interview.reference}/", {"version": "1", "words": "I was fi"})
    with as_administrator(partnership):
        colleague = interviewer(held_by.home, "Ada Bell")
    with acting_as(colleague):
        noted = Noted(Step.ACCOUNT, words="I was cold.")
        keep_step(interview=interview, noted=noted, by=colleague, at=NOW)

    typed = client.get(at).content.decode()
    assert re.search(r'name="version" value="1"', typed)
    refused = client.post(at, {"version": "1", "words": "I was fine."})
    again = client.post(at, {"version": "2", "words": "I was fine."}, follow=True)

    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "Ada Bell wrote “In the child’s own words” while you were reading." in shown
    assert "I was cold." in shown
    assert "I was fine." in shown
    assert re.search(r'name="version" value="2"', shown)
    assert again.status_code == 200
    with acting_as(colleague):
        turns = InterviewTurn.objects.filter(what=Step.ACCOUNT).order_by("version")
        assert [turn.words for turn in turns] == ["I was cold.", "I was fine."]


def test_who_knows_the_child_tells_the_interviewer_from_the_episode(
    partnership: Partnership, held_by: Services, missing: Episode, interview: Interview
) -> None:
    client, at = browser(partnership.lead), f"/episodes/{missing.reference}/interviewer/"

    shown = client.get(at).content.decode()
    told = client.post(at, {"reach": "By her aunt", "risks": "A dog"}, follow=True)

    assert "Lamplight" in shown
    assert "The interviewer is told." in told.content.decode()
    assert "Lamplight holds the return interview" in told.content.decode()
    with acting_as(held_by.at_home):
        assert briefings_of(interview)[0].reach == "By her aunt"


def test_where_no_interview_is_open_nobody_is_told(partnership: Partnership, missing: Episode) -> None:
    comes_back(missing, partnership.member)
    at = f"/episodes/{missing.reference}/interviewer/"

    told = browser(partnership.lead).post(at, {"reach": "By her aunt"}, follow=True)

    assert "nobody was told" in told.content.decode()


@pytest.mark.parametrize("choice", ["take", "leave"])
def test_a_line_for_the_plan_is_taken_or_left_by_a_person(
    partnership: Partnership, held_by: Services, missing: Episode, interview: Interview, choice: str
) -> None:
    hold(interview, held_by.at_home)
    service = browser(held_by.at_home)
    post(service, interview, "plan", part="look", words="Look by the mill")
    finished = post(service, interview, "finish", urgency="soon")
    assert "The interview is finished." in finished.content.decode()
    lead, at = browser(partnership.lead), f"/episodes/{missing.reference}/after-interview/"
    assert "Look by the mill" in lead.get(at).content.decode()
    assert 'name="offer" value="1"' in lead.get(at).content.decode()
    offer = "1"

    answer = lead.post(f"{at}line/", {"offer": offer, "choice": choice}, follow=True)
    if choice == "take":
        assert "Look by the mill" in answer.content.decode()
        lead.post(answer.request["PATH_INFO"], {"look": "Look by the mill", "version": "0", "offer": offer})

    with acting_as(partnership.lead):
        assert PlanOffer.objects.get().taken is (choice == "take")
        assert TriggerPlan.objects.filter(look="Look by the mill").exists() is (choice == "take")
    again = lead.post(f"{at}line/", {"offer": offer, "choice": choice}, follow=True)
    assert "Somebody answered this already." in again.content.decode()
    reviewed = lead.post(at, {"words": "Risk stays; plan changed."}, follow=True)
    assert "Recorded: risk and plan were looked at again." in reviewed.content.decode()


def test_an_administrator_changes_who_holds_interviews_from_a_day_on(
    partnership: Partnership, held_by: Services
) -> None:
    client, at = browser(partnership.administrator), "/administration/interviews/"
    day = {"in_force_from-day": NOW.day, "in_force_from-month": NOW.month, "in_force_from-year": NOW.year}
    said = {"care": "home", "agency": "wayfarer", **day}

    assert client.post(at, said).status_code == 422
    answer = client.post(at, {**said, "reason": "Agreed on Monday"}, follow=True)

    assert "It is set." in answer.content.decode()
    with acting_as(partnership.administrator):
        rows = services(NOW.replace(year=NOW.year + 1))[Group.HOME]
    assert [row.agency.slug for row in rows] == ["wayfarer", "lamplight"]
    for key in ("lead", "coordinator", "governance"):
        assert browser(partnership.workers[key]).get(at).status_code == 403


def test_the_interviewers_pages_lead_from_my_work_to_the_next_thing(held_by: Services, interview: Interview) -> None:
    client = browser(held_by.at_home)

    assert "1 talk is owed." in client.get("/").content.decode()
    listed = client.get("/interviews/").content.decode()
    assert "Leah Arden" in listed
    assert f"/interviews/{interview.reference}/offer/" in listed
    assert "Offer the talk" in listed
    offer(interview, held_by.at_home, answer="no_answer")
    assert "Ask again" in client.get("/interviews/").content.decode()
    assert ">No answer yet</div>" in client.get(f"/interviews/{interview.reference}/").content.decode()
    offer(interview, held_by.at_home)
    assert ">No answer yet</div>" not in client.get(f"/interviews/{interview.reference}/").content.decode()
    hold(interview, held_by.at_home)
    assert f"/interviews/{interview.reference}/why/" in client.get("/interviews/").content.decode()
    post(client, interview, "account", words="I was cold.")
    assert "I was cold." in client.get(f"/interviews/{interview.reference}/").content.decode()


def test_what_the_circle_records_itself_is_told_to_the_service(
    partnership: Partnership, held_by: Services, missing: Episode, interview: Interview
) -> None:
    day = {"happened_on-day": NOW.day, "happened_on-month": NOW.month, "happened_on-year": NOW.year}
    said = {"status": "completed", "interviewer": "Rita Osborne", **day}

    browser(partnership.coordinator).post(f"/episodes/{missing.reference}/return-interview/", said)

    with acting_as(partnership.lead):
        assert running_about(missing.reference, key=RETURN_INTERVIEW) is None
    with acting_as(held_by.at_home):
        assert worklist() == []
    shown = browser(held_by.at_home).get(f"/interviews/{interview.reference}/").content.decode()
    assert "Return interview held: Children&#x27;s Services recorded it." in shown


def test_an_interview_is_offered_on_one_page_and_taken_on_another(
    partnership: Partnership, held_by: Services, interview: Interview
) -> None:
    home, care, at = browser(held_by.at_home), browser(held_by.in_care), f"/interviews/{interview.reference}/"
    form = home.get(f"{at}hand-over/").content.decode()
    assert "Wayfarer" in form
    assert 'value="lamplight"' not in form

    post(home, interview, "hand-over", to="wayfarer", why="moved", words="In care since Monday.")
    assert "Offered to Wayfarer, not taken yet: it is yours" in home.get(at).content.decode()
    post(home, interview, "hand-over/keep")
    assert "Mo Ade, Lamplight, took the offer back." in home.get(at).content.decode()
    post(home, interview, "hand-over", to="wayfarer", why="moved", words="In care since Monday.")
    assert "Offered to Wayfarer, not taken yet" in home.get("/interviews/").content.decode()

    assert "1 is offered to your service." in care.get("/").content.decode()
    listed = care.get("/interviews/").content.decode()
    [offered] = re.findall(r"/interview-offers/H-\w+/", listed)[:1]
    shown = care.get(offered).content.decode()
    assert "Leah Arden, " in shown
    assert "In care since Monday." in shown
    assert "Say why you cannot take it" in care.post(offered, {"answer": "decline"}).content.decode()
    assert (
        "Your service holds this interview now." in care.post(offered, {"answer": "take"}, follow=True).content.decode()
    )

    assert care.get(at).status_code == 200
    assert home.get(at).status_code == 404
    gone = home.get("/interviews/").content.decode()
    assert "Handed over lately (1)" in gone
    assert "Taken" in home.get(re.findall(r"/interview-offers/H-\w+/", gone)[0]).content.decode()
    assert browser(partnership.lead).get(offered).status_code == 403
