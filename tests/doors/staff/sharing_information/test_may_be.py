"""Who describes a child is told whom of her circles it may be, in words; takes that record, or goes on with another."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from erle.doors.staff.models import Draft
from erle.doors.staff.searching.search import SEARCHES
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import end_post
from erle.foundation.agencies.models import Post, Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.telling import Particulars
from erle.knowledge.records.models import Person, Report
from tests.doors.staff.sharing_information.teller import Teller, page, teller, words
from tests.knowledge.linkage.handing import BORN, LEAH, typed_by
from tests.partnership import CANARY, Partnership, as_administrator

SAID = {"given_names": "Leah", "family_name": "Ardin", "born_on-day": "3", "born_on-month": "3", "born_on-year": "2012"}
NOBODY = {
    "given_names": "Milos",
    "family_name": "Novak",
    "born_on-day": "5",
    "born_on-month": "6",
    "born_on-year": "2011",
}
SEALED = {**SAID, "given_names": "Wren", "family_name": CANARY}
NONE = "No child whose record you may see fits this. That says nothing of whether others know the child."
VARIES = re.compile(rb"H-[0-9A-Z]{10}|E-[0-9A-Z]{8}")


@pytest.fixture
def one(partnership: Partnership) -> Teller:
    return describing(partnership.lead)


def describing(worker: Worker) -> Teller:
    begun = teller(worker).start()
    begun.answer("who/", {"act": "describe"})
    return begun


def ask(one: Teller, said: dict[str, str]) -> Any:
    """Ask as the page's script does, with all that stands in the form."""
    return one.client.post(one.path("describe/may-be/"), said, headers={"hx-request": "true"})


def lines(worker: Worker, act: str) -> list[dict[str, Any]]:
    with acting_as(worker):
        found = Line.objects.filter(act=act, worker_id=worker.pk, purpose="Share information").order_by("id")
        return [{"about": line.about, **line.detail} for line in found]


def test_while_she_describes_she_is_told_whom_it_may_be_and_how_the_two_agree(
    partnership: Partnership, one: Teller
) -> None:
    shown = page(ask(one, SAID))

    said = " ".join(shown.get_text(" ").split())
    assert "Almost certainly: Leah Arden" in said
    assert "The same: given name, date of birth" in said
    assert "Not the same: family name (one letter apart or nearly the same)" in said
    [button] = shown.select("button")
    assert (button["name"], button["value"]) == ("person", partnership.leah.reference)
    assert not re.search(r"\d\.\d|\bbits?\b|%", said)
    assert not re.search(r"carers|[Nn]umber", said)  # of which she is not asked


def test_of_two_who_differ_more_she_is_told_that_it_is_possible(one: Teller) -> None:
    said = words_of(ask(one, {**SAID, "family_name": "Marlow"}))

    assert "Possibly: Leah Arden" in said
    assert "family name (different)" in said


def words_of(response: Any) -> str:
    return " ".join(page(response).get_text(" ").split())


@pytest.mark.parametrize("said", [NOBODY, SEALED], ids=["unknown", "sealed"])
@pytest.mark.parametrize("who", ["member", "coordinator"])
def test_of_whom_she_may_not_see_and_of_nobody_she_is_told_the_same(
    partnership: Partnership, who: str, said: dict[str, str]
) -> None:
    begun = describing(partnership.workers[who])

    answer = ask(begun, said)

    assert words_of(answer) == NONE
    assert begun.answer("describe/", said).headers["Location"] == begun.path("describe/may-be/")
    assert begun.look("describe/may-be/").headers["Location"] == begun.path("items/1/")


@pytest.mark.parametrize("who", ["never", "lapsed", "withdrawn", "conflicted"])
def test_who_stands_outside_is_told_nothing_of_a_child_whom_others_know(partnership: Partnership, who: str) -> None:
    begun = describing(partnership.workers[who])

    assert words_of(ask(begun, SAID)) == NONE


