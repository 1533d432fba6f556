"""The list of what may be the same: what stands there, that one is judged after another, and what it does not tell."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from erle.knowledge.linkage.models import Judgement
from erle.knowledge.linkage.rules import Choice
from tests.doors.staff.children.test_pages import page, words
from tests.doors.staff.things.test_same import main
from tests.house.test_routes import browser
from tests.house.things import NEUTRAL
from tests.knowledge.linkage.things.comparing import compare, compared
from tests.knowledge.linkage.things.conftest import copy
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

assert copy  # the fixture, by its name
NEAR, ADDRESSES = "/things/near/", "/things/near/addresses/"
WRITTEN = ("14 Station Road", "14 Station Rd", "9 Mill Lane", "9 Mill Ln")


@pytest.fixture
def partnership(copy: Partnership) -> Partnership:
    """The partnership, where what is done is kept."""
    return copy


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """The browser of Leah's lead worker."""
    return browser(partnership.lead)


def rows(found: BeautifulSoup) -> list[str]:
    return [words(row) for row in found.select("main tbody tr")]


def bytes_of(client: Client, path: str) -> bytes:
    body = client.get(path).content
    for pattern, instead in NEUTRAL:
        body = pattern.sub(instead, body)
    return body


def judgements(partnership: Partnership) -> list[tuple[str, str]]:
    with acting_as(partnership.member):
        return list(Judgement.objects.order_by("pk").values_list("choice", "reason"))


def test_my_work_leads_to_the_list_and_the_list_says_kind_both_spellings_why_and_with_whom(
    partnership: Partnership, lead: Client
) -> None:
    star, house, _ = compared(partnership, STAR, STAR_HOUSE, ELSEWHERE)

    panel = page(lead, "/").select_one("section[aria-labelledby=near]")
    found = page(lead, NEAR)

    assert panel is not None
    assert [link["href"] for link in panel.select("a")] == [NEAR]
    [row] = rows(found)
    assert {STAR in row, STAR_HOUSE in row} == {True}
    assert row.endswith("Place The same name, spelled otherwise 1 child, and 1 child")
    [link] = found.select("main tbody a")
    assert set(str(link["href"]).split("/")[2].split(".")) == {star, house}


def test_where_nothing_waits_that_is_said(partnership: Partnership, lead: Client) -> None:
    assert "Nothing waits for you to be judged." in main(page(lead, NEAR))
    assert "No address waits that is written in two ways." in main(page(lead, ADDRESSES))
    assert lead.post(ADDRESSES, {"chosen": "x.y", "reason": "x"}).status_code == 422


def test_after_an_answer_the_next_pair_comes_and_at_the_end_the_list(partnership: Partnership, lead: Client) -> None:
    compared(partnership, STAR, STAR_HOUSE, "Queensgate", "Queens Gate")
    [first, second] = [str(link["href"]) for link in page(lead, NEAR).select("main tbody a")]
    shown = page(lead, first)
    assert "Pair 1 of 2." in main(shown)
    assert [link["href"] for link in shown.select("[data-key=n]")] == [second]
    assert [button["data-key"] for button in shown.select("button[name=choice]")] == ["s", "d", "c"]

    answer = lead.post(first, {"choice": "different", "reason": "Two shops."})
    assert answer["Location"] == second
    assert "Pair 1 of 1." in main(page(lead, second))
    answer = lead.post(second, {"choice": "cannot_tell", "reason": ""})

    assert answer["Location"] == NEAR
    assert not rows(page(lead, NEAR))
    assert main(page(lead, first)).count("Pair") == 0
    assert judgements(partnership) == [("different", "Two shops."), ("cannot_tell", "")]


def test_from_the_page_of_a_thing_one_goes_back_to_it_and_not_on(partnership: Partnership, lead: Client) -> None:
    star, house = compared(partnership, STAR, STAR_HOUSE)

    shown = page(lead, f"/things/{star}.{house}/same/")
    answer = lead.post(f"/things/{star}.{house}/same/", {"choice": "same", "reason": REASON})

    assert not shown.select("[data-key=n]")
    assert answer["Location"] == f"/things/{star}/"


def test_a_refusal_stands_on_the_pair(partnership: Partnership, lead: Client) -> None:
    star, house, road = compared(partnership, STAR, STAR_HOUSE, STAR_ROAD)
    say(partnership.member, star, house)
    say(partnership.member, star, road, Choice.DIFFERENT)

    answer = lead.post(f"/things/{house}.{road}/next/", {"choice": "same", "reason": "x"})

    assert answer.status_code == 422
    assert b"which are held to be different" in answer.content


