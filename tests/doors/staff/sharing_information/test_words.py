"""Suggestions about words on the check, without scripts: taken or passed over, and never in what somebody said."""

from __future__ import annotations

import pytest

from erle.foundation.access.acting import acting_as
from erle.knowledge.records.models import Item
from tests.doors.staff.sharing_information.teller import ANSWERS, Teller, page, teller, words
from tests.partnership import Partnership

TEXT = "She has been putting herself at risk. She said “I put myself at risk, he’s my boyfriend”. He absconded."


@pytest.fixture
def one(partnership: Partnership) -> Teller:
    begun = teller(partnership.lead).start()
    begun.choose(partnership.leah.reference)
    voice = {**ANSWERS["voice"], "said": "He’s my boyfriend."}
    return begun.answer_all(what={"text": TEXT, "nature": "fact"}, voice=voice)


def press(one: Teller, said: str, choice: str) -> None:
    forms = page(one.look("check/")).select("form[action$='/words/']")
    [form] = [form for form in forms if form.select_one(f'input[value="{said}"]')]
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    one.client.post(one.path("words/"), {**sent, "choice": choice})


def test_each_phrase_is_pointed_out_once_and_the_childs_own_words_never(one: Teller) -> None:
    shown = page(one.look("check/"))

    assert [mark.text for mark in shown.select("form mark")] == ["putting herself at risk", "absconded"]


def test_use_this_changes_the_words_in_their_place(partnership: Partnership, one: Teller) -> None:
    press(one, "putting herself at risk", "use")
    one.send()

    with acting_as(partnership.lead):
        item = Item.objects.get(report__said__draft=one.reference, number=1)
    assert item.text == TEXT.replace("putting herself at risk", "at risk from others")


def test_keep_my_words_keeps_them_and_asks_no_more(partnership: Partnership, one: Teller) -> None:
    press(one, "absconded", "keep")
    press(one, "putting herself at risk", "keep")

    assert "Suggestions about words" not in words(one.look("check/"))
    one.send()
    with acting_as(partnership.lead):
        assert Item.objects.get(report__said__draft=one.reference, number=1).text == TEXT


def test_nothing_is_blocked(one: Teller) -> None:
    assert one.send().status_code == 302


@pytest.mark.parametrize("step", ["voice", "what-9", "", "why"])
def test_no_other_words_are_changed(partnership: Partnership, one: Teller, step: str) -> None:
    one.client.post(one.path("words/"), {"step": step, "words": "absconded", "choice": "use", "seen": ""})

    assert "absconded" in words(one.look("check/"))


def test_words_that_changed_in_another_window_are_left_alone(one: Teller) -> None:
    one.client.post(one.path("words/"), {"step": "what-1", "words": "absconded", "choice": "use", "seen": "before"})

    assert "You changed this in another window" in words(one.look("check/"))
    assert "He absconded." in words(one.look("items/"))
