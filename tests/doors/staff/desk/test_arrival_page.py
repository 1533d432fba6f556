"""A report on its page: what is said and known, the decision with its draft, and two people at the same one."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.rules import MentionKind
from erle.practice.desk.actions.arriving import Shared
from erle.practice.desk.actions.holding import put_back_each, take_over
from erle.practice.desk.models import Arrival, Decision, Outcome
from erle.practice.desk.queries.arrivals import seen_by_desk
from tests.doors.staff.desk.conftest import body, sent
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership
from tests.practice.desk.conftest import LEAH, NOBODY, WREN, By, read_now

CAR = Named(MentionKind.VEHICLE, "AB12 CDE", {"colour": "silver"})
VERSION = re.compile(r'name="version" value="(\d+)"')
REASONS, UNKNOWN = "Two agencies describe the same car.", "Who the driver is."


def _version(page: str) -> str:
    return str(VERSION.findall(page)[0])


def _answers(worker: Worker, version: str, **more: str) -> dict[str, object]:
    given = {"response": "section_17", "reasons": REASONS, "not_known": UNKNOWN, "named": worker.reference}
    return {**given, "version": version, **more}


def test_the_first_opening_is_written_and_the_reporter_reads_it(
    partnership: Partnership, desk: Client, priya: Worker, school_shares: By
) -> None:
    shared = school_shares()

    shown = body(desk, f"/desk/{shared.reference}/")

    assert "Came in at 10:50, very tired." in shown
    assert "Seen by Priya Menon today" in shown
    for worker, lines in ((priya, 1), (partnership.lapsed, 0)):  # who looked at the desk is the desk's
        with acting_as(worker):
            for about in (shared.report.reference, shared.reference):
                assert Line.objects.filter(act="opened", about=about, worker_id=priya.pk).count() == lines
    with acting_as(partnership.lapsed):
        receipt = seen_by_desk(shared.report)
        assert receipt is not None
        assert receipt.seen_by_id == priya.pk


def test_before_the_claim_the_page_says_known_and_whom_to_ring_and_no_more(
    desk: Client, partnership: Partnership, school_shares: By
) -> None:
    page = f"/desk/{school_shares(named=[CAR]).reference}/"

    shown = body(desk, page)

    assert "Ring Joanna Pryce, Children&#x27;s Services" in shown
    assert "What is already known" not in shown
    assert "I want to go to college." not in shown
    assert partnership.leah.reference not in shown

    claimed = sent(desk, f"{page}claim/", version=_version(shown))
    assert "You hold this report." in claimed
    assert "What is already known" in claimed
    assert "I want to go to college." in claimed
    assert f"/children/{partnership.leah.reference}/" in claimed


def test_a_child_of_whom_nobody_knows_says_so(desk: Client, school_shares: By) -> None:
    shown = body(desk, f"/desk/{school_shares(NOBODY).reference}/")

    assert "Not recognised as a child of whom children’s services hold a record." in shown
    assert "Say which child this is about" in shown


def test_other_reports_that_name_the_same_thing_are_shown(desk: Client, school_shares: By) -> None:
    other = school_shares(NOBODY, title="Seen at the park", named=[Named(MentionKind.VEHICLE, "ab12cde")])
    shown = body(desk, f"/desk/{school_shares(named=[CAR]).reference}/")

    assert "Also named in 1 other report:" in shown
    assert f"/desk/{other.reference}/" in shown


def test_a_decision_is_recorded_the_referrer_told_and_the_report_closed(
    partnership: Partnership, desk: Client, priya: Worker, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    shown = sent(desk, page, **_answers(priya, _version(body(desk, page))))
    assert "Decided: Section 17 assessment. Tell the referrer next." in shown

    telling = body(desk, f"{page}tell/")
    assert "We look further into what you shared" in telling
    told = sent(desk, f"{page}tell/", version=_version(telling), words="We look into it.")

    assert "Closed: the referrer is told" in told
    assert "Record decision" not in told
    with acting_as(partnership.lapsed):
        assert Outcome.objects.get().words == "We look into it."


def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk: Client, held_by_priya: Shared) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    answer = desk.post(page, {"reasons": REASONS, "version": _version(body(desk, page))})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in shown for words in (REASONS, "Choose what is done", "Choose who answers", "There is a problem"))


def test_a_draft_of_the_decision_is_kept_for_the_one_who_types_it(
    desk: Client, other_desk: Client, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    draft = f"/drafts/desk_arrival/{held_by_priya.reference}/"
    assert f'data-draft-url="{draft}"' in body(desk, page)

    assert desk.post(draft, {"reasons": REASONS, "version": "1"}).status_code == 200

    assert REASONS in body(desk, page)
    assert REASONS not in body(other_desk, page)
    assert "Carry on: decision on report" in body(desk, "/")


def test_the_second_at_one_report_reads_who_changed_what_beside_what_she_typed(
    desk: Client, tom: Worker, priya: Worker, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    before = _version(body(desk, page))
    with acting_as(tom):
        take_over(read=read_now(held_by_priya.reference), reason="Her shift ended.", by=tom, at=NOW)
        put_back_each(read=[read_now(held_by_priya.reference)], by=tom, at=NOW)

    answer = desk.post(page, _answers(priya, before))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Changed by Tom Ashby" in shown
    assert "What Tom Ashby changed" in shown
    assert "Tom Ashby took it over: Her shift ended." in shown
    assert shown.count(REASONS) == 2  # beside what changed, and in the form still
    with acting_as(priya):
        assert not Decision.objects.exists()
    assert "Decided: Section 17 assessment." in sent(desk, page, **_answers(priya, _version(shown)))


def test_the_page_hears_of_a_change_by_itself_and_of_its_own_not(
    desk: Client, other_desk: Client, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    version = _version(body(desk, page))
    changes = f"{page}changes/{version}/"
    assert desk.get(changes, headers={"HX-Request": "true"}).status_code == 204

    sent(other_desk, f"{page}take-over/", version=version, reason="She is away.")

    heard = desk.get(changes, headers={"HX-Request": "true"}).content.decode()
    assert "Changed by Tom Ashby" in heard
    assert "Tom Ashby took it over: She is away." in heard
    assert other_desk.get(changes).status_code == 204


def test_no_further_action_is_read_by_a_second_person(
    desk: Client, other_desk: Client, priya: Worker, held_by_priya: Shared
) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    decided = sent(desk, page, **_answers(priya, _version(body(desk, page)), response="no_action"))
    assert "A second person reads it now." in decided
    assert "Read it as the second person" not in decided
    assert (
        "You decided this yourself"
        in desk.post(
            f"{page}second-reading/", {"answer": "agree", "version": _version(body(desk, page))}
        ).content.decode()
    )
    assert "1 decision waits for a second person" in body(other_desk, "/")

    reading = body(other_desk, f"{page}second-reading/")
    assert REASONS in reading
    refused = other_desk.post(f"{page}second-reading/", {"answer": "disagree", "version": _version(reading)})
    assert "Say why you do not agree." in refused.content.decode()
    back = sent(other_desk, f"{page}second-reading/", answer="disagree", words="Ask health.", version=_version(reading))
    assert "Tom Ashby does not agree with “No further action”:" in back
    assert "Record decision" in back


@pytest.mark.parametrize("act", ["claim", "put-back", "take", "take-back"])
def test_a_button_that_comes_too_late_says_why_and_harms_nothing(
    desk: Client, other_desk: Client, held_by_priya: Shared, act: str
) -> None:
    shown = sent(other_desk, f"/desk/{held_by_priya.reference}/{act}/", version="1")

    assert "Not done" in shown
    assert "Held by Priya Menon" in shown


def test_a_hand_over_on_the_pages(desk: Client, other_desk: Client, tom: Worker, held_by_priya: Shared) -> None:
    page = f"/desk/{held_by_priya.reference}/"
    offered = {"to": tom.reference, "reason": "My shift ends."}
    shown = sent(desk, f"{page}hand-over/", version=_version(body(desk, page)), **offered)
    assert "Offered to Tom Ashby. You hold it until they take it." in shown
    assert "Take it back" in shown

    theirs = body(other_desk, page)
    assert "Priya Menon hands this over to you:" in theirs
    sent(other_desk, f"{page}decline/", version=_version(theirs), reason="Two urgent ones already.")
    again = sent(desk, f"{page}hand-over/", version=_version(body(desk, page)), **offered)
    assert "Take it back" in again
    assert "The hand-over is taken back." in sent(desk, f"{page}take-back/", version=_version(again))
    sent(desk, f"{page}hand-over/", version=_version(body(desk, page)), **offered)
    assert "You took it from Priya Menon, and hold it now." in sent(other_desk, f"{page}take/")
    assert "Nobody holds this report now." in sent(
        other_desk, f"{page}put-back/", version=_version(body(other_desk, page))
    )


def test_saying_which_child_it_is_and_recording_one(
    partnership: Partnership, desk: Client, priya: Worker, held_by_priya: Shared, school_shares: By
) -> None:
    from erle.knowledge.records.actions.telling import Particulars

    unsure = f"/desk/{school_shares(Particulars(known_as='Leah'), title='Unsure').reference}/"
    asked = body(desk, f"{unsure}about/")
    assert "Leah Arden" in asked
    version = _version(asked)
    wrong = desk.post(f"{unsure}about/", {"child": "another", "reference": "E-NNN", "reason": "x", "version": version})
    assert "no record of that reference that you may see" in wrong.content.decode()
    judged = sent(desk, f"{unsure}about/", child=partnership.leah.reference, reason="Same school.", version=version)
    assert "This report is about Leah Arden" in judged
    assert "Priya Menon: Same school." in judged

    new = f"/desk/{school_shares(NOBODY, title='New').reference}/"
    form = body(desk, f"{new}about/record/")
    assert 'value="Ines"' in form
    names = {"given_names": "Ines", "family_name": "Marlow", "reason": "Asked; nobody knows.", "sex": "F"}
    assert "Recorded: Ines Marlow." in sent(desk, f"{new}about/record/", version=_version(form), **names)
    nameless = desk.post(f"{new}about/record/", {"reason": "x", "version": "1"})
    assert "Enter a name, or what the child is called." in nameless.content.decode()


def test_a_sealed_report_is_decided_by_those_named_in_person_and_is_nothing_to_the_desk(
    partnership: Partnership, desk: Client, school_shares: By
) -> None:
    page, lead = f"/desk/{school_shares(WREN).reference}/", browser(partnership.lead)

    assert desk.get(page).status_code == 404
    shown = body(lead, page)
    assert "Sealed: only people named in person see this report" in shown
    assert "Ask agencies" not in shown
    claimed = sent(lead, f"{page}claim/", version=_version(shown))
    assert "You hold this report." in claimed
    decided = sent(lead, page, **_answers(partnership.lead, _version(claimed), named=partnership.manager.reference))
    assert "Decided: Section 17 assessment." in decided
    assert "The referrer is told" in sent(lead, f"{page}tell/", version=_version(decided), words="We act on it.")


@pytest.mark.parametrize("key", ["lapsed", "member", "never", "governance", "administrator", "manager"])
def test_to_everybody_else_there_is_no_desk(partnership: Partnership, school_shares: By, key: str) -> None:
    shared, client = school_shares(LEAH), browser(partnership.workers[key])

    for path in ("/desk/", "/desk/times/", f"/desk/{shared.reference}/", "/desk/A-NNNNNN22/"):
        assert client.get(path).status_code == 403, path
    assert "MASH desk</a>" not in body(client, "/")


def test_an_overdue_hand_over_is_shown_to_everybody_at_the_desk(
    partnership: Partnership, desk: Client, priya: Worker, tom: Worker, held_by_priya: Shared
) -> None:
    from erle.practice.desk.actions.holding import offer
    from tests.practice.desk.conftest import decision_maker

    early = NOW - timedelta(hours=2)
    with acting_as(priya):
        offer(read=read_now(held_by_priya.reference), to=tom, reason="My shift ends.", by=priya, at=early)
    uma = browser(decision_maker(partnership, "Uma Fenwick"))

    assert "Hand-overs to take" in body(uma, "/")
    assert "Nobody has taken this yet." in body(uma, f"/desk/{held_by_priya.reference}/")
    assert "You took it from Priya Menon" in sent(uma, f"/desk/{held_by_priya.reference}/take/")
    with acting_as(priya):
        assert Arrival.objects.get().held_by_id != priya.pk
