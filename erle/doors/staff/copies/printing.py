"""Setting a copy in type: data in, the bytes of a tagged PDF out; nothing is written anywhere on the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import typst
from django.http import HttpResponse

from erle.doors.staff.chronology.shown import Shown
from erle.doors.staff.copies.signs import folders, printable

TEMPLATE = Path(__file__).with_name("copy.typ")
TAGGED: Final = "ua-1"


@dataclass(frozen=True)
class Paper:
    """What a copy says, in words."""

    title: str
    partnership: str
    number: str
    printed: str
    purpose_short: str
    facts: Sequence[str]
    summary: Sequence[tuple[str, str]]
    voice: str
    said: Sequence[dict[str, str]]
    lines: Sequence[Shown]
    end: str
    keep: str = "Keep it as you keep the record itself, and destroy it when it is no longer needed."


def printed(paper: Paper) -> bytes:
    """Return the PDF of a copy."""
    return set_in_type(TEMPLATE, asdict(paper))


def set_in_type(template: Path, words: dict[str, Any]) -> bytes:
    """Return the PDF of words: tagged (PDF/UA-1), with fonts of the product's own and none of the machine's.

    A sign that those fonts have not is said in words, see `printable`.
    """
    content = typst.compile(
        template,
        root=template.parent,
        font_paths=[*folders()],
        ignore_system_fonts=True,
        sys_inputs={"copy": json.dumps(_printable(words))},
        pdf_standards=TAGGED,
    )
    if not isinstance(content, bytes):
        raise TypeError(f"The copy came out as {type(content).__name__}, not as one file.")
    return content


def pdf(content: bytes, name: str) -> HttpResponse:
    """Return the file; its name says the reference and no more."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _printable(said: Any) -> Any:
    """Return what a file says with every text in it printable."""
    if isinstance(said, str):
        return printable(said)
    if isinstance(said, dict):
        return {key: _printable(value) for key, value in said.items()}
    return [_printable(one) for one in said] if isinstance(said, list | tuple) else said
