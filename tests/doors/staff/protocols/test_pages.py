"""The pages of protocols: open to every worker, written and signed by whom a role lets, read where the work is done."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from erle.doors.staff import drafts
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.protocols.actions import answer_version, withdraw_version
from erle.foundation.protocols.models import Answer, Section, Version, Withdrawal
from erle.foundation.protocols.rules.kinds import MOMENTS
from erle.practice.missing.models import Episode
from tests.foundation.protocols.agreeing import (
    REPORT,
    RISK,
    SIGNERS,
    TODAY,
    next_one,
    posted,
    proposed,
    signed,
)
from tests.house.test_routes import browser
from tests.partnership import NOW, WORKERS, Partnership
from tests.practice.missing.conftest import missing, night
from tests.practice.missing.services import comes_back, found_services, the_one

assert missing, night  # the fixtures, by their names
PAGE = "/protocols/children-who-are-missing/"
LATER = NOW + timedelta(seconds=5)


@pytest.fixture
def agreeing(partnership: Partnership) -> Partnership:
    """The partnership, with somebody who writes and three who sign."""
    posted(partnership)
    return partnership


def shown(client: Client, path: str, status: int = 200) -> str:
    """Return what a page shows, as text."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def sent(client: Client, path: str, status: int = 200, **fields: Any) -> str:
    """Send a form with the version that its page carries, and return what is shown then."""
    version = re.findall(r'name="version" value="(\d+)"', client.get(path).content.decode())
    answer = client.post(path, {"version": (version or ["0"])[0], **fields}, follow=True)
    assert answer.status_code == status, unescape(answer.content.decode())[-2000:]
    return unescape(answer.content.decode())


def days(**named: int) -> dict[str, str]:
    """Return dates as boxes, each in so many days."""
    told: dict[str, str] = {}
    for name, ahead in named.items():
        on = TODAY + timedelta(days=ahead)
        told |= {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}
    return told


WHOLE: dict[str, Any] = {
    "kind": "protocol",
    "title": "Children who are missing",
    "purpose": "What we do together.",
    "owners": ["childrens-services", "northmere-police"],
    "section_1_heading": "Risk",
    "section_1_text": "- Say what you know.\n\n<script>alert(1)</script>",
    "section_1_moments": ["missing.risk"],
    "section_2_heading": "Reporting",
    "section_2_text": "Report at once.",
    "section_2_place": "1",
    "section_1_place": "2",
    **days(in_force_from=0, review_on=200),
}


@pytest.mark.parametrize("key", WORKERS)
def test_every_worker_reads_what_is_in_force_and_only_a_writer_may_write(agreeing: Partnership, key: str) -> None:
    signed(agreeing, proposed(agreeing))
    client = browser(agreeing.workers[key])

    assert "Children who are missing" in shown(client, "/protocols/")
    assert "Police grade the risk" in shown(client, PAGE)
    writes = key == "governance"
    for path in ("/protocols/new/", f"{PAGE}next/"):
        assert client.get(path).status_code == (200 if writes else 403), path
        assert client.post(path, {}).status_code == (422 if writes else 403), path
    assert ("Write the next version" in shown(client, PAGE)) == writes


def test_a_protocol_is_written_and_signed_on_the_pages(agreeing: Partnership) -> None:
    writer = browser(agreeing.governance)
    page = sent(writer, "/protocols/new/", **WHOLE)
    assert "Waiting for signatures" in page
    assert "Not signed yet" in page
    assert "<script>alert(1)" not in writer.get(PAGE).content.decode()
    with acting_as(agreeing.governance):
        assert list(Section.objects.values_list("heading", "key", "moments")) == [
            ("Reporting", "reporting", []),
            ("Risk", "risk", ["missing.risk"]),
        ]

    manager, member = browser(agreeing.manager), browser(agreeing.member)
    assert "To be signed" in shown(manager, "/")
    answer: dict[str, Any] = {"answer": "not_yet", "words": "Name who rings at night.", "agency": "childrens-services"}
    assert "Your answer is recorded" in sent(manager, f"{PAGE}sign/", **answer)
    assert "Name who rings at night." in shown(writer, PAGE)
    assert "Signed for Children's Services." in sent(manager, f"{PAGE}sign/", **{**answer, "answer": "sign"})
    assert "To be signed" not in shown(manager, "/")
    assert "This version is not in force" in shown(member, PAGE)
    signed_page = sent(member, f"{PAGE}sign/", answer="sign", agency="northmere-police")
    assert "Imran Hale, protocol signatory, Today" in signed_page
    assert "This version is not in force" not in signed_page


