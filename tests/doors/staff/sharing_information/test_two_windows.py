"""One draft in two windows: the second is told what changed and shown both; nothing is written over, nothing lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erle.doors.staff.models import Draft
from erle.foundation.access.acting import acting_as
from erle.knowledge.records.models import Report
from tests.doors.staff.sharing_information.teller import ANSWERS, Teller, errors, page, seen_in, teller, words
from tests.partnership import Partnership


@pytest.fixture
def both(partnership: Partnership) -> tuple[Teller, Teller]:
    """The same draft in two browsers of one worker."""
    first = teller(partnership.lead).start()
    first.choose(partnership.leah.reference)
    second = teller(partnership.lead)
    second.reference = first.reference
    return first, second


def kept(one: Teller, step: str) -> str:
    draft = Draft.objects.get(about=one.reference)
    return str(draft.fields.get("answers", {}).get(step, {}).get("text", ""))


def test_the_second_window_is_shown_both_and_nothing_is_written_over(
    partnership: Partnership, both: tuple[Teller, Teller]
) -> None:
    first, second = both
    opened = second.seen("items/1/")
    first.answer("items/1/", {"text": "From the first window.", "nature": "fact"})

    answer = second.answer("items/1/", {"text": "From the second window.", "nature": "fact"}, seen=opened)

    assert answer.status_code == 409
    said = words(answer)
    assert "You changed this in another window" in said
    assert "From the first window." in said
    area = page(answer).select_one("textarea[name=text]")
    assert area is not None
    assert area.text.strip() == "From the second window."
    with acting_as(partnership.lead):
        assert kept(first, "what-1") == "From the first window."


def test_having_seen_both_she_may_write_over(partnership: Partnership, both: tuple[Teller, Teller]) -> None:
    first, second = both
    opened = second.seen("items/1/")
    first.answer("items/1/", {"text": "From the first window.", "nature": "fact"})
    told = second.answer("items/1/", {"text": "From the second.", "nature": "fact"}, seen=opened)

    again = second.answer("items/1/", {"text": "From both.", "nature": "fact"}, seen=seen_in(told))

    assert again.status_code == 302
    with acting_as(partnership.lead):
        assert kept(first, "what-1") == "From both."


def test_typing_in_the_second_window_is_told_at_once(partnership: Partnership, both: tuple[Teller, Teller]) -> None:
    first, second = both
    opened = second.seen("items/1/")
    first.type("items/1/", {"text": "From the first window."})

    answer = second.type("items/1/", {"text": "From the second window."}, seen=opened)

    assert answer.status_code == 409
    assert "You changed this page in another window at" in answer.json()["words"]
    with acting_as(partnership.lead):
        assert kept(first, "what-1") == "From the first window."


def test_different_questions_in_two_windows_do_not_meet(both: tuple[Teller, Teller]) -> None:
    first, second = both
    opened = second.seen("strengths/")
    first.answer("items/1/", ANSWERS["what"])

    assert second.answer("strengths/", ANSWERS["strengths"], seen=opened).status_code == 302


def test_the_same_words_sent_twice_are_no_change(both: tuple[Teller, Teller]) -> None:
    first, second = both
    opened = second.seen("items/1/")
    first.answer("items/1/", ANSWERS["what"])
    windows_ends_of_lines = {**ANSWERS["what"]}

    assert second.answer("items/1/", windows_ends_of_lines, seen=opened).status_code == 302


def test_typing_goes_on_with_what_the_script_was_told(both: tuple[Teller, Teller]) -> None:
    first, _ = both
    kept_once = first.type("items/1/", {"text": "She came"}).json()

    kept_twice = first.type("items/1/", {"text": "She came in late\r\nand tired"}, seen=kept_once["seen"])

    assert kept_twice.status_code == 200
    assert kept_twice.json()["seen"] != kept_once["seen"]


def test_what_changed_since_it_was_read_is_not_shared(both: tuple[Teller, Teller]) -> None:
    first, second = both
    first.answer_all()
    read = second.seen("check/")
    first.answer("items/1/", {"text": "Something else.", "nature": "fact"})

    answer = second.send(seen=read)

    assert answer.status_code == 409
    assert "This changed at" in errors(answer)
    assert "Something else." in words(answer)
    assert second.send().status_code == 302


def test_pressed_in_both_windows_it_is_shared_once(partnership: Partnership, both: tuple[Teller, Teller]) -> None:
    first, second = both
    first.answer_all()
    read = second.seen("check/")
    receipt = first.send().headers["Location"]

    answer = second.send(seen=read)

    assert answer.status_code == 409
    assert "This was shared already" in words(answer)
    assert receipt in answer.content.decode()
    with acting_as(partnership.lead):
        assert Report.objects.filter(said__draft=first.reference).count() == 1


def test_what_is_typed_after_it_was_shared_is_shown_again(both: tuple[Teller, Teller]) -> None:
    first, second = both
    opened = second.seen("strengths/")
    first.answer_all()
    receipt = first.send().headers["Location"]

    answer = second.answer("strengths/", {"text": "She laughs with her aunt."}, seen=opened)
    typed = second.type("strengths/", {"text": "She laughs."}, seen=opened)

    assert answer.status_code == 409
    assert "She laughs with her aunt." in words(answer)
    assert typed.status_code == 409
    assert "shared already" in typed.json()["words"]
    assert second.look("strengths/").headers["Location"] == receipt


def test_whom_it_is_about_changed_in_another_window_is_told(
    partnership: Partnership, both: tuple[Teller, Teller]
) -> None:
    first, second = both
    opened = second.seen("who/")
    first.answer("who/", {"act": "describe"})

    answer = second.answer("who/", {"person": partnership.leah.reference}, seen=opened)

    assert answer.status_code == 409
    assert "another window" in errors(answer)


def test_whoever_keeps_holds_the_draft_until_the_request_ends(both: tuple[Teller, Teller]) -> None:
    first, _ = both
    first.seen("items/1/")

    with CaptureQueriesContext(connection) as asked:
        first.client.post(first.path("items/1/"), {**ANSWERS["what"], "seen": ""})

    locks = [one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"]]
    writes = [one["sql"] for one in asked.captured_queries if one["sql"].startswith('UPDATE "staff_draft"')]
    assert len(locks) == len(writes) == 1
