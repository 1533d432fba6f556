"""Protocols found by their words, and printed."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from erle.doors.staff.protocols import printing
from erle.foundation.access.acting import acting_as
from erle.foundation.protocols.actions import propose_protocol, withdraw_version
from erle.foundation.protocols.models import Version
from erle.foundation.protocols.rules.kinds import Kind
from tests.doors.staff.children.test_copies import _unpacked
from tests.doors.staff.protocols.test_pages import LATER, PAGE, agreeing
from tests.foundation.protocols.agreeing import REPORT, RISK, next_one, proposed, signed, written
from tests.house.test_routes import browser
from tests.partnership import NOW, Partnership

assert agreeing  # the fixture, by its name


def test_a_protocol_is_found_by_its_words_and_printed_with_how_it_stands(
    agreeing: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In force and being agreed are found, by title, address and words of a section; what was withdrawn is not."""
    signed(agreeing, proposed(agreeing))
    next_one(agreeing, sections=(REPORT, replace(RISK, text="Police grade it, with lanterns.")))
    client = browser(agreeing.member)
    papers: list[dict[str, Any]] = []

    def keep(_: Path, words: dict[str, Any]) -> bytes:
        papers.append(words)
        return b"%PDF"

    monkeypatch.setattr(printing, "set_in_type", keep)

    def found(typed: str) -> list[str]:
        page = client.post("/search/", {"q": typed}, follow=True).content.decode()
        return re.findall(r'<th scope="row"><a class="govuk-link" href="(/protocols/[^"]+)"', page)

    newer = f"{PAGE}versions/2/"
    assert found("who are missing") == found("children-who-are-missing") == found("carers") == [PAGE, newer]
    assert found("grading with a lantern") == found("lantern") == [newer]
    assert found("no such words") == found("zz") == []
    assert f'href="{newer}#s-risk"' in client.post("/search/", {"q": "lantern"}, follow=True).content.decode()
    for number in (1, 2):
        answer = client.get(f"{PAGE}versions/{number}/print/")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].endswith(f'-version-{number}.pdf"')
    first, second = papers
    assert (first["state"], first["warning"]) == ("In force", "")
    assert second["warning"] == "Waiting for signatures. Not in force. Do not work by it."
    assert [hand["who"] == "" for hand in second["hands"]] == [True] * 3

    with acting_as(agreeing.governance):
        version = Version.objects.get(number=2)
        withdraw_version(version=version, reason="Too late.", by=agreeing.governance, at=LATER)

    assert found("lantern") == []
    assert client.get(f"{PAGE}versions/3/print/").status_code == 404


def test_the_paper_is_tagged_and_reads_no_word_as_a_program(agreeing: Partnership) -> None:
    nasty = '#read("/etc/passwd") $x$ <label> @ref\n\n1. *one*\n2. _two_'
    with acting_as(agreeing.governance):
        told = written(agreeing, sections=(replace(REPORT, text=nasty), RISK), title="#title $x$")
        propose_protocol(kind=Kind.PROTOCOL, written=told, by=agreeing.governance, at=NOW)

    content = browser(agreeing.member).get("/protocols/title-x/versions/1/print/").content

    assert content.startswith(b"%PDF-1.7")
    assert b"StructTreeRoot" in content + b"".join(_unpacked(content))