def test_who_does_not_sign_for_an_owner_finds_nothing_to_sign(agreeing: Partnership) -> None:
    version = proposed(agreeing)
    signed(agreeing, version, keys=["manager"])

    sent(browser(agreeing.manager), f"{PAGE}sign/", status=422, answer="sign", agency="childrens-services")
    answer = browser(agreeing.manager).get(f"{PAGE}sign/", follow=True)
    assert "waits for your agency’s signature" in unescape(answer.content.decode())
    assert browser(agreeing.coordinator).get(f"{PAGE}sign/").status_code == 403
    with acting_as(agreeing.manager):
        assert Answer.objects.count() == 1


def test_a_signature_on_a_version_that_was_not_read_is_refused(agreeing: Partnership) -> None:
    version = proposed(agreeing)
    with acting_as(agreeing.governance):
        withdraw_version(version=version, reason="x", by=agreeing.governance, at=NOW)
    next_one(agreeing)

    answer = browser(agreeing.manager).post(
        f"{PAGE}sign/", {"version": "1", "answer": "sign", "agency": "childrens-services"}
    )

    assert answer.status_code == 422
    assert "Version 2 was proposed since. Read it first." in unescape(answer.content.decode())
    with acting_as(agreeing.manager):
        assert not Answer.objects.exists()


def test_a_version_is_withdrawn_with_a_reason_and_stays_to_be_read(agreeing: Partnership) -> None:
    proposed(agreeing)
    writer = browser(agreeing.governance)
    assert "Why is it withdrawn" in sent(writer, f"{PAGE}withdraw/", status=422, reason="")

    assert "The version is withdrawn." in sent(writer, f"{PAGE}withdraw/", reason="Wrong numbers.")

    assert "It was withdrawn: Wrong numbers." in shown(browser(agreeing.never), PAGE)
    assert "No version of this protocol can be withdrawn" in unescape(
        writer.get(f"{PAGE}withdraw/", follow=True).content.decode()
    )
    with acting_as(agreeing.governance):
        assert Withdrawal.objects.count() == 1


def test_adding_a_section_keeps_what_was_typed_and_proposes_nothing(agreeing: Partnership) -> None:
    client = browser(agreeing.governance)

    answer = client.post("/protocols/new/", {**WHOLE, "section_3_text": "", "more": "1"})
    page = unescape(answer.content.decode())

    assert answer.status_code == 200
    assert 'name="section_4_text"' in page
    assert 'name="section_5_text"' not in page
    assert 'value="Reporting"' in page
    assert re.search(r'value="missing.risk"[^>]*checked', page)
    with acting_as(agreeing.governance):
        assert not Version.objects.exists()


def test_what_is_typed_is_kept_as_a_draft_with_all_its_sections(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    client = browser(agreeing.governance)
    typed = {"title": "Another title", "section_5_heading": "Fifth", "section_5_text": "Words"}

    assert client.post(drafts.url("protocols_next", "children-who-are-missing"), typed).status_code == 200

    page = shown(client, f"{PAGE}next/")
    assert 'value="Fifth"' in page
    assert 'value="Another title"' in page
    assert "Police grade the risk" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"section_1_heading": ""}, "Enter the heading of section 1"),
        ({"section_2_text": " "}, "Enter the text of section 2"),
        ({"owners": []}, "Choose the agencies that own it"),
        ({"section_1_moments": ["missing.else"]}, "missing.else"),
        (days(review_on=0), "The review comes after the day"),
        ({"title": ""}, "Enter title"),
    ],
)
def test_what_is_not_whole_is_said_beside_it_and_nothing_is_proposed(
    agreeing: Partnership, fields: dict[str, object], words: str
) -> None:
    page = sent(browser(agreeing.governance), "/protocols/new/", status=422, **{**WHOLE, **fields})

    assert words in page
    with acting_as(agreeing.governance):
        assert not Version.objects.exists()


