"""Pages of somebody who judges by her role: who both records are of, and no way to anything else of theirs."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Question
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import employed
from tests.knowledge.linkage.questions.asking import LEAH_ARDERN, TEXT, ask, beside, typed
from tests.knowledge.linkage.questions.conftest import Place
from tests.partnership import Partnership


@pytest.fixture
def judge(place: Place) -> Worker:
    """Somebody whose role judges."""
    return employed(place.partnership, "Beatrix Underhill", "childrens_services", "mash-information-officer")


@pytest.fixture
def client(judge: Worker) -> Client:
    """Her browser."""
    return browser(judge)


def _page(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def test_she_comes_from_my_work_by_the_list_to_the_question(place: Place, client: Client) -> None:
    work, listed = _page(client, "/"), _page(client, "/same/")
    shown = _page(client, f"/same/{place.reference}/")

    assert work.find("a", href="/same/").text == "1 question waits"  # type: ignore[union-attr]
    assert listed.find("a", href=f"/same/{place.reference}/").text == "Leah Arden, 14"  # type: ignore[union-attr]
    assert "You are asked by your role" in listed.text
    assert "You are asked by your role" in shown.text
    assert "Question 1 of 1." in shown.text
    assert [cell.text for cell in shown.select(".erle-match tbody tr")[0].select("td[data-l]")] == ["Leah", "Lea"]


def test_nothing_else_of_either_record_stands_there_and_no_way_leads_to_it(place: Place, client: Client) -> None:
    leah = place.partnership.leah
    for path in ("/", "/same/", f"/same/{place.reference}/"):
        shown = client.get(path).content.decode()
        for hidden in (TEXT, leah.reference, place.other.reference, "station after school"):
            assert hidden not in shown, path
        assert not re.search(r'href="/(children|reports|arrivals)/', shown), path

    for person in (leah, place.other):
        absent = client.get("/children/E-NNNNNNNN22/")
        assert client.get(f"/children/{person.reference}/").status_code == absent.status_code == 403


def test_she_is_told_that_two_live_at_one_place_and_not_where(place: Place, client: Client) -> None:
    home = "95 Cobbler Row, PE4 3PS"
    with beside() as connection:
        people = [place.other.pk, place.partnership.leah.pk]
        connection.execute("UPDATE records_person SET lives = %s WHERE id = ANY (%s)", [home, people])
    ask()

    shown, whole = (
        _page(each, f"/same/{place.reference}/").select_one(".erle-match").text  # type: ignore[union-attr]
        for each in (client, browser(place.officer))
    )

    assert "Not shown to you" in shown
    assert "A household shares it" in shown
    assert not [word for word in ("Cobbler", "PE4") if word in shown]
    assert "95 Cobbler Row" in whole
    with beside() as connection:
        connection.execute("UPDATE records_person SET lives = '' WHERE id = ANY (%s)", [people])
    ask()


def test_she_is_told_that_a_relation_agrees_and_not_whom_the_records_name(place: Place, client: Client) -> None:
    lead, officer = place.partnership.lead, place.officer
    with beside() as connection:
        connection.execute(
            "INSERT INTO records_relation (circle_id, sealed, person_id, name, relation, lives_with, trusted, note,"
            " agency_id, recorded_by_id, recorded_at) SELECT p.circle_id, false, p.id, 'Carly Quillfeather', 'mum',"
            " true, false, '', w.agency_id, w.id, now() FROM records_person p JOIN agencies_worker w ON w.id = %s"
            " WHERE p.id = ANY (%s)",
            [lead.pk, [place.other.pk, place.partnership.leah.pk]],
        )
    ask()

    shown, whole = (
        _page(each, f"/same/{place.reference}/").select_one(".erle-match").text  # type: ignore[union-attr]
        for each in (client, browser(officer))
    )

    assert "a relation agrees" in shown
    assert "Quillfeather" not in client.get(f"/same/{place.reference}/").content.decode()
    assert "Carly Quillfeather, mum" in whole
    assert "A family shares it" in whole
    with beside() as connection:
        connection.execute("DELETE FROM records_relation WHERE name = 'Carly Quillfeather'")
    ask()


def test_what_she_opened_is_in_the_ledger_by_the_question_and_in_no_circle(
    place: Place, client: Client, judge: Worker
) -> None:
    client.get("/same/")
    client.get(f"/same/{place.reference}/")

    with acting_as(judge):
        mine = set(Line.objects.filter(worker_id=judge.pk).values_list("act", "about", "circle_id"))
    assert {("listed", place.reference, None), ("opened", place.reference, None)} <= mine
    for one in (place.partnership.lead, place.officer):
        with acting_as(one):
            assert not Line.objects.filter(worker_id=judge.pk).exists()


def test_she_answers_and_takes_back_without_a_script(place: Place, client: Client) -> None:
    path = f"/same/{place.reference}/"
    answered = client.post(path, {"choice": "same", "reason": "One letter apart."}, follow=True)

    assert "Same person: the two records are tied" in answered.content.decode()
    assert "No question waits for you" in answered.content.decode()
    shown = _page(client, path)
    assert "Answered: same person" in shown.text
    form = shown.find("form", action=f"{path}take-back/")
    given = form.find("input", attrs={"name": "answered"})["value"]  # type: ignore[union-attr,index]
    back = client.post(f"{path}take-back/", {"answered": given})
    assert back.status_code == 302
    assert "you can still answer" in _page(client, path).text


def test_last_answered_leads_back_to_it(place: Place, client: Client) -> None:
    client.post(f"/same/{place.reference}/", {"choice": "ask_agency", "reason": ""})

    shown = _page(client, f"/same/{place.reference}/")
    assert "Answered: ask the agency" in shown.text
    assert "question waits" in _page(client, "/").text


def test_what_else_is_near_is_shown_to_each_as_far_as_she_is_asked(copy: Partnership) -> None:
    first, second = typed(copy.member), typed(copy.member, LEAH_ARDERN)
    ask()
    judge = employed(copy, "Beatrix Underhill", "childrens_services", "mash-information-officer")
    with acting_as(copy.member):
        references = {one.other_id: one.reference for one in Question.objects.all()}

    for worker in (copy.member, judge):
        shown = _page(browser(worker), f"/same/{references[first.pk]}/")
        near = shown.select_one("section[aria-labelledby=beside]")
        assert near is not None
        assert "Leah Ardern" in near.text
        links = {link["href"] for link in near.select("a")}
        assert f"/same/{references[second.pk]}/" in links
        assert f"/same/{references[first.pk]}/" not in links


def test_where_nothing_else_is_near_nothing_is_said_of_it(place: Place, client: Client) -> None:
    assert "What else is near" not in _page(client, f"/same/{place.reference}/").text
