"""Is this the same? The two side by side, the answer, and what the pages of things show by it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.doors.staff.copies.printing import Paper
from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import Choice
from erle.knowledge.records.models import Mention
from tests.doors.staff.children.test_pages import page, titles, words
from tests.house.test_routes import browser
from tests.knowledge.linkage.things.naming import (
    ELSEWHERE,
    REASON,
    STAR,
    STAR_HOUSE,
    STAR_ROAD,
    in_a_narrow_circle,
    in_leahs_circle,
    say,
)
from tests.partnership import Partnership

ABSENT = "T-NNNNNNNN22"


def main(found: BeautifulSoup) -> str:
    return words(found.select_one("main"))


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """The browser of Leah's lead worker."""
    return browser(partnership.lead)


@pytest.fixture
def officer(partnership: Partnership) -> Client:
    """The browser of an officer who stands in Leah's circle, and in a narrow one besides."""
    return browser(partnership.member)


def test_what_may_be_the_same_is_listed_with_the_reason_and_no_number(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    near = page(lead, f"/things/{star}/").select_one("section[aria-labelledby=near]")

    assert words(near).startswith(f"Perhaps the same {STAR_HOUSE} The same name, spelled otherwise")
    assert near is not None
    assert [link["href"] for link in near.select("a")] == [f"/things/{star}.{house}/same/"]
    assert not any(letter.isdigit() or letter == "%" for letter in words(near))


def test_the_two_stand_side_by_side_with_what_she_sees_of_each(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    in_a_narrow_circle(partnership, STAR_HOUSE)

    found = page(lead, f"/things/{star}.{house}/same/")

    assert words(found.select_one("h1")) == "Is this the same place?"
    sides = [words(side) for side in found.select(".erle-pair > section")]
    assert [side.startswith(name) for side, name in zip(sides, (STAR, STAR_HOUSE), strict=True)] == [True, True]
    assert all("Leah Arden, 14 1 line" in side and "1 line you may see" in side for side in sides)
    assert titles(found) == [STAR, STAR_HOUSE]
    assert "Why they are near: The same name, spelled otherwise." in main(found)


def test_two_that_are_not_near_can_be_judged_too(partnership: Partnership, lead: Client) -> None:
    star, hotel = in_leahs_circle(partnership, STAR, ELSEWHERE)

    found = page(lead, f"/things/{star}.{hotel}/same/")
    lead.post(f"/things/{star}.{hotel}/same/", {"choice": "same", "reason": "It changed hands."})

    assert "By the rules of its kind the two are not near." in main(found)
    assert titles(page(lead, f"/things/{hotel}/")) == [STAR, ELSEWHERE]


def test_said_the_same_each_page_shows_both_and_says_who_held_it_and_why(
    partnership: Partnership, lead: Client
) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    answer = lead.post(f"/things/{star}.{house}/same/", {"choice": "same", "reason": REASON}, follow=True)

    assert b"Held to be the same: the page of each shows both." in answer.content
    for here, other in ((star, STAR_HOUSE), (house, STAR)):
        found = page(lead, f"/things/{here}/")
        assert titles(found) == [STAR, STAR_HOUSE]
        held = words(found.select_one("section[aria-labelledby=held-same]"))
        assert f"Also written {other} , held to be the same by Joanna Pryce, Children's Services, today" in held
        assert f"because: {REASON}" in held
        assert not found.select_one("section[aria-labelledby=near]")
    again = page(lead, f"/things/{house}.{star}/same/")
    assert "Held to be the same Joanna Pryce" in main(again)
    assert not again.select("button[name=choice]")


def test_said_different_neither_is_listed_and_that_is_said(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    lead.post(f"/things/{star}.{house}/same/", {"choice": "different", "reason": "Two shops."})

    found = page(lead, f"/things/{house}/")
    assert not found.select_one("section[aria-labelledby=near]")
    assert f"{STAR} , held to be different by Joanna Pryce" in words(
        found.select_one("section[aria-labelledby=held-different]")
    )
    assert titles(found) == [STAR_HOUSE]


def test_who_cannot_tell_is_named_and_it_is_still_asked(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    lead.post(f"/things/{star}.{house}/same/", {"choice": "cannot_tell", "reason": ""})

    found = page(lead, f"/things/{star}.{house}/same/")
    assert "Who could not tell yet Joanna Pryce, Children's Services, today" in main(found)
    assert len(found.select("button[name=choice]")) == 3
    assert page(lead, f"/things/{star}/").select_one("section[aria-labelledby=near]")


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"choice": "same", "reason": " "}, "Write your reason"), ({"reason": "x"}, "Choose an answer"),
     ({"choice": "ask_agency", "reason": "x"}, "Choose an answer")],
)  # fmt: skip
def test_an_answer_that_lacks_something_is_not_taken(
    partnership: Partnership, lead: Client, sent: dict[str, str], said: str
) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    answer = lead.post(f"/things/{star}.{house}/same/", sent)

    assert (answer.status_code, said.encode() in answer.content) == (422, True)
    with acting_as(partnership.lead):
        assert not Judgement.objects.exists()


