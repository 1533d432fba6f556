"""A worker shares what she saw, one question after the other; it arrives as she said it, and she is told what next."""

from __future__ import annotations

from datetime import datetime

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Attachment, Entry, Item, Mention, Person, Report
from erle.practice.desk.models import Arrival
from tests.doors.staff.sharing_information.teller import ANSWERS, errors, page, teller, words
from tests.partnership import Partnership


def report_from(location: str) -> Report:
    return Report.objects.get(reference=location.strip("/").rpartition("/")[2])


def test_what_is_shared_arrives_as_it_was_said(partnership: Partnership, at: datetime) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer_all()

    sent = one.send()

    assert sent.status_code == 302, errors(sent)
    with acting_as(partnership.lead):
        report = report_from(sent.headers["Location"])
        items = list(Item.objects.filter(report=report).order_by("number"))
        assert [item.nature for item in items] == ["fact", "own_words", "wish", "strength"]
        assert items[0].text == ANSWERS["what"]["text"]
        assert items[0].precision == "minute"
        assert items[0].place == "The school gate"
        assert report.urgency == "today"
        assert report.said["basis"] == "public_task_safeguarding"
        assert report.said["told"]["family_why"] == "child_request"
        assert report.said["when"][0]["typed"] == "yesterday at 08:50"
        vehicle = Mention.objects.filter(report=report, kind="vehicle").first()
        assert vehicle is not None
        assert (vehicle.words, vehicle.key, vehicle.details) == ("AB12 CDE", "AB12CDE", {"more": "silver, four doors"})
        assert Entry.objects.filter(report=report, person=partnership.leah).count() == 4
        assert Line.objects.filter(act="recorded", about=report.reference).exists()


def test_it_lies_on_the_desk(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer_all()
    sent = one.send()

    with acting_as(partnership.manager):
        report = report_from(sent.headers["Location"])
        arrival = Arrival.objects.get(report=report)
        assert arrival.title == "A silver car brought her to the gate"
        assert arrival.source == "Joanna Pryce, Social worker"


def test_the_receipt_says_who_acts_by_when_and_what_to_do_if_nothing_comes(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer_all()

    receipt = one.client.get(one.send().headers["Location"])

    said = words(receipt)
    assert "Shared with the MASH desk" in said
    assert "A person on the desk can read it" in said
    assert "By the end of" in said
    assert "01632 960140" in said
    assert "Your reference is R-" in said
    assert not page(receipt).select("main .govuk-error-summary")


def test_every_question_has_whom_to_ring_in_sight(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)

    for where in (
        "who/", "items/1/", "items/1/when/", "items/", "voice/", "strengths/", "named/", "urgency/", "told/", "why/",
        "files/", "check/", "not/",
    ):  # fmt: skip
        shown = one.look(where)
        assert shown.status_code == 200, where
        assert "Ring 999" in words(shown), where
        assert "101" in words(shown), where
        assert "01632 960140" in words(shown), where


def test_a_child_whom_nobody_here_may_see_is_described(partnership: Partnership) -> None:
    one = teller(partnership.lapsed).start()
    one.describe(
        given_names="Leah", family_name="Arden", **{"born_on-day": "3", "born_on-month": "3", "born_on-year": "2012"}
    )
    one.answer_all()

    sent = one.send()

    assert sent.status_code == 302, errors(sent)
    with acting_as(partnership.lapsed):
        report = report_from(sent.headers["Location"])
        assert report.person_id != partnership.leah.pk
        assert report.person.given_names == "Leah"
        assert Person.objects.filter(pk=partnership.leah.pk).count() == 0


def test_a_described_child_needs_something_to_be_known_by(partnership: Partnership) -> None:
    one = teller(partnership.lapsed).start()

    answer = one.describe(school="Alder Court Academy")

    assert answer.status_code == 422
    assert "Enter a name, or say how somebody would know the child again" in errors(answer)


@pytest.mark.parametrize("key", ["never", "lapsed", "withdrawn", "future", "conflicted"])
def test_the_search_finds_nobody_whose_record_she_may_not_see(partnership: Partnership, key: str) -> None:
    one = teller(partnership.workers[key]).start()

    answer = one.answer("who/", {"act": "find", "what": "Leah Arden 3/3/2012"})
    shown = one.client.get(answer.headers["Location"])

    assert "No child whose record you may see fits these words" in words(shown)
    assert "leah" not in answer.headers["Location"].lower()
    assert one.answer("who/", {"person": partnership.leah.reference}).status_code == 404


def test_the_search_finds_her_own_children_and_the_ledger_knows(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()

    answer = one.answer("who/", {"act": "find", "what": "leah"})
    shown = one.client.get(answer.headers["Location"])

    assert "Leah Arden" in words(shown)
    with acting_as(partnership.lead):
        assert Line.objects.filter(act="listed", about=partnership.leah.reference, purpose="Share information").exists()


def test_a_police_officer_grades_each_thing(partnership: Partnership) -> None:
    one = teller(partnership.member).start()
    one.choose(partnership.leah.reference)
    assert one.answer("items/1/when/", ANSWERS["when"]).headers["Location"].endswith("/items/1/grade/")
    one.answer_all(graded=True, why={"purpose": "To protect", "basis": "police_safeguarding"})

    sent = one.send()

    assert sent.status_code == 302, errors(sent)
    with acting_as(partnership.member):
        report = report_from(sent.headers["Location"])
        assert Item.objects.get(report=report, number=1).grade == "1 A P"
        assert not Attachment.objects.filter(report=report).exists()


def test_what_may_not_be_passed_on_goes_with_each_thing(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    why = {**ANSWERS["why"], "handling": "C", "conditions": "Not to the family of the driver."}
    sent = one.answer_all(why=why).send()

    with acting_as(partnership.lead):
        report = report_from(sent.headers["Location"])
        assert Item.objects.get(report=report, number=1).conditions == "Not to the family of the driver."


def test_several_things_are_kept_apart_and_fact_from_opinion(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer_all()
    assert one.answer("items/", {"more": "yes"}).headers["Location"].endswith("/items/2/")
    one.answer("items/2/", {"text": "I think somebody waits for her.", "nature": "opinion"})
    one.answer("items/2/when/", {"nobody_knows": "on", "known": "saw"})

    sent = one.send()

    assert sent.status_code == 302, errors(sent)
    with acting_as(partnership.lead):
        natures = Item.objects.filter(report=report_from(sent.headers["Location"])).values_list("nature", flat=True)
        assert list(natures)[:2] == ["fact", "opinion"]


def test_one_thing_can_be_taken_out_again(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer_all()
    one.answer("items/", {"more": "yes"})
    one.answer("items/2/", {"text": "Not for here.", "nature": "fact"})

    one.answer("items/2/take-out/", {})

    assert "Not for here." not in words(one.look("items/"))
    assert one.look("items/2/").status_code == 404
    assert one.send().status_code == 302
