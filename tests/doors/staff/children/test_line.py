"""One line's page: what is known of it, its star, its notes, and what it refuses."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.knowledge.records.actions.marking import write_note
from erle.knowledge.records.models import Entry, Note
from erle.knowledge.records.rules import MentionKind
from tests.doors.staff.children.test_pages import page, words
from tests.house.test_routes import browser
from tests.knowledge.records.test_chronology import named, told
from tests.partnership import NOW, Partnership


@pytest.fixture
def entry(partnership: Partnership) -> Entry:
    """A line that names a car."""
    with acting_as(partnership.member):
        made = told(partnership, 3, title="A car at the gate")
        named(made, MentionKind.VEHICLE, "AB12 CDE", "T-7K3QF2MXAB")
    return made


@pytest.fixture
def url(entry: Entry) -> str:
    """Where the line's page stands."""
    return f"/lines/{entry.reference}/"


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in."""
    return browser(partnership.lead)


def test_it_says_all_that_is_known_of_the_line(lead: Client, url: str, entry: Entry) -> None:
    found = page(lead, url)

    said = words(found.select_one("main"))
    assert words(found.select_one("h1")) == "A car at the gate"
    for known in (
        "Northmere Police, PC Hale",
        "Ring first",
        "Leah’s circle",
        "Imran Hale",
        entry.reference,
        "Nobody graded it",
    ):
        assert known in said
    assert found.select_one('a[href="/things/T-7K3QF2MXAB/"]')
    assert found.select_one(f'a[href="/children/{entry.person.reference}/chronology/?mention=T-7K3QF2MXAB"]')


def test_it_is_starred_and_the_star_comes_off(partnership: Partnership, lead: Client, url: str, entry: Entry) -> None:
    for mark, said, starred in (("star", "Starred.", True), ("unstar", "The star is off.", False)):
        answer = lead.post(url, {"mark": mark}, follow=True)

        assert said in words(BeautifulSoup(answer.content, "html.parser").select_one("main"))
        with acting_as(partnership.lead):
            assert Entry.objects.get(pk=entry.pk).significant is starred

    again = lead.post(url, {"mark": "unstar"})
    assert again.status_code == 422
    assert b"The line is not starred." in again.content


def test_a_note_is_written_with_a_star_and_stands_beside_the_line(
    partnership: Partnership, lead: Client, url: str
) -> None:
    lead.post(url, {"text": "The same car <b>twice</b>.", "star": "on"})

    beside = page(lead, f"/children/{partnership.leah.reference}/chronology/?starred=1")
    assert "Analyst’s note by Joanna Pryce, today The same car <b>twice</b>." in words(beside.select_one(".erle-note"))


def test_a_note_without_words_is_asked_for_again(lead: Client, url: str) -> None:
    answer = lead.post(url, {"text": "  "})

    assert answer.status_code == 422
    assert b"What do you make of this line?" in answer.content


def test_a_note_is_taken_back_by_its_author_and_stays_on_the_page(
    partnership: Partnership, lead: Client, url: str
) -> None:
    lead.post(url, {"text": "Too soon."})
    with acting_as(partnership.lead):
        number = Note.objects.get().pk

    answer = lead.post(url, {"mark": "take_back", "note": number}, follow=True)

    found = BeautifulSoup(answer.content, "html.parser")
    assert words(found.select_one("s")) == "Too soon."
    assert not found.select("button[value=take_back]")
    assert lead.post(url, {"mark": "take_back", "note": number}).status_code == 422


@pytest.mark.parametrize("number", ["", "x", "99999999", "9" * 40, "²"])
def test_a_note_that_is_not_there_is_not_taken_back(lead: Client, url: str, number: str) -> None:
    assert lead.post(url, {"mark": "take_back", "note": number}).status_code == 404


def test_the_note_of_another_has_no_button(partnership: Partnership, lead: Client, url: str, entry: Entry) -> None:
    with acting_as(partnership.member):
        note = write_note(entry=entry, text="Theirs.", by=partnership.member, at=NOW)

    assert not page(lead, url).select("button[value=take_back]")
    answer = lead.post(url, {"mark": "take_back", "note": note.pk})
    assert answer.status_code == 422
    assert b"Only the one who wrote a note" in answer.content