def test_hidden_twins_change_no_byte(partnership: Partnership) -> None:
    begun = describing(partnership.member)
    before = [ask(begun, said).content for said in (SAID, NOBODY, {**SAID, "given_names": "Lea"})]

    for number in range(70):  # more than a key may have
        typed_by(
            partnership.never, Particulars(given_names="Leah", family_name="Arden", born_on=BORN, lives=str(number))
        )
        if number % 7 == 0:
            typed_by(partnership.lapsed, Particulars(given_names="Milos", family_name="Novak", born_on=BORN))
    after = [ask(begun, said).content for said in (SAID, NOBODY, {**SAID, "given_names": "Lea"})]

    assert b"Leah Arden" in before[0]
    assert after == before


def test_who_comes_is_found_by_the_very_next_request(partnership: Partnership) -> None:
    begun = describing(partnership.lapsed)
    assert words_of(ask(begun, NOBODY)) == NONE

    typed_by(partnership.lapsed, Particulars(given_names="Milosz", family_name="Novak", born_on=None))

    assert "Possibly: Milosz Novak" in words_of(ask(begun, {**NOBODY, "given_names": "Milosz"}))


def test_without_scripts_she_is_asked_as_she_goes_on(partnership: Partnership, one: Teller) -> None:
    answer = one.answer("describe/", SAID)
    asked = one.client.get(answer.headers["Location"])

    assert "Is it this child?" in words(asked)
    assert "Almost certainly: Leah Arden" in words(asked)
    assert page(asked).select_one(".govuk-back-link")["href"] == one.path("describe/")  # type: ignore[index]


def test_she_takes_the_record_with_one_act(partnership: Partnership, one: Teller) -> None:
    one.answer("describe/", SAID)

    taken = one.client.post(one.path("describe/may-be/"), {"person": partnership.leah.reference})

    assert taken.headers["Location"] == one.path("items/1/")
    one.answer_all()
    sent = one.send()
    with acting_as(partnership.lead):
        report = Report.objects.get(reference=sent.headers["Location"].strip("/").rpartition("/")[2])
        assert report.person_id == partnership.leah.pk


def test_what_she_typed_when_she_takes_the_record_is_kept(partnership: Partnership, one: Teller) -> None:
    typed = {**SAID, "description": "A red coat", "seen": one.seen("describe/")}

    one.client.post(one.path("describe/may-be/"), {**typed, "person": partnership.leah.reference})

    one.answer("who/", {"act": "describe"})
    assert "A red coat" in str(page(one.look("describe/")))


def test_what_she_typed_is_kept_also_where_she_may_share_no_more(partnership: Partnership, one: Teller) -> None:
    typed = {**SAID, "description": "A red coat", "seen": one.seen("describe/")}
    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=partnership.lead), at=timezone.now())

    answers = [
        one.client.post(one.path("describe/may-be/"), {**sent, "person": partnership.leah.reference})
        for sent in (typed, {})
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    with acting_as(partnership.lead):
        draft = Draft.objects.get(about=one.reference)
    assert draft.fields["answers"]["describe"]["description"] == "A red coat"
    assert "person" not in draft.fields["answers"]["describe"]


def test_no_this_is_another_child_goes_on_keeps_what_she_typed_and_asks_no_more(
    partnership: Partnership, one: Teller
) -> None:
    one.answer("describe/", SAID)
    form = page(one.look("describe/may-be/")).select("main form")[-1]
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name=another]")}

    gone = one.client.post(one.path("describe/may-be/"), fields)

    assert gone.headers["Location"] == one.path("items/1/")
    assert page(one.look("describe/")).select_one("#id_family_name")["value"] == "Ardin"  # type: ignore[index]
    assert one.look("describe/may-be/").headers["Location"] == one.path("items/1/")


