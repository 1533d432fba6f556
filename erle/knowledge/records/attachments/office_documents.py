"""Word, Excel and OpenDocument files: known parts packed anew; programs, other files, calls outside refused."""

import io
import re
import zipfile
import zlib

from erle.knowledge.records.attachments.inside import MadeAnew, run
from erle.knowledge.records.attachments.kinds import (
    DOCX,
    ODT,
    XLSX,
    ZIP,
    FileKind,
    NotTaken,
    recognise,
)
from erle.knowledge.records.attachments.office_markup import read_markup
from erle.knowledge.records.attachments.pictures import clean as clean_picture
from erle.knowledge.records.attachments.unpacking import SAVE_AS_PDF, unpack

MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
KNOWN_PARTS = re.compile(
    r"mimetype|layout-cache|.*\.(?:xml|rels|rdf|vml|jpe?g|png|emf|wmf|gif|ttf|otf|odttf|txt)|xl/printerSettings/printerSettings\d+\.bin",
    re.IGNORECASE,
)
PROGRAMS = re.compile(
    r".*(?:vbaproject|vbadata|activex|/macrosheets/|/dialogsheets/|customui|/externallinks/|/connections\.xml"
    r"|/querytables/|/webextensions/|attachedtoolbars|/embeddings/|oleobject).*|basic/.*|scripts/.*|object .*",
    re.IGNORECASE,
)
WHO_MADE_IT = re.compile(r"docprops/(?:core|app|custom)\.xml|meta\.xml", re.IGNORECASE)
PICTURES = re.compile(r".*\.(?:jpe?g|png)", re.IGNORECASE)
EMPTY = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties'
    b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties'
    b' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
LONG_AGO = (1980, 1, 1, 0, 0, 0)
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, LookupError, RuntimeError)
NOT_OFFICE = "This is a packed file. Unpack it, and add the files in it one by one."
HOLDS_MORE = f"This file holds a program, another file or a link that opens by itself. {SAVE_AS_PDF}"


def clean(content: bytes) -> MadeAnew:
    """Return the document packed anew without who made it, or refuse it."""
    if recognise(content) is not ZIP:
        raise NotTaken(NOT_OFFICE)
    try:
        parts = unpack(content)
    except BROKEN as broken:
        raise NotTaken(f"This file cannot be read: it is damaged or not what it seems. {SAVE_AS_PDF}") from broken
    kind = _kind(parts)
    for name in parts:
        if PROGRAMS.fullmatch(name) or not KNOWN_PARTS.fullmatch(name):
            raise NotTaken(HOLDS_MORE)
    made = {name: _made_anew(name, part) for name, part in parts.items()}
    return MadeAnew(kind, _packed(made))


def _kind(parts: dict[str, bytes]) -> FileKind:
    if parts.get("mimetype") == ODT.media_type.encode("ascii"):
        return ODT
    types = parts.get("[Content_Types].xml", b"")
    for said, kind in MAIN_PARTS.items():
        if f'"{said}"'.encode("ascii") in types or f"'{said}'".encode("ascii") in types:
            return kind
    if b"macroEnabled" in types:
        raise NotTaken(HOLDS_MORE)
    raise NotTaken(NOT_OFFICE)


def _made_anew(name: str, part: bytes) -> bytes:
    if WHO_MADE_IT.fullmatch(name):
        return EMPTY.get(name.lower(), b"")
    if PICTURES.fullmatch(name):
        return clean_picture(part).content
    if name.lower().endswith((".xml", ".rels", ".rdf", ".vml")):
        if part and not read_markup(part):
            raise NotTaken(HOLDS_MORE)
        return part
    return part


def _packed(parts: dict[str, bytes]) -> bytes:
    """Pack the parts, the first one unpacked as OpenDocument asks, each without a time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name != "[Content_Types].xml")):
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name, LONG_AGO), parts[name], how)
    return made.getvalue()


if __name__ == "__main__":
    run(clean)