def test_several_addresses_are_confirmed_in_one_act_each_by_itself(partnership: Partnership, lead: Client) -> None:
    things = compared(partnership, *WRITTEN, STAR, STAR_HOUSE)
    assert "2 are one address written in two ways: confirm several at once" in main(page(lead, NEAR))
    boxes = page(lead, ADDRESSES).select("input[name=chosen]")
    assert len(boxes) == 2
    assert not any(box.has_attr("checked") for box in boxes)

    answer = lead.post(
        ADDRESSES, {"chosen": [box["value"] for box in boxes], "reason": "Road and lane, written short."}, follow=True
    )

    assert "2 pairs held to be the same, each by itself" in main(BeautifulSoup(answer.content, "html.parser"))
    assert judgements(partnership) == [("same", "Road and lane, written short.")] * 2
    assert len(rows(page(lead, NEAR))) == 1
    back = lead.post(f"/things/{things[0]}.{things[1]}/take-back/", {"reason": "Another town."})
    assert back.status_code == 302
    assert words(page(lead, f"/things/{things[2]}/").select_one("section[aria-labelledby=held-same]"))
    assert not page(lead, f"/things/{things[0]}/").select("section[aria-labelledby=held-same]")


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"reason": "x"}, "Choose the pairs that are one address"), ({"chosen": "1", "reason": " "}, "Write your reason"),
     ({"chosen": "of a name", "reason": "x"}, "One of these pairs does not wait any more.")],
)  # fmt: skip
def test_what_lacks_something_or_is_no_address_holds_nothing_the_same(
    partnership: Partnership, lead: Client, sent: dict[str, str], said: str
) -> None:
    *_, star, house = compared(partnership, *WRITTEN, STAR, STAR_HOUSE)
    box = str(page(lead, ADDRESSES).select("input[name=chosen]")[0]["value"])
    chosen = {"1": box, "of a name": f"{min(star, house)}.{max(star, house)}"}

    answer = lead.post(ADDRESSES, {**sent, **({"chosen": chosen[sent["chosen"]]} if "chosen" in sent else {})})

    found = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, said in main(found)) == (422, True)
    assert bool(found.select("input[checked]")) == (sent.get("chosen") == "1")
    assert judgements(partnership) == []


def test_a_new_spelling_stands_on_the_page_of_the_thing_at_once(partnership: Partnership, lead: Client) -> None:
    """Before anything was compared: what is near a thing is looked for when its page is opened."""
    [road] = compared(partnership, WRITTEN[0])
    in_leahs_circle(partnership, WRITTEN[1])

    near = page(lead, f"/things/{road}/").select_one("section[aria-labelledby=near]")
    assert words(near).startswith(f"Perhaps the same {WRITTEN[1]} The same address, written otherwise")
    assert not rows(page(lead, NEAR))


def test_with_and_without_hidden_things_the_pages_are_the_same_to_the_last_byte(
    partnership: Partnership, lead: Client
) -> None:
    star, _, road, *_ = compared(partnership, STAR, STAR_HOUSE, *WRITTEN[:2])
    paths = (NEAR, ADDRESSES, "/", f"/things/{star}/")
    before = [bytes_of(lead, path) for path in paths]
    assert all(rows(page(lead, NEAR)))

    hidden = [in_a_narrow_circle(partnership, said) for said in (STAR_ROAD, WRITTEN[1], WRITTEN[2], WRITTEN[3], STAR)]
    compare()
    say(partnership.member, star, hidden[0])
    say(partnership.member, hidden[2], hidden[3])
    say(partnership.member, road, hidden[2], Choice.DIFFERENT)

    assert [bytes_of(lead, path) for path in paths] == before
    assert len(rows(page(browser(partnership.member), NEAR))) > len(rows(page(lead, NEAR)))


def test_the_list_writes_which_things_it_named(partnership: Partnership, lead: Client) -> None:
    star, house = compared(partnership, STAR, STAR_HOUSE)

    lead.get(NEAR)

    with acting_as(partnership.lead):
        lines = Line.objects.filter(worker_id=partnership.lead.pk, purpose="Perhaps the same")
        assert {(line.act, line.about) for line in lines} == {("listed", star), ("listed", house)}


def test_of_many_the_first_are_shown_and_the_number_says_so(
    partnership: Partnership, lead: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(partnership, *WRITTEN, STAR, STAR_HOUSE)
    monkeypatch.setattr("erle.doors.staff.things.worklist.MOST", 1)

    found = page(lead, NEAR)

    assert len(rows(found)) == 1
    assert "3 pairs wait. The first 1 are shown." in main(found)
    monkeypatch.setattr("erle.doors.staff.things.worklist.LOOKED_THROUGH", 3)
    assert "3 pairs or more wait." in main(page(lead, NEAR))