def test_from_the_check_she_comes_back_to_the_check(partnership: Partnership, one: Teller) -> None:
    one.answer("describe/", SAID)
    there = f"{one.path('describe/may-be/')}?then=check"

    assert one.client.post(there, {"another": partnership.leah.reference}).headers["Location"] == one.path("check/")
    assert one.client.post(there, {"person": partnership.leah.reference}).headers["Location"] == one.path("check/")


def test_the_look_stands_in_the_ledger_as_a_search_does(partnership: Partnership, one: Teller) -> None:
    ask(one, SAID)
    ask(one, NOBODY)

    assert [line["children"] for line in lines(partnership.lead, "searched")] == [1, 0]
    assert [line["about"] for line in lines(partnership.lead, "listed")] == [partnership.leah.reference]


def test_until_two_things_are_known_nobody_is_looked_for(partnership: Partnership, one: Teller) -> None:
    for said in ({"given_names": "Leah"}, {**SAID, "given_names": "", "family_name": ""}, {"description": "Tall"}):
        assert ask(one, said).content == b""
    assert lines(partnership.lead, "searched") == []


def test_who_looks_again_and_again_is_braked_and_can_go_on(partnership: Partnership, one: Teller) -> None:
    one.answer("describe/", SAID)
    SEARCHES.take(partnership.lead.reference, cost=SEARCHES.size, at=datetime.now(UTC) + timedelta(hours=1))

    answer = ask(one, SAID)

    assert (answer.status_code, b"Leah Arden" in answer.content) == (429, False)
    assert one.look("describe/may-be/").headers["Location"] == one.path("items/1/")
    assert "was not looked for: search for the child before you share" in words(one.look("items/1/"))


def test_a_record_that_is_not_hers_is_not_there(partnership: Partnership) -> None:
    begun = describing(partnership.never)
    with acting_as(partnership.lead):
        leah = Person.objects.get(pk=partnership.leah.pk).reference

    answers = [begun.client.post(begun.path("describe/may-be/"), {"person": one}) for one in (leah, "E-NOSUCHXX")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert VARIES.sub(b"", answers[0].content) == VARIES.sub(b"", answers[1].content)


def test_a_draft_about_a_child_of_hers_asks_nothing(partnership: Partnership) -> None:
    begun = teller(partnership.lead).start(about=partnership.leah.reference)

    assert begun.look("describe/may-be/").headers["Location"] == begun.path("who/")
    assert ask(begun, SAID).content == b""
    assert begun.client.post(begun.path("describe/may-be/"), SAID).headers["Location"] == begun.path("who/")


def test_a_form_that_is_wrong_is_looked_by_with_what_is_right(partnership: Partnership, one: Teller) -> None:
    assert "Leah Arden" in words_of(ask(one, {**SAID, "family_name": LEAH.family_name, "born_on-day": "45"}))


def test_what_she_typed_is_kept_also_where_the_record_is_gone(partnership: Partnership, one: Teller) -> None:
    typed = {**SAID, "description": "A red coat", "seen": one.seen("describe/")}

    answer = one.client.post(one.path("describe/may-be/"), {**typed, "person": "E-NOSUCHXX"})

    assert answer.status_code == 404
    assert "A red coat" in str(page(one.look("describe/")))


def test_who_is_not_shown_again_stands_in_no_line(partnership: Partnership, one: Teller) -> None:
    one.answer("describe/", SAID)
    one.client.post(one.path("describe/may-be/"), {"another": partnership.leah.reference})
    assert words_of(ask(one, SAID)).startswith("No other child whose record you may see fits this.")

    one.look("describe/may-be/")

    assert [line["children"] for line in lines(partnership.lead, "searched")] == [0, 0]
    assert lines(partnership.lead, "listed") == []


@pytest.mark.parametrize("name", ["person", "another"])
@pytest.mark.parametrize("sent", ["E-\0", "x" * 500_000])
def test_a_forged_choice_breaks_nothing(one: Teller, name: str, sent: str) -> None:
    assert one.client.post(one.path("describe/may-be/"), {name: sent}).status_code in (302, 404)
