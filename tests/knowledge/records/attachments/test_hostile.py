"""Files made to deceive, to break their reader or to do harm: each is refused in words, none is given out."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from erle.knowledge.records.attachments import office_documents, pictures, portable_documents, texts
from erle.knowledge.records.attachments.inside import MadeAnew
from erle.knowledge.records.attachments.kinds import MOST_BYTES, NotTaken, recognise
from erle.knowledge.records.attachments.taking import make_anew
from tests.knowledge.records.attachments import made

CLEANERS: dict[str, Callable[[bytes], MadeAnew]] = {
    "office_documents": office_documents.clean,
    "pictures": pictures.clean,
    "portable_documents": portable_documents.clean,
    "texts": texts.clean,
}


def script() -> Any:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def hidden() -> Any:
    return Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary())


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made.document())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def packed_twice() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, b"~>")
        stream.stream_dict = Dictionary(Filter=Array([Name.ASCII85Decode, Name.DCTDecode]))
        pdf.Root.Held = pdf.make_indirect(stream)
        pdf.save(out)
    return out.getvalue()


def nested() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 5_000 + b"]" * 5_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a program when opened": lambda: made.document(OpenAction=script()),
    "a program when closed": lambda: made.document(AA=Dictionary(WC=script())),
    "a program deep within": lambda: made.document(Pieces=Array([Array([Dictionary(A=Array([script()]))])])),
    "a program by name": lambda: made.document(Names=Dictionary(JavaScript=Dictionary(Names=Array([])))),
    "another program started": lambda: made.document(OpenAction=Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "a form sent away": lambda: made.document(OpenAction=Dictionary(S=Name.SubmitForm, F=String("https://a.invalid"))),
    "a form of another kind": lambda: made.document(AcroForm=Dictionary(XFA=Array([]))),
    "another file inside": lambda: made.document(Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))),
    "another file beside": lambda: made.document(AF=Array([hidden()])),
    "another file pinned on": lambda: made.document(Annots=Array([Dictionary(Subtype=Name.FileAttachment)])),
    "something that plays": lambda: made.document(Annots=Array([Dictionary(Subtype=Name.RichMedia)])),
    "a locked document": locked,
    "a picture packed twice": packed_twice,
    "nested without end": nested,
    "cut off": lambda: made.document()[:200],
    "only a beginning": lambda: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_acts_or_hides_something_is_refused(name: str) -> None:
    refused(DOCUMENTS[name]())


def office(**changed: bytes | str) -> bytes:
    return made.packed({**made.office_parts(), **{name.replace("__", "/"): part for name, part in changed.items()}})


def word(inner: str) -> bytes:
    body = f'<w:document xmlns:w="{made.WORDS}" xmlns:o="urn:schemas-microsoft-com:office:office">{inner}</w:document>'
    return made.packed({**made.office_parts(), "word/document.xml": body})


def linked(kind: str, target: str) -> bytes:
    return made.packed({**made.office_parts(), "word/_rels/document.xml.rels": made.links(kind, target, "External")})


def open_document(**changed: str) -> bytes:
    return made.packed(
        {**made.open_document_parts(), **{name.replace("__", "/"): part for name, part in changed.items()}}
    )


def laughing() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE l [<!ENTITY l0 "ha">{lines}]><l>&l9;</l>'


def flagged_as_locked() -> bytes:
    content = bytearray(made.packed(made.office_parts()))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def doubled() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in made.office_parts().items():
            archive.writestr(name, part)
        archive.writestr("WORD/document.xml", "<a/>")
    return out.getvalue()


def bomb() -> bytes:
    part = bytes(950_000)
    return made.packed({**made.office_parts(), **{f"word/{number}.xml": part for number in range(112)}})


def lying() -> bytes:
    """Return a file whose list says that a part is small, though it is not."""
    content = bytearray(made.packed({"word/document.xml": bytes(3_000_000), **made.office_parts()}))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
CONTENT = '<c xmlns:x="urn:x" xmlns:d="urn:d" xmlns:s="urn:s">{}</c>'
OFFICE: dict[str, Callable[[], bytes]] = {
    "macros by name": lambda: office(word__vbaProject="x"),
    "macros by part": lambda: made.packed({**made.office_parts(), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "macros by kind": lambda: made.packed(made.office_parts(MACROS)),
    "macros of a sheet": lambda: made.packed({
        **made.office_parts(made.SHEET_TYPE), "xl/macrosheets/sheet1.xml": "<a/>"}),
    "another file inside": lambda: made.packed({**made.office_parts(), "word/embeddings/book.xlsx": b"PK"}),
    "an object inside": lambda: made.packed({**made.office_parts(), "word/embeddings/oleObject1.bin": b"x"}),
    "a control inside": lambda: made.packed({**made.office_parts(), "word/activeX/activeX1.xml": "<a/>"}),
    "a page inside": lambda: made.packed({**made.office_parts(), "word/afchunk.html": "<p>"}),
    "a drawing that runs": lambda: made.packed({**made.office_parts(), "word/media/a.svg": "<svg/>"}),
    "another book": lambda: made.packed({**made.office_parts(made.SHEET_TYPE), "xl/externalLinks/1.xml": "<a/>"}),
    "a connection": lambda: made.packed({**made.office_parts(made.SHEET_TYPE), "xl/connections.xml": "<a/>"}),
    "a template from outside": lambda: linked("attachedTemplate", "https://a.invalid/t.dotm"),
    "a picture from outside": lambda: linked("image", "http://a.invalid/p.png"),
    "a share of files": lambda: linked("hyperlink", "file://a.invalid/share"),
    "a program link": lambda: linked("hyperlink", "ms-msdt:/id"),
    "an object in words": lambda: word('<o:OLEObject ProgID="Package"/>'),
    "a field that runs": lambda: word("<w:instrText>DDEA</w:instrText><w:instrText>UTO c</w:instrText>"
                                      "<w:instrText> DDEAUTO cmd </w:instrText>"),
    "a field that fetches": lambda: word('<w:fldSimple w:instr="INCLUDEPICTURE http://a.invalid"/>'),
    "a formula that runs": lambda: made.packed({
        **made.office_parts(made.SHEET_TYPE), "xl/worksheets/sheet1.xml": "<s><f>cmd|'/c calc'!A0</f></s>"}),
    "a formula that fetches": lambda: made.packed({
        **made.office_parts(made.SHEET_TYPE), "xl/worksheets/sheet1.xml": "<s><f>_xlfn.WEBSERVICE(A1)</f></s>"}),
    "markup with words of its own": lambda: made.packed({
        **made.office_parts(), "word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}),
    "laughing markup": lambda: made.packed({**made.office_parts(), "word/document.xml": laughing()}),
    "broken markup": lambda: word("<w:p>"),
    "a locked file": flagged_as_locked,
    "two parts of one name": doubled,
    "a way out": lambda: made.packed({**made.office_parts(), "../../evil.xml": "<a/>"}),
    "a way out for others": lambda: made.packed({**made.office_parts(), "word\\..\\evil.xml": "<a/>"}),
    "a picture that is none": lambda: office(**{"word__media__image1.jpeg": "no picture"}),
    "too many parts": lambda: made.packed({**made.office_parts(), **{f"word/{n}.xml": "<a/>" for n in range(2_001)}}),
    "a part far larger than it seems": lambda: made.packed({**made.office_parts(), "word/big.xml": bytes(3_000_000)}),
    "a size that is not so": lying,
    "open: basic": lambda: open_document(Basic__Standard__Module1_xml="<a/>"),
    "open: scripts": lambda: open_document(Scripts__python__a_py="import os"),
    "open: a listener": lambda: open_document(**{"content.xml": CONTENT.format('<s:event-listener x:href="a"/>')}),
    "open: a picture from outside": lambda: open_document(
        **{"content.xml": CONTENT.format('<d:image x:href="http://a.invalid/p.png"/>')}),
    "open: a share of files": lambda: open_document(
        **{"content.xml": CONTENT.format('<d:image x:href="//a.invalid/p.png"/>')}),
    "open: another file": lambda: made.packed({**made.open_document_parts(), "Object 1/content.xml": "<a/>"}),
    "a packed file of other files": lambda: made.packed({"a.exe": b"MZ"}),
    "a page that is packed": lambda: made.packed({"mimetype": "application/epub+zip"}),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICE)
def test_an_office_file_that_acts_hides_or_overflows_is_refused(name: str) -> None:
    refused(OFFICE[name]())


def huge_picture() -> bytes:
    """Return a picture that says it has four thousand million points, in a hundred bytes."""
    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def moving() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")])
    return out.getvalue()


PICTURES_AND_OTHERS: dict[str, Callable[[], bytes]] = {
    "a picture of too many points": huge_picture,
    "a picture that moves": moving,
    "half a picture": lambda: made.picture(size=(400, 400))[:3_000],
    "only a beginning": lambda: b"\xff\xd8\xff\xe0",
    "a picture and a packed file": lambda: made.picture() + made.packed(made.office_parts()),
    "a picture and a document": lambda: made.picture()[:20] + b"%PDF-1.7" + made.picture()[20:],
    "a picture and a page": lambda: made.picture() + b"<html><script>alert(1)</script>",
    "a picture and a program": lambda: made.picture("PNG") + b"<?php system($_GET['a']); ?>",
    "a document and a packed file": lambda: made.document() + made.packed(made.office_parts()),
    "a document and a page": lambda: made.document() + b"<SCRIPT>alert(1)</SCRIPT>",
    "a drawing": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a drawing behind a mark": lambda: b"\xef\xbb\xbf  <svg onload=alert(1)>",
    "a page": lambda: b"<!DOCTYPE html><p>Seen at the gate.",
    "a page without a beginning": lambda: b"Seen at the gate. <iframe src=//a.invalid></iframe>",
    "markup": lambda: b'<?xml version="1.0"?><a/>',
    "a program": lambda: b"MZ\x90\x00",
    "another program": lambda: b"\x7fELF\x02\x01",
    "a script": lambda: b"#!/bin/sh\nrm -rf /\n",
    "an older office file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a rich text": lambda: rb"{\rtf1 \object}",
    "a recording of sound": lambda: b"ID3\x04\x00" + bytes(100),
    "a recording of a call": lambda: b"\x00\x00\x00 ftypM4A \x00\x00\x00\x00",
    "a film": lambda: b"\x00\x00\x00 ftypmp42\x00\x00\x00\x00",
    "a wave": lambda: b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "a packed file of another kind": lambda: b"Rar!\x1a\x07\x01\x00",
    "bytes without meaning": lambda: bytes(range(256)) * 4,
    "nothing": lambda: b"",
    "too much": lambda: b"a" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", PICTURES_AND_OTHERS)
def test_what_is_not_surely_harmless_is_refused(name: str) -> None:
    refused(PICTURES_AND_OTHERS[name]())


def test_what_comes_after_a_pictures_end_is_left_behind() -> None:
    assert b"after the end" not in pictures.clean(made.picture() + b"after the end").content


BREAKERS: dict[str, Callable[[], bytes]] = {
    "a picture of too many points": huge_picture,
    "nested without end": nested,
    "laughing markup": OFFICE["laughing markup"],
    "parts far larger than they seem": bomb,
    "bytes without meaning": PICTURES_AND_OTHERS["bytes without meaning"],
}


@pytest.mark.parametrize("name", BREAKERS)
def test_what_is_made_to_break_its_reader_is_refused_by_a_process_of_its_own(name: str) -> None:
    refused(BREAKERS[name](), by=make_anew)


def refused(content: bytes, *, by: Callable[[bytes], MadeAnew] | None = None) -> None:
    """Expect a refusal in words; here in this process, where no limit helps."""
    with pytest.raises(NotTaken) as told:
        (by or CLEANERS[recognise(content).cleaner])(content)
    assert str(told.value).endswith(".")
