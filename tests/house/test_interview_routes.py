"""Return interviews' addresses as every worker: outside its service there is no interview, and inside nothing else."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.queries import child_called
from erle.practice.missing.actions import record_episode, record_return
from erle.practice.missing.actions.routing import offer_interview
from erle.practice.missing.actions.withholding import withhold
from erle.practice.missing.models import Episode, Interview
from erle.practice.missing.queries.interviewing import worklist
from erle.practice.missing.rules import EpisodeKind
from tests.house.test_routes import ROUTES, answers, browser, shape
from tests.house.things import Things
from tests.partnership import CANARY, NOW, WORKERS, Partnership
from tests.practice.missing.services import AT, BACK, Services, found_services, the_one

PLACES = ("/interviews/<", "/withheld/<", "/interview-offers/<")
OF_AN_INTERVIEW = [route for route in ROUTES if route.path.startswith(PLACES)]


@pytest.fixture
def services(partnership: Partnership) -> Services:
    """Two services."""
    return found_services(partnership)


@pytest.fixture
def walked(partnership: Partnership, services: Services, children: dict[str, Things]) -> Things:
    """Leah and the sealed child came back; Leah's interview, and what she asked not to be shared."""
    lead, things = partnership.lead, children["leah"]
    with acting_as(lead):
        for reference in (things.child, children["sealed"].child):
            _came_back(child_called(reference).reference, lead)
    interview = the_one(services.at_home)
    with acting_as(services.at_home):
        kept = withhold(
            interview=interview, called="Leah Arden", words="Zee hides too", whom="", by=services.at_home, at=AT
        )
        things.hand_over = offer_interview(
            interview=interview, to=services.care, why="moved", words="In care", by=services.at_home
        )
    things.interview, things.withheld = interview.reference, kept.reference
    return things


def _came_back(reference: str, lead: Worker) -> Episode:
    child = child_called(reference)
    episode = record_episode(person=child, agency=lead.agency, kind=EpisodeKind.MISSING, left=BACK, by=lead, at=NOW)
    return record_return(episode=episode, returned=BACK, by=lead, at=NOW)


@pytest.mark.parametrize("key", [*WORKERS, "in_care"])
def test_outside_its_service_there_is_no_interview(
    partnership: Partnership, services: Services, walked: Things, absent: Things, key: str
) -> None:
    worker = services.in_care if key == "in_care" else partnership.workers[key]
    client = browser(worker)

    for route in OF_AN_INTERVIEW:
        if key == "in_care" and route.name == "interview_offered":
            continue  # it is offered to her service
        hidden = [shape(answer, walked) for answer in answers(client, walked.path(route, worker))]
        nothing = [shape(answer, absent) for answer in answers(client, absent.path(route, worker))]

        assert hidden == nothing, route.path
        assert {status for status, *_ in hidden} <= {403, 404, 405}, route.path


def test_an_interviewer_meets_nothing_of_a_sealed_child(
    partnership: Partnership, services: Services, walked: Things
) -> None:
    with acting_as(services.at_home):
        assert [state.interview.given_names for state in worklist()] == ["Leah"]
    with acting_as(partnership.lead):
        assert [one.given_names for one in Interview.objects.all()] == ["Wren"]


def test_no_page_shows_an_interviewer_anything_of_another_child(services: Services, walked: Things) -> None:
    client = browser(services.at_home)

    for path in [route.path for route in ROUTES if "<" not in route.path and route.name != "sign_out"]:
        for answer in (client.get(path), client.post(path, {"words": "Arden", "q": "Wren"})):
            body = answer.content
            assert CANARY.encode() not in body, path
            assert b"Wren" not in body, path
            if not path.startswith(("/interviews/", "/told/")) and path != "/":
                assert b"Leah" not in body, path
    assert client.get("/interviews/").status_code == 200


def test_an_interviewer_opens_no_record_no_search_and_no_chronology(
    partnership: Partnership, services: Services, walked: Things
) -> None:
    client = browser(services.at_home)

    for path in ("/children/", "/search/", "/missing/", "/ask/", "/emergency/", "/same/", "/shared/"):
        assert client.get(path).status_code in (200, 403), path
        assert b"Leah" not in client.get(path).content
    for path in (
        f"/children/{walked.child}/",
        f"/children/{walked.child}/chronology/",
        f"/episodes/{walked.episode}/",
        f"/lines/{walked.line}/",
    ):
        assert client.get(path).status_code in (403, 404), path
    shown = client.get(f"/interviews/{walked.interview}/")
    assert shown.status_code == 200
    assert b"Leah Arden" in shown.content
    with acting_as(services.at_home):
        assert Line.objects.filter(act="opened", about=walked.interview, worker_id=services.at_home.pk).exists()
