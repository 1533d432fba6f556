"""Plain text: kept word for word, as UTF-8; what a browser or a shell would run is no plain text."""

import unicodedata

from erle.knowledge.records.attachments.inside import MadeAnew, run
from erle.knowledge.records.attachments.kinds import EMPTY, HEAD, TEXT, WHAT_IS_TAKEN, NotTaken

ENCODINGS = ("utf-8-sig", "cp1252")
MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<?php", "<script", "#!", "%pdf-", "<%")
SCRIPT = ("<script", "<svg", "<iframe", "<object", "<embed", "javascript:", "<?php", "%pdf-")
PLAIN_CONTROLS = "\t\n\r\f"


def clean(content: bytes) -> MadeAnew:
    """Return the text as UTF-8, or refuse what is not plain text."""
    text = _decoded(content)
    if not text.strip():
        raise NotTaken(EMPTY)
    if any(unicodedata.category(letter) == "Cc" and letter not in PLAIN_CONTROLS for letter in text):
        raise NotTaken(f"This kind of file is not taken. {WHAT_IS_TAKEN}")
    lower = text.lower()
    if lower.lstrip()[:HEAD].startswith(MARKUP) or any(words in lower for words in SCRIPT):
        raise NotTaken("This is a page or a program, not plain text. Print it to PDF, and add that.")
    return MadeAnew(TEXT, text.encode("utf-8"))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotTaken(f"This kind of file is not taken. {WHAT_IS_TAKEN}")


if __name__ == "__main__":
    run(clean)
