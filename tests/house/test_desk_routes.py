"""The desk's addresses as every worker: to who is not of the desk, is kept out or meets a seal, there is nothing."""

import pytest
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.agencies.models import Worker
from tests.house.test_routes import ROUTES, answers, browser, shape
from tests.house.things import Things
from tests.partnership import CANARY, NOW, WORKERS, Partnership, as_administrator
from tests.practice.desk.conftest import decision_maker

OF_THE_DESK = [route for route in ROUTES if route.path.startswith("/desk/<")]
OF_A_CHECK = [route for route in ROUTES if route.path.startswith("/checks/<")]
NAMED_IN_PERSON = {"lead", "manager"}
ASKED = {"member", "never"}


def _alike(client: Client, worker: Worker, things: Things, absent: Things, routes: list[object]) -> None:
    for route in routes:
        hidden = [shape(answer, things) for answer in answers(client, things.path(route, worker))]  # type: ignore[arg-type]
        nothing = [shape(answer, absent) for answer in answers(client, absent.path(route, worker))]  # type: ignore[arg-type]

        assert hidden == nothing, route
        assert {status for status, *_ in hidden} <= {403, 404, 405}, route


@pytest.mark.parametrize("key", WORKERS)
@pytest.mark.parametrize("child", ["leah", "sealed"])
def test_to_who_is_not_of_the_desk_every_arrival_is_nothing(
    partnership: Partnership, children: dict[str, Things], absent: Things, key: str, child: str
) -> None:
    if child == "sealed" and key in NAMED_IN_PERSON:
        return
    worker = partnership.workers[key]

    _alike(browser(worker), worker, children[child], absent, [*OF_THE_DESK])


def test_to_the_desk_a_sealed_arrival_is_nothing_and_another_is_open(
    partnership: Partnership, children: dict[str, Things], absent: Things
) -> None:
    with as_administrator(partnership):
        priya = Worker.objects.get(name="Priya Menon")
    client = browser(priya)

    _alike(client, priya, children["sealed"], absent, [*OF_THE_DESK])
    shown = client.get(f"/desk/{children['leah'].arrival}/")
    assert shown.status_code == 200
    assert b"Leah at the gate" in shown.content


def test_to_a_decision_maker_who_is_kept_out_the_arrival_is_nothing_in_pages_and_counts(
    partnership: Partnership, children: dict[str, Things], absent: Things
) -> None:
    tom, manager = decision_maker(partnership, "Tom Ashby"), partnership.manager
    client = browser(tom)
    with acting_as(manager):
        keep_out(circle=partnership.leah.circle, worker=tom, reason="Her uncle", by=manager, at=NOW)

    _alike(client, tom, children["leah"], absent, [*OF_THE_DESK])
    for path in ("/desk/", "/desk/times/", "/", "/told/"):
        shown = client.get(path).content
        assert b"Leah" not in shown
        assert children["leah"].arrival.encode() not in shown
    assert b"0 open" in client.get("/desk/").content


@pytest.mark.parametrize("key", WORKERS)
def test_a_check_is_its_agencys_alone(
    partnership: Partnership, children: dict[str, Things], absent: Things, key: str
) -> None:
    worker = partnership.workers[key]
    client = browser(worker)
    if key in ASKED:
        assert client.get(f"/checks/{children['leah'].check}/").status_code == 200
        return

    _alike(client, worker, children["leah"], absent, [*OF_A_CHECK])


@pytest.mark.parametrize("key", sorted(NAMED_IN_PERSON))
def test_those_named_in_person_open_a_sealed_arrival(
    partnership: Partnership, children: dict[str, Things], key: str
) -> None:
    shown = browser(partnership.workers[key]).get(f"/desk/{children['sealed'].arrival}/")

    assert shown.status_code == 200
    assert CANARY.encode() in shown.content


def test_the_queue_and_its_times_are_the_desks_alone(partnership: Partnership, children: dict[str, Things]) -> None:
    for key, worker in partnership.workers.items():
        client = browser(worker)
        for path in ("/desk/", "/desk/times/"):
            assert client.get(path).status_code == 403, key
        for path in ("/desk/several/", "/desk/undo/"):
            assert client.post(path, {"chosen": f"{children['leah'].arrival}~1"}).status_code == 403, key
