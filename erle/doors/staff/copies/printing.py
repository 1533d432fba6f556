"""Setting a copy in type: data in, the bytes of a tagged PDF out; nothing is written anywhere on the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

from erle.doors.staff.chronology.shown import Shown

TEMPLATE = Path(__file__).with_name("copy.typ")
FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
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
    """Return the PDF: tagged (PDF/UA-1), with fonts of the product's own and none of the machine's."""
    content = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"copy": json.dumps(asdict(paper))},
        pdf_standards=TAGGED,
    )
    if not isinstance(content, bytes):
        raise TypeError(f"The copy came out as {type(content).__name__}, not as one file.")
    return content


@cache
def _font_folders() -> list[Path]:
    return [Path(str(files(package))) for package in FONTS]
