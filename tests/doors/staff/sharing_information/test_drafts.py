"""A draft is kept as it is typed, for one worker, about one child; it survives her time running out, and midnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from erle.doors.staff.models import Draft
from erle.doors.staff.sharing_information.unsent import MOST_ITEMS, MOST_UNSENT
from erle.doors.staff.signing_in.stays import timeouts
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.access.models import Share
from erle.foundation.statute.moments import LONDON
from erle.knowledge.records.models import Item, Report
from tests.doors.staff.sharing_information.teller import ANSWERS, Teller, errors, page, teller, words
from tests.partnership import NOW, Partnership


@pytest.fixture
def one(partnership: Partnership) -> Teller:
    begun = teller(partnership.lead).start()
    begun.choose(partnership.leah.reference)
    return begun


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)


@pytest.fixture
def clock() -> Iterator[Clock]:
    made = Clock()
    with mock.patch("erle.doors.staff.page.timezone.now", side_effect=lambda: made.now):
        yield made


def test_what_is_typed_is_kept_with_suggestions_and_the_time_that_was_understood(one: Teller) -> None:
    said = one.type(
        "items/1/", {"text": "🧒 She has been putting herself at risk. She said “he’s my boyfriend”."}
    ).json()
    when = one.type("items/1/when/", {"when": "yesterday at 08:50"}).json()
    unclear = one.type("items/1/when/", {"when": "at 4"}).json()

    [suggestion] = said["suggestions"]
    assert suggestion["words"] == "putting herself at risk"
    assert suggestion["instead"] == "at risk from others"
    assert suggestion["start"] == len("🧒 She has been ") + 1  # a browser counts the child's picture as two
    assert said["saved_at"]
    assert said["ends_at"]
    assert when["understood"]["when"].startswith("Understood as: ")
    assert "You can choose when you continue" in unclear["understood"]["when"]


def test_words_that_she_keeps_are_not_pointed_out_again(one: Teller) -> None:
    typed = {"text": "He absconded.", "kept_words": "absconded"}

    assert one.type("items/1/", typed).json()["suggestions"] == []


def test_she_goes_on_where_she_left_off(one: Teller) -> None:
    one.answer("items/1/", ANSWERS["what"])

    again = one.look("")

    assert again.headers["Location"].endswith("/items/1/when/")
    assert "A silver car brought her" in words(one.client.get("/share/"))
    assert "information that is not shared yet" in words(one.client.get("/"))


def test_save_and_come_back_later_keeps_what_was_typed_without_scripts(one: Teller) -> None:
    answer = one.answer("items/1/", {"text": "Not finis", "later": "1"})

    assert answer.headers["Location"] == "/share/"
    assert "Not finis" in words(one.look("items/1/"))


def test_an_answer_that_is_not_taken_is_kept_all_the_same(one: Teller) -> None:
    answer = one.answer("items/1/", {"text": "Without saying what it is"})

    assert answer.status_code == 422
    assert "Choose whether that is what happened" in errors(answer)
    assert "Without saying what it is" in words(one.look("items/1/"))


@pytest.mark.parametrize("key", ["member", "manager", "never", "administrator"])
def test_nobody_else_reads_a_draft(partnership: Partnership, one: Teller, key: str) -> None:
    one.answer("items/1/", ANSWERS["what"])
    other = teller(partnership.workers[key])
    other.reference = one.reference
    nothing = Teller(other.client, "H-NNNNNN22")

    for where in ("", "who/", "items/1/", "check/", "files/", "not/", "throw-away/"):
        hidden, absent = other.look(where), nothing.look(where)
        assert hidden.status_code == absent.status_code in (403, 404), where
        assert b"silver car" not in hidden.content


def test_a_draft_of_one_child_is_never_sent_about_another(partnership: Partnership, one: Teller) -> None:
    one.answer("items/1/", ANSWERS["what"])

    described = one.answer("who/", {"act": "describe"})

    assert described.status_code == 409
    assert "stays with the child it is about" in errors(described)
    assert "What you have written stays with that child" in words(one.look("who/"))
    assert one.answer("describe/", {"given_names": "Another"}, seen="").headers["Location"].endswith("/who/")
    with acting_as(partnership.lead):
        assert Draft.objects.get(about=one.reference).fields["person"] == partnership.leah.reference


def test_before_anything_is_written_another_child_may_be_chosen(partnership: Partnership, one: Teller) -> None:
    assert one.answer("who/", {"act": "describe"}).status_code == 302
    assert one.answer("who/", {"person": partnership.leah.reference}).status_code == 302


def test_a_child_whose_record_she_lost_meanwhile_is_not_written_about(partnership: Partnership) -> None:
    one = teller(partnership.member).start()
    one.choose(partnership.leah.reference)
    one.answer_all(graded=True, why={"purpose": "To protect", "basis": "police_safeguarding"})
    with acting_as(partnership.manager):
        share = Share.objects.get(worker=partnership.member, circle=partnership.leah.circle, withdrawn_at__isnull=True)
        withdraw_share(share=share, because="No longer needed", by=partnership.manager, at=NOW)

    answer = one.send()

    assert answer.status_code == 422
    assert "You can no longer see the record of the child" in errors(answer)
    assert b"Leah" not in answer.content
    with acting_as(partnership.manager):
        assert not Report.objects.filter(said__draft=one.reference).exists()


def test_yesterday_is_counted_from_when_it_was_typed(partnership: Partnership, one: Teller, clock: Clock) -> None:
    clock.now = datetime(2026, 10, 25, 23, 58, tzinfo=LONDON)
    one.answer("items/1/when/", {**ANSWERS["when"], "when": "yesterday"})
    one.answer_all(when={**ANSWERS["when"], "when": "yesterday"})
    clock.now = datetime(2026, 10, 26, 0, 3, tzinfo=LONDON)

    checked = words(one.look("check/"))
    sent = one.send()

    assert "Saturday 24 October 2026" in checked
    with acting_as(partnership.lead):
        item = Item.objects.get(report__said__draft=one.reference, number=1)
        assert item.happened_at == datetime(2026, 10, 24, 0, 0, tzinfo=LONDON)
    assert sent.status_code == 302


def test_typed_anew_it_is_counted_anew(one: Teller, clock: Clock) -> None:
    clock.now = datetime(2026, 10, 25, 12, 0, tzinfo=LONDON)
    one.answer("items/1/when/", {**ANSWERS["when"], "when": "yesterday"})
    clock.now = datetime(2026, 10, 27, 12, 0, tzinfo=LONDON)

    assert "Saturday 24 October 2026" in words(one.look("items/"))
    one.answer("items/1/when/", {**ANSWERS["when"], "when": "yesterday morning"})
    assert "Monday 26 October 2026, in the morning" in words(one.look("items/"))


def test_the_hour_that_is_twice_is_asked_and_the_answer_is_kept(partnership: Partnership, one: Teller) -> None:
    typed = {**ANSWERS["when"], "when": "25/10/2026 01:30"}

    asked = one.answer("items/1/when/", typed)
    options = [str(found["value"]) for found in page(asked).select("input[name=reading]")]
    one.answer("items/1/when/", {**typed, "reading": options[0]})

    assert asked.status_code == 422
    assert [option.rpartition(", ")[2] for option in options] == [
        "after the clocks went back",
        "before the clocks went back",
    ]
    assert "after the clocks went back" in words(one.look("items/"))


def test_what_arrives_after_her_time_ran_out_is_kept(partnership: Partnership, one: Teller) -> None:
    opened = one.seen("items/1/")
    _run_out(one)

    answer = one.answer("items/1/", {"text": "Typed for an hour.", "nature": "fact"}, seen=opened)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
    assert "Typed for an hour." in words(_signed_in_again(partnership, one).look("items/1/"))


def test_what_arrives_late_and_beside_something_newer_is_put_beside_it(partnership: Partnership, one: Teller) -> None:
    opened = one.seen("items/1/")
    one.answer("items/1/", {"text": "Newer.", "nature": "fact"})
    _run_out(one)

    one.answer("items/1/", {"text": "Older, and late.", "nature": "fact"}, seen=opened)

    again = _signed_in_again(partnership, one)
    shown = again.look("items/1/")
    area = page(shown).select_one("textarea[name=text]")
    assert area is not None
    assert area.text.strip() == "Newer."
    assert "Older, and late." in words(shown)
    again.answer("items/1/", {"text": "Both.", "nature": "fact"})
    assert "Older, and late." not in words(again.look("items/1/"))


def test_a_draft_has_a_size_and_a_worker_has_so_many(partnership: Partnership, one: Teller) -> None:
    for _ in range(MOST_ITEMS - 1):
        assert one.answer("items/", {"more": "yes"}).status_code == 302
    assert "20 things in one report" in errors(one.answer("items/", {"more": "yes"}))
    for _ in range(MOST_UNSENT - 1):
        one.client.post("/share/", {})
    full = one.client.post("/share/", {})
    assert full.status_code == 422
    assert "many drafts" in errors(full)
    with acting_as(partnership.lead):
        draft = Draft.objects.get(about=one.reference)
        draft.fields = {**draft.fields, "answers": {"voice": {"said": "x" * 399_000}}}
        draft.save(update_fields=["fields"])
    assert one.type("items/1/", {"text": "y" * 9_000}).status_code == 413
    assert "too long to keep" in errors(one.answer("items/1/", {"text": "y" * 9_000, "nature": "fact"}))


def test_thrown_away_it_is_gone(partnership: Partnership, one: Teller) -> None:
    one.answer("items/1/", ANSWERS["what"])
    assert "Nothing of it was shared" in words(one.look("throw-away/"))

    one.answer("throw-away/", {})

    assert one.look("items/1/").status_code == 404
    with acting_as(partnership.lead):
        assert not Draft.objects.filter(about=one.reference).exists()


def test_what_is_still_to_answer_is_listed_and_nothing_is_sent(one: Teller) -> None:
    one.answer("items/1/", ANSWERS["what"])

    shown = one.look("check/")
    answer = one.send()

    assert "Still to answer" in words(shown)
    assert "Share now" not in words(shown)
    assert answer.status_code == 422
    assert "Say how soon somebody must act" in errors(answer)


def test_a_change_from_the_check_leads_back_to_it(one: Teller) -> None:
    one.answer_all()

    answer = one.client.post(one.path("strengths/?then=check"), {"text": "Art club.", "seen": one.seen("strengths/")})

    assert answer.headers["Location"] == one.path("check/")


def _run_out(one: Teller) -> None:
    session = one.client.session
    long_ago = datetime.now(UTC) - timedelta(minutes=31)
    session[timeouts.LAST_SEEN_AT] = long_ago.isoformat()
    session[timeouts.SIGNED_IN_AT] = long_ago.isoformat()
    session.save()


def _signed_in_again(partnership: Partnership, one: Teller) -> Teller:
    again = teller(partnership.lead)
    again.reference = one.reference
    return again
