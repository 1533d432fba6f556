"""Files on the pages: added, taken out, refused in words, handed in encrypted, given out to whoever may see them."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from erle.doors.staff.models import Enclosure
from erle.doors.staff.sharing_information import files as pages
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Attachment
from tests.doors.staff.sharing_information.teller import Teller, errors, teller, words
from tests.house.test_routes import browser
from tests.knowledge.records.attachments import made
from tests.partnership import Partnership


@pytest.fixture
def one(partnership: Partnership) -> Teller:
    begun = teller(partnership.lead).start()
    begun.choose(partnership.leah.reference)
    return begun


def add(one: Teller, content: bytes, name: str = "gate.jpg") -> object:
    return one.client.post(one.path("files/"), {"add": "1", "file": SimpleUploadedFile(name, content)})


def test_a_picture_is_handed_in_without_who_took_it(partnership: Partnership, one: Teller) -> None:
    add(one, made.picture(), "photo of the gate.png")
    assert "photo of the gate.jpg" in words(one.look("files/"))
    assert "Not scanned" in words(one.look("files/"))
    one.answer_all()

    receipt = one.client.get(one.send().headers["Location"])

    assert "photo of the gate.jpg" in words(receipt)
    with acting_as(partnership.lead):
        kept = Attachment.objects.get(report__said__draft=one.reference)
        assert made.WHO not in bytes(kept.content)
        assert not Enclosure.objects.exists()
    out = one.client.get(f"/attachments/{kept.reference}/")
    assert hashlib.sha256(out.content).digest() == bytes(kept.digest)
    assert made.WHO not in out.content


def test_a_file_is_given_out_to_be_saved_and_the_ledger_knows(partnership: Partnership, one: Teller) -> None:
    add(one, "Gesehen: Café.".encode(), 'no"te ⚽.txt')
    one.answer_all().send()
    with acting_as(partnership.lead):
        kept = Attachment.objects.get(report__said__draft=one.reference)

    out = one.client.get(f"/attachments/{kept.reference}/")

    assert out.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in out.headers["Content-Disposition"]
    assert out.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert out.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in out.headers["Cache-Control"]
    with acting_as(partnership.lead):
        assert Line.objects.filter(act="opened", about=kept.reference).exists()


@pytest.mark.parametrize("key", ["member", "never", "conflicted", "governance", "administrator", "lapsed"])
def test_outside_the_reports_circle_there_is_no_such_file(partnership: Partnership, one: Teller, key: str) -> None:
    add(one, b"Seen at the gate.", "a.txt")
    one.answer_all().send()
    with acting_as(partnership.lead):
        kept = Attachment.objects.get(report__said__draft=one.reference)
    client = browser(partnership.workers[key])

    hidden, absent = client.get(f"/attachments/{kept.reference}/"), client.get("/attachments/A-NNNNNN22/")

    assert hidden.status_code == absent.status_code == 404
    assert len(hidden.content) == len(absent.content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg onload=alert(1)>", "not plain text"),
        (made.picture() + made.packed(made.office_parts()), "two kinds at once"),
        (b"ID3\x04\x00" + bytes(100), "recordings of sound or video"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_words(one: Teller, content: bytes, said: str) -> None:
    answer = add(one, content)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in errors(answer)


def test_a_file_can_be_taken_out_again(one: Teller) -> None:
    add(one, b"Seen at the gate.", "a.txt")
    with acting_as(one_worker(one)):
        reference = Enclosure.objects.get().reference

    one.client.post(one.path("files/"), {"take_out": reference})

    assert "a.txt" not in words(one.look("files/"))


def test_files_are_limited_in_number_and_in_size_together(one: Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    add(one, b"Seen at the gate.", "a.txt")
    monkeypatch.setattr(pages, "MOST_BYTES_OF_A_REPORT", 20)
    assert "30 MB together" in errors(add(one, b"Seen at the gate.", "b.txt"))
    monkeypatch.setattr(pages, "MOST_FILES", 1)
    assert "already" in errors(add(one, b"Seen at the gate.", "b.txt"))
    monkeypatch.setattr(pages, "MOST_BYTES", 3)
    assert "larger than 10 MB" in errors(add(one, b"Seen at the gate.", "b.txt"))


def test_nobody_else_sees_a_file_that_is_not_shared_yet(partnership: Partnership, one: Teller) -> None:
    add(one, b"Seen at the gate.", "a.txt")

    with acting_as(partnership.manager):
        assert not Enclosure.objects.exists()


def test_without_a_file_she_goes_on_or_is_asked_for_one(one: Teller) -> None:
    assert one.client.post(one.path("files/"), {}).headers["Location"] == one.path("check/")
    assert "Choose a file" in errors(one.client.post(one.path("files/"), {"add": "1"}))


def one_worker(one: Teller) -> Worker:
    return Worker.objects.get(pk=one.client.session["_auth_user_id"])