def test_the_next_version_begins_with_the_last_and_its_changes_are_shown_word_by_word(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    client = browser(agreeing.governance)
    page = shown(client, f"{PAGE}next/")
    assert 'name="section_2_key" value="risk"' in page
    fields = {
        **WHOLE,
        "news": "Sooner.",
        "section_1_key": "risk",
        "section_1_heading": "Risk",
        "section_1_text": "Police grade the risk at once, with reasons.",
        "section_2_heading": "",
        "section_2_text": "",
        "section_3_heading": "Light",
        "section_3_text": "Say how light it is.",
    }

    assert "Version 2 is proposed" in sent(client, f"{PAGE}next/", **fields)

    changes = shown(client, f"{PAGE}changes/1/2/")
    assert '<ins class="erle-new"> at once</ins>' in changes
    assert "Taken out" in changes
    assert "Northmere Police" in changes
    assert "waits for signatures" in sent(client, f"{PAGE}next/", status=422, **fields)
    for path in (f"{PAGE}changes/1/9/", f"{PAGE}versions/9/", "/protocols/nothing/"):
        assert client.get(path).status_code == 404, path


def test_whoever_wrote_from_an_older_version_is_told_and_keeps_her_words(agreeing: Partnership) -> None:
    signed(agreeing, proposed(agreeing))
    signed(agreeing, next_one(agreeing))
    fields = {**WHOLE, "news": "Mine.", "version": "1"}

    page = unescape(browser(agreeing.governance).post(f"{PAGE}next/", fields).content.decode())

    assert "Version 2 was proposed while you were writing" in page
    assert "Mine." in page


def test_a_worker_reads_the_part_that_matters_where_it_matters(agreeing: Partnership, missing: Episode) -> None:
    officer = browser(agreeing.member)
    risk = f"/episodes/{missing.reference}/risk/"
    assert "What the protocol says" not in shown(officer, risk)

    moments = [key for key in MOMENTS if key != "missing.interview"]
    version = next_sections(
        agreeing, tuple(replace(RISK, heading=key, text=f"On {key}.", moments=(key,)) for key in moments)
    )
    signed(agreeing, version)

    child = f"/children/{agreeing.leah.reference}"
    for key, path in (
        ("missing.risk", risk),
        ("missing.told", f"/episodes/{missing.reference}/told/"),
        ("missing.found", f"/episodes/{missing.reference}/found/"),
        ("missing.prevention", f"/episodes/{missing.reference}/prevention/"),
        ("missing.plan", f"{child}/missing/plan/"),
        ("missing.report", f"{child}/missing/report/"),
        ("missing.report", "/missing/report/"),
        ("missing.hand_over", "/missing/hand-over/"),
    ):
        page = shown(officer, path)
        assert f"On {key}." in page, path
        assert page.count("What the protocol says") == 1, path


def next_sections(agreeing: Partnership, sections: tuple[object, ...]) -> Version:
    """Propose a first version of these sections."""
    from erle.foundation.protocols.actions import propose_protocol
    from erle.foundation.protocols.rules.kinds import Kind
    from tests.foundation.protocols.agreeing import written

    with acting_as(agreeing.governance):
        whole = written(agreeing, sections=sections)  # type: ignore[arg-type]
        return propose_protocol(kind=Kind.PROTOCOL, written=whole, by=agreeing.governance, at=NOW)


def _reported(agreeing: Partnership) -> Episode:
    from erle.knowledge.records.queries import child_called
    from erle.practice.missing.actions.reporting import report_missing
    from tests.practice.missing.conftest import reported

    with acting_as(agreeing.lead):
        leah = child_called(agreeing.leah.reference)
        return report_missing(person=leah, reported=reported(), by=agreeing.lead, at=NOW).episode


def test_an_episode_shows_what_held_when_it_was_reported_and_what_came_while_it_was_open(
    agreeing: Partnership,
) -> None:
    before = NOW - timedelta(minutes=1)
    signed(agreeing, proposed(agreeing, at=before), at=before)
    episode = _reported(agreeing)
    officer = browser(agreeing.member)
    page = shown(officer, f"/episodes/{episode.reference}/")
    assert "Children who are missing, version 1" in page
    assert "while this went on" not in page

    sections = (replace(REPORT, key="reporting"), replace(RISK, key="risk", text="Grade at once."))
    signed(agreeing, next_one(agreeing, sections=sections), at=LATER)

    page = shown(officer, f"/episodes/{episode.reference}/")
    assert "Children who are missing, version 1" in page
    assert "Children who are missing, version 2" in page
    assert page.count("while this went on") == 1
    assert "Grade at once." in shown(officer, f"/episodes/{episode.reference}/risk/")


def test_a_review_that_is_late_stands_on_the_page_and_on_my_work_of_who_signed_and_who_writes(
    agreeing: Partnership,
) -> None:
    long_ago = NOW - timedelta(days=320)
    version = proposed(agreeing, begins=TODAY - timedelta(days=310), at=long_ago)
    for key in SIGNERS:
        worker: Worker = agreeing.workers[key]
        with acting_as(worker):
            answer_version(version=version, agency=worker.agency, signed=True, by=worker, at=long_ago)

    assert "Overdue 10 days" in shown(browser(agreeing.never), PAGE)
    for key, told in (("manager", True), ("governance", True), ("never", False), ("lapsed", False)):
        assert ("is to be looked at again" in shown(browser(agreeing.workers[key]), "/")) == told, key


def test_the_interviewer_reads_it_before_the_talk(agreeing: Partnership, missing: Episode) -> None:
    held_by = found_services(agreeing)
    on_talking = replace(RISK, text="The child chooses where.", moments=("missing.interview",))
    signed(agreeing, next_sections(agreeing, (on_talking,)))
    comes_back(missing, agreeing.member)

    page = shown(browser(held_by.at_home), f"/interviews/{the_one(held_by.at_home).reference}/")

    assert page.count("What the protocol says") == 1
    assert "The child chooses where." in page
