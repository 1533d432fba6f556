"""Deciding not to share: the same grounds as a share, kept at home, where the desk and other agencies see nothing."""

from __future__ import annotations

from erle.foundation.access.acting import acting_as
from erle.foundation.access.models import Refusal
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Entry, Item, Report
from erle.practice.desk.models import Arrival
from tests.doors.staff.sharing_information.teller import ANSWERS, Teller, errors, teller, words
from tests.partnership import Partnership

WHY = {
    "reason": "The mother has told children's services herself today.",
    "purpose": "To protect a child from harm",
    "told": "Leah knows, and agrees.",
}


def held_back(one: Teller) -> Report:
    return Report.objects.get(said__draft=one.reference)


def test_the_decision_and_what_it_is_about_are_kept(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    one.choose(partnership.leah.reference)
    one.answer("items/1/", ANSWERS["what"])

    answer = one.answer("not/", WHY)

    assert answer.status_code == 302, errors(answer)
    shown = words(one.client.get(answer.headers["Location"]))
    assert "The decision not to share is recorded." in shown
    assert WHY["reason"] in shown
    with acting_as(partnership.lead):
        report = held_back(one)
        refusal = Refusal.objects.get(circle=report.circle)
        assert (refusal.reason, refusal.told, refusal.basis) == (WHY["reason"], WHY["told"], "public_task_safeguarding")
        assert Item.objects.get(report=report).text == ANSWERS["what"]["text"]
        assert not Entry.objects.filter(report=report).exists()
        assert not Arrival.objects.filter(report=report).exists()
        assert Line.objects.filter(act="did_not_share", about=report.reference).exists()
    assert one.look("items/1/").headers["Location"] == f"/handed-in/{report.reference}/"


def test_of_another_agencys_child_it_stays_at_home(partnership: Partnership) -> None:
    one = teller(partnership.member).start()
    one.choose(partnership.leah.reference)
    one.answer("items/1/", ANSWERS["what"])
    again = teller(partnership.member).start()
    again.choose(partnership.leah.reference)
    again.answer("items/1/", ANSWERS["what"])

    one.answer("not/", WHY)
    again.answer("not/", WHY)

    with acting_as(partnership.member):
        first, second = held_back(one), held_back(again)
        assert first.person_id != partnership.leah.pk
        assert first.person_id == second.person_id
        assert first.circle.agency == partnership.agencies["police"]
    for key in ("lead", "manager", "never"):
        with acting_as(partnership.workers[key]):
            assert not Report.objects.filter(pk=first.pk).exists(), key


def test_it_asks_why_and_whom_it_is_about(partnership: Partnership) -> None:
    one = teller(partnership.lead).start()
    assert one.look("not/").headers["Location"].endswith("/who/")
    one.choose(partnership.leah.reference)

    answer = one.answer("not/", {"purpose": "To protect", "told": "Yes"})

    assert answer.status_code == 422
    assert "Answer “Why do you not share it?”" in errors(answer)
