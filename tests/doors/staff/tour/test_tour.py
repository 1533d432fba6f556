"""The tour stands on the demo alone; it leads to pages, and tells of no child what those pages would not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import clear_url_caches

from erle.doors.staff import urls as staff
from erle.doors.staff.signing_in import urls as signing_in
from erle.doors.staff.tour import pages, urls
from erle.doors.staff.tour.reading import Named, Person, Said, said
from tests.house.test_routes import browser
from tests.partnership import Partnership

ADDRESSES = ("/tour/", "/tour/share/", "/tour/outside/", "/tour/files/concerns.csv/")


@pytest.fixture
def demo(settings: Any) -> Iterator[None]:
    """The addresses of the demo."""
    settings.DEMO, settings.ROOT_URLCONF = (
        True,
        (*staff.urlpatterns[:-1], *urls.addresses(demo=True), *signing_in.addresses(demo=True)),
    )
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture
def about_leah(monkeypatch: pytest.MonkeyPatch) -> Said:
    """A tour of one step, at a desk of the tests' partnership, about a child of it."""
    step = next(said().steps())
    step = replace(
        step, key="read", who="Joanna Pryce", at="/children/{leah.reference}/", acts=("You see “{leah.born}”.",)
    )
    told = Said({"leah": Named("Leah Arden", "Joanna Pryce")}, (Person("A lead worker", (step,)),))
    monkeypatch.setattr(pages, "said", lambda: told)
    return told


@pytest.mark.parametrize("path", ADDRESSES)
def test_outside_the_demo_there_is_no_tour(partnership: Partnership, path: str) -> None:
    for client in (Client(), browser(partnership.lead)):
        here, nowhere = client.get(path), client.get("/nowhere/at/all/")

        assert (here.status_code, here.content) == (404, nowhere.content)
        assert client.post(path, {}).status_code == 404


def test_the_sign_in_page_leads_to_every_step(demo: None, partnership: Partnership) -> None:
    client = Client()

    assert 'href="/tour/"' in client.get("/sign-in/").content.decode()
    listed = BeautifulSoup(client.get("/tour/").content, "html.parser").select(".govuk-task-list a")
    assert [link["href"] for link in listed] == [f"/tour/{step.key}/" for step in said().steps()]


def test_a_step_leads_to_its_page_by_the_demos_own_way_in(
    demo: None, partnership: Partnership, about_leah: Said
) -> None:
    client = Client()
    found = BeautifulSoup(client.get("/tour/read/").content, "html.parser")
    form = found.select_one("main form")
    assert form is not None

    sent = {one["name"]: one["value"] for one in form.select("input, button")}
    answer = client.post(str(form["action"]), sent)

    assert (form["action"], form["target"]) == ("/sign-in/", "_blank")
    assert answer.headers["Location"] == f"/children/{partnership.leah.reference}/"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "You see “3 Mar 2012”." in found.get_text()


@pytest.mark.parametrize("named", [Named("Leah Arden", "Imran Nobody"), Named("Nobody Arden", "Joanna Pryce")])
def test_a_step_is_as_good_as_not_there_where_nobody_of_it_is(
    demo: None, partnership: Partnership, about_leah: Said, monkeypatch: pytest.MonkeyPatch, named: Named
) -> None:
    without = replace(about_leah, children={"leah": named})
    monkeypatch.setattr(pages, "said", lambda: without)

    assert Client().get("/tour/read/").status_code == 404


@pytest.mark.parametrize("path", ["/tour/nothing/", "/tour/files/steps.toml/", "/tour/files/..%2freading.py/"])
def test_nothing_else_stands_there(demo: None, db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_file_of_a_step_is_given_out_to_be_saved(demo: None, db: None) -> None:
    answer = Client().get("/tour/files/concerns.csv/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="concerns.csv"'
    assert b"".join(answer).startswith(b"Pupil,Date of birth")
