"""A copy: asked what for, numbered, tagged, the printing worker's name on every page, and no file left behind."""

import re
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone

from erle.doors.staff.chronology.shown import Shown
from erle.doors.staff.copies import page as copies
from erle.doors.staff.copies.printing import Paper, printed
from erle.doors.staff.copies.signs import printable
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.access.models import Share
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records.models import Copy
from erle.knowledge.records.rules import MentionKind
from tests.doors.staff.children.test_pages import days_between, page, words
from tests.house.test_routes import browser
from tests.knowledge.records.test_chronology import _narrow, named, told
from tests.knowledge.records.test_things import THING, car
from tests.partnership import NOW, Partnership

NO_SUCH_CHILD = "/children/E-NNNNNN22/copy/"
PURPOSE = {"purpose": "For the conference; held by the chair."}


@pytest.fixture
def lead(partnership: Partnership) -> Client:
    """A browser in which Leah's lead worker is signed in."""
    return browser(partnership.lead)


@pytest.fixture
def url(partnership: Partnership) -> str:
    """Where a copy of Leah's chronology is asked for."""
    return f"/children/{partnership.leah.reference}/copy/"


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Paper]:
    """What is set in type, instead of setting it."""
    given: list[Paper] = []

    def kept(paper: Paper) -> bytes:
        given.append(paper)
        return b"%PDF-"

    monkeypatch.setattr(copies, "printed", kept)
    monkeypatch.setattr("erle.doors.staff.things.copy.printed", kept)
    return given


def test_a_copy_is_asked_for_with_its_purpose_and_says_what_it_will_hold(lead: Client, url: str) -> None:
    asked = page(
        lead,
        f"{url}?agency=childrens-services&kind=concern&weeks=6&starred=1&from=2026-01-02&to=2026-03-04&mention=N-7K3QF2MX",
    )

    said = words(asked.select_one("main"))
    assert "Only: Children's Services; concern; the last 6 weeks; from" in said
    assert "lines that name one person or thing; starred only" in said
    without = lead.post(url, {"purpose": " "})
    assert without.status_code == 422
    assert b"What is this copy for" in without.content


def test_copies_are_numbered_named_and_in_the_ledger(
    partnership: Partnership, lead: Client, url: str, papers: list[Paper]
) -> None:
    answers = [lead.post(url, PURPOSE) for _ in range(2)]

    reference = partnership.leah.reference
    assert [answer.headers["Content-Disposition"] for answer in answers] == [
        f'attachment; filename="{reference}-copy-{number}.pdf"' for number in (1, 2)
    ]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/pdf"}
    assert papers[1].number.startswith("Copy 2 of this record, F-")
    assert papers[1].printed.startswith("Printed by Joanna Pryce, Children's Services, ")
    assert papers[1].purpose_short == PURPOSE["purpose"]
    assert [line.title for line in papers[1].lines] == ["Concern shared"]
    assert papers[1].said[0]["words"] == "I want to go to college."
    with acting_as(partnership.lead):
        told_of = LedgerLine.objects.filter(act="exported").order_by("id")
        assert [(line.about, line.detail["number"]) for line in told_of] == [(reference, 1), (reference, 2)]
    shown = page(lead, f"/children/{reference}/access/")
    assert "Copy 2" in words(shown.select_one("main"))
    assert PURPOSE["purpose"] in words(shown.select_one("main"))


def test_a_copy_holds_what_the_filters_leave_and_what_the_worker_may_see(
    partnership: Partnership, lead: Client, url: str, papers: list[Paper]
) -> None:
    with acting_as(partnership.member):
        told(partnership, 10, title="Starred", significant=True)
        told(partnership, 80, title="Old", significant=True)
        hidden = told(partnership, 5, title="Covert", circle=_narrow(partnership), significant=True)

    lead.post(f"{url}?starred=1", PURPOSE)
    browser(partnership.member).post(f"{url}?starred=1&weeks=3", PURPOSE)

    assert [line.title for line in papers[0].lines if not line.gap] == ["Starred", "Old"]
    assert f"{days_between(80, 10)} days with no line that fits" in [line.title for line in papers[0].lines]
    assert [line.title for line in papers[1].lines] == ["Covert", "Starred"]
    with acting_as(partnership.member):
        kept = Copy.objects.filter(made_by=partnership.member).order_by("circle_id")
        assert [(copy.circle_id, copy.number) for copy in kept] == [
            (partnership.leah.circle_id, 2),
            (hidden.circle_id, 1),
        ]


