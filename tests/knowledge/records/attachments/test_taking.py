"""A file that is taken is made anew without who made it and where, encrypted, and bound to its reference."""

import hashlib
import io
import re
import zipfile

import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from erle.knowledge.records.attachments.kinds import NotTaken
from erle.knowledge.records.attachments.sealing import DoesNotOpen, seal, unseal
from erle.knowledge.records.attachments.taking import Taken, give_out, make_anew, take_in
from tests.knowledge.records.attachments import made

FILES = {
    "a picture": (made.picture(), "image/jpeg", ".jpg"),
    "a picture of points": (made.picture("PNG"), "image/png", ".png"),
    "a clear picture": (made.picture("PNG", mode="RGBA"), "image/png", ".png"),
    "a grey picture": (made.picture("JPEG", mode="L"), "image/jpeg", ".jpg"),
    "a picture for printing": (made.picture("JPEG", mode="CMYK"), "image/jpeg", ".jpg"),
    "a web picture": (made.picture("WEBP"), "image/webp", ".webp"),
    "a phone's picture": (made.phone_picture(), "image/jpeg", ".jpg"),
    "a document": (made.document(), "application/pdf", ".pdf"),
    "a letter": (made.packed(made.office_parts()), made.DOCUMENT_TYPE.removesuffix(".main+xml"), ".docx"),
    "a sheet": (made.packed(made.office_parts(made.SHEET_TYPE)), made.SHEET_TYPE.removesuffix(".main+xml"), ".xlsx"),
    "an open document": (made.packed(made.open_document_parts()), "application/vnd.oasis.opendocument.text", ".odt"),
    "words": ("Seen at the gate – twice.".encode(), "text/plain; charset=utf-8", ".txt"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_known_by_its_content_whatever_it_is_called(name: str) -> None:
    content, media_type, extension = FILES[name]

    taken = take_in("evil.exe", content)

    assert (taken.media_type, taken.name) == (media_type, f"evil{extension}")


@pytest.mark.parametrize("name", [name for name in FILES if name != "words"])
def test_before_it_is_taken_each_file_says_who_made_it(name: str) -> None:
    assert made.WHO in unpacked(FILES[name][0])


@pytest.mark.parametrize("name", FILES)
def test_what_is_given_out_says_not_who_made_it(name: str) -> None:
    out = opened(take_in(name, FILES[name][0]))

    assert made.WHO not in unpacked(out)
    assert b"Exif" not in unpacked(out)


def test_a_picture_stands_the_right_way_up_without_what_turned_it() -> None:
    with Image.open(io.BytesIO(make_anew(made.picture(size=(40, 30))).content)) as out:
        assert out.size == (30, 40)
        assert not out.getexif()


def test_a_document_keeps_its_pages() -> None:
    with pikepdf.open(io.BytesIO(make_anew(made.document()).content)) as out:
        assert len(out.pages) == 1
        assert "/Info" not in out.trailer
        assert "/Metadata" not in out.Root


def test_a_letter_keeps_its_words() -> None:
    with zipfile.ZipFile(io.BytesIO(make_anew(made.packed(made.office_parts())).content)) as out:
        assert b"Seen at the gate." in out.read("word/document.xml")
        assert {one.date_time for one in out.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("caf\u00e9".encode("cp1252"), "caf\u00e9"),
        ("\ufeffcaf\u00e9".encode(), "caf\u00e9"),
        ("caf\u00e9".encode("utf-16"), "caf\u00e9"),
        (b"BMX bikes at the gate", "BMX bikes at the gate"),
        (b"a,b\r\n1,2\r\n", "a,b\r\n1,2\r\n"),
    ],
)
def test_words_are_kept_word_for_word(content: bytes, text: str) -> None:
    assert make_anew(content).content.decode() == text


HARMLESS = {
    "a link that somebody must choose": {
        "word/_rels/document.xml.rels": made.links("hyperlink", "https://example.invalid/", "External")
    },
    "a link for letters": {"word/_rels/document.xml.rels": made.links("hyperlink", "mailto:a@b.invalid", "External")},
    "a chart that starts nothing": {"word/charts/chart1.xml": '<c xmlns:x="urn:x" macro=""><f>Sheet1!$A$1</f></c>'},
    "an empty part": {"customXml/item1.xml": ""},
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_in_an_office_file_is_taken(name: str) -> None:
    assert make_anew(made.packed({**made.office_parts(), **HARMLESS[name]})).kind.key == "docx"


def test_what_is_kept_is_encrypted_and_bound_to_its_reference() -> None:
    taken, other = take_in("a.txt", b"Seen at the gate."), take_in("b.txt", b"Seen at the gate.")

    assert b"gate" not in taken.content
    assert taken.content != other.content
    assert taken.size == len(b"Seen at the gate.")
    assert taken.digest == hashlib.sha256(b"Seen at the gate.").digest()
    with pytest.raises(DoesNotOpen):
        give_out(reference=other.reference, sealed=taken.content)


def test_no_changed_byte_goes_unseen() -> None:
    key = bytes(32)
    sealed = seal(b"Seen at the gate.", reference="A-22222222", key=key)

    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(DoesNotOpen):
            unseal(bytes(changed), reference="A-22222222", key=key)
    for length in range(len(sealed)):
        with pytest.raises(DoesNotOpen):
            unseal(sealed[:length], reference="A-22222222", key=key)
    with pytest.raises(DoesNotOpen):
        unseal(sealed, reference="A-22222222", key=b"\1" * 32)


def test_the_key_is_a_file_that_only_the_product_reads() -> None:
    take_in("a.txt", b"Seen at the gate.")

    assert settings.ATTACHMENTS_KEY_FILE.stat().st_mode & 0o777 == 0o600


NAMES = [
    ("photo of gate.jpeg", "photo of gate.txt"),
    ("../../etc/passwd", "passwd.txt"),
    ("C:\\Users\\gate.doc", "gate.txt"),
    ("invoice\u202egpj.exe", "invoice gpj.txt"),
    ("a\r\nSet-Cookie: b.txt", "a Set-Cookie b.txt"),
    ('";drop.html', ";drop.txt"),
    ("....", "file.txt"),
    ("", "file.txt"),
    ("x" * 500 + ".pdf", "x" * 116 + ".txt"),
    ("report.pdf.exe", "report.txt"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_shown_without_what_deceives(name: str, shown: str) -> None:
    assert take_in(name, b"Seen at the gate.").name == shown


def test_a_file_that_breaks_its_reader_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erle.knowledge.records.attachments.taking.WAIT_SECONDS", 0.01)

    with pytest.raises(NotTaken, match="made to break its reader"):
        make_anew(made.picture())


def opened(taken: Taken) -> bytes:
    return give_out(reference=taken.reference, sealed=taken.content)


def unpacked(content: bytes) -> bytes:
    """Return all that a file holds, in one piece."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            streams = [one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        return content + b"".join(streams)
    return re.sub(rb"\s+", b" ", content)
