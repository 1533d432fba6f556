"""What a file is, by its first bytes: its name and what a browser says of it count for nothing."""

import re
import unicodedata
from dataclasses import dataclass

from erle.foundation.database.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_OF_A_REPORT = 30 * 1024 * 1024
MOST_FILES = 20
EMPTY = "This file is empty. Choose the file again."
WHAT_IS_TAKEN = (
    "Erle takes pictures (JPEG, PNG, WebP, HEIC), PDF, plain text,"
    " and Word, Excel and OpenDocument files without macros, up to 10 MB each."
)


class NotTaken(Refused):
    """A file that cannot be handed in; the words say why, and what to do."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: how it is given out again, and the module that makes it anew."""

    key: str
    media_type: str
    extension: str
    cleaner: str


JPEG = FileKind("jpeg", "image/jpeg", ".jpg", "pictures")
PNG = FileKind("png", "image/png", ".png", "pictures")
WEBP = FileKind("webp", "image/webp", ".webp", "pictures")
HEIC = FileKind("heic", "image/jpeg", ".jpg", "pictures")
PDF = FileKind("pdf", "application/pdf", ".pdf", "portable_documents")
TEXT = FileKind("text", "text/plain; charset=utf-8", ".txt", "texts")
DOCX = FileKind(
    "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "office_documents"
)
XLSX = FileKind(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "office_documents"
)
ODT = FileKind("odt", "application/vnd.oasis.opendocument.text", ".odt", "office_documents")
KINDS = {kind.key: kind for kind in (JPEG, PNG, WEBP, HEIC, PDF, TEXT, DOCX, XLSX, ODT)}
ZIP = FileKind("zip", "", "", "office_documents")
"""An office file of which only its contents tell which."""

TAKEN = (
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (8, b"WEBP", WEBP),
    *((4, b"ftyp" + brand, HEIC) for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")),
    (0, b"%PDF-", PDF),
    (0, b"PK\x03\x04", ZIP),
)
RECORDED = (b"RIFF", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1")
RECORDING = (
    "Erle does not take recordings of sound or video: it cannot take out of them who and where without changing what"
    " they show. Keep the recording safe and unedited, and write that you have it; the police may ask for it."
)
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "This is an older office file, which can hold programs. Save it as DOCX, XLSX or PDF."),
    (b"{\\rtf", "This is a rich text file, which can hold other files. Save it as DOCX or PDF."),
    (b"GIF8", "This is a GIF. Save the picture as PNG or JPEG."),
    (b"BM", "This is a bitmap. Save the picture as PNG or JPEG."),
    (b"II*\x00", "This is a TIFF. Save the picture as PNG or JPEG."),
    (b"MM\x00*", "This is a TIFF. Save the picture as PNG or JPEG."),
    (b"MZ", "This is a program, which cannot be handed in."),
    (b"\x7fELF", "This is a program, which cannot be handed in."),
    (b"\x1f\x8b", "This is a packed file. Unpack it, and add the files in it one by one."),
    (b"7z\xbc\xaf", "This is a packed file. Unpack it, and add the files in it one by one."),
    (b"Rar!", "This is a packed file. Unpack it, and add the files in it one by one."),
    (b"ID3", RECORDING),
    (b"OggS", RECORDING),
    (b"fLaC", RECORDING),
    (b"\x1aE\xdf\xa3", RECORDING),
)
HIDDEN_IN_OTHERS = (b"<script", b"<?php", b"<!doctype html", b"<html")
"""What makes a picture or a document also a page for a browser, or a program for a server."""
HEAD = 1024


def recognise(content: bytes) -> FileKind:
    """Return what the file is by its content, or refuse it."""
    if not content:
        raise NotTaken(EMPTY)
    if len(content) > MOST_BYTES:
        raise NotTaken("This file is larger than 10 MB. Send a smaller copy, or only the pages that matter.")
    kind = _by_its_beginning(content)
    if kind is not TEXT:
        _require_one_kind(content, kind)
    return kind


def _by_its_beginning(content: bytes) -> FileKind:
    binary = b"\0" in content[:HEAD]
    for beginning, words in REFUSED:
        if content.startswith(beginning) and (binary or not beginning.isalnum()):
            raise NotTaken(words)
    for at, mark, kind in TAKEN:
        if content.startswith(mark, at) and (kind is not WEBP or content.startswith(b"RIFF")):
            return kind
    if content.startswith(RECORDED, 0) or content.startswith(b"ftyp", 4):
        raise NotTaken(RECORDING)
    return TEXT


def _require_one_kind(content: bytes, kind: FileKind) -> None:
    """Refuse what is two kinds of file at once: each reader would see another."""
    lower = content.lower()
    twofold = (
        any(words in lower for words in HIDDEN_IN_OTHERS if kind is not ZIP)
        or (kind is not PDF and b"%PDF-" in content[:HEAD])
        or (kind is not ZIP and b"PK\x05\x06" in content[-(65_536 + 22) :] and b"PK\x03\x04" in content)
    )
    if twofold:
        raise NotTaken(
            "This file is of two kinds at once, as files made to deceive are. Make a new copy, or print it to PDF."
        )


LONGEST = 120
NAMELESS = "file"
"""Letters of a name, and what is called where nothing of it is left."""


def shown_name(name: str, extension: str) -> str:
    """Return the name without folders, signs that cannot be seen, or an ending of its own; with the given ending."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter if not unicodedata.category(letter).startswith(("C", "Z")) else " " for letter in last)
    bare = " ".join(re.sub(r"[<>:\"|?*]", " ", seen).split())
    stem = re.sub(r"(?:\.\w{1,5})+$", "", bare).strip(". ")
    return (stem[: LONGEST - len(extension)].rstrip(". ") or NAMELESS) + extension