def test_a_copy_of_nothing_or_of_too_much_is_refused(
    partnership: Partnership, lead: Client, url: str, papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = lead.post(f"{url}?kind=missing", PURPOSE)
    monkeypatch.setattr(copies, "MOST_LINES", 1)
    with acting_as(partnership.member):
        told(partnership)
    much = lead.post(url, PURPOSE)

    assert (nothing.status_code, much.status_code) == (422, 422)
    assert b"No line that you may see fits" in nothing.content
    assert b"A copy holds 1 lines at most" in much.content
    assert papers == []


def test_a_copy_of_a_thing_is_numbered_in_every_circle_it_draws_on(
    partnership: Partnership, lead: Client, papers: list[Paper]
) -> None:
    with acting_as(partnership.member):
        car(told(partnership, title="Seen"))
    path = f"/things/{THING}/copy/"

    assert "Vehicle: AB12 CDE" in words(page(lead, path).select_one("main"))
    answer = lead.post(path, PURPOSE)

    [paper] = papers
    assert re.fullmatch(rf'attachment; filename="{THING}-F-[0-9A-Z]+\.pdf"', answer.headers["Content-Disposition"])
    assert [(line.title, line.who) for line in paper.lines] == [("Seen", "Leah Arden")]
    assert ("Numbers", f"Copy 1 of {partnership.leah.reference}") in paper.summary
    with acting_as(partnership.lead):
        assert [(copy.about, copy.circle_id) for copy in Copy.objects.all()] == [(THING, partnership.leah.circle_id)]


PAPER = Paper(
    title="Chronology of Léah Żółć",
    partnership="Northmere",
    number="Copy 3 of this record, F-7K3QF2MX",
    printed="Printed by Joanna Pryce, Children’s Services, today",
    purpose_short="For the conference",
    facts=["14"],
    summary=[("What for", "For the conference")],
    voice="In Léah’s own words",
    said=[{"words": "میں کالج جانا چاہتی ہوں", "how": "Said to Joanna Pryce"}],
    lines=[
        Shown(
            month="May 2026",
            day="Mon 4",
            time="10:00",
            title=f"#{number} *not* $typst$ @x",
            text="Said. " * 30,
            star=True,
        )
        for number in range(60)
    ],
    end="End of the copy.",
)


def test_the_file_is_tagged_and_carries_fonts_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    content = printed(PAPER)

    assert content.startswith(b"%PDF-1.7")
    plain = content + b"".join(_unpacked(content))
    assert b"/StructTreeRoot" in plain
    assert b"pdfuaid:part" in plain
    assert b"NotoSans" in plain
    assert b"/Lang" in plain
    assert list(tmp_path.iterdir()) == []


def _unpacked(content: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompress(stream.rstrip(b"\r\n")))
        except zlib.error:
            found.append(stream)
    return found


def test_no_template_word_of_a_record_is_read_as_a_program() -> None:
    nasty = '#read("/etc/passwd") #import "@preview/x:1.0.0" = Title\n- list $x$ <label> @ref'

    assert printed(Paper(**{**vars(PAPER), "title": nasty, "lines": [Shown("", "Mon", "", nasty, nasty)]}))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("safe \u2764\ufe0f at Nan’s", "safe [sign: heavy black heart] at Nan’s"),
        ("\U0001f469\U0001f3fd\U0001f9d2", "[sign: woman][sign: child]"),
        ("বাংলা, Zoë, ڈاکٹر", "[letters: Bengali], Zoë, ڈاکٹر"),
        ("a\x1b\0b\ufeffc\u0378\nd", "abc\u0378\nd"),
        ("Łódź – “Šiauliai” ½ €", "Łódź – “Šiauliai” ½ €"),
    ],
)
def test_a_sign_that_no_font_has_is_said_in_words_and_the_copy_is_made(said: str, told: str) -> None:
    assert printable(said) == told.replace("\u0378", "[sign: unknown]")
    paper = Paper(said, said, "1", said, said, [said], [(said, said)], said, [{"words": said, "how": said}], [], said)
    assert printed(paper).startswith(b"%PDF-")


def test_what_typst_cannot_set_is_an_error_and_not_an_empty_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("typst.compile", lambda *_, **__: [b"a", b"b"])

    with pytest.raises(TypeError):
        printed(PAPER)


def test_a_long_purpose_is_cut_on_each_page_and_whole_at_the_top(lead: Client, url: str, papers: list[Paper]) -> None:
    lead.post(url, {"purpose": "For the conference. " * 12})

    assert papers[0].purpose_short.endswith("…")
    assert len(papers[0].purpose_short) <= 92
    assert dict(papers[0].summary)["What for"] == ("For the conference. " * 12).strip()


def test_the_name_of_one_mentioned_stands_in_no_address_of_a_copy(partnership: Partnership, lead: Client) -> None:
    with acting_as(partnership.member):
        named(told(partnership), MentionKind.PERSON, "Dee")

    addresses = [
        str(link["href"]) for link in page(lead, f"/children/{partnership.leah.reference}/network/").select("a")
    ]

    assert not [address for address in addresses if "Dee" in address]
    assert NOW - timedelta(days=1)


def test_outside_the_circle_there_is_no_copy_to_make(partnership: Partnership, url: str) -> None:
    never = browser(partnership.never)

    assert never.get(url).status_code == 404
    assert never.post(url, PURPOSE).status_code == 404
    assert BeautifulSoup(never.get(url).content, "html.parser").title


def test_of_a_share_that_ends_while_a_copy_is_set_no_copy_leaves_and_the_next_try_finds_nothing(
    partnership: Partnership, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = browser(partnership.member)
    read: list[object] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
    monkeypatch.setattr(timezone, "now", lambda: now)

    def end_the_share(paper: Paper) -> bytes:
        read.extend(line.title for line in paper.lines if not line.gap)
        with acting_as(partnership.manager):
            shared = Share.objects.get(worker=partnership.member, circle=partnership.leah.circle)
            withdraw_share(share=shared, because="The enquiry is over", by=partnership.manager, at=now)
        return b"%PDF-"

    monkeypatch.setattr(copies, "printed", end_the_share)

    made, again, absent = member.post(url, PURPOSE), member.post(url, PURPOSE), member.post(NO_SUCH_CHILD, PURPOSE)

    assert read == ["Concern shared"]  # the whole had been read; none of it leaves
    assert [answer.status_code for answer in (made, again, absent)] == [404] * 3
    own = partnership.leah.reference.encode()
    assert (
        made.content.replace(own, b"") == again.content.replace(own, b"") == absent.content.replace(b"E-NNNNNN22", b"")
    )
    with acting_as(partnership.manager):
        assert not Copy.objects.exists()
        assert not LedgerLine.objects.filter(act="exported").exists()