def test_it_is_taken_back_with_a_reason(partnership: Partnership, lead: Client, officer: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    say(partnership.member, star, house)
    back = f"/things/{star}.{house}/take-back/"
    assert REASON in main(page(lead, lead.get(back).headers["Location"]))
    assert lead.post(back, {"reason": " "}).status_code == 422

    answer = lead.post(back, {"reason": "Another street."}, follow=True)

    assert b"Taken back: the two stand apart" in answer.content
    assert titles(page(officer, f"/things/{star}/")) == [STAR]
    assert officer.get(back).status_code == 404


def test_another_judgement_than_she_read_is_not_taken_back(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    say(partnership.member, star, house)
    back = f"/things/{star}.{house}/take-back/"
    read = lead.get(back).headers["Location"]
    assert lead.get(read).status_code == 200
    lead.post(read, {"reason": "Another street."})
    say(partnership.member, star, house, Choice.DIFFERENT)

    answer = lead.post(read, {"reason": "Another street."})

    assert answer.status_code == 422
    assert b"judged anew meanwhile" in answer.content
    assert b"Another street." in answer.content
    assert titles(page(lead, f"/things/{star}/")) == [STAR]
    assert lead.post(lead.get(back).headers["Location"], {"reason": "It is one."}).status_code == 302


def test_what_would_join_two_that_are_held_different_is_refused_in_words(
    partnership: Partnership, lead: Client
) -> None:
    star, house, road = in_leahs_circle(partnership, STAR, STAR_HOUSE, STAR_ROAD)
    say(partnership.member, star, house)
    say(partnership.member, star, road, Choice.DIFFERENT)

    answer = lead.post(f"/things/{house}.{road}/same/", {"choice": "same", "reason": "x"})

    assert answer.status_code == 422
    said = main(BeautifulSoup(answer.content, "html.parser"))
    assert f"“{STAR}”" in said
    assert f"“{STAR_ROAD}”" in said
    assert "which are held to be different. If that is wrong, take it back first" in said


def test_judgements_that_do_not_agree_are_said_and_nothing_is_shown_together(
    partnership: Partnership, officer: Client
) -> None:
    star, road = in_leahs_circle(partnership, STAR, STAR_ROAD)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    say(partnership.member, star, house)
    say(partnership.member, house, road)
    say(partnership.lead, star, road, Choice.DIFFERENT)

    found = page(officer, f"/things/{house}/")

    assert titles(found) == [STAR_HOUSE]
    assert "These do not agree, so nothing is shown together." in main(found)


def test_for_who_sees_one_the_other_and_what_was_judged_are_not_there(
    partnership: Partnership, lead: Client, officer: Client
) -> None:
    [star] = in_leahs_circle(partnership, STAR)
    house = in_a_narrow_circle(partnership, STAR_HOUSE)
    before = _shown(lead, f"/things/{star}/")

    officer.post(f"/things/{star}.{house}/same/", {"choice": "same", "reason": REASON})

    assert _shown(lead, f"/things/{star}/") == before
    assert titles(page(officer, f"/things/{star}/")) == [STAR_HOUSE, STAR]
    for act in "same", "take-back":
        hidden = _shown(lead, f"/things/{star}.{house}/{act}/").replace(house, ABSENT)
        assert hidden == _shown(lead, f"/things/{star}.{ABSENT}/{act}/")
        assert lead.post(f"/things/{star}.{house}/{act}/", {"choice": "same", "reason": "x"}).status_code == 404


def test_what_is_no_pair_is_not_there(partnership: Partnership, lead: Client) -> None:
    [star] = in_leahs_circle(partnership, STAR)

    for pair in star, f"{star}.{star}", f"{star}.", f".{star}", f"{star}.{star}.{star}", "x":
        assert lead.get(f"/things/{pair}/same/").status_code == 404


def test_both_are_opened_in_the_ledger_with_the_children_shown(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    lead.get(f"/things/{star}.{house}/same/")

    with acting_as(partnership.lead):
        lines = Line.objects.filter(worker_id=partnership.lead.pk, purpose="Is this the same?").order_by("id")
        child = partnership.leah.reference
        assert [(line.act, line.about) for line in lines] == [
            ("opened", star), ("listed", child), ("opened", house), ("listed", child),
        ]  # fmt: skip


def test_the_search_shows_what_is_held_the_same_as_one(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)

    def rows() -> list[str]:
        answer = lead.post("/search/", {"q": "star kebab"}, follow=True)
        found = BeautifulSoup(answer.content, "html.parser")
        return [words(row) for row in found.select("table[aria-labelledby=found-things] tbody tr")]

    assert len(rows()) == 2
    say(partnership.member, star, house)

    [row] = rows()
    assert "Also written" in row
    assert "2 reports you may see" in row


def test_a_chronology_that_is_filtered_by_one_has_the_lines_of_both(partnership: Partnership, lead: Client) -> None:
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    url = f"/children/{partnership.leah.reference}/chronology/?mention={star}"
    assert titles(page(lead, url)) == [STAR]

    say(partnership.member, star, house)

    assert titles(page(lead, url)) == [STAR, STAR_HOUSE]
    with acting_as(partnership.lead):
        person = Mention.objects.get(thing=star).reference
    assert titles(page(lead, url.replace(star, person))) == [STAR]


def test_a_copy_holds_the_lines_of_both_and_says_why(
    partnership: Partnership, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Paper] = []

    def kept(paper: Paper) -> bytes:
        given.append(paper)
        return b"%PDF-"

    monkeypatch.setattr("erle.doors.staff.things.copy.printed", kept)
    star, house = in_leahs_circle(partnership, STAR, STAR_HOUSE)
    lead.post(f"/things/{star}/copy/", {"purpose": "x"})
    say(partnership.member, star, house)

    lead.post(f"/things/{star}/copy/", {"purpose": "x"})

    assert [[line.title for line in paper.lines if not line.gap] for paper in given] == [[STAR], [STAR, STAR_HOUSE]]
    assert "Held the same" not in dict(given[0].summary)
    assert "by Imran Hale, Northmere Police, today" in dict(given[1].summary)["Held the same"]


def _shown(client: Client, path: str) -> str:
    answer = client.get(path)
    found = BeautifulSoup(answer.content, "html.parser")
    return f"{answer.status_code} {main(found)} {[link['href'] for link in found.select('main a')]}"
