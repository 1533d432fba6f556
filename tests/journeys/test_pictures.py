"""The pictures of the documentation can be taken from the demo; each has its words, and none is too large to send."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.journeys.desk import WIDE
from tests.journeys.pictures import MOST_BYTES, MOST_TOGETHER, PICTURES, take
from tests.journeys.served import CHECKOUT, Served

SHOWN = re.compile(r"!\[([^\]]*)\]\((?:docs/)?images/([^)]+)\)")
LEAST_WORDS = 6


def test_every_picture_of_the_documentation_is_taken_from_the_demo(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    taken = take(browser, served, tmp_path)

    assert {picture.name for picture in taken} == {picture.name for picture in PICTURES.iterdir()}


def test_no_picture_is_too_large_to_send_and_all_are_of_one_width() -> None:
    sizes = [picture.stat().st_size for picture in PICTURES.iterdir()]

    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_TOGETHER
    for picture in PICTURES.iterdir():
        with Image.open(picture) as opened:
            assert opened.width == WIDE["width"], picture.name


def test_every_picture_is_shown_in_the_docs_and_said_in_words() -> None:
    pages = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
    shown = [found for page in pages for found in SHOWN.findall(page.read_text("utf-8"))]

    assert {name for _, name in shown} == {picture.name for picture in PICTURES.iterdir()}
    assert all(len(words.split()) >= LEAST_WORDS for words, _ in shown)
